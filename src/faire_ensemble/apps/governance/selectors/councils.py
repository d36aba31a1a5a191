"""Councils of residents: where each label stands, charter, training, money, wishes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from faire_ensemble.apps.governance.lifecycle.councils import (
    LabelState,
    Step,
    label_state,
    next_steps,
)
from faire_ensemble.apps.governance.models import (
    Body,
    BodyKind,
    Council,
    CouncilBudget,
    LabelStep,
    StepChoice,
    Training,
    Wish,
)
from faire_ensemble.apps.governance.selectors.bodies import bodies_at


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step that is done (`done` set) or still to come."""

    value: str
    label: str
    done: LabelStep | None


@dataclass(frozen=True, slots=True)
class CouncilLine:
    body_id: int
    name: str
    place: str
    state: LabelState
    last_step: str
    charter: bool


@dataclass(frozen=True, slots=True)
class Councils:
    """All of them, and how many stand where."""

    lines: tuple[CouncilLine, ...]
    labelled: int
    under_way: int


@dataclass(frozen=True, slots=True)
class CouncilPage:
    """`next` are the steps that may be recorded now."""

    council: Council | None
    state: LabelState
    steps: tuple[StepRow, ...]
    next: tuple[tuple[str, str], ...]
    trainings: tuple[Training, ...]
    hours: Decimal
    budgets: tuple[CouncilBudget, ...]
    charter: bool


def councils(contract_id: int | None = None) -> Councils:
    """Every conseil citoyen with its label: two queries."""
    bodies = Body.objects.filter(kind=BodyKind.CITIZENS, ended_on=None)
    if contract_id is not None:
        bodies = bodies.filter(contract_id=contract_id)
    rows = list(bodies.select_related("territory", "council").order_by("name"))
    steps: dict[int, list[str]] = defaultdict(list)
    for body_id, step in (
        LabelStep.objects.filter(council__body__in=rows)
        .order_by("on", "pk")
        .values_list("council__body_id", "step")
    ):
        steps[body_id].append(step)
    lines = tuple(_line(row, steps[row.pk]) for row in rows)
    return Councils(
        lines,
        labelled=sum(line.state is LabelState.LABELLED for line in lines),
        under_way=sum(line.state is LabelState.UNDER_WAY for line in lines),
    )


def council_page(body: Body) -> CouncilPage:
    """What the page of a conseil citoyen says of its label and means: five queries."""
    council = Council.objects.select_related("carrier").filter(body=body).first()
    steps = list(council.steps.select_related("paper")) if council else []
    known = [Step(row.step) for row in steps]
    done = {row.step: row for row in steps}
    later = {Step.RENEWED, Step.WITHDRAWN}
    rows = tuple(
        StepRow(each.value, str(StepChoice(each.value).label), done.get(each.value))
        for each in Step
        if each not in later or each in known
    )
    trainings = tuple(council.trainings.all()) if council else ()
    return CouncilPage(
        council=council,
        state=label_state(known),
        steps=rows,
        next=tuple((each.value, str(StepChoice(each.value).label)) for each in next_steps(known)),
        trainings=trainings,
        hours=sum((each.hours * each.people for each in trainings), Decimal(0)),
        budgets=tuple(council.budgets.prefetch_related("spendings")) if council else (),
        charter=bool(council and council.charter_on),
    )


def wishes_of(body: Body) -> list[Wish]:
    """Wishes and questions of a council, the latest first, with the meeting that voted each."""
    return list(body.wishes.select_related("meeting"))


def unanswered_wishes(limit: int = 10, place: str = "") -> QuerySet[Wish]:
    """Those whose answer is late, perhaps of a place."""
    late = Wish.objects.filter(answered_on=None, due_on__lt=timezone.localdate())
    if place:
        late = late.filter(body__in=bodies_at(place))
    return late.select_related("body").order_by("due_on", "pk")[:limit]


def awaited_answers(bodies: Iterable[Body], limit: int = 15) -> list[Wish]:
    """What these bodies asked and nobody answered yet, by the day an answer is due: one query."""
    found = Wish.objects.filter(answered_on=None, body__in=[each.pk for each in bodies])
    return list(found.select_related("body").order_by("due_on", "pk")[:limit])


def _line(body: Body, steps: list[str]) -> CouncilLine:
    council = getattr(body, "council", None)
    return CouncilLine(
        body_id=body.pk,
        name=body.name,
        place=body.territory.name if body.territory else "",
        state=label_state([Step(each) for each in steps]),
        last_step=str(StepChoice(steps[-1]).label) if steps else "",
        charter=bool(council and council.charter_on),
    )
