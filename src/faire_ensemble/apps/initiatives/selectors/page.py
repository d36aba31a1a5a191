"""The page of one initiative: what it says, its line both ways, its groups, its photos."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from faire_ensemble.apps.initiatives.lifecycle import InitiativeState
from faire_ensemble.apps.initiatives.models import Group, Initiative, InitiativePhoto, Partner
from faire_ensemble.apps.initiatives.selectors.lines import (
    InitiativeLine,
    annotated,
    line_of,
    where_of,
)
from faire_ensemble.apps.initiatives.selectors.suggesting import Suggestions, suggestions
from faire_ensemble.kit.models import Scan


@dataclass(frozen=True, slots=True)
class Branch:
    """One initiative of a line. `depth` counts from the first; `here` is the one read."""

    id: int
    title: str
    where: str
    depth: int
    here: bool


@dataclass(frozen=True, slots=True)
class InitiativePage:
    """All that the page shows. `essaimage` counts every published copy, straight or not."""

    row: Initiative
    line: InitiativeLine
    second_family_label: str
    partners: tuple[tuple[int | None, str], ...]
    photos: tuple[InitiativePhoto, ...]
    line_of_copies: tuple[Branch, ...]
    essaimage: int
    groups: tuple[tuple[int, str], ...]
    suggestions: Suggestions


def initiative_row(initiative_id: int) -> Any:
    """The row with what a page needs; one query. None when there is none."""
    rows = annotated(Initiative.objects.filter(pk=initiative_id))
    return rows.select_related("territory", "organisation", "carrier").first()


def initiative_page(row: Any, *, inside: bool = False) -> InitiativePage:
    """Ten queries at most. `inside`: photos that wait for the antivirus are counted in too."""
    branches = line_tree(row)
    photos = InitiativePhoto.objects.filter(initiative=row).select_related("stored")
    partners = Partner.objects.filter(initiative=row).select_related("organisation")
    return InitiativePage(
        row=row,
        line=line_of(row),
        second_family_label=row.get_second_family_display() if row.second_family else "",
        partners=tuple((each.organisation_id, str(each)) for each in partners),
        photos=tuple(each for each in photos if inside or each.stored.scan != Scan.INFECTED),
        line_of_copies=branches,
        essaimage=copies_below(branches),
        groups=tuple(
            Group.objects.filter(initiatives=row).order_by("title").values_list("pk", "title")
        ),
        suggestions=suggestions(row),
    )


def line_tree(row: Initiative) -> tuple[Branch, ...]:
    """The line from its first, depth first; one query. One that is not published is left out
    (its copies then hang from the one above), save the one read."""
    root = row.root_id or row.pk
    known = Initiative.objects.filter(Q(pk=root) | Q(root=root)).select_related("territory")
    members = {each.pk: each for each in known.order_by("made_at", "pk")}
    below: dict[int | None, list[Initiative]] = {}
    for each in members.values():
        below.setdefault(each.copied_from_id, []).append(each)
    found: list[Branch] = []
    waiting = [(members[root], 0)] if root in members else []
    while waiting:
        each, depth = waiting.pop()
        shown = each.state == InitiativeState.PUBLISHED or each.pk == row.pk
        if shown:
            found.append(Branch(each.pk, each.title, where_of(each), depth, each.pk == row.pk))
        inner = depth + 1 if shown else depth
        waiting += [(child, inner) for child in reversed(below.get(each.pk, []))]
    return tuple(found) if len(found) > 1 else ()


def copies_below(branches: tuple[Branch, ...]) -> int:
    """How many published ones come from the one read, straight or not: those that follow it in
    the tree, deeper than it."""
    rank = next((rank for rank, each in enumerate(branches) if each.here), None)
    if rank is None:
        return 0
    count = 0
    for each in branches[rank + 1 :]:
        if each.depth <= branches[rank].depth:
            break
        count += 1
    return count
