"""Recording the result of a vote: every project of the catalogue wins or loses, at once."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import ProjectState
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


def record_result(*, actor: Any, process_id: int, winners: Iterable[int]) -> int:
    """Move every admitted project to won or lost; gives how many won.

    `winners` are pk of admitted projects. Call it inside the transaction that publishes the vote,
    or alone. The same result recorded twice changes nothing; another one is refused. Raises
    `Refused`, `BadInput` (not in the catalogue, incompatible, above the envelope).
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
        rows = list(process.projects.select_for_update().filter(state=ProjectState.ADMITTED))
        strange = won - {row.pk for row in rows}
        if strange:
            raise BadInput(
                _("Un projet gagnant n'est pas au catalogue : le résultat n'est pas enregistré.")
            )
        kept = [row for row in rows if row.pk in won]
        check_groups(process, kept)
        check_money(process, [(row, row.cost) for row in kept if row.cost is not None])
        for row in rows:
            row.process = process
            row.tally_won = row.pk in won
            row.awarded = row.cost if row.tally_won else None
            move(actor=actor, project=row, act="win" if row.tally_won else "lose")
        audit.record(
            actor=actor,
            verb="résultat du vote enregistré",
            subject=f"démarche:{process.pk}",
            detail={"lauréats": sorted(row.number for row in kept), "projets": len(rows)},
        )
    return len(won)
