"""The checklist, submitting, the receipt, taking a file back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from faire_ensemble.apps.funding.lifecycle import ApplicationState
from faire_ensemble.apps.funding.permissions.applications import (
    can_open_applications,
    can_read_whole_application,
    can_submit_application,
    can_withdraw_application,
    can_write_application,
)
from faire_ensemble.apps.funding.selectors.draft import application_with
from faire_ensemble.apps.funding.selectors.page import draft_of
from faire_ensemble.apps.funding.services.applications import withdraw_application
from faire_ensemble.apps.funding.services.submission import NotReady, submit_application
from faire_ensemble.apps.funding.views.holder.found import found
from faire_ensemble.kit.access import guarded


@guarded(can_open_applications)
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, application_id: int) -> HttpResponse:
    """What is missing and why; the button when nothing is."""
    if request.method == "POST":
        return _submit(request, application_id)
    file = application_with(application_id)
    if file is not None and file.state == ApplicationState.SUBMITTED:
        return redirect("funding:application_receipt", application_id)
    file = found(request, application_id, can_write_application)
    return render(
        request,
        "funding/application/submit.html",
        {
            "draft": draft_of(file),
            "verdict": can_submit_application(request.user, file),
            "versions": file.versions.count(),
            "corrections": list(file.corrections.filter(state="asked")),
        },
        using="jinja2",
    )


def _submit(request: HttpRequest, application_id: int) -> HttpResponse:
    after = request.POST.get("after", "")
    answers = {
        int(name.removeprefix("answer.")): text
        for name, text in request.POST.items()
        if name.startswith("answer.") and name[7:].isascii() and name[7:].isdigit()
    }
    try:
        receipt = submit_application(
            actor=request.user,
            application_id=application_id,
            after=int(after) if after.isascii() and after.isdigit() else None,
            answers={pk: str(text) for pk, text in answers.items()},
        )
    except NotReady as refused:
        messages.error(request, str(refused))
        return redirect("funding:application_submit", application_id)
    if receipt.again:
        messages.info(request, _("Ce dossier était déjà déposé : il ne l'est qu'une fois."))
    return redirect("funding:application_receipt", application_id)


@guarded(can_open_applications)
@require_GET
def receipt(request: HttpRequest, application_id: int) -> HttpResponse:
    """What was submitted, when, with its digest; what happens next."""
    file = found(request, application_id, can_read_whole_application)
    version = file.versions.order_by("-number").first()
    if version is None:
        raise Http404(_("Ce dossier n'est pas déposé."))
    requests = list(file.requests.select_related("funder").order_by("pk"))
    context = {"file": file, "version": version, "requests": requests}
    return render(request, "funding/application/receipt.html", context, using="jinja2")


@guarded(can_open_applications)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, application_id: int) -> HttpResponse:
    """Taking a file back, once more asked."""
    file = found(request, application_id, can_withdraw_application)
    if request.method == "POST":
        withdraw_application(
            actor=request.user,
            application_id=application_id,
            reason=request.POST.get("reason", ""),
        )
        messages.success(request, _("Le dossier est retiré. Il reste lisible."))
        return redirect("funding:applications_mine")
    return render(request, "funding/application/withdraw.html", {"file": file}, using="jinja2")
