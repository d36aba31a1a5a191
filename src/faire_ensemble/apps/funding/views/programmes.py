"""Programmes: started, decided line by line, adopted."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from faire_ensemble.apps.funding.forms.programmes import LineForm, StartForm
from faire_ensemble.apps.funding.models import Call, Envelope, Programme, ProgrammeLine, Scenario
from faire_ensemble.apps.funding.permissions.programmes import (
    can_decide_line,
    can_open_arbitration,
    can_prepare_programme,
    can_read_envelopes,
    can_read_programme,
)
from faire_ensemble.apps.funding.permissions.standing import mandates_in
from faire_ensemble.apps.funding.selectors import programmes as selectors
from faire_ensemble.apps.funding.selectors.paying import envelopes_for
from faire_ensemble.apps.funding.services import adoption, programme_lines
from faire_ensemble.apps.funding.services import programmes as services
from faire_ensemble.apps.funding.views.asked import whole_number
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require


@guarded(can_open_arbitration)
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """Programmes of the contracts that the person arbitrates."""
    calls = [
        call
        for call in Call.objects.order_by("-first_year", "title")
        if can_read_envelopes(request.user, call.contract_id)
    ]
    return render(
        request,
        "funding/programmes/list.html",
        {
            "programmes": Programme.objects.filter(call__in=calls).select_related("call")[:100],
            "calls": [c for c in calls if can_prepare_programme(request.user, c.contract_id)],
        },
        using="jinja2",
    )


@guarded(can_open_arbitration)
@require_http_methods(["GET", "HEAD", "POST"])
def new_programme(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Start from a scenario, from the committees, or from nothing."""
    call = get_object_or_404(Call, code=code)
    require(can_prepare_programme(request.user, call.contract_id))
    done = Scenario.objects.filter(call=call, year=year, state=Scenario.State.DONE)
    form = StartForm(request.POST or None, scenarios=list(done.values_list("pk", "title")))
    if request.method == "POST" and form.is_valid():
        origin = form.cleaned_data["origin"]
        try:
            made = services.start_programme(
                actor=request.user, call=call, year=year, title=form.cleaned_data["title"],
                body=form.cleaned_data["body"], from_committees=origin == "committees",
                scenario=done.get(pk=int(origin)) if origin.isdigit() else None,
            )  # fmt: skip
        except services.BadProgramme as error:
            form.add_error(None, str(error))
        else:
            return redirect("funding:programme", made.pk)
    return render(
        request,
        "funding/programmes/new.html",
        {"form": form, "call": call, "year": year},
        using="jinja2",
    )


@guarded(can_open_arbitration)
@require_GET
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Totals, money, and one page of lines."""
    held = _held(pk)
    require(can_read_programme(request.user, held))
    filters = selectors.LineFilters(
        funder=whole_number(request, "financeur"),
        shown=request.GET.get("voir", "")[:12],
        text=request.GET.get("q", "").replace("\x00", "").strip()[:100],
    )
    mandates = mandates_in(request.user, held.call.contract_id)
    asked = {
        name: request.GET[name] for name in ("financeur", "voir", "q") if request.GET.get(name)
    }
    return render(
        request,
        "funding/programmes/one.html",
        {
            "programme": held,
            "shown": selectors.programme_page(
                request.user, held, filters, whole_number(request, "page") or 1
            ),
            "filters": filters,
            "query": urlencode(asked) + "&" if asked else "",
            "officer": mandates.officer,
            "acting_for": mandates.acting_for,
            "outcomes": ProgrammeLine.Outcome.choices,
        },
        using="jinja2",
    )


@guarded(can_open_arbitration)
@require_GET
def rules(request: HttpRequest, pk: int) -> HttpResponse:
    """What the amounts decided so far break."""
    held = _held(pk)
    require(can_read_programme(request.user, held))
    return render(
        request,
        "funding/programmes/rules.html",
        {"programme": held, "broken": selectors.broken_rules(request.user, held)},
        using="jinja2",
    )


@guarded(can_open_arbitration)
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, pk: int, line_id: int) -> HttpResponse:
    """Decide one request."""
    row = get_object_or_404(
        ProgrammeLine.objects.select_related(
            "programme__call", "request__application__call", "request__application__project",
            "request__application__lead", "request__funder", "envelope",
        ),
        pk=line_id,
        programme=pk,
    )  # fmt: skip
    require(can_decide_line(request.user, row))
    able = envelopes_for(row.request)
    form = LineForm(request.POST or None, line=row, envelopes=able)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            programme_lines.decide_line(
                actor=request.user, line=row, revision=given["revision"], outcome=given["outcome"],
                amount=given["amount"], reason=given["reason"], departure=given["departure"],
                envelope=Envelope.objects.filter(pk=given["envelope"] or 0).first(),
            )  # fmt: skip
        except services.BadProgramme as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Décision gardée. Elle vaudra quand la programmation "
                                        "sera adoptée."))  # fmt: skip
            return redirect("funding:programme", pk)
    return render(
        request,
        "funding/programmes/line.html",
        {"form": form, "line": row, "programme": row.programme, "able": able},
        using="jinja2",
    )


@guarded(can_open_arbitration)
@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the decisions; a second click finds them written."""

    def act(held: Programme) -> str:
        adoption.adopt_programme(actor=request.user, programme=held)
        return _("La programmation est adoptée : les décisions sont inscrites.")

    return _act(request, pk, act)


@guarded(can_open_arbitration)
@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what came, drop what left."""

    def act(held: Programme) -> str:
        added, dropped = services.refresh_lines(actor=request.user, programme=held)
        return " ".join(
            (
                ngettext("%(n)s ligne ajoutée.", "%(n)s lignes ajoutées.", added) % {"n": added},
                ngettext("%(n)s ligne retirée.", "%(n)s lignes retirées.", dropped)
                % {"n": dropped},
            )
        )

    return _act(request, pk, act)


@guarded(can_open_arbitration)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the programme up."""

    def act(held: Programme) -> str:
        services.drop_programme(actor=request.user, programme=held)
        return _("La programmation est abandonnée.")

    return _act(request, pk, act)


def _act(request: HttpRequest, pk: int, act: Callable[[Programme], str]) -> HttpResponse:
    try:
        messages.success(request, act(_held(pk)))
    except services.BadProgramme as error:
        messages.error(request, str(error))
    return redirect("funding:programme", pk)


def _held(pk: int) -> Any:
    return get_object_or_404(Programme.objects.select_related("call", "scenario"), pk=pk)
