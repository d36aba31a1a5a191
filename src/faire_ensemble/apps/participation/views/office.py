"""The office of those who run processes: the list, a new one, what it says, its phases."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faire_ensemble.apps.contract.selectors import contract_choices, partner_choices
from faire_ensemble.apps.participation.forms.processes import ProcessForm, phase_forms
from faire_ensemble.apps.participation.models import Process
from faire_ensemble.apps.participation.permissions.processes import (
    can_create_process,
    can_enter_office,
    can_run_process,
)
from faire_ensemble.apps.participation.selectors import processes as selectors
from faire_ensemble.apps.participation.selectors.office import doors_of
from faire_ensemble.apps.participation.services import processes as services
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.views.processes import read
from faire_ensemble.apps.territory.selectors import communes_of, epcis, neighbourhoods_of
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import Refused, require

FORM = ["GET", "HEAD", "POST"]


def run(request: HttpRequest, code: str) -> Process:
    """The process of an address, for those who run it."""
    process = read(code)
    require(can_run_process(request.user, process))
    return process


@guarded(can_enter_office)
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """The processes where the person has something to do, drafts first, with what waits."""
    lists = selectors.process_lists(request.user)
    groups = (
        (lists.drafts, _("En préparation")),
        (lists.open, _("En ce moment")),
        (lists.coming, _("Bientôt")),
        (lists.over, _("Terminées")),
    )
    doors = doors_of(request.user, {line.id for lines, _title in groups for line in lines})
    context = {
        "groups": [
            (kept, title)
            for lines, title in groups
            if (kept := [line for line in lines if line.id in doors])
        ],
        "doors": doors,
        "may_create": any(can_create_process(request.user, pk) for pk, _name in contract_choices()),
    }
    return render(request, "participation/processes/office.html", context, using="jinja2")


@guarded(can_enter_office)
@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """A draft."""
    contracts = [row for row in contract_choices() if can_create_process(request.user, row[0])]
    if not contracts:
        raise Refused(_("Seuls les chefs de projet d'un contrat de ville ouvrent une démarche."))
    form = ProcessForm(request.POST or None, contracts=contracts, **_choices(contracts[0][0]))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        contract = typed.pop("contract", contracts[0][0])
        try:
            made = services.create_process(actor=request.user, contract_id=contract, **typed)
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Démarche créée. Donnez-lui ses phases."))
            return redirect("participation:process_phases", made.code)
    return render(
        request,
        "participation/processes/edit.html",
        {"form": form, "process": None},
        using="jinja2",
    )


@guarded(can_enter_office)
@require_http_methods(FORM)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """What a process says of itself, and where to go from here."""
    process = run(request, code)
    form = ProcessForm(request.POST or None, process=process, **_choices(process.contract_id))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_process(actor=request.user, process_id=process.pk, **form.cleaned_data)
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Enregistré."))
            return redirect("participation:edit_process", process.code)
    context = {"form": form, "process": process, "line": selectors.process_line(process)}
    return render(request, "participation/processes/edit.html", context, using="jinja2")


@guarded(can_enter_office)
@require_http_methods(FORM)
def phases(request: HttpRequest, code: str) -> HttpResponse:
    """The phases, all at once: what each lets people do, from when, until when."""
    process = run(request, code)
    rows = phase_forms(process, request.POST or None)
    fault = ""
    if request.method == "POST" and rows.is_valid():
        kept: list[services.PhaseRow] = [
            row.cleaned_data for row in rows if row.cleaned_data.get("kind")
        ]
        try:
            services.set_phases(actor=request.user, process_id=process.pk, rows=kept)
        except BadInput as error:
            fault = str(error)
        else:
            messages.success(request, _("Phases enregistrées."))
            return redirect("participation:edit_process", process.code)
    context = {"process": process, "rows": rows, "fault": fault}
    return render(request, "participation/processes/phases.html", context, using="jinja2")


@guarded(can_enter_office)
@require_POST
def act(request: HttpRequest, code: str) -> HttpResponse:
    """Publish, withdraw, close, reopen."""
    process = run(request, code)
    asked = request.POST.get("do", "")
    if asked in services.VERBS:
        try:
            services.move_process(actor=request.user, process_id=process.pk, act=asked)
        except BadInput as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("C'est fait."))
    return redirect("participation:edit_process", process.code)


def _choices(contract_id: int) -> dict[str, Any]:
    places = [
        (territory.pk, str(territory))
        for epci in epcis()
        for territory in (epci, *neighbourhoods_of(epci.pk), *communes_of(epci.pk))
    ]
    return {"territories": places, "owners": partner_choices(contract_id)}
