"""Sets of neighbourhoods: a figure may be about all the priority neighbourhoods of France."""

from faire_ensemble.apps.territory.models import Territory, TerritoryKind


def ensure_national_group(code: str, name: str) -> int:
    """The id of a national set of neighbourhoods (it belongs to no EPCI), created if needed."""
    group, _created = Territory.objects.get_or_create(
        kind=TerritoryKind.GROUP, code=code, defaults={"name": name}
    )
    return group.pk
