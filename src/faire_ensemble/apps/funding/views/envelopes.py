"""The pages of envelopes: what each funder has, what is left, opening, delegating, changing."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from faire_ensemble.apps.contract.selectors import contract_objectives
from faire_ensemble.apps.funding.forms.envelopes import EnvelopeForm
from faire_ensemble.apps.funding.models import Envelope
from faire_ensemble.apps.funding.permissions.programmes import (
    can_delegate_envelope,
    can_manage_envelopes,
    can_open_arbitration,
    can_read_envelopes,
)
from faire_ensemble.apps.funding.permissions.standing import mandates_in
from faire_ensemble.apps.funding.selectors import arbitration
from faire_ensemble.apps.funding.selectors import envelopes as selectors
from faire_ensemble.apps.funding.services import envelopes as services
from faire_ensemble.apps.funding.views.asked import whole_number
from faire_ensemble.apps.territory.selectors import territories_by_pk
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require


@guarded(can_open_arbitration)
@require_GET
def envelopes(request: HttpRequest) -> HttpResponse:
    """Trees by funder with what is left to award, and the chart."""
    contract, contracts = arbitration.contract_asked(whole_number(request, "contrat"))
    if contract is None:
        raise Http404(_("Aucun contrat de ville n'est ouvert."))
    require(can_read_envelopes(request.user, contract.pk))
    years = selectors.envelope_years(contract.pk)
    this_year = timezone.localdate().year
    year = whole_number(request, "annee") or (years[0] if years else this_year)
    money = selectors.by_funder(selectors.wallets(contract.pk, year))
    mandates = mandates_in(request.user, contract.pk)
    return render(
        request,
        "funding/envelopes/list.html",
        {
            "contract": contract,
            "contracts": contracts,
            "year": year,
            "years": sorted({*years, year}, reverse=True),
            "money": money,
            "chart": selectors.left_chart(money, year) if money else None,
            "officer": mandates.officer,
            "acting_for": mandates.acting_for,
            "writes": mandates.instructs,
        },
        using="jinja2",
    )


@guarded(can_open_arbitration)
@require_http_methods(["GET", "HEAD", "POST"])
def new_envelope(request: HttpRequest) -> HttpResponse:
    """Open an envelope, or delegate one (`?sur=` names its parent)."""
    parent = _parent(request)
    if parent is None:
        contract, _all = arbitration.contract_asked(whole_number(request, "contrat"))
        if contract is None:
            raise Http404(_("Aucun contrat de ville n'est ouvert."))
        require(can_read_envelopes(request.user, contract.pk))
    else:
        contract = parent.contract
        require(can_delegate_envelope(request.user, parent))
    choices = arbitration.envelope_choices(request.user, contract.pk)
    year = whole_number(request, "annee") or timezone.localdate().year
    form = EnvelopeForm(
        request.POST or None, choices=choices, parent=parent, initial={"year": year}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _write(request, form, contract.pk, parent)
        except services.BadEnvelope as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Enveloppe ouverte : %(name)s.") % {"name": made.name})
            return redirect(_list_of(made))
    left = selectors.balances([parent])[parent.pk].left if parent else None
    return render(
        request,
        "funding/envelopes/edit.html",
        {"form": form, "contract": contract, "parent": parent, "envelope": None, "left": left},
        using="jinja2",
    )


@guarded(can_open_arbitration)
@require_http_methods(["GET", "HEAD", "POST"])
def envelope(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an envelope."""
    held = get_object_or_404(Envelope.objects.select_related("funder", "contract", "parent"), pk=pk)
    require(can_manage_envelopes(request.user, held.contract_id, held.funder_id))
    choices = arbitration.envelope_choices(request.user, held.contract_id)
    form = EnvelopeForm(request.POST or None, choices=choices, envelope=held)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_envelope(
                actor=request.user,
                envelope=held,
                name=form.cleaned_data["name"],
                amount=form.cleaned_data["amount"],
                **_limits(form, held.contract_id),
            )
        except services.BadEnvelope as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Enveloppe modifiée : %(name)s.") % {"name": held.name})
            return redirect(_list_of(held))
    return render(
        request,
        "funding/envelopes/edit.html",
        {
            "form": form,
            "contract": held.contract,
            "parent": held.parent,
            "envelope": held,
            "balance": selectors.balances([held])[held.pk],
        },
        using="jinja2",
    )


def _write(
    request: HttpRequest, form: EnvelopeForm, contract_id: int, parent: Envelope | None
) -> Envelope:
    given = form.cleaned_data
    same = {
        "actor": request.user,
        "name": given["name"],
        "amount": given["amount"],
        **_limits(form, contract_id),
    }
    if parent is not None:
        return services.delegate_envelope(parent=parent, **same)
    return services.open_envelope(
        contract_id=contract_id,
        funder_id=given["funder"],
        year=given["year"],
        nature=given["nature"],
        **same,
    )


def _limits(form: EnvelopeForm, contract_id: int) -> dict[str, Any]:
    return {
        "objectives": contract_objectives(contract_id, form.cleaned_data["objectives"]),
        "territories": territories_by_pk(form.cleaned_data["territories"]),
    }


def _parent(request: HttpRequest) -> Envelope | None:
    pk = whole_number(request, "sur")
    if pk is None:
        return None
    return get_object_or_404(Envelope.objects.select_related("contract", "funder"), pk=pk)


def _list_of(held: Envelope) -> str:
    query = urlencode({"contrat": held.contract_id, "annee": held.year})
    return f"{reverse('funding:envelopes')}?{query}"
