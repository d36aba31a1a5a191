"""Answers: the public lists of what is late and of what was promised, and the work of answering."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from faire_ensemble.apps.contract.selectors import partner_choices
from faire_ensemble.apps.participation.forms.answers import AnswerForm, StepForm
from faire_ensemble.apps.participation.forms.contributions import read_keys, read_number
from faire_ensemble.apps.participation.models import FollowUp
from faire_ensemble.apps.participation.permissions.processes import can_answer, can_enter_office
from faire_ensemble.apps.participation.selectors.answers import lists
from faire_ensemble.apps.participation.selectors.contributions.lines import lines_of
from faire_ensemble.apps.participation.services import answers as services
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.views.processes import read
from faire_ensemble.core.similarity import fold
from faire_ensemble.kit.access import guarded, public
from faire_ensemble.kit.verdicts import require

FORM = ["GET", "HEAD", "POST"]
PAGE = 50


@public
@require_safe
def late_answers(request: HttpRequest) -> HttpResponse:
    """Who answers late, and to what."""
    context = {"found": lists.late_page(read_number(request.GET.get("page")))}
    return render(request, "participation/answers/late.html", context, using="jinja2")


@public
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """What was promised, and what became of it."""
    state = request.GET.get("etat", "")
    found = lists.promises(state, read_number(request.GET.get("page")))
    context = {"found": found, "state": state}
    return render(request, "participation/answers/promises.html", context, using="jinja2")


@guarded(can_enter_office)
@require_http_methods(FORM)
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """What waits for an answer; tick one or many, answer once."""
    process = read(code)
    owners = partner_choices(process.contract_id)
    form = AnswerForm(request.POST or None, owners=owners)
    ticked = read_keys(request.POST.getlist("contribution") or request.GET.getlist("contribution"))
    fault = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(
                actor=request.user,
                process=process,
                contribution_ids=ticked,
                verdict=form.cleaned_data["verdict"],
                body=form.cleaned_data["body"],
                promises=form.promises(),
            )
        except BadInput as error:
            fault = str(error)
        else:
            messages.success(request, _("La réponse est publiée, et les auteurs sont prévenus."))
            return redirect("participation:answer", process.code)
    words = request.GET.get("q", "")[:100].replace("\x00", "")
    rows = lists.owed_in(process)
    for word in fold(words).split():
        rows = rows.filter(folded__contains=word)
    page = Paginator(rows, PAGE).get_page(read_number(request.GET.get("page")))
    context = {
        "process": process, "form": form, "fault": fault, "ticked": set(ticked), "words": words,
        "page": page, "lines": lines_of(page.object_list, timezone.localdate()),
        "follow_ups": lists.follow_ups_in(process),
    }  # fmt: skip
    return render(request, "participation/answers/answer.html", context, using="jinja2")


@guarded(can_enter_office)
@require_http_methods(FORM)
def follow_up(request: HttpRequest, code: str, follow_up_id: int) -> HttpResponse:
    """Say where a promise is."""
    process = read(code)
    row = (
        FollowUp.objects.filter(pk=follow_up_id, answer__process=process)
        .select_related("owner", "answer")
        .prefetch_related("steps")
        .first()
    )
    if row is None:
        raise Http404(_("Cette suite n'existe pas."))
    require(can_answer(request.user, process, row.owner_id or row.answer.organisation_id))
    form = StepForm(request.POST or None, state=row.state)
    if request.method == "POST" and form.is_valid():
        try:
            services.step(actor=request.user, follow_up_id=row.pk, **form.cleaned_data)
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("C'est dit, et les auteurs sont prévenus."))
            return redirect("participation:answer", process.code)
    context = {"process": process, "row": row, "form": form}
    return render(request, "participation/answers/follow_up.html", context, using="jinja2")
