"""Finding by name what a group and an initiative have to do with each other, both ways."""

from dataclasses import dataclass, replace
from typing import Any

from faire_ensemble.apps.initiatives.lifecycle import MembershipState
from faire_ensemble.apps.initiatives.models import Group, GroupRole
from faire_ensemble.apps.initiatives.selectors.lines import (
    InitiativeLine,
    annotated,
    lines_of,
    public_initiatives,
)
from faire_ensemble.apps.initiatives.selectors.listing import Filters, matching, understood

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be linked to a group: `total` answer the words, the first `SHOWN` are in `lines`;
    `read_as`: the words as understood when those typed answer nothing."""

    linked: tuple[InitiativeLine, ...]
    lines: tuple[InitiativeLine, ...]
    total: int
    read_as: str


def initiative_choices(group: Group, words: str) -> Choices:
    """Those linked, by title, then those that answer the words and are not; three queries, a few
    more when nothing answers."""
    linked = annotated(public_initiatives().filter(groups=group)).order_by("folded", "pk")
    filters = Filters(words=words)
    found = matching(filters).exclude(groups=group)
    total, read_as = found.count(), ""
    if not total and words and (read_as := understood(filters)):
        found = matching(replace(filters, words=read_as)).exclude(groups=group)
        total = found.count()
    shown = annotated(found).order_by("folded", "pk")[:SHOWN]
    return Choices(lines_of(linked), lines_of(shown), total, read_as)


def published_initiative(initiative_id: int) -> tuple[int, str] | None:
    """(key, title) of a published one; one query."""
    return public_initiatives().filter(pk=initiative_id).values_list("pk", "title").first()


def groups_run(person: Any) -> list[tuple[int, str]]:
    """(key, title) of the open groups that a person runs; one query."""
    rows = Group.objects.filter(
        closed_at=None,
        memberships__person=person.pk,
        memberships__role=GroupRole.FACILITATOR,
        memberships__state=MembershipState.ACTIVE,
    )
    return list(rows.order_by("title", "pk").values_list("pk", "title"))
