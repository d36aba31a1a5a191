"""Who says what became of a decision, and who reads a restricted line."""

from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.selectors import mandates_in, signed_in
from faire_ensemble.apps.governance.models import BodyDecision, Meeting
from faire_ensemble.apps.governance.permissions.bodies import can_keep_body, can_read_restricted
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused

Actor = Any  # A User, Django's AnonymousUser, or None.


def can_follow_decision(actor: Actor, decision: BodyDecision) -> Verdict:
    """The owner, whoever acts for the owning organisation, and those who keep the body."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if decision.owner_person_id == actor.pk or can_keep_body(actor, decision.body):
        return ALLOWED
    owner = decision.owner_organisation_id
    if owner and owner in mandates_in(actor, decision.body.contract_id).acting_for:
        return ALLOWED
    return refused(
        _("Seuls la personne ou l'organisme qui en est chargé et le secrétariat font le suivi.")
    )


def can_read_decision(actor: Actor, decision: BodyDecision) -> Verdict:
    """Public once the minutes are published, unless kept for members; its owner always reads it."""
    published = decision.meeting is None or decision.meeting.published_at is not None
    if published and not decision.restricted:
        return ALLOWED
    if can_read_restricted(actor, decision.body):
        return ALLOWED
    if can_follow_decision(actor, decision):
        return ALLOWED
    return refused(_("Cette décision n'est pas publique."))


def can_read_papers(actor: Actor, meeting: Meeting, restricted: bool) -> Verdict:
    """A public paper once the meeting is told; the others for members."""
    if not restricted and meeting.papers_told:
        return ALLOWED
    return can_read_restricted(actor, meeting.body)
