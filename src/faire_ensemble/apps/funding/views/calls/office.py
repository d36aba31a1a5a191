"""The officers' side of calls: list, new one, overview, preview, publication."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faire_ensemble.apps.contract.selectors import contract_choices
from faire_ensemble.apps.funding.forms.calls.fields import NewCallForm
from faire_ensemble.apps.funding.models import Call
from faire_ensemble.apps.funding.permissions.calls import (
    can_enter_office,
    can_manage_calls,
    managed_contracts,
)
from faire_ensemble.apps.funding.selectors import calls as selectors
from faire_ensemble.apps.funding.services import calls as services
from faire_ensemble.apps.funding.views.calls.public import shown
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require


def managed(request: HttpRequest, code: str) -> Call:
    """The call of an address, for an officer of its contract."""
    call = get_object_or_404(Call.objects.select_related("contract"), code=code)
    require(can_manage_calls(request.user, call.contract_id))
    return call


@guarded(can_enter_office)
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Every call of the officer's contracts."""
    lines = selectors.calls_of(managed_contracts(request.user))
    return render(request, "funding/calls/office.html", {"lines": lines}, using="jinja2")


@guarded(can_enter_office)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A call from nothing."""
    actor: Any = request.user
    contracts = contract_choices(managed_contracts(actor))
    following = timezone.localdate().year + 1
    initial = {"first_year": following, "last_year": following}
    form = NewCallForm(request.POST or None, contracts=contracts, initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        try:
            call = services.create_call(actor=actor, contract_id=asked.pop("contract"), **asked)
        except services.BadCall as error:
            form.add_error(None, list(error.sentences))
        else:
            return redirect("funding:call_section", call.code, "about")
    return render(request, "funding/calls/new.html", {"form": form}, using="jinja2")


@guarded(can_enter_office)
@require_safe
def call(request: HttpRequest, code: str) -> HttpResponse:
    """Where a call stands: its sections, what is missing, what can be done."""
    found = managed(request, code)
    missing = selectors.publishing_faults(found, timezone.now())
    context = {
        "call": found,
        "line": selectors.line_of(found),
        "missing": missing if found.state == "draft" else [],
        "sections": sections(),
        "started": found.applications.count(),
    }
    return render(request, "funding/calls/overview.html", context, using="jinja2")


@guarded(can_enter_office)
@require_safe
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """What a holder will see: the public page and the questions as they will be asked."""
    managed(request, code)
    page = selectors.call_page(code)
    if page is None:
        raise Http404(_("Cet appel n'existe pas."))
    context = shown(request, page) | {"preview": True}
    return render(request, "funding/calls/call.html", context, using="jinja2")


@guarded(can_enter_office)
@require_POST
def act(request: HttpRequest, code: str) -> HttpResponse:
    """Publish, take back, archive or copy."""
    actor: Any = request.user
    found = managed(request, code)
    try:
        match request.POST.get("do"):
            case "publish":
                text = request.POST.get("revision", "")
                seen = int(text) if text.isascii() and text.isdigit() else None
                services.publish_call(actor=actor, call_id=found.pk, revision=seen)
                messages.success(request, _("L'appel est publié : tout le monde peut le lire."))
            case "withdraw":
                services.withdraw_call(actor=actor, call_id=found.pk)
                messages.success(request, _("L'appel est remis en préparation."))
            case "archive":
                services.archive_call(actor=actor, call_id=found.pk)
                messages.success(request, _("L'appel est archivé."))
            case "copy":
                copied = services.copy_call(actor=actor, call_id=found.pk)
                messages.success(request, _("L'appel est copié, dates décalées d'un an."))
                return redirect("funding:edit_call", copied.code)
            case other:
                raise Http404(other)
    except services.BadCall as error:
        for sentence in error.sentences:
            messages.error(request, sentence)
    return redirect("funding:edit_call", code)


def sections() -> list[tuple[str, str]]:
    """The sections of the builder with their titles, in order."""
    titles = {
        "about": _("L'essentiel : titre, années, dates"),
        "holders": _("Qui peut déposer"),
        "objectives": _("Objectifs du contrat"),
        "funders": _("Financeurs"),
        "criteria": _("Grille de critères"),
        "documents": _("Documents demandés"),
        "questions": _("Questions propres à l'appel"),
    }
    return [(name, titles[name]) for name in services.SECTIONS]
