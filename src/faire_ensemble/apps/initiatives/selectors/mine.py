"""What somebody has here: their pages, their exchanges, their groups; what officers must read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Q

from faire_ensemble.apps.initiatives.lifecycle import InitiativeState, MembershipState
from faire_ensemble.apps.initiatives.models import (
    Initiative,
    InitiativeStep,
    Membership,
    NoDigest,
    Thread,
)
from faire_ensemble.apps.initiatives.selectors.lines import InitiativeLine, annotated, line_of
from faire_ensemble.apps.initiatives.selectors.persons import name_of, shown_name


@dataclass(frozen=True, slots=True)
class MineLine:
    """One's own page; `words` is what an officer asked to correct."""

    line: InitiativeLine
    words: str


@dataclass(frozen=True, slots=True)
class ThreadLine:
    id: int
    title: str
    other: str
    messages: int
    last: datetime | None
    stopped: bool


@dataclass(frozen=True, slots=True)
class Mine:
    initiatives: tuple[MineLine, ...]
    threads: tuple[ThreadLine, ...]
    groups: tuple[Membership, ...]
    digest: bool
    name: str


def mine(person: Any) -> Mine:
    """Six queries."""
    rows = list(annotated(Initiative.objects.filter(carrier=person)).order_by("-changed_at", "-pk"))
    words = dict(
        InitiativeStep.objects.filter(initiative__in=rows, act="return")
        .order_by("at", "pk")
        .values_list("initiative", "words")
    )
    places = Membership.objects.filter(
        person=person, state__in=[MembershipState.ACTIVE, MembershipState.ASKED]
    )
    return Mine(
        initiatives=tuple(
            MineLine(line_of(row), words.get(row.pk, "") if row.state == "draft" else "")
            for row in rows
        ),
        threads=threads_of(person),
        groups=tuple(places.select_related("group").order_by("group__title", "pk")),
        digest=not NoDigest.objects.filter(person=person).exists(),
        name=name_of(person),
    )


def threads_of(person: Any) -> tuple[ThreadLine, ...]:
    """One's exchanges, the latest first; one query."""
    rows = (
        Thread.objects.filter(Q(asker=person) | Q(carrier=person))
        .select_related("initiative", "asker__shown_here", "carrier__shown_here")
        .annotate(n=Count("messages"), last=Max("messages__at"))
        .order_by("-last", "-pk")
    )
    return tuple(
        ThreadLine(
            id=row.pk,
            title=row.initiative.title,
            other=shown_name(row.carrier if row.asker_id == person.pk else row.asker),
            messages=row.n,
            last=row.last,
            stopped=row.stopped_at is not None,
        )
        for row in rows
    )


def changed_since_read() -> tuple[InitiativeLine, ...]:
    """Published pages that changed after an officer read them, the oldest first; one query."""
    rows = Initiative.objects.filter(state=InitiativeState.PUBLISHED, read_at__lt=F("changed_at"))
    return tuple(line_of(row) for row in annotated(rows).order_by("changed_at", "pk"))


def waiting() -> tuple[InitiativeLine, ...]:
    """What officers have to read, the oldest first; one query."""
    rows = Initiative.objects.filter(state=InitiativeState.PROPOSED)
    return tuple(line_of(row) for row in annotated(rows).order_by("changed_at", "pk"))
