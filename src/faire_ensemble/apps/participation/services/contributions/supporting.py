"""Supports, and the petition that reaches the number that obliges to answer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import Act, ContributionState
from faire_ensemble.apps.participation.models import Contribution, Process, ProcessKind, Support
from faire_ensemble.apps.participation.permissions.contributions import can_act
from faire_ensemble.apps.participation.selectors.processes import process_standing
from faire_ensemble.apps.participation.services.contributions.limits import locked_contributor
from faire_ensemble.apps.participation.services.contributions.publishing import due_day, recount
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.telling import tell_threshold
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require


def toggle_support(*, contributor_id: int, contribution_id: int, wanted: bool) -> bool:
    """Support, or no longer; said twice is said once. Gives whether they support it now.

    Raises `Refused` outside of the phases, `BadInput` for what is not public.
    """
    with transaction.atomic():
        contributor = locked_contributor(contributor_id)
        process = contributor.process
        require(can_act(process, process_standing(process), Act.SUPPORT))
        contribution = (
            Contribution.objects.select_for_update()
            .filter(pk=contribution_id, process=process, state=ContributionState.PUBLISHED)
            .first()
        )
        if contribution is None:
            raise BadInput(_("Cette contribution ne se soutient pas : elle n'est plus publique."))
        if wanted:
            # The constraint `support_once` makes two clicks one.
            Support.objects.bulk_create(
                [Support(contribution=contribution, contributor=contributor, at=timezone.now())],
                ignore_conflicts=True,
            )
        else:
            Support.objects.filter(contributor=contributor, contribution=contribution).delete()
            Support.objects.filter(
                contributor=contributor, contribution__merged_into=contribution
            ).delete()
        recount(contribution)
        oblige(contribution, process)
        # Kept pages are renewed by the trail; who supports what is not written there.
        audit.record(
            actor="contributeur",
            verb="soutien" if wanted else "soutien retiré",
            subject=f"contribution:{contribution.pk}",
        )
    return wanted


def oblige(contribution: Contribution, process: Process) -> bool:
    """Make the answer to a petition owed once enough people support it; whether it became so.

    The row of the contribution is locked and recounted: of two supports at once, one sees both.
    """
    if (
        process.kind != ProcessKind.PETITION
        or process.threshold is None
        or contribution.answer_due_on is not None
        or contribution.supporters < process.threshold
    ):
        return False
    contribution.answer_due_on = due_day(process, timezone.localdate())
    contribution.save(update_fields=["answer_due_on"])
    tell_threshold(contribution)
    audit.record(
        actor=None,
        verb="seuil de soutiens atteint",
        subject=f"contribution:{contribution.pk}",
        detail={"seuil": process.threshold, "réponse avant": str(contribution.answer_due_on)},
    )
    return True
