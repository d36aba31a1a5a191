"""Decisions and what became of them: lists, the page of one, what is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from faire_ensemble.apps.accounts.selectors import actor_labels
from faire_ensemble.apps.contract.selectors import contract_choices, mandates_in
from faire_ensemble.apps.governance.lifecycle.decisions import OPEN, is_late
from faire_ensemble.apps.governance.models import (
    Body,
    BodyDecision,
    DecisionStateChoice,
    DecisionStep,
    SeatTerm,
)
from faire_ensemble.apps.governance.models.bodies import ERASED
from faire_ensemble.apps.governance.selectors.bodies import bodies_at
from faire_ensemble.apps.governance.selectors.links import Linked, resolve
from faire_ensemble.kit.joining import pair

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision in a list."""

    id: int
    label: str
    title: str
    body_id: int
    body: str
    meeting_id: int | None
    owner: str
    taken_on: date
    due_on: date
    state: str
    state_label: str
    late: bool
    days_late: int
    restricted: bool
    objective: str
    objective_id: int | None
    last_words: str = ""


@dataclass(frozen=True, slots=True)
class DecisionFilters:
    """Every empty field means « all »; `text` is searched as typed, whatever the case."""

    state: str = ""
    late: bool = False
    body: int | None = None
    owner: int | None = None
    objective: int | None = None
    place: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """How many decisions, and what became of them."""

    count: int
    done: int
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Choices:
    bodies: tuple[tuple[int, str], ...]
    owners: tuple[tuple[int, str], ...]
    objectives: tuple[tuple[int, str], ...]
    states: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DecisionList:
    lines: tuple[DecisionLine, ...]
    page: Page[BodyDecision]
    counts: Followed
    choices: Choices


@dataclass(frozen=True, slots=True)
class StepLine:
    at: Any
    act: str
    state: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class DecisionPage:
    decision: BodyDecision
    line: DecisionLine
    steps: tuple[StepLine, ...]
    links: tuple[Linked, ...]
    supersedes: tuple[DecisionLine, ...]
    superseded_by: DecisionLine | None


def public_decisions() -> QuerySet[BodyDecision]:
    """Those anybody may read: minutes published (or no meeting), not kept for members."""
    return BodyDecision.objects.filter(
        Q(meeting=None) | Q(meeting__published_at__isnull=False), restricted=False
    )


def readable_decisions(actor: Any) -> QuerySet[BodyDecision]:
    """The public ones, those of the bodies where the person sits, and those they own."""
    if actor is None or not actor.is_authenticated:
        return public_decisions()
    sits = SeatTerm.objects.in_force().filter(person_id=actor.pk).values("seat__body")
    public = Q(meeting=None) | Q(meeting__published_at__isnull=False)
    found = Q(restricted=False) & public | Q(body__in=sits) | Q(owner_person_id=actor.pk)
    contracts = [pk for pk, _name in contract_choices() if mandates_in(actor, pk).officer]
    return BodyDecision.objects.filter(found | Q(body__contract__in=contracts))


def decision_list(filters: DecisionFilters, page: int = 1, *, actor: Any = None) -> DecisionList:
    """A page of decisions, late ones first, then by due day; the counts of all that answer."""
    today = timezone.localdate()
    readable = readable_decisions(actor)
    found = _filtered(readable, filters, today)
    counts = _followed(found, today)
    rows = _whole(found).order_by("-taken_on", "-pk")
    if filters.late:
        rows = rows.order_by("due_on", "pk")
    shown = Paginator(rows, PAGE_SIZE).get_page(page)
    return DecisionList(
        lines=tuple(_line(row, today) for row in shown.object_list),
        page=shown,
        counts=counts,
        choices=_choices(readable),
    )


def decision_by_id(decision_id: int) -> BodyDecision | None:
    return _whole(BodyDecision.objects.filter(pk=decision_id)).first()


def decision_page(decision: BodyDecision) -> DecisionPage:
    """Steps, links, what it replaces; the caller checked that it may be read: six queries."""
    today = timezone.localdate()
    steps = list(decision.steps.all())
    names = actor_labels(each.by for each in steps)
    linked = resolve((each.kind, each.reference) for each in decision.links.all())
    # Only what everybody may read of the others, whoever reads this one.
    former = _whole(public_decisions().filter(superseded_by=decision))
    later = _whole(public_decisions().filter(pk=decision.superseded_by_id or 0)).first()
    return DecisionPage(
        decision=decision,
        line=_line(decision, today),
        steps=tuple(
            StepLine(each.at, each.act, str(each.get_state_display()), each.words, names[each.by])
            for each in steps
        ),
        links=tuple(linked.values()),
        supersedes=tuple(_line(row, today) for row in former),
        superseded_by=_line(later, today) if later else None,
    )


def replacements(decision: BodyDecision) -> list[tuple[int, str]]:
    """Other decisions of the contract that may replace this one, the latest first."""
    rows = BodyDecision.objects.filter(body__contract=decision.body.contract_id)
    found = rows.exclude(pk=decision.pk).exclude(state="superseded").select_related("body")
    return [
        (row.pk, pair(f"{row.body.name}, {row.label}", row.title)[:150])
        for row in found.order_by("-taken_on", "-pk")[:100]
    ]


def decisions_of_objective(objective_id: int) -> list[DecisionLine]:
    """Public decisions about an objective of the contract, open ones first: two queries."""
    rows = _whole(public_decisions().filter(objective_id=objective_id))
    lines = _with_last_words(list(rows.order_by("due_on", "pk")))
    return sorted(lines, key=lambda line: line.state not in OPEN)


def followed_at(code: str) -> Followed:
    """What became of the public decisions of the bodies of a place: one query."""
    rows = public_decisions().filter(body__in=bodies_at(code))
    return _followed(rows, timezone.localdate())


def _at(place: str) -> QuerySet[BodyDecision]:
    found = public_decisions()
    return found.filter(body__in=bodies_at(place)) if place else found


def _followed(rows: QuerySet[BodyDecision], today: date) -> Followed:
    late = Q(state__in=OPEN, due_on__lt=today)
    counts = rows.order_by().aggregate(
        count=Count("pk"), done=Count("pk", filter=Q(state="done")),
        open=Count("pk", filter=Q(state__in=OPEN)), late=Count("pk", filter=late),
    )  # fmt: skip
    return Followed(**counts)


def late_decisions(limit: int = 5, place: str = "") -> list[DecisionLine]:
    """Public decisions whose day is past, the oldest first, perhaps of a place: one query."""
    today = timezone.localdate()
    rows = _whole(_at(place).filter(state__in=OPEN, due_on__lt=today))
    return [_line(row, today) for row in rows.order_by("due_on", "pk")[:limit]]


def latest_decisions(
    limit: int = 5, body: Body | None = None, place: str = ""
) -> list[DecisionLine]:
    """The last public decisions, perhaps of a body or of a place: one query."""
    rows = _at(place) if body is None else _at(place).filter(body=body)
    today = timezone.localdate()
    return [_line(row, today) for row in _whole(rows).order_by("-taken_on", "-pk")[:limit]]


def owed_by(actor: Any, limit: int = 20) -> list[DecisionLine]:
    """Open decisions that a person must see to, by due day: theirs, and those of the organisations
    for which they act in a contract."""
    if actor is None or not actor.is_authenticated:
        return []
    acting: set[int] = set()
    for pk, _name in contract_choices():
        acting |= mandates_in(actor, pk).acting_for
    rows = BodyDecision.objects.filter(
        Q(owner_person_id=actor.pk) | Q(owner_organisation__in=acting), state__in=OPEN
    )
    today = timezone.localdate()
    return [_line(row, today) for row in _whole(rows).order_by("due_on", "pk")[:limit]]


def decision_lines(
    rows: QuerySet[BodyDecision], *, by_item: bool = False
) -> Iterable[tuple[int, DecisionLine]]:
    """Lines with the key of their agenda item: one query."""
    today = timezone.localdate()
    for row in _whole(rows):
        yield row.item_id or 0, _line(row, today)


def _whole(rows: QuerySet[BodyDecision]) -> QuerySet[BodyDecision]:
    return rows.select_related("body", "owner_organisation", "owner_person", "objective", "meeting")


def _line(row: BodyDecision, today: date, last_words: str = "") -> DecisionLine:
    late = is_late(row.state, row.due_on, today)
    return DecisionLine(
        id=row.pk,
        label=row.label,
        title=row.title,
        body_id=row.body_id,
        body=row.body.name,
        meeting_id=row.meeting_id,
        owner=owner_words(row),
        taken_on=row.taken_on,
        due_on=row.due_on,
        state=row.state,
        state_label=str(row.get_state_display()),
        late=late,
        days_late=(today - row.due_on).days if late else 0,
        restricted=row.restricted,
        objective=row.objective.title if row.objective else "",
        objective_id=row.objective_id,
        last_words=last_words,
    )


def owner_words(row: BodyDecision) -> str:
    """Who sees to it: a person's name as written, their account's, or the organisation."""
    person = row.owner_name
    if not person and row.owner_person is not None:
        person = row.owner_person.get_full_name()
        person = person or ("" if row.owner_person.is_active else str(ERASED))
    organisation = row.owner_organisation.name if row.owner_organisation else ""
    return ", ".join(filter(None, (person, organisation)))


def _with_last_words(rows: list[BodyDecision]) -> list[DecisionLine]:
    today = timezone.localdate()
    last: dict[int, str] = {}
    steps = DecisionStep.objects.filter(decision__in=rows).exclude(words="").order_by("at", "pk")
    for decision_id, words in steps.values_list("decision_id", "words"):
        last[decision_id] = words
    return [_line(row, today, last.get(row.pk, "")) for row in rows]


def _filtered(
    rows: QuerySet[BodyDecision], filters: DecisionFilters, today: date
) -> QuerySet[BodyDecision]:
    if filters.state == "open":
        rows = rows.filter(state__in=OPEN)
    elif filters.state:
        rows = rows.filter(state=filters.state)
    if filters.late:
        rows = rows.filter(state__in=OPEN, due_on__lt=today)
    if filters.body is not None:
        rows = rows.filter(body=filters.body)
    if filters.owner is not None:
        rows = rows.filter(owner_organisation=filters.owner)
    if filters.objective is not None:
        rows = rows.filter(objective=filters.objective)
    if filters.place:
        rows = rows.filter(body__in=bodies_at(filters.place))
    for word in filters.text.split():
        rows = rows.filter(Q(title__icontains=word) | Q(words__icontains=word))
    return rows


def _choices(rows: QuerySet[BodyDecision]) -> Choices:
    """What may be chosen among what may be read: three queries."""
    plain = rows.order_by()

    def pairs(key: str, label: str) -> tuple[tuple[int, str], ...]:
        found = plain.exclude(**{key: None}).values_list(key, label).distinct()
        return tuple(sorted(found, key=lambda each: str(each[1])))

    return Choices(
        bodies=pairs("body_id", "body__name"),
        owners=pairs("owner_organisation_id", "owner_organisation__name"),
        objectives=pairs("objective_id", "objective__title"),
        states=tuple((value, str(label)) for value, label in DecisionStateChoice.choices),
    )
