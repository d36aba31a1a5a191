"""An objective of the contract with all that answers to it, in one page."""

from dataclasses import dataclass
from decimal import Decimal

from faire_ensemble.apps.contract.selectors import (
    CommitmentTotals,
    MeasureLine,
    ObjectiveSheet,
    objective_sheet,
    totals_of,
)
from faire_ensemble.apps.funding.selectors import ObjectiveMoney, objective_money
from faire_ensemble.apps.governance.selectors import DecisionLine, decisions_of_objective
from faire_ensemble.apps.observatory.selectors import Comparison, gaps_of_neighbourhoods
from faire_ensemble.apps.portal.selectors.neighbourhood import Row, row_of, tone_of
from faire_ensemble.apps.territory.selectors import groups_of, neighbourhoods_of

FURTHEST = 3
"""Neighbourhoods shown for an indicator that has no figure for the whole set."""


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """The figure of one place, or of a set of places, in words."""

    code: str
    place: str
    row: Row


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator bound to the objective and where it stands. `whole`: rows are those of sets of
    neighbourhoods; otherwise, of the `FURTHEST` least favoured among `count`."""

    measures: tuple[MeasureLine, ...]
    rows: tuple[PlacedRow, ...]
    whole: bool
    count: int

    @property
    def first(self) -> MeasureLine:
        return self.measures[0]


@dataclass(frozen=True, slots=True)
class ObjectivePage:
    """The read model of the page."""

    sheet: ObjectiveSheet
    totals: CommitmentTotals
    decisions: tuple[DecisionLine, ...]
    measured: tuple[Measured, ...]
    money: ObjectiveMoney


def objective_page(objective_id: int) -> ObjectivePage | None:
    """A constant number of queries, whatever the objective holds; None when it is not known."""
    sheet = objective_sheet(objective_id)
    if sheet is None:
        return None
    return ObjectivePage(
        sheet=sheet,
        totals=totals_of(sheet.commitments),
        decisions=tuple(decisions_of_objective(objective_id)),
        measured=_measured(sheet),
        money=objective_money(objective_id),
    )


def _measured(sheet: ObjectiveSheet) -> tuple[Measured, ...]:
    """Indicators in their order, each once with its several targets."""
    by_indicator: dict[int, list[MeasureLine]] = {}
    for measure in sheet.measures:
        by_indicator.setdefault(measure.indicator_id, []).append(measure)
    found: dict[int, list[Comparison]] = {key: [] for key in by_indicator}
    places = (*groups_of(sheet.epci_id), *neighbourhoods_of(sheet.epci_id))
    for themes in gaps_of_neighbourhoods(places, only=frozenset(by_indicator)).values():
        for theme in themes:
            for held in theme.comparisons:
                found[held.indicator.id].append(held)
    return tuple(_one(tuple(by_indicator[key]), found[key]) for key in by_indicator)


def _one(measures: tuple[MeasureLine, ...], held: list[Comparison]) -> Measured:
    sets = [each for each in held if each.place.is_set]
    shown = sets or sorted(held, key=_worst_first)[:FURTHEST]
    return Measured(
        measures=measures,
        rows=tuple(PlacedRow(each.place.code, each.place.name, row_of(each)) for each in shown),
        whole=bool(sets),
        count=len(held) - len(sets),
    )


def _worst_first(held: Comparison) -> tuple[bool, bool, Decimal, str]:
    """Places whose gap is against their residents, the widest first; then the others."""
    gap = held.gap.value if held.gap is not None else None
    size = abs(gap) if gap is not None else Decimal(0)
    against = tone_of(held) == "bad"
    return gap is None, not against, -size if against else size, held.place.code
