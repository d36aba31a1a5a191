"""Last year's application becomes this year's draft."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.lifecycle.applications import ApplicationState
from faire_ensemble.apps.funding.models import (
    Application,
    ApplicationMember,
    ApplicationPartner,
    Call,
    DraftField,
    Right,
)
from faire_ensemble.apps.funding.permissions.applications import (
    can_manage_members,
    can_start_application,
)
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.renewal import texts_to_renew
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import Refused, require


def renew_application(*, actor: Actor, application_id: int, call: Call) -> Application:
    """A draft for the same project in another call, with what still holds of the last version.

    Renewing twice gives the same draft. What must be said anew (declarations, dates, the people
    expected) is not carried over. Raises `Refused`.
    """
    previous = Application.objects.select_related("call", "lead", "project").get(pk=application_id)
    require(can_manage_members(actor, previous))
    require(can_start_application(actor, call))
    if previous.submitted_at is None:
        raise Refused(_("Ce dossier n'a jamais été déposé : continuez-le, il est gardé."))
    if call.pk == previous.call_id and call.first_year == call.last_year:
        raise Refused(_("Un projet ne répond qu'une fois au même appel pour une année."))
    made = _renewal_of(previous, call)
    if made is not None:
        return made
    try:
        with transaction.atomic():
            return _renew(actor, previous, call)
    except IntegrityError:
        made = _renewal_of(previous, call)
        if made is None:
            raise
        return made


def _renewal_of(previous: Application, call: Call) -> Application | None:
    found = Application.objects.filter(project=previous.project, call=call)
    found = found.exclude(state=ApplicationState.WITHDRAWN).exclude(pk=previous.pk)
    return found.order_by("-year").first()


def _renew(actor: Actor, previous: Application, call: Call) -> Application:
    now = timezone.now()
    this_year = max(call.first_year, min(call.last_year, timezone.localdate().year))
    year = max(this_year, previous.year + 1) if call.pk == previous.call_id else this_year
    made = Application.objects.create(
        project=previous.project, call=call, lead=previous.lead, year=year,
        title=previous.title, previous=previous, created_by=actor, created_at=now,
    )  # fmt: skip
    _carry_people(actor, previous, made)
    texts = texts_to_renew(previous, made)
    DraftField.objects.bulk_create(
        DraftField(application=made, key=key, value=value, saved_by=actor, saved_at=now)
        for key, value in texts.items()
    )
    audit.record(
        actor=actor,
        verb="dossier reconduit",
        subject=f"dossier:{made.pk}",
        detail={"previous": previous.pk, "call": call.code, "fields": len(texts)},
    )
    return made


def _carry_people(actor: Actor, previous: Application, made: Application) -> None:
    """Partners and writers follow; whoever renews may submit."""
    ApplicationPartner.objects.bulk_create(
        ApplicationPartner(application=made, organisation_id=row.organisation_id, does=row.does)
        for row in previous.partners.all()
    )
    members = {row.email: row for row in previous.members.all()}
    ApplicationMember.objects.bulk_create(
        ApplicationMember(
            application=made, email=row.email, person_id=row.person_id,
            organisation_id=row.organisation_id, invited_at=made.created_at,
            right=Right.SUBMIT if row.person_id == actor.pk else row.right,
        )
        for row in members.values()
    )  # fmt: skip
    if not any(row.person_id == actor.pk for row in members.values()):
        ApplicationMember.objects.update_or_create(
            application=made,
            email=actor.email,
            defaults={
                "person": actor,
                "organisation_id": made.lead_id,
                "right": Right.SUBMIT,
                "invited_at": made.created_at,
            },
        )
