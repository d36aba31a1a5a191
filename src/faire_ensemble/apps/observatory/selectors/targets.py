"""Targets as set, ready to be compared with a gap."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from faire_ensemble.apps.observatory.models import Target
from faire_ensemble.apps.observatory.selectors.comparison import TargetInfo
from faire_ensemble.core.statistics import TargetPath


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target in a list, with where it applies."""

    id: int
    code: str
    name: str
    target: TargetInfo


TargetSet = Mapping[tuple[int, int], list[TargetInfo]]
"""Targets by (indicator id, territory id)."""


def load_targets(
    *, territories: Iterable[int], indicators: Iterable[int] | None = None
) -> TargetSet:
    """Targets of these territories (one query); those on a gap of zero lead nowhere: left out."""
    rows = Target.objects.filter(territory__in=list(territories)).exclude(base_gap=0)
    if indicators is not None:
        rows = rows.filter(indicator__in=list(indicators))
    found: dict[tuple[int, int], list[TargetInfo]] = defaultdict(list)
    for row in rows.order_by("target_year"):
        found[(row.indicator_id, row.territory_id)].append(_info(row))
    return found


def targets_of_indicator(indicator: int, epci: int) -> tuple[TargetRow, ...]:
    """The targets set on an indicator in the neighbourhoods of an EPCI (one query)."""
    rows = Target.objects.filter(indicator=indicator, territory__epci=epci).exclude(base_gap=0)
    rows = rows.select_related("territory").order_by("territory__code", "target_year")
    return tuple(
        TargetRow(row.pk, row.territory.code, row.territory.name, _info(row)) for row in rows
    )


def _info(row: Target) -> TargetInfo:
    return TargetInfo(
        base_year=row.base_year,
        base_gap=row.base_gap,
        target_year=row.target_year,
        remaining=row.remaining_share,
        source=row.source,
        path=TargetPath(row.base_year, row.base_gap, row.target_year, row.remaining_share),
    )
