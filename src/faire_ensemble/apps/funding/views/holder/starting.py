"""My files, and starting one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from faire_ensemble.apps.directory.selectors import organisation_page
from faire_ensemble.apps.directory.services import fold, identify, register
from faire_ensemble.apps.funding.forms.holder import NewOrganisationForm
from faire_ensemble.apps.funding.permissions.applications import (
    can_open_applications,
    can_start_application,
)
from faire_ensemble.apps.funding.selectors.calls import call_page
from faire_ensemble.apps.funding.selectors.mine import my_files, my_organisations
from faire_ensemble.apps.funding.services.applications import start_application
from faire_ensemble.apps.funding.services.members import bind_invitations
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require


@guarded(can_open_applications)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What I write; invitations to my proved addresses become mine here."""
    bind_invitations(person=request.user)
    return render(
        request, "funding/application/mine.html", {"mine": my_files(request.user)}, using="jinja2"
    )


@guarded(can_open_applications)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Who carries the project: found in the directory, or added to it."""
    page = call_page(code)
    if page is None:
        raise Http404(_("Cet appel n'existe pas."))
    require(can_start_application(request.user, page.call))
    adding = request.POST.get("act") == "add"
    form = NewOrganisationForm(request.POST if adding else None)
    lead = chosen_organisation(request, form)
    if lead is not None:
        made = start_application(actor=request.user, call=page.call, lead_id=lead)
        first = "porteur"
        return redirect("funding:application_section", made.pk, first)
    return render(
        request,
        "funding/application/start.html",
        {
            "page": page,
            "form": form,
            "own": my_organisations(request.user),
            **searched(request),
        },
        using="jinja2",
    )


def searched(request: HttpRequest) -> dict[str, Any]:
    """What the directory knows under the name or number that was asked for."""
    text = " ".join(request.GET.get("q", "").split())[:100]
    found = organisation_page(text, fold(text)) if text else None
    return {"asked": text, "found": found}


def chosen_organisation(request: HttpRequest, form: NewOrganisationForm) -> int | None:
    """The organisation that a post chooses, or adds; none to show the page (again)."""
    if request.method != "POST":
        return None
    if request.POST.get("act") != "add":
        text = request.POST.get("organisation", "")
        known = text.isascii() and text.isdigit() and len(text) < 10
        if not known:
            messages.info(request, _("Choisissez une structure."))
        return int(text) if known else None
    if not form.is_valid():
        return None
    typed = form.cleaned_data
    party = identify(typed["name"], typed["siret"], typed["siret"][:9], typed["rna"], typed["kind"])
    return register([party])[0]
