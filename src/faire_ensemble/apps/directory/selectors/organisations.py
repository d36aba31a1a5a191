"""What the other apps and the pages read about organisations."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from faire_ensemble.apps.directory.models import Organisation, OrganisationKind

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation in a list. `number` is what identifies it, as people read it."""

    id: int
    name: str
    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    lines: tuple[OrganisationLine, ...]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """Who an organisation is. `namesakes` bear the same name and may be the same one."""

    id: int
    name: str
    kind: str
    siret: str
    siren: str
    rna: str
    commune: str
    namesakes: tuple[OrganisationLine, ...]


def search_organisations(text: str, folded: str) -> QuerySet[Organisation]:
    """Organisations whose name holds every word of `folded`, or whose number begins with `text`."""
    found = Organisation.objects.all()
    digits = re.sub(r"\s", "", text).upper()
    if re.match(r"^(\d{3,14}|W[0-9A-Z]{3,9})$", digits):
        return found.filter(
            Q(siret__startswith=digits) | Q(siren__startswith=digits) | Q(rna__startswith=digits)
        )
    for word in folded.split():
        found = found.filter(name_key__contains=word)
    return found


def organisation_page(text: str, folded: str, page: int = 1) -> OrganisationPage:
    """One page of the list, by name: two queries."""
    found = search_organisations(text, folded)
    count = found.count()
    pages = max(1, -(-count // PAGE_SIZE))
    page = min(max(page, 1), pages)
    start = (page - 1) * PAGE_SIZE
    rows = found.order_by("name_key", "pk")[start : start + PAGE_SIZE]
    return OrganisationPage(_lines(rows), count, page, pages)


def organisation_card(organisation_id: int) -> OrganisationCard | None:
    """Identity of an organisation, and those of the same name: two queries."""
    found = Organisation.objects.select_related("commune").filter(pk=organisation_id).first()
    if found is None:
        return None
    namesakes = Organisation.objects.filter(name_key=found.name_key).exclude(pk=found.pk)
    return OrganisationCard(
        id=found.pk,
        name=found.name,
        kind=found.get_kind_display(),
        siret=found.siret or "",
        siren=found.siren,
        rna=found.rna or "",
        commune=str(found.commune) if found.commune else "",
        namesakes=_lines(namesakes.order_by("pk")[:20]),
    )


def organisation_kinds() -> dict[str, str]:
    """The kinds of organisations and their words, in the language of the page."""
    return {kind.value: str(kind.label) for kind in OrganisationKind}


def organisation_names(ids: set[int]) -> dict[int, str]:
    """Names by primary key, in one query."""
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))


def organisations_known_as(references: Iterable[str]) -> dict[str, int]:
    """Organisations that mandates name by SIRET, RNA or name, in one query at most; a name that
    several bear designates none."""
    return Organisation.objects.known_as(references)


def _lines(rows: QuerySet[Organisation]) -> tuple[OrganisationLine, ...]:
    labels = {kind.value: str(kind.label) for kind in OrganisationKind}
    return tuple(
        OrganisationLine(pk, name, labels[kind], number(siret, siren, rna))
        for pk, name, kind, siret, siren, rna in rows.values_list(
            "pk", "name", "kind", "siret", "siren", "rna"
        )
    )


def number(siret: str | None, siren: str, rna: str | None) -> str:
    """SIRET, else RNA, else SIREN, with its name; nothing for an unnumbered organisation."""
    if siret:
        return f"SIRET {siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"
    if rna:
        return f"RNA {rna}"
    return f"SIREN {siren[:3]} {siren[3:6]} {siren[6:]}" if siren else ""
