"""What members read: who they are, notes, files, tasks."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Q, Value, When
from django.utils import timezone

from faire_ensemble.apps.initiatives.lifecycle import MembershipState, TaskState
from faire_ensemble.apps.initiatives.models import (
    Group,
    GroupFile,
    GroupRole,
    Membership,
    Note,
    NoteVersion,
    Task,
)
from faire_ensemble.apps.initiatives.selectors.persons import shown_name
from faire_ensemble.kit.files import caution_sentences, scan_label
from faire_ensemble.kit.models import StoredFile

OPEN = (TaskState.WAITING, TaskState.DOING)


@dataclass(frozen=True, slots=True)
class MemberLine:
    id: int
    name: str
    facilitates: bool
    words: str
    since: datetime


@dataclass(frozen=True, slots=True)
class NoteLine:
    """`waiting`: texts set aside, to settle."""

    id: int
    title: str
    by: str
    at: datetime
    waiting: int


@dataclass(frozen=True, slots=True)
class FileLine:
    id: int
    name: str
    size: int
    by: str
    at: datetime
    scan: str
    cautions: tuple[str, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class RemovedLine:
    """A file taken away: its name, who gave it, when it went."""

    name: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskLine:
    id: int
    title: str
    owner: str
    owner_id: int | None
    due_on: date | None
    late: bool
    open: bool
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class Inside:
    """`asking` is read by those who run the group; of `removed` files, only the trace is left."""

    members: tuple[MemberLine, ...]
    asking: tuple[MemberLine, ...]
    notes: tuple[NoteLine, ...]
    files: tuple[FileLine, ...]
    removed: tuple[RemovedLine, ...]
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A save; `kept` none of those set aside."""

    id: int
    title: str
    body: str
    by: str
    at: datetime
    revision: int | None
    based_on: int
    kept: bool
    settled: bool


def inside(group: Group, reader: Any) -> Inside:
    """Four queries."""
    places = list(
        Membership.objects.filter(
            group=group, state__in=[MembershipState.ACTIVE, MembershipState.ASKED]
        )
        .select_related("person__shown_here")
        .order_by("role", "since", "pk")
    )
    files = list(
        GroupFile.objects.filter(group=group)
        .select_related("stored", "added_by__shown_here")
        .order_by("-added_at", "-pk")
    )
    return Inside(
        members=tuple(_member(each) for each in places if each.state == MembershipState.ACTIVE),
        asking=tuple(_member(each) for each in places if each.state == MembershipState.ASKED),
        notes=_notes(group),
        files=tuple(_file(each, each.stored, reader) for each in files if each.stored is not None),
        removed=tuple(
            RemovedLine(each.name, shown_name(each.added_by), each.removed_at)
            for each in files
            if each.removed_at is not None
        ),
        tasks=tasks_of(group),
    )


def member_choices(group: Group) -> list[tuple[int, str]]:
    """Members by name, to give a task; one query."""
    rows = Membership.objects.filter(group=group, state=MembershipState.ACTIVE)
    found = [
        (each.person_id, shown_name(each.person))
        for each in rows.select_related("person__shown_here")
    ]
    return sorted(found, key=lambda each: each[1])


def tasks_of(group: Group) -> tuple[TaskLine, ...]:
    """Open ones first, the most urgent first; one query."""
    today = timezone.localdate()
    over = Case(When(state__in=OPEN, then=Value(0)), default=Value(1))
    undated = Case(When(due_on__isnull=True, then=Value(1)), default=Value(0))
    rows = Task.objects.filter(group=group).select_related("owner__shown_here")
    return tuple(
        TaskLine(
            id=each.pk,
            title=each.title,
            owner=shown_name(each.owner) if each.owner_id else "",
            owner_id=each.owner_id,
            due_on=each.due_on,
            late=each.state in OPEN and each.due_on is not None and each.due_on < today,
            open=each.state in OPEN,
            state=each.state,
            state_label=each.get_state_display(),
        )
        for each in rows.order_by(over, undated, "due_on", "pk")
    )


def note_of(group: Group, note_id: int) -> Note | None:
    rows = Note.objects.select_related("group", "saved_by__shown_here")
    return rows.filter(group=group, pk=note_id).first()


def versions_of(note: Note) -> tuple[VersionLine, ...]:
    """Every save, the latest first; one query."""
    rows = NoteVersion.objects.filter(note=note).select_related("saved_by__shown_here")
    return tuple(version_line(each) for each in rows.order_by("-saved_at", "-pk"))


def version_line(row: NoteVersion) -> VersionLine:
    return VersionLine(
        id=row.pk,
        title=row.title,
        body=row.body,
        by=shown_name(row.saved_by),
        at=row.saved_at,
        revision=row.revision,
        based_on=row.based_on,
        kept=row.kept,
        settled=row.settled_at is not None,
    )


def waiting_version(group: Group, version_id: int) -> NoteVersion | None:
    """A text set aside, of this group."""
    rows = NoteVersion.objects.select_related(
        "note__group", "note__saved_by__shown_here", "saved_by__shown_here"
    )
    return rows.filter(note__group=group, pk=version_id, kept=False).first()


def _member(place: Membership) -> MemberLine:
    return MemberLine(
        id=place.person_id,
        name=shown_name(place.person),
        facilitates=place.role == GroupRole.FACILITATOR,
        words=place.words,
        since=place.since,
    )


def _notes(group: Group) -> tuple[NoteLine, ...]:
    waits = Q(versions__kept=False, versions__settled_at=None)
    rows = (
        Note.objects.filter(group=group)
        .select_related("saved_by__shown_here")
        .annotate(waiting=Count("versions", filter=waits))
        .order_by("-saved_at", "-pk")
    )
    return tuple(
        NoteLine(each.pk, each.title, shown_name(each.saved_by), each.saved_at, each.waiting)
        for each in rows
    )


def _file(row: GroupFile, stored: StoredFile, reader: Any) -> FileLine:
    return FileLine(
        id=row.pk,
        name=row.name,
        size=stored.size,
        by=shown_name(row.added_by),
        at=row.added_at,
        scan=scan_label(stored),
        cautions=tuple(caution_sentences(stored)),
        mine=row.added_by_id == reader.pk,
    )
