"""What everybody reads of groups: the list, the summary, the initiatives."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from faire_ensemble.apps.initiatives.lifecycle import MembershipState
from faire_ensemble.apps.initiatives.models import Group, Membership
from faire_ensemble.apps.initiatives.selectors.lines import (
    InitiativeLine,
    annotated,
    lines_of,
    public_initiatives,
)

PAGE_SIZE = 30
MEMBERS = Count("memberships", filter=Q(memberships__state=MembershipState.ACTIVE))


@dataclass(frozen=True, slots=True)
class GroupLine:
    id: int
    title: str
    summary: str
    door: str
    door_label: str
    where: str
    members: int
    closed: bool


@dataclass(frozen=True, slots=True)
class GroupPage:
    """The public side; `place` is the reader's own, none for most."""

    row: Group
    line: GroupLine
    initiatives: tuple[InitiativeLine, ...]
    place: Membership | None


def group_list(number: int) -> tuple[tuple[GroupLine, ...], Page[Any]]:
    """Open ones first, by title; two queries."""
    rows = Group.objects.select_related("territory").annotate(members=MEMBERS)
    ordered = rows.order_by("closed_at", "title", "pk")
    page = Paginator(ordered, PAGE_SIZE).get_page(number)
    return tuple(_line(row) for row in page.object_list), page


def group_row(group_id: int) -> Any:
    """The row with what its page needs; none when there is none."""
    rows = Group.objects.select_related("territory").annotate(members=MEMBERS)
    return rows.filter(pk=group_id).first()


def group_page(row: Any, reader: Any) -> GroupPage:
    """Two queries more."""
    place = None
    if reader.is_authenticated:
        place = Membership.objects.filter(group=row, person=reader).first()
    return GroupPage(
        row=row,
        line=_line(row),
        initiatives=lines_of(annotated(public_initiatives().filter(groups=row)).order_by("title")),
        place=place,
    )


def _line(row: Any) -> GroupLine:
    return GroupLine(
        id=row.pk,
        title=row.title,
        summary=row.summary,
        door=row.door,
        door_label=row.get_door_display(),
        where=row.territory.name if row.territory else "",
        members=row.members,
        closed=row.closed_at is not None,
    )
