"""Corrections asked for after submission: objects of their own, answered by a new version."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.lifecycle.applications import APPLICATION, ApplicationState
from faire_ensemble.apps.funding.models import Application, Correction
from faire_ensemble.apps.funding.permissions.instruction import can_instruct
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.form import section_titles
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

MESSAGE_MAX = 3000


class BadCorrection(ValueError):
    """A correction that cannot be asked for; the message says why."""


@transaction.atomic
def ask_correction(
    *, actor: Actor, application_id: int, section: str, message: str, due_on: date | None = None
) -> Correction:
    """Ask the writers to change a section; the file opens again to them.

    Raises `Refused`, or `BadCorrection`.
    """
    application = _locked(application_id)
    require(can_instruct(actor, application))
    message = message.strip()
    if section not in section_titles():
        raise BadCorrection(_("Choisissez la partie du dossier à corriger."))
    if not message:
        raise BadCorrection(_("Dites ce qu'il faut corriger, et pourquoi."))
    if len(message) > MESSAGE_MAX:
        raise BadCorrection(_("Ce message est trop long : tenez-vous à l'essentiel."))
    if due_on is not None and due_on < timezone.localdate():
        raise BadCorrection(_("La date limite est déjà passée."))
    made = Correction.objects.create(
        application=application, section=section, message=message, due_on=due_on,
        on_version=application.versions.order_by("-number")[0], asked_by=actor,
        asked_at=timezone.now(),
    )  # fmt: skip
    application.state = APPLICATION.after("ask_correction", application.state)
    application.save(update_fields=["state"])
    _keep_trace(actor, made, "correction demandée")
    return made


@transaction.atomic
def accept_correction(*, actor: Actor, correction_id: int) -> Correction:
    """The answer is what was asked for."""
    correction = _open(actor, correction_id)
    if correction.state == Correction.State.ASKED:
        raise BadCorrection(_("Le porteur n'a pas encore répondu à cette correction."))
    return _close(actor, correction, Correction.State.ACCEPTED, "correction acceptée")


@transaction.atomic
def drop_correction(*, actor: Actor, correction_id: int) -> Correction:
    """Give up asking. Once none is awaited any more, the file closes to its writers."""
    correction = _open(actor, correction_id)
    closed = _close(actor, correction, Correction.State.DROPPED, "correction abandonnée")
    application = correction.application
    awaited = application.corrections.filter(state=Correction.State.ASKED).exists()
    if not awaited and application.state == ApplicationState.CORRECTION:
        application.state = APPLICATION.after("drop_corrections", application.state)
        application.save(update_fields=["state"])
    return closed


def _open(actor: Actor, correction_id: int) -> Correction:
    found = Correction.objects.select_related("application").get(pk=correction_id)
    application = _locked(found.application_id)
    require(can_instruct(actor, application))
    correction = Correction.objects.select_for_update().get(pk=correction_id)
    correction.application = application
    if correction.closed_at is not None:
        raise BadCorrection(_("Cette correction est déjà close."))
    return correction


def _close(actor: Actor, correction: Correction, state: str, verb: str) -> Correction:
    correction.state, correction.closed_at = state, timezone.now()
    correction.save(update_fields=["state", "closed_at"])
    _keep_trace(actor, correction, verb)
    return correction


def _keep_trace(actor: Actor, correction: Correction, verb: str) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject=f"dossier:{correction.application_id}",
        detail={"correction": correction.pk, "section": correction.section},
    )


def _locked(application_id: int) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("call")
    return rows.get(pk=application_id)
