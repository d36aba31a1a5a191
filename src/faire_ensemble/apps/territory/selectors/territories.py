"""Territories by code, SIREN, kind or address."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.text import slugify

from faire_ensemble.apps.territory.models import NEIGHBOURHOOD_KINDS, Territory, TerritoryKind


def epcis() -> QuerySet[Territory]:
    """The EPCI that were opened."""
    return Territory.objects.filter(kind=TerritoryKind.EPCI)


def epci_with_siren(siren: str) -> Territory | None:
    """The EPCI that bears or bore this SIREN."""
    return epcis().filter(sirens__siren=siren).first() or epcis().filter(code=siren).first()


def neighbourhoods_of(epci_id: int) -> QuerySet[Territory]:
    """Neighbourhoods of an EPCI, of every kind and geography."""
    return Territory.objects.filter(epci=epci_id, kind__in=NEIGHBOURHOOD_KINDS)


def national_groups() -> QuerySet[Territory]:
    """National sets of neighbourhoods, such as "Ensemble des QPV"."""
    return Territory.objects.filter(kind=TerritoryKind.GROUP, epci__isnull=True)


def groups_of(epci_id: int) -> QuerySet[Territory]:
    """Sets of neighbourhoods of an EPCI, such as all its priority neighbourhoods."""
    return Territory.objects.filter(kind=TerritoryKind.GROUP, epci=epci_id)


def communes_of(epci_id: int) -> QuerySet[Territory]:
    """Member communes of an EPCI."""
    return Territory.objects.filter(epci=epci_id, kind=TerritoryKind.COMMUNE)


def territories_by_pk(wanted: Iterable[int]) -> QuerySet[Territory]:
    """Territories by key."""
    return Territory.objects.filter(pk__in=list(wanted))


def territory_with_code(code: str, *kinds: str) -> Territory | None:
    """The territory of one of these kinds that bears this official code."""
    return Territory.objects.select_related("epci").filter(code=code, kind__in=kinds).first()


def slug_of(place: Territory) -> str:
    """What stands for a neighbourhood in an address: « qp059074-secteur-sud »."""
    return slugify(f"{place.code} {place.name}")


def neighbourhood_with_slug(slug: str) -> Territory | None:
    """The neighbourhood of an address; only the code counts, so that names may change."""
    code = slug.split("-", 1)[0].upper()
    return territory_with_code(code, *NEIGHBOURHOOD_KINDS)


def territories_with_codes(epci_id: int, codes: Iterable[str]) -> dict[str, int]:
    """Communes and neighbourhoods of an EPCI by official code, in the order of `codes`."""
    wanted = list(codes)
    kinds = (TerritoryKind.COMMUNE, *NEIGHBOURHOOD_KINDS)
    rows = Territory.objects.filter(epci=epci_id, kind__in=kinds, code__in=wanted)
    found = dict(rows.values_list("code", "pk"))
    return {code: found[code] for code in wanted if code in found}
