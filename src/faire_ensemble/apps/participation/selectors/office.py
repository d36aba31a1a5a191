"""What waits for somebody in the office, process by process: to read, to answer, to study."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from faire_ensemble.apps.contract.selectors import mandates_in
from faire_ensemble.apps.participation.lifecycle import ContributionState, ProjectState
from faire_ensemble.apps.participation.models import (
    BudgetProject,
    Comment,
    Contribution,
    Process,
)
from faire_ensemble.apps.participation.permissions.projects import KINDS
from faire_ensemble.apps.participation.selectors.answers.standing import (
    public_roots,
    with_answers,
)

Actor = Any


@dataclass(frozen=True, slots=True)
class Doors:
    """What a person may open of a process. `unread`, `awaited` (answers this person may give) and
    `studied` (projects under review) are numbers, none where the page is not theirs."""

    runs: bool
    unread: int | None
    awaited: int | None
    studied: int | None


def doors_of(actor: Actor, processes: Iterable[int]) -> dict[int, Doors]:
    """By process; those where the person does nothing are left out. Six queries, and three for each
    contract."""
    rows = list(Process.objects.filter(pk__in=list(processes)))
    held = {pk: mandates_in(actor, pk) for pk in {row.contract_id for row in rows}}
    acting = (
        frozenset().union(*(each.acting_for for each in held.values())) if held else frozenset()
    )
    unread = _counted(Contribution.objects.filter(state=ContributionState.WAITING))
    remarks = Comment.objects.filter(state=ContributionState.WAITING)
    for pk, count in _counted(remarks, "contribution__process").items():
        unread[pk] = unread.get(pk, 0) + count
    waiting = with_answers(public_roots()).filter(answered=False, due__isnull=False)
    owed = _counted(waiting)
    mine = _counted(
        waiting.annotate(who=Coalesce("answer_owner", "process__owner")).filter(who__in=acting)
    )
    studied = _counted(BudgetProject.objects.filter(state=ProjectState.REVIEW))
    carried = set(
        BudgetProject.objects.filter(carrier__in=acting).values_list("process", flat=True)
    )
    found = {}
    for row in rows:
        mandates = held[row.contract_id]
        answers = mandates.officer or row.owner_id in mandates.acting_for or row.pk in mine
        boards = row.kind in KINDS and (
            mandates.officer or row.owner_id in mandates.acting_for or row.pk in carried
        )
        if mandates.officer or answers or boards:
            waits = owed if mandates.officer else mine
            found[row.pk] = Doors(
                runs=mandates.officer,
                unread=unread.get(row.pk, 0) if mandates.officer else None,
                awaited=waits.get(row.pk, 0) if answers else None,
                studied=studied.get(row.pk, 0) if boards else None,
            )
    return found


def _counted(rows: QuerySet[Any], process: str = "process") -> dict[int, int]:
    return dict(rows.order_by().values_list(process).annotate(n=Count("pk", distinct=True)))
