"""Recording the result of a vote: every project of the catalogue wins or loses, at once."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import ProjectState
from faire_ensemble.apps.participation.models import BudgetProject, JuryOverride
from faire_ensemble.apps.participation.permissions.projects import can_make_projects
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.processes import locked_process
from faire_ensemble.apps.participation.services.projects.moving import (
    check_groups,
    check_money,
    move,
)
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

# A project whose delivery has begun has its result already.
BEFORE_DELIVERY = (ProjectState.ADMITTED, ProjectState.WON, ProjectState.LOST)


def record_result(*, actor: Any, process_id: int, winners: Iterable[int]) -> int:
    """Move every project of the catalogue to won or lost; gives how many won the vote.

    `winners` are their pk, by the ballots alone: what the jury said already stands. Call it inside
    the transaction that publishes the vote, or alone. The same result recorded twice changes
    nothing; another one is refused. Raises `Refused`, `BadInput` (not in the catalogue,
    incompatible, above the envelope).
    """
    won = set(winners)
    with transaction.atomic():
        process = locked_process(process_id)
        require(can_make_projects(actor, process))
        counted = set(process.projects.filter(tally_won=True).values_list("pk", flat=True))
        if process.projects.filter(tally_won__isnull=False).exists():
            if counted == won:
                return len(won)
            raise BadInput(
                _("Le résultat de ce vote est déjà enregistré, et ce n'est pas le même.")
            )
        rows = list(
            process.projects.select_for_update().filter(
                state__in=BEFORE_DELIVERY, tally_won__isnull=True
            )
        )
        if won - {row.pk for row in rows}:
            raise BadInput(
                _("Un projet gagnant n'est pas au catalogue : le résultat n'est pas enregistré.")
            )
        given = _given(rows, won)
        kept = [row for row in rows if row.pk in given]
        check_groups(process, kept)
        check_money(process, [(row, given[row.pk]) for row in kept])
        for row in rows:
            row.process = process
            row.tally_won = row.pk in won
            row.awarded = given.get(row.pk)
            target = ProjectState.WON if row.pk in given else ProjectState.LOST
            if row.state == target:
                row.save(update_fields=["awarded", "tally_won"])
            else:
                move(actor=actor, project=row, act="win" if row.pk in given else "lose")
        audit.record(
            actor=actor,
            verb="résultat du vote enregistré",
            subject=f"démarche:{process.pk}",
            detail={"lauréats": sorted(row.number for row in kept), "projets": len(rows)},
        )
    return len(won)


def _given(rows: Iterable[BudgetProject], won: set[int]) -> dict[int, Decimal]:
    """Euros for each project kept: what the jury said last, else the cost of those that won."""
    said = {
        override.project_id: override
        for override in JuryOverride.objects.filter(project__in=rows).order_by("at", "pk")
    }
    given: dict[int, Decimal | None] = {}
    for row in rows:
        override = said.get(row.pk)
        if override is None:
            given[row.pk] = row.cost if row.pk in won else None
        else:
            given[row.pk] = (override.amount or row.cost) if override.keeps else None
    return {pk: amount for pk, amount in given.items() if amount is not None}
