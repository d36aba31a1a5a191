"""Starting an application, and taking it back."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.selectors import organisation_names
from faire_ensemble.apps.funding.lifecycle import ApplicationState
from faire_ensemble.apps.funding.lifecycle.applications import APPLICATION
from faire_ensemble.apps.funding.lifecycle.requests import OPEN, REQUEST
from faire_ensemble.apps.funding.models import (
    Application,
    ApplicationMember,
    Call,
    NumberSequence,
    Project,
    Right,
)
from faire_ensemble.apps.funding.permissions.applications import (
    can_start_application,
    can_withdraw_application,
)
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import Refused, require


@transaction.atomic
def start_application(*, actor: Actor, call: Call, lead_id: int) -> Application:
    """A new file, with its project and number; the starter may submit it.

    Starting twice (a double click) gives the same file as long as nothing was typed in it.
    Raises `Refused`.
    """
    # The lock waits for a call that is going back to draft at this moment.
    call = Call.objects.select_for_update().get(pk=call.pk)
    require(can_start_application(actor, call))
    if lead_id not in organisation_names({lead_id}):
        raise Refused(_("Choisissez la structure qui porte le projet."))
    now = timezone.now()
    year = max(call.first_year, min(call.last_year, timezone.localdate().year))
    number = next_number(year)
    empty = _started_by(actor, call, lead_id)
    if empty is not None:
        return empty
    project = Project.objects.create(number=number, holder_id=lead_id, created_at=now)
    application = Application.objects.create(
        project=project, call=call, lead_id=lead_id, year=year, created_by=actor, created_at=now
    )
    ApplicationMember.objects.create(
        application=application, email=actor.email, person=actor, organisation_id=lead_id,
        right=Right.SUBMIT, invited_at=now,
    )  # fmt: skip
    audit.record(
        actor=actor,
        verb="dossier commencé",
        subject=f"dossier:{application.pk}",
        detail={"project": number, "call": call.code, "lead": lead_id},
    )
    return application


def next_number(year: int) -> str:
    """`P2026-00042`. The update locks the row of the year: two starts never get one number.

    Must run inside the transaction that creates the project.
    """
    NumberSequence.objects.get_or_create(year=year)
    while True:
        NumberSequence.objects.filter(year=year).update(last=F("last") + 1)
        last = NumberSequence.objects.values_list("last", flat=True).get(year=year)
        number = f"P{year}-{last:05}"
        # A number may already be there: brought by an import, or by the demonstration.
        if not Project.objects.filter(number=number).exists():
            return number


def _started_by(actor: Actor, call: Call, lead_id: int) -> Application | None:
    """A file that this person started and left empty."""
    return Application.objects.filter(
        created_by=actor, call=call, lead=lead_id, state=ApplicationState.DRAFT,
        submitted_at=None, fields__isnull=True, members__person=actor, previous__isnull=True,
    ).first()  # fmt: skip


@transaction.atomic
def withdraw_application(*, actor: Actor, application_id: int, reason: str = "") -> Application:
    """Take a file back: funders no longer decide on it. Everything stays readable."""
    application = locked(application_id)
    require(can_withdraw_application(actor, application))
    application.state = APPLICATION.after("withdraw", application.state)
    application.save(update_fields=["state"])
    for request in application.requests.select_for_update().filter(state__in=OPEN):
        request.state = REQUEST.after("withdraw", request.state)
        request.save(update_fields=["state"])
    detail: dict[str, Any] = {"reason": reason[:500]} if reason else {}
    audit.record(
        actor=actor, verb="dossier retiré", subject=f"dossier:{application.pk}", detail=detail
    )
    return application


def locked(application_id: int) -> Application:
    """An application, its row locked until the transaction ends."""
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("call__contract", "lead", "project").filter(pk=application_id)
    application = found.first()
    if application is None:
        raise Refused(_("Ce dossier n'existe pas."))
    return application
