"""Commitments as pages, exports and reports read them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.lifecycle import CommitmentState, is_late
from faire_ensemble.apps.contract.models import Commitment, CommitmentStateChoice, CommitmentStep
from faire_ensemble.kit.tabular.writers import Cell, Column

LATE = "late"
COLUMNS = (
    Column("contrat", width=40),
    Column("partenaire", width=40),
    Column("engagement", width=60),
    Column("objectif", width=40),
    Column("droitCommun", euros=True),
    Column("creditsSpecifiques", euros=True),
    Column("echeance"),
    Column("etat"),
    Column("preuve", width=40),
    Column("source", width=40),
)


@dataclass(frozen=True, slots=True)
class Filters:
    """Every empty field means « all »; `state` is a state, or `late`."""

    organisation: int | None = None
    state: str = ""
    objective: int | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) not in (None, "") for each in fields(self))


@dataclass(frozen=True, slots=True)
class StepLine:
    """What was said of a commitment. `file` is the step's own key, 0 without a document."""

    state: str
    words: str
    link: str
    file: int
    file_name: str
    on: date


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """A commitment in words; amounts in euros, None when not known. `tone` is a style."""

    id: int
    organisation_id: int
    organisation: str
    objective_id: int | None
    objective: str
    title: str
    mainstream: Decimal | None
    specific: Decimal | None
    due_on: date | None
    source: str
    state: str
    state_words: str
    tone: str
    late: bool
    steps: tuple[StepLine, ...]

    @property
    def proof(self) -> StepLine | None:
        """The last thing said of it that shows a proof."""
        return next((step for step in self.steps if step.link or step.file), None)


@dataclass(frozen=True, slots=True)
class CommitmentTotals:
    """Sums of known amounts, droit commun and specific credits apart (None when none is known);
    how many stand where."""

    count: int
    mainstream: Decimal | None
    specific: Decimal | None
    unknown: int
    kept: int
    partly: int
    late: int
    broken: int


def commitments(contract_id: int, filters: Filters | None = None) -> tuple[CommitmentLine, ...]:
    """The commitments of a contract, by partner and last day: two queries."""
    rows = _rows(Commitment.objects.filter(contract=contract_id, retired=False), filters)
    today = timezone.localdate()
    return tuple(_line(row, today) for row in rows)


def commitments_of_objective(objective_id: int) -> tuple[CommitmentLine, ...]:
    """The same for one objective."""
    today = timezone.localdate()
    rows = _rows(Commitment.objects.filter(objective=objective_id, retired=False), None)
    return tuple(_line(row, today) for row in rows)


def commitment(contract_id: int, pk: int) -> CommitmentLine | None:
    """One commitment with its history."""
    rows = Commitment.objects.filter(contract=contract_id, pk=pk, retired=False)
    found = _rows(rows, None).first()
    return _line(found, timezone.localdate()) if found is not None else None


def _rows(found: QuerySet[Commitment], filters: Filters | None) -> QuerySet[Commitment]:
    if filters is not None:
        if filters.organisation is not None:
            found = found.filter(organisation=filters.organisation)
        if filters.objective is not None:
            found = found.filter(objective=filters.objective)
        if filters.state == LATE:
            states = (CommitmentState.PROMISED.value, CommitmentState.DOING.value)
            found = found.filter(state__in=states, due_on__lt=timezone.localdate())
        elif filters.state:
            found = found.filter(state=filters.state)
    return (
        found.select_related("organisation", "objective")
        .prefetch_related(Prefetch("steps", CommitmentStep.objects.order_by("-at", "-pk")))
        .order_by("organisation__name", "due_on", "pk")
    )


def _line(row: Commitment, today: date) -> CommitmentLine:
    late = is_late(row.state, row.due_on, today)
    return CommitmentLine(
        id=row.pk,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        objective_id=row.objective_id,
        objective=row.objective.title if row.objective is not None else "",
        title=row.title,
        mainstream=row.mainstream,
        specific=row.specific,
        due_on=row.due_on,
        source=row.source,
        state=LATE if late else row.state,
        state_words=_("en retard") if late else str(CommitmentStateChoice(row.state).label),
        tone=_tone(row.state, late),
        late=late,
        steps=tuple(
            StepLine(
                state=str(CommitmentStateChoice(step.state).label),
                words=step.words,
                link=step.link,
                file=step.pk if step.proof_id else 0,
                file_name=step.proof_name,
                on=timezone.localdate(step.at),
            )
            for step in row.steps.all()
        ),
    )


def _tone(state: str, late: bool) -> str:
    if late or state == CommitmentState.BROKEN:
        return "bad"
    if state in (CommitmentState.KEPT, CommitmentState.PARTLY):
        return "good"
    return "unknown" if state == CommitmentState.DROPPED else ""


def totals_of(lines: Iterable[CommitmentLine]) -> CommitmentTotals:
    """Sums of these lines."""
    listed = list(lines)
    return CommitmentTotals(
        count=len(listed),
        mainstream=_sum(line.mainstream for line in listed),
        specific=_sum(line.specific for line in listed),
        unknown=sum(line.mainstream is None and line.specific is None for line in listed),
        kept=sum(line.state == CommitmentState.KEPT.value for line in listed),
        partly=sum(line.state == CommitmentState.PARTLY.value for line in listed),
        late=sum(line.late for line in listed),
        broken=sum(line.state == CommitmentState.BROKEN.value for line in listed),
    )


@dataclass(frozen=True, slots=True)
class PartnerLines:
    """The commitments of one partner."""

    name: str
    lines: tuple[CommitmentLine, ...]
    totals: CommitmentTotals


def by_partner(lines: Iterable[CommitmentLine]) -> tuple[PartnerLines, ...]:
    """The same lines, partner by partner, in their order."""
    found: dict[int, list[CommitmentLine]] = {}
    for line in lines:
        found.setdefault(line.organisation_id, []).append(line)
    return tuple(
        PartnerLines(held[0].organisation, tuple(held), totals_of(held)) for held in found.values()
    )


def by_objective(lines: Iterable[CommitmentLine]) -> dict[int, CommitmentTotals]:
    """Totals by objective; what is promised for the whole contract is left out."""
    found: dict[int, list[CommitmentLine]] = {}
    for line in lines:
        if line.objective_id is not None:
            found.setdefault(line.objective_id, []).append(line)
    return {objective: totals_of(held) for objective, held in found.items()}


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [each for each in amounts if each is not None]
    return sum(known, Decimal(0)) if known else None


def state_choices() -> list[tuple[str, str]]:
    """States that a reader may choose, late first."""
    return [
        (LATE, _("en retard")),
        *((v, str(label)) for v, label in CommitmentStateChoice.choices),
    ]


def commitment_rows(contract_name: str, lines: Iterable[CommitmentLine]) -> Iterator[list[Cell]]:
    """Lines of the export."""
    for line in lines:
        yield [
            contract_name,
            line.organisation,
            line.title,
            line.objective,
            line.mainstream,
            line.specific,
            line.due_on,
            line.state_words,
            (line.proof.link or line.proof.file_name) if line.proof else "",
            line.source,
        ]


def commitment_file(contract_id: int, step_id: int) -> CommitmentStep | None:
    """A step of a commitment of this contract that has a document."""
    steps = CommitmentStep.objects.filter(
        commitment__contract=contract_id, commitment__retired=False, proof__isnull=False
    )
    return steps.select_related("proof").filter(pk=step_id).first()
