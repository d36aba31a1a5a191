"""Processes as they are read: lists, one process with what may be done in it now."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from faire_ensemble.apps.contract.selectors import contracts_by_code, mandates_in
from faire_ensemble.apps.participation.lifecycle import (
    Act,
    PhaseKind,
    ProcessState,
    Span,
    Standing,
    standing,
)
from faire_ensemble.apps.participation.models import Phase, Process

Actor = Any


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase in a list; `when` is past, now or coming."""

    kind: str
    label: str
    title: str
    opens_at: datetime
    closes_at: datetime | None
    when: str


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """A process in a list. `doing` names what is open now, `acts` what the public may do."""

    id: int
    code: str
    kind: str
    kind_label: str
    title: str
    summary: str
    state: str
    state_label: str
    place: str
    acts: frozenset[Act]
    phases: tuple[PhaseLine, ...]
    until: datetime | None

    @property
    def doing(self) -> tuple[PhaseLine, ...]:
        return tuple(phase for phase in self.phases if phase.when == "now")

    @property
    def next(self) -> PhaseLine | None:
        return next((phase for phase in self.phases if phase.when == "coming"), None)


@dataclass(frozen=True, slots=True)
class ProcessLists:
    open: tuple[ProcessLine, ...]
    coming: tuple[ProcessLine, ...]
    over: tuple[ProcessLine, ...]
    drafts: tuple[ProcessLine, ...]


def process_standing(process: Process, now: datetime | None = None) -> Standing:
    """What the public may do in a process now (one query, none when phases are prefetched)."""
    return standing(process.state, _spans(process), now or timezone.now())


def process_line(process: Process, now: datetime | None = None) -> ProcessLine:
    """A process as lists and its page show it."""
    found = process_standing(process, now)
    return ProcessLine(
        id=process.pk,
        code=process.code,
        kind=process.kind,
        kind_label=process.get_kind_display(),
        title=process.title,
        summary=process.summary,
        state=process.state,
        state_label=process.get_state_display(),
        place=process.territory.name if process.territory else "",
        acts=found.acts,
        phases=_phases(process, found),
        until=found.until,
    )


def process_lists(actor: Actor, now: datetime | None = None) -> ProcessLists:
    """Every process a person may read: what is open first (constant number of queries)."""
    readable = _readable(actor)
    lines = [process_line(each, now) for each in readable]
    shown = [line for line in lines if line.state == ProcessState.PUBLISHED]
    return ProcessLists(
        open=tuple(line for line in shown if line.doing),
        coming=tuple(line for line in shown if not line.doing and line.next),
        over=tuple(
            line
            for line in lines
            if line.state == ProcessState.CLOSED
            or (line.state == ProcessState.PUBLISHED and not line.doing and not line.next)
        ),
        drafts=tuple(line for line in lines if line.state == ProcessState.DRAFT),
    )


def open_processes(limit: int, now: datetime | None = None) -> list[ProcessLine]:
    """Where the public can do something now, what ends first first (two queries)."""
    rows = _whole().filter(state=ProcessState.PUBLISHED)
    lines = [line for each in rows if (line := process_line(each, now)).acts]
    endless = datetime.max.replace(tzinfo=UTC)
    return sorted(lines, key=lambda line: line.until or endless)[:limit]


def process_by_code(code: str) -> Process | None:
    """A process with its phases, place, owner and contract."""
    return _whole().filter(code=code).first()


def _whole() -> QuerySet[Process]:
    return Process.objects.select_related("territory", "owner", "contract").prefetch_related(
        "phases"
    )


def _readable(actor: Actor) -> QuerySet[Process]:
    rows = _whole()
    public = rows.exclude(state=ProcessState.DRAFT)
    if not actor.is_authenticated:
        return public
    contracts = set(contracts_by_code().values())
    mine = [pk for pk in contracts if mandates_in(actor, pk).officer]
    return (public | rows.filter(state=ProcessState.DRAFT, contract__in=mine)) if mine else public


def _spans(process: Process) -> list[Span]:
    return [
        Span(PhaseKind(phase.kind), phase.opens_at, phase.closes_at)
        for phase in process.phases.all()
    ]


def _phases(process: Process, found: Standing) -> tuple[PhaseLine, ...]:
    return tuple(
        PhaseLine(
            kind=phase.kind,
            label=phase.get_kind_display(),
            title=phase.title or _label(phase),
            opens_at=phase.opens_at,
            closes_at=phase.closes_at,
            when="now" if rank in found.current else "coming" if rank in found.coming else "over",
        )
        for rank, phase in enumerate(process.phases.all())
    )


def _label(phase: Phase) -> str:
    label = str(phase.get_kind_display())
    return label[:1].upper() + label[1:]
