"""The answer to a file: what was decided, by whom, why, and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from faire_ensemble.apps.funding.models import Application
from faire_ensemble.apps.funding.permissions.answers import can_open_answers, can_read_answer
from faire_ensemble.apps.funding.selectors.answer_letter import outcome
from faire_ensemble.apps.funding.selectors.answers import answer_of
from faire_ensemble.apps.funding.selectors.next_steps import next_steps
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import Refused, require


@guarded(can_open_answers)
@require_safe
def answer(request: HttpRequest, application_id: int) -> HttpResponse:
    """The page of the answer; it says so when nothing is decided yet."""
    application = (
        Application.objects.select_related("call", "project").filter(pk=application_id).first()
    )
    if application is None:  # Said like a refusal: numbers of files tell nothing.
        raise Refused(_("Ce dossier n'existe pas, ou ne vous est pas adressé."))
    require(can_read_answer(request.user, application))
    found = answer_of(application.pk)
    today = timezone.localdate()
    return render(
        request,
        "funding/answers/answer.html",
        {
            "application": application,
            "answer": found,
            "steps": next_steps(found, today) if found else (),
            "outcome": outcome,
            "notices": list(application.notices.all()) if found else [],
        },
        using="jinja2",
    )
