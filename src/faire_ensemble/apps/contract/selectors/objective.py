"""What the contract says of one objective: the base of its page, which `portal` completes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from faire_ensemble.apps.contract.lifecycle import is_late
from faire_ensemble.apps.contract.models import (
    Objective,
    ObjectiveMeasure,
    OperationalObjective,
    PlanLine,
    WorkStateChoice,
)
from faire_ensemble.apps.contract.selectors.commitments import (
    CommitmentLine,
    commitments_of_objective,
)
from faire_ensemble.apps.contract.selectors.text import OBJECTIVE, OPERATIONAL, key_of
from faire_ensemble.apps.contract.selectors.versions import signed_keys
from faire_ensemble.apps.observatory.selectors import Theme

TONES = {"done": "good", "dropped": "unknown"}


@dataclass(frozen=True, slots=True)
class WorkLine:
    """An operational objective, or a line of a plan. `signed`: the last version holds it."""

    id: int
    title: str
    owner_id: int | None
    owner: str
    due_on: date | None
    state: str
    state_words: str
    tone: str
    late: bool
    signed: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """An indicator bound to an objective, and the value aimed at, in the indicator's unit."""

    id: int
    indicator_id: int
    code: str
    label: str
    unit: str
    target_value: Decimal | None
    target_year: int | None
    source: str


@dataclass(frozen=True, slots=True)
class ObjectiveSheet:
    """An objective of a contract. `retired`: a version dropped it."""

    id: int
    title: str
    theme: str
    theme_words: str
    retired: bool
    signed: bool
    contract_id: int
    contract: str
    epci_id: int
    pillar_rank: int
    pillar: str
    operational: tuple[WorkLine, ...]
    commitments: tuple[CommitmentLine, ...]
    measures: tuple[MeasureLine, ...]


def objective_sheet(objective_id: int) -> ObjectiveSheet | None:
    """Six queries, whatever the length."""
    row = Objective.objects.select_related("pillar__contract").filter(pk=objective_id).first()
    if row is None:
        return None
    contract = row.pillar.contract
    signed = signed_keys(contract.pk)
    return ObjectiveSheet(
        id=row.pk,
        title=row.title,
        theme=row.theme,
        theme_words=str(dict(Theme.choices).get(row.theme, "")),
        retired=row.retired,
        signed=signed is None or key_of(OBJECTIVE, row.pk) in signed,
        contract_id=contract.pk,
        contract=contract.name,
        epci_id=contract.epci_id,
        pillar_rank=row.pillar.rank,
        pillar=row.pillar.title,
        operational=_operational(row.pk, signed),
        commitments=commitments_of_objective(row.pk),
        measures=_measures(row.pk),
    )


def _operational(objective_id: int, signed: frozenset[str] | None) -> tuple[WorkLine, ...]:
    rows = OperationalObjective.objects.filter(objective=objective_id).select_related("owner")
    today = timezone.localdate()
    return tuple(
        work_line(row, today, signed is None or key_of(OPERATIONAL, row.pk) in signed, row.source)
        for row in rows.order_by("rank")
    )


def work_line(
    row: OperationalObjective | PlanLine, today: date, signed: bool, source: str = ""
) -> WorkLine:
    """A line in words; of a plan as well, which has the same columns."""
    late = is_late(row.state, row.due_on, today)
    return WorkLine(
        id=row.pk,
        title=row.title,
        owner_id=row.owner_id,
        owner=row.owner.name if row.owner is not None else "",
        due_on=row.due_on,
        state=row.state,
        state_words=str(WorkStateChoice(row.state).label),
        tone="bad" if late else TONES.get(row.state, ""),
        late=late,
        signed=signed,
        source=source,
    )


def _measures(objective_id: int) -> tuple[MeasureLine, ...]:
    """Indicators and values aimed at, in the order in which they were written."""
    rows = ObjectiveMeasure.objects.filter(objective=objective_id).select_related("indicator")
    return tuple(
        MeasureLine(
            id=each.pk,
            indicator_id=each.indicator_id,
            code=each.indicator.code,
            label=each.indicator.label,
            unit=each.indicator.unit,
            target_value=each.target_value,
            target_year=each.target_year,
            source=each.source,
        )
        for each in rows.order_by("pk")
    )
