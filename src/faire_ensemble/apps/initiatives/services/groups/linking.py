"""The initiatives that a group works on: shown beside it, and it beside them."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.lifecycle import InitiativeState
from faire_ensemble.apps.initiatives.models import Group, Initiative
from faire_ensemble.apps.initiatives.permissions.groups import can_run_group
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.groups.locking import locked_group
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

INITIATIVES_MAX = 30


@transaction.atomic
def link_initiative(*, actor: Any, group_id: int, initiative_id: int) -> Initiative:
    """Show a published initiative beside the group; a second click changes nothing. Raises
    `Refused`, `BadInput`."""
    group = locked_group(group_id)
    require(can_run_group(actor, group))
    row = published(initiative_id)
    held = group.initiatives.filter(state=InitiativeState.PUBLISHED)
    if held.filter(pk=row.pk).exists():
        return row
    if held.count() >= INITIATIVES_MAX:
        raise BadInput(
            _("Un groupe est lié à %(n)s initiatives au plus : retirez-en une d'abord.")
            % {"n": INITIATIVES_MAX}
        )
    group.initiatives.add(row)
    _keep(actor, "groupe lié à une initiative", group, row)
    return row


@transaction.atomic
def unlink_initiative(*, actor: Any, group_id: int, initiative_id: int) -> None:
    """Show it no more beside the group; nothing when it was not. Raises `Refused`."""
    group = locked_group(group_id)
    require(can_run_group(actor, group))
    row = group.initiatives.filter(pk=initiative_id).first()
    if row is not None:
        group.initiatives.remove(row)
        _keep(actor, "groupe délié d'une initiative", group, row)


def published(initiative_id: int) -> Initiative:
    """Only what everybody may read is shown beside a group. Raises `BadInput`."""
    row = Initiative.objects.filter(pk=initiative_id, state=InitiativeState.PUBLISHED).first()
    if row is None:
        raise BadInput(_("Cette initiative n'est pas publiée : choisissez-en une de la liste."))
    return row


def _keep(actor: Any, verb: str, group: Group, row: Initiative) -> None:
    audit.record(
        actor=actor, verb=verb, subject=f"groupe:{group.pk}", detail={"initiative": row.pk}
    )
