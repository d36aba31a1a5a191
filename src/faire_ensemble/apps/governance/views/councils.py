"""Where a conseil citoyen is labelled and counts its means; where wishes get their answer."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.forms.councils import (
    AnswerForm,
    BudgetForm,
    CouncilForm,
    SpendingForm,
    StepForm,
    TrainingForm,
    WishForm,
)
from faire_ensemble.apps.governance.forms.fields import read_key
from faire_ensemble.apps.governance.lifecycle.councils import Step
from faire_ensemble.apps.governance.models import Body, BodyKind, LabelStep
from faire_ensemble.apps.governance.permissions.bodies import (
    can_keep_body,
    can_manage_bodies,
    can_open_governance,
)
from faire_ensemble.apps.governance.selectors.councils import CouncilPage, council_page, wishes_of
from faire_ensemble.apps.governance.selectors.draws.colleges import body_draws
from faire_ensemble.apps.governance.selectors.meetings import held_meetings
from faire_ensemble.apps.governance.views.pages import (
    FORM,
    files,
    kept,
    organisations,
    page,
    posted,
    tried,
)
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.files import keep, respond
from faire_ensemble.kit.verdicts import require


@guarded(can_open_governance)
@require_http_methods(FORM)
def label(request: HttpRequest, body_id: int) -> HttpResponse:
    """The steps of the label; officers write them."""
    body = _council(request, body_id)
    found, draws = council_page(body), body_draws(body)
    form = StepForm(posted(request), files(request), steps=found.next)
    if form.is_valid() and tried(form, lambda: _step(request, body, form.cleaned_data)):
        return redirect("governance:label", body.pk)
    content = {
        "body": body, "found": found, "form": form, "draws": draws,
        "manages": bool(can_manage_bodies(request.user, body.contract_id)),
        "offered": draws.published and Step.DRAWN in dict(found.next),
    }  # fmt: skip
    return page(request, "councils/label", content)


@guarded(can_open_governance)
@require_http_methods(FORM)
def means(request: HttpRequest, body_id: int) -> HttpResponse:
    """Charter, room, training, money: one form each."""
    body = _council(request, body_id)
    found = council_page(body)
    forms = _forms(request, body, found)
    wanted = request.POST.get("acte", "")
    form = forms.get(wanted)
    if form is not None and form.is_valid():
        asked = form.cleaned_data
        actor = request.user
        acts = {
            "council": lambda: services.describe_council(
                actor=actor, body_id=body.pk, carrier_id=asked["carrier"],
                charter_on=asked["charter_on"], premises=asked["premises"],
            ),
            "training": lambda: services.record_training(actor=actor, body_id=body.pk, **asked),
            "budget": lambda: services.grant_budget(actor=actor, body_id=body.pk, **asked),
            "spending": lambda: services.spend(actor=actor, body_id=body.pk, **asked),
        }  # fmt: skip
        if tried(form, acts[wanted]):
            return redirect("governance:council_means", body.pk)
    content = {"body": body, "found": found, "forms": forms,
               "manages": bool(can_manage_bodies(request.user, body.contract_id))}  # fmt: skip
    return page(request, "councils/means", content)


@guarded(can_open_governance)
@require_http_methods(FORM)
def wishes(request: HttpRequest, body_id: int) -> HttpResponse:
    """Wishes sent, and their answers."""
    body = kept(request, body_id)
    form = WishForm(
        posted(request, "voeu"), prefix="voeu", initial={"on": timezone.localdate()},
        meetings=held_meetings(body),
    )  # fmt: skip
    rows = wishes_of(body)
    wish_id = read_key(request.POST.get("voeu", ""))
    answers = {
        row.pk: AnswerForm(
            posted(request, "reponse") if row.pk == wish_id else None, prefix=f"r{row.pk}",
            initial={"on": timezone.localdate(), "answered_by": row.addressee},
        )
        for row in rows
        if row.answered_on is None
    }  # fmt: skip
    answer = answers.get(wish_id or 0)
    made = None
    if form.is_valid():
        made = tried(
            form,
            lambda: services.send_wish(actor=request.user, body_id=body.pk, **form.cleaned_data),
        )
    elif answer is not None and answer.is_valid():
        made = tried(
            answer,
            lambda: services.answer_wish(
                actor=request.user, wish_id=wish_id or 0, **answer.cleaned_data
            ),
        )
    if made:
        return redirect("governance:wishes", body.pk)
    content = {"body": body, "form": form, "wishes": rows, "answers": answers,
               "today": timezone.localdate()}  # fmt: skip
    return page(request, "councils/wishes", content)


@guarded(can_open_governance)
@require_safe
def paper(request: HttpRequest, step_id: int) -> FileResponse:
    """The paper of a step, for those who keep the council."""
    found = get_object_or_404(
        LabelStep.objects.select_related("paper", "council__body"), pk=step_id
    )
    require(can_keep_body(request.user, found.council.body))
    if found.paper is None:
        raise Http404(_("Cette étape n'a pas de pièce."))
    return respond(found.paper, found.paper_name)


def _council(request: HttpRequest, body_id: int) -> Body:
    body = kept(request, body_id)
    if body.kind != BodyKind.CITIZENS:
        raise Http404(_("Cette instance n'est pas un conseil citoyen."))
    return body


def _step(request: HttpRequest, body: Body, asked: dict[str, Any]) -> Any:
    given = asked["file"]
    return services.record_label_step(
        actor=request.user, body_id=body.pk, step=asked["step"], on=asked["on"],
        reference=asked["reference"], words=asked["words"], paper=keep(given) if given else None,
        paper_name=given.name if given else "",
    )  # fmt: skip


def _forms(request: HttpRequest, body: Body, found: CouncilPage) -> dict[str, Any]:
    council = found.council
    initial = (
        {"carrier": council.carrier_id, "charter_on": council.charter_on,
         "premises": council.premises}
        if council
        else {}
    )  # fmt: skip
    year = {"year": timezone.localdate().year}
    return {
        "council": CouncilForm(
            posted(request, "council"), prefix="council", initial=initial,
            organisations=organisations(body),
        ),
        "training": TrainingForm(posted(request, "training"), prefix="training"),
        "budget": BudgetForm(posted(request, "budget"), prefix="budget", initial=year),
        "spending": SpendingForm(posted(request, "spending"), prefix="spending", initial=year),
    }  # fmt: skip
