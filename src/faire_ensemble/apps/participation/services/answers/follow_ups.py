"""What becomes of what was promised, until it is done or said not to be."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import FOLLOW_UP
from faire_ensemble.apps.participation.models import Contribution, FollowUp, FollowUpStep
from faire_ensemble.apps.participation.permissions.processes import can_answer
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.telling import tell_step
from faire_ensemble.kit import audit
from faire_ensemble.kit.transitions import Impossible
from faire_ensemble.kit.verdicts import require

STAY = "stay"


def step(*, actor: Any, follow_up_id: int, act: str, words: str) -> FollowUpStep:
    """Say where it is: an act of its life, or `stay` for news. Raises `Refused`, `BadInput`."""
    said = words.strip()
    if not said:
        raise BadInput(_("Dites où cela en est, en une phrase au moins."), "words")
    with transaction.atomic():
        row = (
            FollowUp.objects.select_for_update(of=("self",))
            .select_related("answer__process")
            .get(pk=follow_up_id)
        )
        require(can_answer(actor, row.answer.process, row.owner_id or row.answer.organisation_id))
        if act != STAY:
            try:
                row.state = FOLLOW_UP.after(act, row.state)
            except (Impossible, KeyError) as error:
                raise BadInput(
                    _("« %(title)s » est « %(state)s » : cela ne se peut pas.")
                    % {"title": row.title, "state": row.get_state_display()},
                    "act",
                ) from error
            row.save(update_fields=["state"])
        made = FollowUpStep.objects.create(
            follow_up=row, state=row.state, words=said[:2000], by=actor, at=timezone.now()
        )
        tell_step(
            made,
            Contribution.objects.select_related("contributor").filter(
                answers__answer=row.answer_id
            ),
        )
        audit.record(
            actor=actor,
            verb="suite donnée",
            subject=f"suite:{row.pk}",
            detail={"état": row.state},
        )
    return made
