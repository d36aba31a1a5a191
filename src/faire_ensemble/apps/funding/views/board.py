"""The board: where the files stand, bulk acts, saved views, the same as a file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from faire_ensemble.apps.accounts.selectors import person_by_id
from faire_ensemble.apps.funding.forms.board import kept_query, read_board_filters, whole
from faire_ensemble.apps.funding.models import (
    Advice,
    ApplicationStateChoice,
    RequestStateChoice,
    SavedView,
)
from faire_ensemble.apps.funding.permissions.instruction import can_open_board
from faire_ensemble.apps.funding.selectors.board import (
    Scope,
    board_page,
    contracts_open_to,
    scope_of,
)
from faire_ensemble.apps.funding.selectors.board.export import export_columns, export_rows
from faire_ensemble.apps.funding.services import bulk
from faire_ensemble.apps.funding.services.committees import BadCommittee
from faire_ensemble.apps.funding.services.saved_views import BadView, drop_view, save_view
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.tabular.writers import Form, streaming_response


def _scope(
    request: HttpRequest, query: Any, known: list[Any] | None = None
) -> tuple[Scope, list[Any]]:
    contracts = contracts_open_to(request.user) if known is None else known
    asked = whole(query, "contrat")
    chosen = next((each for each in contracts if asked in (None, each.id)), None)
    if chosen is None:
        raise Http404(_("Aucun appel de ce contrat ne vous est ouvert."))
    return scope_of(request.user, chosen), contracts


@guarded(can_open_board)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Counts, filters, fifty rows."""
    contracts = contracts_open_to(request.user)
    if not contracts:
        return render(request, "funding/instruction/empty.html", using="jinja2")
    scope, _contracts = _scope(request, request.GET, contracts)
    filters = read_board_filters(request.GET)
    return render(
        request,
        "funding/instruction/board.html",
        {
            "found": board_page(scope, filters, whole(request.GET, "page") or 1),
            "scope": scope,
            "contracts": contracts,
            "filters": filters,
            "asked": request.GET,
            "query": kept_query(request.GET),
            "states": ApplicationStateChoice.choices[1:],
            "request_states": RequestStateChoice.choices,
            "advices": Advice.choices,
        },
        using="jinja2",
    )


@guarded(can_open_board)
@require_POST
def bulk_act(request: HttpRequest) -> HttpResponse:
    """The same act on the files ticked; a page says what was done, and what was not and why."""
    scope, _contracts = _scope(request, request.POST)
    ids = [int(text) for text in request.POST.getlist("dossier") if text.isdigit()][: bulk.MOST]
    query = kept_query(request.POST)
    back = reverse("funding:board") + (f"?{query}" if query else "")
    if not ids:
        messages.info(request, _("Cochez d'abord des dossiers."))
        return redirect(back)
    common: dict[str, Any] = {
        "actor": request.user, "contract_id": scope.contract.id, "application_ids": ids
    }  # fmt: skip
    try:
        outcome = _done(request, common)
    except BadCommittee as bad:
        messages.info(request, str(bad))
        return redirect(back)
    if outcome is None:
        messages.info(request, _("Choisissez à qui, ou à quelle séance."))
        return redirect(back)
    return render(
        request,
        "funding/instruction/bulk.html",
        {"outcome": outcome, "back": back},
        using="jinja2",
    )


def _done(request: HttpRequest, common: dict[str, Any]) -> bulk.Outcome | None:
    act = request.POST.get("acte", "")
    person, session = whole(request.POST, "personne"), whole(request.POST, "seance")
    if act == "confier" and person is not None:
        found = person_by_id(person)
        return bulk.assign_many(**common, person=found) if found else None
    if act == "seance" and session is not None:
        return bulk.put_on_agenda(**common, session_id=session)
    return None


@guarded(can_open_board)
@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters under a name."""
    query = kept_query(request.POST)
    try:
        save_view(
            actor=request.user,
            name=request.POST.get("nom", ""),
            query=query,
            shared=request.POST.get("partagee") == "1",
        )
        messages.info(request, _("Vue gardée."))
    except BadView as bad:
        messages.info(request, str(bad))
    return redirect(reverse("funding:board") + f"?{query}")


@guarded(can_open_board)
@require_POST
def remove_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one's own view."""
    drop_view(actor=request.user, view=get_object_or_404(SavedView, pk=pk))
    messages.info(request, _("Vue retirée."))
    return redirect("funding:board")


@guarded(can_open_board)
@require_GET
def board_export(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """The filtered requests, streamed as XLSX or CSV."""
    scope, _contracts = _scope(request, request.GET)
    rows = export_rows(scope, read_board_filters(request.GET))
    return streaming_response(export_columns(), rows, "instruction", Form(ending))
