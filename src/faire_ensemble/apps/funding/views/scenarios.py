"""Scenarios: making one, reading it, recomputing it elsewhere, several side by side."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from faire_ensemble.apps.contract.selectors import contract_objectives
from faire_ensemble.apps.funding import tasks
from faire_ensemble.apps.funding.forms.scenarios import ScenarioForm
from faire_ensemble.apps.funding.models import Call, Scenario
from faire_ensemble.apps.funding.permissions.programmes import (
    can_make_scenario,
    can_open_arbitration,
    can_read_envelopes,
    can_read_scenario,
)
from faire_ensemble.apps.funding.selectors import scenarios as selectors
from faire_ensemble.apps.funding.selectors.envelopes import wallets
from faire_ensemble.apps.funding.selectors.problems import requests_to_decide
from faire_ensemble.apps.funding.selectors.rules import rules_from_json
from faire_ensemble.apps.funding.services import scenarios as services
from faire_ensemble.apps.funding.views.asked import whole_number
from faire_ensemble.apps.territory.selectors import neighbourhoods_of
from faire_ensemble.kit.access import guarded, public, refusal
from faire_ensemble.kit.verdicts import require

MOST = 4  # scenarios on one screen


@guarded(can_open_arbitration)
@require_GET
def scenarios(request: HttpRequest) -> HttpResponse:
    """Scenarios of the calls that the person may arbitrate, the latest first."""
    calls = [
        call
        for call in Call.objects.select_related("contract").order_by("-first_year", "title")
        if can_read_envelopes(request.user, call.contract_id)
    ]
    rows = Scenario.objects.filter(call__in=calls).defer("problem", "result")
    return render(
        request,
        "funding/scenarios/list.html",
        {
            "calls": [call for call in calls if can_make_scenario(request.user, call.contract_id)],
            "scenarios": rows.select_related("call")[:100],
        },
        using="jinja2",
    )


@guarded(can_open_arbitration)
@require_http_methods(["GET", "HEAD", "POST"])
def new_scenario(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Choose the rules; `?depuis=` starts from another scenario's."""
    call = get_object_or_404(Call.objects.select_related("contract"), code=code)
    require(can_make_scenario(request.user, call.contract_id))
    former = Scenario.objects.filter(call=call, pk=whole_number(request, "depuis") or 0).first()
    form = ScenarioForm(
        request.POST or None,
        envelopes=[
            (each.row.pk, f"{each.row.funder.name} · {each.label}")
            for each in wallets(call.contract_id, year)
        ],
        targets=_targets(call),
        rules=rules_from_json(former.rules) if former else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = services.make_scenario(
                    actor=request.user, call=call, year=year, rules=form.rules(),
                    title=form.cleaned_data["title"], note=form.cleaned_data["note"],
                )  # fmt: skip
                tasks.compute_scenario.enqueue(made.pk)
        except services.BadScenario as error:
            form.add_error(None, str(error))
        else:
            return redirect("funding:scenario", made.pk)
    count = requests_to_decide(call.pk, year).count()
    return render(
        request,
        "funding/scenarios/new.html",
        {"form": form, "call": call, "year": year, "former": former, "count": count},
        using="jinja2",
    )


@public
@require_GET
def scenario(request: HttpRequest, pk: int) -> HttpResponse:
    """One scenario: its figures, every request and what kept it out."""
    row = _readable(request, pk)
    if isinstance(row, HttpResponse):
        return row
    found = selectors.computed(row)
    shown = None
    if found is not None:
        closed = frozenset() if row.published else selectors.closed_projects(request.user, row)
        page = whole_number(request, "page") or 1
        named = bool(can_read_envelopes(request.user, row.call.contract_id))
        shown = selectors.compare_scenarios([found], page=page, closed=closed, named=named)
    return render(
        request,
        "funding/scenarios/one.html",
        {
            "scenario": row,
            "shown": shown,
            "officer": bool(can_make_scenario(request.user, row.call.contract_id)),
            "rules": rules_from_json(row.rules),
        },
        using="jinja2",
    )


@public
@require_GET
def scenario_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that `faire allocate` recomputes."""
    row = _readable(request, pk)
    if isinstance(row, HttpResponse):
        return row
    if not row.published and selectors.closed_projects(request.user, row):
        return refusal(
            request,
            _("Ce fichier contient un dossier qui vous est fermé : il vous sera ouvert, comme à "
              "tout le monde, quand il sera publié."),
        )  # fmt: skip
    response = HttpResponse(selectors.published_file(row), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="scenario-{row.pk}.json"'
    return response


@guarded(can_open_arbitration)
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Several scenarios of a call's year on one screen: `?s=1&s=2`."""
    wanted = [int(text) for text in request.GET.getlist("s") if text.isascii() and text.isdigit()]
    rows = Scenario.objects.select_related("call__contract").filter(
        pk__in=[pk for pk in wanted if pk < 2**31][:MOST]
    )
    by_pk = {row.pk: row for row in rows}
    chosen = [by_pk[pk] for pk in dict.fromkeys(wanted) if pk in by_pk]
    for row in chosen:
        require(can_read_scenario(request.user, row))
    if len({(row.call_id, row.year) for row in chosen}) > 1:
        messages.error(request, _("Choisissez des scénarios du même appel et de la même année."))
        return redirect("funding:scenarios")
    found = [each for row in chosen if (each := selectors.computed(row)) is not None]
    if len(found) < 2:
        messages.info(request, _("Cochez au moins deux scénarios déjà calculés."))
        return redirect("funding:scenarios")
    everything = request.GET.get("tout") == "1"
    shown = selectors.compare_scenarios(
        found,
        page=whole_number(request, "page") or 1,
        closed=selectors.closed_projects(request.user, chosen[0]),
        only_differences=not everything,
        named=bool(can_read_envelopes(request.user, chosen[0].call.contract_id)),
    )
    return render(
        request,
        "funding/scenarios/compare.html",
        {"shown": shown, "chosen": [each.row for each in found], "call": chosen[0].call,
         "everything": everything,
         "query": "&".join(f"s={each.row.pk}" for each in found) + "&"},
        using="jinja2",
    )  # fmt: skip


@guarded(can_open_arbitration)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a scenario to everyone."""
    row = get_object_or_404(Scenario.objects.select_related("call"), pk=pk)
    try:
        services.publish_scenario(actor=request.user, scenario=row)
    except services.BadScenario as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Ce scénario est publié : chacun peut le recalculer."))
    return redirect(reverse("funding:scenario", args=[pk]))


def _readable(request: HttpRequest, pk: int) -> Scenario | HttpResponse:
    row = Scenario.objects.select_related("call__contract").filter(pk=pk).first()
    if row is None:
        raise Http404(_("Ce scénario n'existe pas."))
    verdict = can_read_scenario(request.user, row)
    return row if verdict else refusal(request, verdict.reason)


def _targets(call: Any) -> list[tuple[str, str, str]]:
    aims = [
        ("objective", str(each.pk), each.title) for each in contract_objectives(call.contract_id)
    ]
    places = neighbourhoods_of(call.contract.epci_id).order_by("name")
    return aims + [
        ("neighbourhood", code, name) for code, name in places.values_list("code", "name")
    ]
