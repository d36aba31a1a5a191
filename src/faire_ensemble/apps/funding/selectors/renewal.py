"""What of last year's application still holds, and the calls where it may go on."""

from collections.abc import Mapping

from django.utils import timezone

from faire_ensemble.apps.funding.lifecycle.calls import CallState, Phase, phase
from faire_ensemble.apps.funding.models import Application, Call
from faire_ensemble.apps.funding.selectors.form import form_of

# Said anew each year: what is sworn, when it happens, who comes, and for which call.
SAID_ANEW = ("declaration.", "audience.", "solution.", "project.first_day", "project.last_day")


def last_texts(application: Application) -> dict[str, str]:
    """The texts of the last version submitted: one query."""
    version = application.versions.order_by("-number").first()
    content: Mapping[str, object] = version.content if version else {}
    fields = content.get("fields", {})
    return dict(fields) if isinstance(fields, dict) else {}


def texts_to_renew(previous: Application, made: Application) -> dict[str, str]:
    """The texts that the new form still asks for."""
    texts = {
        key: text
        for key, text in last_texts(previous).items()
        if text and not key.startswith(SAID_ANEW)
    }
    form = form_of(made, texts)
    return {key: text for key, text in texts.items() if key in form.by_key}


def calls_to_renew_in(application: Application) -> list[Call]:
    """The open calls of the same contract: one query."""
    now = timezone.now()
    calls = Call.objects.filter(
        contract=application.call.contract_id, state=CallState.PUBLISHED
    ).order_by("closes_at", "pk")
    return [
        call
        for call in calls
        if phase(call.state, call.opens_at, call.closes_at, now) is Phase.OPEN
        and (call.pk != application.call_id or call.last_year > application.year)
    ]
