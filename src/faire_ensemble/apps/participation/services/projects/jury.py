"""The jury: after a vote it may change the result, with its reason; without one it awards alone."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import Act, ProjectState
from faire_ensemble.apps.participation.models import BudgetProject, JuryOverride
from faire_ensemble.apps.participation.permissions.projects import can_make_projects
from faire_ensemble.apps.participation.selectors.processes import process_standing
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.projects.moving import (
    WORDS_MAX,
    check_groups,
    check_money,
    keep_step,
    locked_project,
    move,
)
from faire_ensemble.kit.numbers import euros
from faire_ensemble.kit.verdicts import require

OPEN_TO_JURY = frozenset({ProjectState.ADMITTED, ProjectState.WON, ProjectState.LOST})


def decide_by_jury(
    *, actor: Any, project_id: int, keeps: bool, reason: str, amount: Decimal | None = None
) -> JuryOverride:
    """Keep or set aside one project, for `amount` euros (its cost when none). The latest counts.

    Never above the envelope, never two incompatible projects. Raises `Refused`, `BadInput`.
    """
    with transaction.atomic():
        project = locked_project(project_id)
        require(can_make_projects(actor, project.process))
        given = _checked(project, keeps, reason, amount)
        override = JuryOverride.objects.create(
            project=project,
            keeps=keeps,
            amount=given,
            reason=reason.strip()[:WORDS_MAX],
            by=actor,
            at=timezone.now(),
        )
        project.awarded = given
        act = "win" if keeps else "lose"
        target = ProjectState.WON if keeps else ProjectState.LOST
        detail = {"jury": True} | ({"montant": str(given)} if given else {})
        if project.state == target:
            project.save(update_fields=["awarded"])
            keep_step(actor=actor, project=project, act=act, words=override.reason, **detail)
        else:
            move(actor=actor, project=project, act=act, words=override.reason, **detail)
    return override


def exchange_by_jury(
    *,
    actor: Any,
    project_id: int,
    instead_of: int,
    reason: str,
    amount: Decimal | None = None,
) -> JuryOverride:
    """Keep one project in the place of a winner, which is set aside: both or neither, with the same
    reason. Raises `Refused`, `BadInput`.
    """
    with transaction.atomic():
        rows = {
            row.pk: row for row in BudgetProject.objects.filter(pk__in=(project_id, instead_of))
        }
        kept, left = rows.get(project_id), rows.get(instead_of)
        if kept is None or left is None or kept == left or kept.process_id != left.process_id:
            raise BadInput(_("Choisissez deux projets différents de cette démarche."))
        if left.state != ProjectState.WON:
            raise BadInput(
                _("Le projet n° %(n)s n'est pas lauréat : retenez l'autre, sans échange.")
                % {"n": left.number}
            )
        words = reason.strip()
        if not words:
            raise BadInput(_("Écrivez la raison du jury : elle est publique."), "reason")
        swapped = _("Échange : le projet n° %(kept)s prend la place du n° %(left)s. %(reason)s") % {
            "kept": kept.number, "left": left.number, "reason": words,
        }  # fmt: skip
        decide_by_jury(actor=actor, project_id=left.pk, keeps=False, reason=swapped)
        return decide_by_jury(
            actor=actor, project_id=kept.pk, keeps=True, reason=swapped, amount=amount
        )


def _checked(
    project: BudgetProject, keeps: bool, reason: str, amount: Decimal | None
) -> Decimal | None:
    """What the project is given, none when it is set aside."""
    if project.state not in OPEN_TO_JURY:
        raise BadInput(
            _("Le projet est « %(state)s » : le jury décide des projets du catalogue, avant leur "
              "réalisation.") % {"state": project.get_state_display()}
        )  # fmt: skip
    if process_standing(project.process).allows(Act.VOTE):
        raise BadInput(_("Le vote est ouvert : le jury décide après lui."))
    if not reason.strip():
        raise BadInput(_("Écrivez la raison du jury : elle est publique."), "reason")
    if not keeps:
        if amount is not None:
            raise BadInput(_("Un projet écarté n'a pas de montant : laissez-le vide."), "amount")
        return None
    given = amount if amount is not None else project.cost
    if given is None or given <= 0:
        raise BadInput(_("Donnez le montant accordé, plus grand que zéro."), "amount")
    if project.cost is not None and given > project.cost:
        raise BadInput(
            _("Le montant dépasse le coût du projet, %(cost)s.")
            % {"cost": euros(project.cost, None)},
            "amount",
        )
    check_groups(project.process, [project])
    check_money(project.process, [(project, given)])
    return given
