"""Help given around a place, for the apps that suggest whom to work with."""

from dataclasses import dataclass
from enum import IntEnum

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When

from faire_ensemble.apps.directory.models import AUDIENCES, KINDS, Place, Service, labels_of
from faire_ensemble.apps.territory.selectors import Territory

READ = 300


class Nearness(IntEnum):
    """Given in the place itself; for those who live there; in its commune, or for all of it."""

    HERE = 0
    FOR_HERE = 1
    TOWN = 2


@dataclass(frozen=True, slots=True)
class HelpAround:
    """A record of help. `kinds`, `audiences`: codes of the tables of words; `town`: the commune as
    published."""

    service_id: int
    name: str
    organisation_id: int | None
    organisation: str
    place: str
    town: str
    kinds: frozenset[str]
    audiences: frozenset[str]
    nearness: Nearness


def help_around(territory_id: int) -> tuple[HelpAround, ...]:
    """What is given in a commune or neighbourhood, or to those who live there: the nearest first,
    then those confirmed last; `READ` at most. One query."""
    communes = Territory.communes.through.objects.filter(
        from_territory=territory_id, to_territory=OuterRef("place__commune")
    )
    held = Place.neighbourhoods.through.objects.filter(
        place=OuterRef("place"), territory=territory_id
    )
    for_town = Service.areas.through.objects.filter(
        service=OuterRef("pk"), territory__neighbourhoods=territory_id
    )
    served = Service.areas.through.objects.filter(service=OuterRef("pk"))
    rows = (
        Service.objects.filter(closed_on__isnull=True, merged_into__isnull=True)
        .annotate(
            nearness=Case(
                When(Exists(held) | Q(place__commune=territory_id), then=Value(Nearness.HERE)),
                When(Exists(served.filter(territory=territory_id)),
                     then=Value(Nearness.FOR_HERE)),
                When(
                    Exists(communes) | Exists(for_town),
                    then=Value(Nearness.TOWN),
                ),
                output_field=IntegerField(),
            )
        )
        .filter(nearness__isnull=False)
        .select_related("place", "organisation")
        .order_by("nearness", F("checked_on").desc(nulls_last=True), "pk")[:READ]
    )  # fmt: skip
    return tuple(
        HelpAround(
            service_id=each.pk,
            name=each.name,
            organisation_id=each.organisation_id,
            organisation=each.organisation.name if each.organisation else "",
            place=each.place.name if each.place else "",
            town=each.place.commune_name if each.place else "",
            kinds=frozenset(each.kinds),
            audiences=frozenset(each.audiences),
            nearness=Nearness(each.nearness),
        )
        for each in rows
    )


def words_of_kinds(codes: frozenset[str]) -> list[str]:
    """Kinds of help in plain words, in the language of the page."""
    return labels_of(KINDS, codes)


def words_of_audiences(codes: frozenset[str]) -> list[str]:
    """The same for whom help is given to."""
    return labels_of(AUDIENCES, codes)
