"""Stewards give and end mandates."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from faire_ensemble.apps.accounts import selectors, services
from faire_ensemble.apps.accounts.forms import EndForm, MandateForm, today
from faire_ensemble.apps.accounts.models import Mandate
from faire_ensemble.apps.accounts.permissions import can_end_mandate, can_manage_mandates
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require

PER_PAGE = 50


@guarded(can_manage_mandates)
@require_GET
def mandates(request: HttpRequest) -> HttpResponse:
    """Every person with their mandates, searched by name, address or organisation."""
    search = request.GET.get("q", "").strip()[:100]
    pages = Paginator(selectors.persons_with_mandates(search), PER_PAGE)
    return render(
        request,
        "accounts/mandates.html",
        {"page": pages.get_page(request.GET.get("page")), "search": search},
    )


@guarded(can_manage_mandates)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """The form of a new mandate."""
    initial = {"first_day": today(), "email": request.GET.get("email", "")}
    form = MandateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actor: Any = request.user
        try:
            mandate = services.give_mandate(actor=actor, **form.asked())
        except services.BadMandate as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Mandat donné : %(mandate)s.") % {"mandate": mandate})
            return redirect("accounts:mandates")
    return render(request, "accounts/give_mandate.html", {"form": form})


@guarded(can_manage_mandates)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the last day of a mandate."""
    actor: Any = request.user
    mandate = get_object_or_404(Mandate.objects.select_related("person"), pk=pk)
    require(can_end_mandate(actor, mandate))
    form = EndForm(request.POST or None, mandate=mandate)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_mandate(actor=actor, mandate=mandate, on=form.end)
        except services.BadMandate as error:
            form.add_error("last_day", str(error))
        else:
            messages.success(request, _("Mandat terminé : %(mandate)s.") % {"mandate": mandate})
            return redirect("accounts:mandates")
    return render(request, "accounts/end_mandate.html", {"form": form, "mandate": mandate})
