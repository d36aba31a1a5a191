"""Stepping aside from a file, for good.

What the person said before stays readable, marked as written before they stepped aside, and no
longer counts: their scores leave the mean, a request that only they had read is to be read again,
and nothing is assigned to them any more.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.selectors import organisation_names
from faire_ensemble.apps.funding.lifecycle.requests import OPEN, REQUEST, RequestState
from faire_ensemble.apps.funding.models import (
    Application,
    FundingRequest,
    Opinion,
    OpinionKind,
    Presence,
    Recusal,
)
from faire_ensemble.apps.funding.permissions.instruction import can_recuse
from faire_ensemble.apps.funding.permissions.standing import Actor, Mandates, standing
from faire_ensemble.apps.funding.services.locking import locked_application
from faire_ensemble.apps.funding.services.scores import recompute
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

REASON_MAX = 500


class BadRecusal(ValueError):
    """A recusal without its reason; the message says so (French)."""


def recuse(*, actor: Actor, application: Application, reason: str) -> Recusal:
    """Close the file to the person. Raises `Refused`, `BadRecusal`. Nobody undoes it."""
    reason = reason.strip()
    if not reason:
        raise BadRecusal(_("Dites pourquoi vous vous retirez : une phrase suffit."))
    with transaction.atomic():
        application = locked_application(application.pk)
        here = standing(actor, application)
        require(can_recuse(actor, application, here))
        recusal = Recusal.objects.create(
            application=application,
            person=actor,
            on_behalf_of=_sitting_for(here.mandates)[:300],
            reason=reason[:REASON_MAX],
            declared_at=timezone.now(),
        )
        _read_again(application)
        FundingRequest.objects.filter(application=application, instructor=actor).update(
            instructor=None
        )
        Presence.objects.filter(application=application, person=actor).delete()
        recompute(application)
        # The reason may be private: it stays in the recusal, out of a trail that never changes.
        audit.record(actor=actor, verb="retrait d'un dossier", subject=f"dossier:{application.pk}")
    return recusal


def _read_again(application: Application) -> None:
    """Requests whose shared opinions all come from people who stepped aside wait again."""
    aside = Recusal.objects.filter(application=application).values("person")
    heard = (
        Opinion.objects.filter(
            application=application,
            kind=OpinionKind.FUNDER,
            internal=False,
            superseded_at=None,
        )
        .exclude(author__in=aside)
        .values_list("request_id", flat=True)
    )
    waiting = FundingRequest.objects.select_for_update().filter(
        application=application, state=RequestState.READ
    )
    for request in waiting.exclude(pk__in=list(heard)):
        if request.state in OPEN:
            request.state = REQUEST.after("receive_again", request.state)
            request.save(update_fields=["state"])


def _sitting_for(mandates: Mandates) -> str:
    """The organisations and councils of the person, as the page will show them."""
    names = sorted(organisation_names(set(mandates.acting_for)).values())
    names += mandates.councils
    if not names:
        names = ["élue ou élu" if mandates.elected else "chef de projet"]
    return ", ".join(names)
