"""Which official codes are open here: what importers look rows up in (one query each)."""

from faire_ensemble.apps.territory.models import EpciSiren, Territory, TerritoryKind


def priority_codes() -> dict[str, int]:
    """Ids of the priority neighbourhoods, by code, of every geography and EPCI."""
    return dict(Territory.objects.filter(kind=TerritoryKind.PRIORITY).values_list("code", "pk"))


def commune_codes() -> dict[str, int]:
    """Ids of the communes, by INSEE code."""
    return dict(Territory.objects.filter(kind=TerritoryKind.COMMUNE).values_list("code", "pk"))


def epci_codes() -> dict[str, tuple[int, str]]:
    """Id and present code of each EPCI, by every SIREN it bears or bore (two queries)."""
    found = dict(Territory.objects.filter(kind=TerritoryKind.EPCI).values_list("code", "pk"))
    present = {pk: code for code, pk in found.items()}
    every = {code: (pk, code) for code, pk in found.items()}
    for siren, pk in EpciSiren.objects.values_list("siren", "epci_id"):
        every[siren] = (pk, present[pk])
    return every
