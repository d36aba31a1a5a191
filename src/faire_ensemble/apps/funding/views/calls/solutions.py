"""Appel à solution: residents say what they expect, officers answer each."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faire_ensemble.apps.funding.forms.calls.solutions import AnswerForm, SolutionForm
from faire_ensemble.apps.funding.models import Call, ExpectedSolution
from faire_ensemble.apps.funding.permissions.calls import (
    can_enter_office,
    can_manage_calls,
    can_state_solution,
    can_state_solutions,
)
from faire_ensemble.apps.funding.selectors import calls as selectors
from faire_ensemble.apps.funding.services import calls as services
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require


@guarded(can_state_solutions)
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest, code: str) -> HttpResponse:
    """Say what one expects of a call."""
    actor: Any = request.user
    call = get_object_or_404(Call.objects.select_related("contract"), code=code)
    require(can_state_solution(actor, call, timezone.now()))
    form = SolutionForm(request.POST or None, epci_id=call.contract.epci_id)
    if request.method == "POST" and form.is_valid():
        try:
            services.state_solution(actor=actor, call_id=call.pk, **form.cleaned_data)
        except services.BadCall as error:
            form.add_error("text", list(error.sentences))
        else:
            messages.success(
                request, _("Merci. Votre attente est enregistrée ; vous lirez ici la réponse.")
            )
            return redirect("funding:my_solutions")
    context = {"call": call, "form": form}
    return render(request, "funding/calls/state_solution.html", context, using="jinja2")


@guarded(can_state_solutions)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What one said, and what became of it."""
    context = {"lines": selectors.solutions_of(request.user)}
    return render(request, "funding/calls/my_solutions.html", context, using="jinja2")


@guarded(can_enter_office)
@require_safe
def to_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Every expectation of a call, for the officers who answer."""
    call = _managed(request, code)
    context = {"call": call, "lines": selectors.solutions_to_answer(call)}
    return render(request, "funding/calls/solutions.html", context, using="jinja2")


@guarded(can_enter_office)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep an expectation, or set it aside with a reason."""
    actor: Any = request.user
    stated = get_object_or_404(ExpectedSolution.objects.select_related("call"), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Http404(_("Cette réponse n'existe pas."))
    reason = form.cleaned_data["reason"]
    try:
        if form.cleaned_data["do"] == "keep":
            services.keep_solution(actor=actor, solution_id=pk, reason=reason)
        else:
            services.set_solution_aside(actor=actor, solution_id=pk, reason=reason)
    except services.BadCall as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Réponse enregistrée : la personne la lit dans son compte."))
    return redirect("funding:call_solutions", stated.call.code)


def _managed(request: HttpRequest, code: str) -> Call:
    call = get_object_or_404(Call, code=code)
    require(can_manage_calls(request.user, call.contract_id))
    return call
