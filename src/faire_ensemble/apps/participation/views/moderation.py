"""The work of those who run a process on what people wrote: reading, joining, paper codes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from faire_ensemble.apps.contract.selectors import partner_choices
from faire_ensemble.apps.participation.forms.answers import OwnerForm
from faire_ensemble.apps.participation.forms.contributions import (
    CodesForm,
    KinshipForm,
    ModerationForm,
    read_keys,
    read_number,
)
from faire_ensemble.apps.participation.models import Contribution, Entry, Process
from faire_ensemble.apps.participation.permissions.contributions import can_enter_with
from faire_ensemble.apps.participation.permissions.processes import can_enter_office
from faire_ensemble.apps.participation.selectors.contributions import queue as selectors
from faire_ensemble.apps.participation.services import contributions as services
from faire_ensemble.apps.participation.services.answers import set_owner
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.moderation import moderate
from faire_ensemble.apps.participation.views.contributions_known import found
from faire_ensemble.apps.participation.views.office import run
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.tabular.writers import Column, Form, streaming_response

FORM = ["GET", "HEAD", "POST"]


@guarded(can_enter_office)
@require_http_methods(FORM)
def queue(request: HttpRequest, code: str) -> HttpResponse:
    """What waits to be read; tick many, publish or refuse with a reason."""
    process = run(request, code)
    state = request.GET.get("etat", "waiting")
    form = ModerationForm(request.POST or None)
    fault = ""
    if request.method == "POST" and form.is_valid():
        try:
            count = moderate(
                actor=request.user,
                process=process,
                act=request.POST.get("acte", ""),
                contribution_ids=read_keys(request.POST.getlist("contribution")),
                comment_ids=read_keys(request.POST.getlist("commentaire")),
                **form.cleaned_data,
            )
        except BadInput as error:
            fault = str(error)
        else:
            said = ngettext("%(n)s texte traité.", "%(n)s textes traités.", count)
            messages.success(request, said % {"n": count})
            return redirect(request.get_full_path())
    context = {
        "process": process,
        "queue": selectors.queue(process, state, read_number(request.GET.get("page"))),
        "form": form,
        "fault": fault,
        "ticked": set(request.POST.getlist("contribution")),
    }
    return render(request, "participation/contributions/queue.html", context, using="jinja2")


@guarded(can_enter_office)
@require_http_methods(FORM)
def office_contribution(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Join others to one, take it out, say who answers."""
    process = run(request, code)
    row = found(process, number)
    owners = partner_choices(process.contract_id)
    asked = request.POST.get("faire", "")
    joining = KinshipForm(request.POST if asked == "regrouper" else None)
    owner = OwnerForm(
        request.POST if asked == "confier" else None,
        owners=owners,
        initial={"owner": row.answer_owner_id},
    )
    if request.method == "POST":
        try:
            if _office_act(request, process, row, asked, joining, owner):
                messages.success(request, _("C'est fait."))
                return redirect("participation:office_contribution", process.code, row.number)
        except BadInput as error:
            messages.error(request, str(error))
    context = {
        "process": process,
        "row": row,
        "joining": joining,
        "owner": owner,
        "close": selectors.close_to(row),
        "merged": row.merged.order_by("number"),
        "moderations": row.moderations.select_related("by"),
    }
    return render(request, "participation/contributions/office.html", context, using="jinja2")


def _office_act(
    request: HttpRequest, process: Process, row: Contribution, asked: str, joining: Any, owner: Any
) -> bool:
    """Whether something was done; a form that refuses shows why."""
    if asked == "regrouper" and joining.is_valid():
        numbers = joining.cleaned_data["numbers"]
        keys = dict(
            Contribution.objects.filter(process=process, number__in=numbers).values_list(
                "number", "pk"
            )
        )
        unknown = [str(each) for each in numbers if each not in keys]
        if unknown:
            raise BadInput(
                _("Aucune contribution ne porte le numéro %(n)s.") % {"n": ", ".join(unknown)}
            )
        services.merge(
            actor=request.user,
            process=process,
            target_id=row.pk,
            source_ids=keys.values(),
            reason=joining.cleaned_data["reason"],
        )
        return True
    if asked == "separer":
        source = read_number(request.POST.get("source"))
        services.split(
            actor=request.user,
            process=process,
            source_id=source,
            reason=request.POST.get("reason", ""),
        )
        return True
    if asked == "confier" and owner.is_valid():
        set_owner(
            actor=request.user,
            process=process,
            contribution_ids=[row.pk],
            owner_id=owner.cleaned_data["owner"],
        )
        return True
    return False


@guarded(can_enter_office)
@require_http_methods(FORM)
def codes(request: HttpRequest, code: str) -> HttpResponse:
    """Batches of paper codes; new ones are shown on this answer only."""
    process = run(request, code)
    form = CodesForm(request.POST or None)
    made: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_codes(
                actor=request.user, process_id=process.pk, **form.cleaned_data
            )
        except BadInput as error:
            form.add_error(error.field or None, str(error))
    if made and request.POST.get("forme") == "csv":
        return _as_csv(process, form.cleaned_data["batch"], made)  # type: ignore[return-value]
    context = {
        "process": process,
        "form": form,
        "made": made,
        "batches": selectors.batches(process),
        "taken": bool(can_enter_with(process, Entry.CODE)),
    }
    return render(request, "participation/contributions/codes.html", context, using="jinja2")


@guarded(can_enter_office)
@require_POST
def void_codes(request: HttpRequest, code: str) -> HttpResponse:
    """A batch that was lost."""
    process = run(request, code)
    count = services.void_batch(
        actor=request.user, process_id=process.pk, batch=request.POST.get("lot", "")
    )
    said = ngettext("%(n)s code annulé.", "%(n)s codes annulés.", count)
    messages.success(request, said % {"n": count})
    return redirect("participation:process_codes", process.code)


def _as_csv(process: Process, batch: str, made: list[str]) -> HttpResponseBase:
    return streaming_response(
        (Column("lot"), Column("code")),
        ((batch, each) for each in made),
        f"codes-{process.code}",
        Form.EXCEL_CSV,
    )
