"""Publishing, taking back and archiving a call."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.lifecycle.calls import CALL
from faire_ensemble.apps.funding.models import Call
from faire_ensemble.apps.funding.permissions.calls import can_manage_calls
from faire_ensemble.apps.funding.selectors.calls import publishing_faults
from faire_ensemble.apps.funding.services.calls.editing import keep_revision
from faire_ensemble.apps.funding.services.calls.faults import BadCall
from faire_ensemble.kit import audit
from faire_ensemble.kit.transitions import Impossible
from faire_ensemble.kit.verdicts import require


def publish_call(*, actor: Any, call_id: int, revision: int | None = None) -> Call:
    """Show the call to everyone. Raises `Refused`, `BadCall` with what is missing.

    `revision`: what the officer had read; publishing something else would be a surprise.
    """
    with transaction.atomic():
        call = _locked(actor, call_id)
        if revision is not None and revision != call.revision:
            raise BadCall(
                _("L'appel a été modifié depuis que vous avez ouvert cette page : relisez-le.")
            )
        faults = publishing_faults(call, timezone.now())
        if faults:
            raise BadCall(*(fault.sentence for fault in faults))
        return _move(actor, call, "publish", "appel publié")


def withdraw_call(*, actor: Any, call_id: int) -> Call:
    """Back to draft, as long as nobody has started an application.

    The row lock makes a person who starts one at that moment wait (they lock the call too).
    """
    with transaction.atomic():
        call = _locked(actor, call_id)
        started = call.applications.count()
        if started:
            raise BadCall(
                _(
                    "Des dossiers sont déjà commencés (%(count)s) : cet appel ne peut plus revenir "
                    "en préparation. Vous pouvez le corriger tel quel, ou avancer sa clôture."
                )
                % {"count": started}
            )
        return _move(actor, call, "withdraw", "appel remis en préparation")


def archive_call(*, actor: Any, call_id: int) -> Call:
    """Keep the call readable, and closed for good."""
    with transaction.atomic():
        return _move(actor, _locked(actor, call_id), "archive", "appel archivé")


def _locked(actor: Any, call_id: int) -> Call:
    call = Call.objects.select_for_update().get(pk=call_id)
    require(can_manage_calls(actor, call.contract_id))
    return call


def _move(actor: Any, call: Call, act: str, verb: str) -> Call:
    try:
        call.state = CALL.after(act, call.state)
    except Impossible:
        raise BadCall(
            _("Cet appel est « %(state)s » : ceci n'est plus possible. Rechargez la page.")
            % {"state": call.get_state_display()}
        ) from None
    call.revision += 1
    call.save(update_fields=["state", "revision"])
    keep_revision(call, actor)
    audit.record(
        actor=actor, verb=verb, subject=f"appel:{call.pk}", detail={"révision": call.revision}
    )
    return call
