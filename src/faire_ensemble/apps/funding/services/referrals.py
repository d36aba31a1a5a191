"""Asking a mainstream service what droit commun could take over."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Application, Referral
from faire_ensemble.apps.funding.permissions.instruction import can_instruct
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.services.locking import locked_application
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

QUESTION_MAX = 2_000


class BadReferral(ValueError):
    """A service that cannot be asked; the message says why (French)."""


def refer(*, actor: Actor, application: Application, organisation_id: int, question: str = ""
          ) -> Referral:  # fmt: skip
    """Ask a service for its opinion: it may then read the file. `Refused`, `BadReferral`."""
    with transaction.atomic():
        application = locked_application(application.pk)
        require(can_instruct(actor, application))
        asked = Referral.objects.filter(application=application, organisation=organisation_id)
        if asked.exists():
            raise BadReferral(_("Ce service est déjà sollicité sur ce dossier."))
        referral = Referral.objects.create(
            application=application,
            organisation_id=organisation_id,
            question=question.strip()[:QUESTION_MAX],
            asked_by=actor,
            asked_at=timezone.now(),
        )
        audit.record(
            actor=actor,
            verb="service de droit commun sollicité",
            subject=f"dossier:{application.pk}",
            detail={"organisation": organisation_id},
        )
    return referral
