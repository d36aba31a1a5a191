"""Rewriting what the search knows of records, inside the transaction that changes them.

Fields weigh: the name 4, the kind of help 3.5 and what people call it 2, organisation and place 2,
audiences, languages, commune and neighbourhood 1.5, description and address 1. The words are French
whatever the language of the page, with the English ones of `models/words.py`. No person's name ever
enters.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import override

from faire_ensemble.apps.directory.models import (
    AUDIENCES,
    KINDS,
    LANGUAGES,
    SearchEntry,
    SearchHead,
    Service,
    Word,
)

BATCH = 500
NAME, KIND, SYNONYM, WHO, WHERE, TEXT = 4.0, 3.5, 2.0, 2.0, 1.5, 1.0


@transaction.atomic
def reindex(service_ids: Iterable[int]) -> None:
    """Write the entries of these records anew, each with a new revision."""
    wanted = sorted(set(service_ids))
    if not wanted:
        return
    SearchHead.objects.get_or_create(pk=1)
    head = SearchHead.objects.select_for_update().get(pk=1)
    for start in range(0, len(wanted), BATCH):
        part = wanted[start : start + BATCH]
        services = (
            Service.objects.filter(pk__in=part)
            .select_related("place__commune", "organisation")
            .prefetch_related("place__neighbourhoods", "areas")
            .order_by("pk")
        )
        entries = []
        with override("fr"):
            for service in services:
                head.revision += 1
                entries.append(
                    SearchEntry(
                        service=service,
                        revision=head.revision,
                        shown=service.shown,
                        content=content_of(service) if service.shown else {},
                    )
                )
        SearchEntry.objects.bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=["service"],
            update_fields=["revision", "shown", "content"],
        )
    head.save(update_fields=["revision"])


def reindex_place(place_id: int) -> None:
    """The records given at a place."""
    reindex(Service.objects.filter(place=place_id).values_list("pk", flat=True))


def content_of(service: Service) -> dict[str, Any]:
    """What the index reads of a record (see `selectors/finding`)."""
    place = service.place
    neighbourhoods = list(place.neighbourhoods.all()) if place else []
    areas = list(service.areas.all())
    territories = {each.pk for each in (*neighbourhoods, *areas)}
    if place and place.commune_id:
        territories.add(place.commune_id)
    own = service.hours or service.changes
    return {
        "fields": [[weight, text] for weight, text in _fields(service) if text],
        "lon": place.lon if place else None,
        "lat": place.lat if place else None,
        "kinds": service.kinds,
        "audiences": service.audiences,
        "languages": service.languages,
        "free": service.free,
        "hours": service.hours if own or not place else place.hours,
        "changes": service.changes if own or not place else place.changes,
        "territories": sorted(territories),
        "commune": place.commune_code if place else "",
        "name": service.name,
    }


def _fields(service: Service) -> list[tuple[float, str]]:
    place = service.place
    fields = [
        (NAME, service.name),
        *_words(KINDS, service.kinds, KIND, SYNONYM),
        *_words(AUDIENCES, service.audiences, WHERE, TEXT),
        *_words(LANGUAGES, [code for code in service.languages if code != "fr"], WHERE, TEXT),
        (WHO, service.organisation.name if service.organisation else ""),
        (TEXT, service.description),
    ]
    if place:
        fields += [
            (WHO, place.name),
            (WHERE, place.commune_name),
            (TEXT, f"{place.address} {place.extra} {place.postcode}"),
            *((WHERE, each.name) for each in place.neighbourhoods.all()),
        ]
    return fields


def _words(
    table: dict[str, Word], codes: Sequence[str], weight: float, synonyms: float
) -> list[tuple[float, str]]:
    words = [table[code] for code in codes if code in table]
    return [(weight, str(word.label)) for word in words] + [(synonyms, word.said) for word in words]
