"""Corrections, versions side by side, and last year's application taken up again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from faire_ensemble.apps.funding.forms.corrections import CorrectionForm
from faire_ensemble.apps.funding.models import Application, Correction
from faire_ensemble.apps.funding.permissions.applications import (
    can_manage_members,
    can_open_applications,
    can_read_whole_application,
    can_write_application,
)
from faire_ensemble.apps.funding.permissions.instruction import can_instruct
from faire_ensemble.apps.funding.selectors.comparison import differences
from faire_ensemble.apps.funding.selectors.draft import application_with, texts_of
from faire_ensemble.apps.funding.selectors.form import form_of, section_titles
from faire_ensemble.apps.funding.selectors.renewal import calls_to_renew_in, last_texts
from faire_ensemble.apps.funding.services import corrections as services
from faire_ensemble.apps.funding.services.renewal import renew_application
from faire_ensemble.apps.funding.views.asked import whole_number
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require


@guarded(can_open_applications)
@require_http_methods(["GET", "HEAD", "POST"])
def corrections(request: HttpRequest, application_id: int) -> HttpResponse:
    """What was asked, what was answered; instructors ask here."""
    application = _application(application_id)
    require(can_read_whole_application(request.user, application))
    instructs = can_instruct(request.user, application)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST":
        require(instructs)
        if form.is_valid():
            try:
                services.ask_correction(
                    actor=request.user, application_id=application.pk, **form.cleaned_data
                )
            except services.BadCorrection as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("La correction est demandée : le dossier est rouvert."))
                return redirect("funding:corrections", application.pk)
    rows = application.corrections.select_related("on_version", "answered_by")
    return render(
        request,
        "funding/corrections/list.html",
        {
            "application": application,
            "corrections": list(rows),
            "titles": section_titles(),
            "form": form,
            "instructs": bool(instructs),
            "writes": bool(can_write_application(request.user, application)),
        },
        status=422 if form.is_bound else 200,
        using="jinja2",
    )


@guarded(can_open_applications)
@require_POST
def close_correction(request: HttpRequest, correction_id: int) -> HttpResponse:
    """Accept the answer, or give up asking."""
    correction = get_object_or_404(Correction, pk=correction_id)
    accepted = request.POST.get("act") == "accept"
    act = services.accept_correction if accepted else services.drop_correction
    try:
        act(actor=request.user, correction_id=correction.pk)
    except services.BadCorrection as fault:
        messages.error(request, str(fault))
    return redirect("funding:corrections", correction.application_id)


@guarded(can_open_applications)
@require_GET
def versions(request: HttpRequest, application_id: int) -> HttpResponse:
    """Two versions side by side, the last two by default (`?de=1&a=2`)."""
    application = _application(application_id)
    require(can_read_whole_application(request.user, application))
    rows = list(application.versions.order_by("number"))
    by_number = {row.number: row for row in rows}
    last = rows[-1].number if rows else 0
    after = by_number.get(whole_number(request, "a") or last)
    before = by_number.get(whole_number(request, "de") or (after.number - 1 if after else 0))
    found = None
    if before is not None and after is not None:
        old, new = before.content.get("fields", {}), after.content.get("fields", {})
        found = differences(old, new, form_of(application, new))
    return render(
        request,
        "funding/corrections/versions.html",
        {
            "application": application, "versions": rows, "before": before, "after": after,
            "differences": found,
        },
        using="jinja2",
    )  # fmt: skip


@guarded(can_open_applications)
@require_GET
def renewed(request: HttpRequest, application_id: int) -> HttpResponse:
    """What this year's draft (or file) changes to last year's."""
    application = _application(application_id)
    require(can_read_whole_application(request.user, application))
    if application.previous_id is None:
        raise Http404(_("Ce dossier n'en reconduit aucun autre."))
    previous = _application(application.previous_id)
    texts = texts_of(application) if application.submitted_at is None else last_texts(application)
    return render(
        request,
        "funding/corrections/renewed.html",
        {
            "application": application,
            "previous": previous,
            "differences": differences(last_texts(previous), texts, form_of(application, texts)),
        },
        using="jinja2",
    )


@guarded(can_open_applications)
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, application_id: int) -> HttpResponse:
    """Choose the call, then go on with the draft."""
    application = _application(application_id)
    require(can_manage_members(request.user, application))
    calls = calls_to_renew_in(application)
    if request.method == "POST":
        call = next((each for each in calls if each.code == request.POST.get("call")), None)
        if call is not None:
            made = renew_application(actor=request.user, application_id=application.pk, call=call)
            return redirect("funding:renewed", made.pk)
        messages.error(request, _("Choisissez un appel ouvert."))
    return render(
        request,
        "funding/corrections/renew.html",
        {"application": application, "calls": calls},
        using="jinja2",
    )


def _application(application_id: int) -> Application:
    found = application_with(application_id)
    if found is None:
        raise Http404(_("Ce dossier n'existe pas."))
    return found
