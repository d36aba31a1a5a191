"""Comments on contributions, and answers to comments."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import CONTRIBUTION, Act, ContributionState
from faire_ensemble.apps.participation.models import (
    Comment,
    Contribution,
    Moderation,
    ModerationReason,
)
from faire_ensemble.apps.participation.permissions.contributions import can_act, can_withdraw
from faire_ensemble.apps.participation.selectors.processes import process_standing
from faire_ensemble.apps.participation.services.contributions.identity import actor_of
from faire_ensemble.apps.participation.services.contributions.limits import (
    check_comments,
    locked_contributor,
)
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

COMMENT_MAX = 2000


def add_comment(
    *,
    contributor_id: int,
    contribution_id: int,
    body: str,
    parent_id: int | None = None,
    stance: int = 0,
) -> Comment:
    """Comment something public; read first where the process says so.

    Raises `Refused` outside of the phases, `BadInput` for what was typed or too many in a day.
    """
    text = body.strip()
    if not text:
        raise BadInput(_("Écrivez votre commentaire."), "body")
    if len(text) > COMMENT_MAX:
        raise BadInput(
            _("Le commentaire a %(n)s caractères : raccourcissez-le à %(max)s.")
            % {"n": len(text), "max": COMMENT_MAX},
            "body",
        )
    with transaction.atomic():
        contributor = locked_contributor(contributor_id)
        process = contributor.process
        require(can_act(process, process_standing(process), Act.COMMENT))
        check_comments(contributor)
        public = Contribution.objects.filter(process=process, state=ContributionState.PUBLISHED)
        contribution = public.filter(pk=contribution_id).first()
        if contribution is None:
            raise BadInput(_("Cette contribution ne se commente pas : elle n'est plus publique."))
        comment = Comment.objects.create(
            contribution=contribution,
            contributor=contributor,
            parent=_parent(contribution, parent_id),
            body=text,
            stance=max(-1, min(1, stance)),
            state=ContributionState.WAITING if process.read_first else ContributionState.PUBLISHED,
            sent_at=timezone.now(),
        )
        audit.record(
            actor=actor_of(contributor),
            verb="commentaire reçu",
            subject=f"commentaire:{comment.pk}",
            detail={"contribution": contribution.pk},
        )
    return comment


def _parent(contribution: Contribution, parent_id: int | None) -> Comment | None:
    """The public comment that is answered, if any. Raises `BadInput`."""
    if parent_id is None:
        return None
    public = Comment.objects.filter(contribution=contribution, state=ContributionState.PUBLISHED)
    parent = public.filter(pk=parent_id).first()
    if parent is None:
        raise BadInput(_("Le commentaire auquel vous répondez n'est plus public."))
    return parent


def withdraw_comment(*, contributor_id: int, comment_id: int) -> Comment:
    """Take back one's own; the answers to it stay, under a line that says so."""
    with transaction.atomic():
        contributor = locked_contributor(contributor_id)
        comment = Comment.objects.select_for_update().get(pk=comment_id)
        require(can_withdraw(contributor, comment))
        comment.state = CONTRIBUTION.after("withdraw", comment.state)
        comment.save(update_fields=["state"])
        Moderation.objects.create(
            comment=comment,
            act=Moderation.Act.WITHDRAW,
            reason=ModerationReason.AUTHOR,
            by=contributor.person,
            at=timezone.now(),
        )
        audit.record(
            actor=actor_of(contributor),
            verb="commentaire retiré",
            subject=f"commentaire:{comment.pk}",
        )
    return comment
