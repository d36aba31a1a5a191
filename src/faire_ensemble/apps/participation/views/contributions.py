"""Contributions as everybody reads them: the list, one, and the same as open data."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from faire_ensemble.apps.participation.forms.contributions import (
    CommentForm,
    read_filters,
    read_number,
)
from faire_ensemble.apps.participation.lifecycle import Act, ContributionState
from faire_ensemble.apps.participation.models import Process, ProcessKind
from faire_ensemble.apps.participation.permissions.contributions import (
    can_act,
    can_read_contribution,
)
from faire_ensemble.apps.participation.permissions.processes import can_answer, can_run_process
from faire_ensemble.apps.participation.selectors.contributions import listing
from faire_ensemble.apps.participation.selectors.contributions.page import contribution_page
from faire_ensemble.apps.participation.selectors.processes import process_standing
from faire_ensemble.apps.participation.views.contributions_doors import open_door
from faire_ensemble.apps.participation.views.contributions_known import (
    found,
    is_in,
    known,
    readable,
)
from faire_ensemble.kit.access import public, refusal
from faire_ensemble.kit.tabular.writers import Form, streaming_response

ASKED = ("q", "theme", "quartier", "reponse", "ordre")


@public
@require_safe
@open_door
def contributions(request: HttpRequest, code: str) -> HttpResponse:
    """What people wrote, with filters."""
    process = readable(request, code)
    filters = read_filters(request.GET, process.categories)
    asked = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    context = {
        "process": process,
        "found": listing.list_page(process, filters, read_number(request.GET.get("page"))),
        "filters": filters,
        "asked": asked,
        "query": urlencode(asked),
        "may": may(process),
        "petition": process.kind == ProcessKind.PETITION,
    }
    return render(request, "participation/contributions/list.html", context, using="jinja2")


@public
@require_safe
@open_door
def contribution(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One contribution, its answer first."""
    process = readable(request, code)
    row = found(process, number)
    verdict = can_read_contribution(request.user, row)
    if not verdict:
        return refusal(request, verdict.reason)
    if row.state == ContributionState.MERGED and row.merged_into is not None:
        page = reverse("participation:contribution", args=[process.code, row.merged_into.number])
        return redirect(f"{page}#n{row.number}")
    return render_contribution(request, process, row)


def render_contribution(
    request: HttpRequest, process: Process, row: Any, form: Any = None, status: int = 200
) -> HttpResponse:
    """The page; `form` is a comment that was refused."""
    me = known(request, process)
    context = {
        "process": process,
        "page": contribution_page(row, me),
        "may": may(process),
        "inside": is_in(request, process),
        "form": form or CommentForm(),
        "answers": request.user.is_authenticated
        and bool(can_answer(request.user, process, row.answer_owner_id or process.owner_id)),
        "runs": request.user.is_authenticated and bool(can_run_process(request.user, process)),
        "petition": process.kind == ProcessKind.PETITION,
        "published": row.state == ContributionState.PUBLISHED,
    }
    return render(
        request, "participation/contributions/page.html", context, status=status, using="jinja2"
    )


@public
@require_safe
@open_door
def contributions_csv(request: HttpRequest, code: str) -> HttpResponseBase:
    """Every public contribution that matches, streamed; never who wrote it."""
    process = readable(request, code)
    rows = listing.export_rows(process, read_filters(request.GET, process.categories))
    return streaming_response(
        listing.export_columns(), rows, f"contributions-{process.code}", Form.CSV
    )


@public
@require_safe
@open_door
def contributions_geojson(request: HttpRequest, code: str) -> HttpResponseBase:
    """Those that have a point, for a map."""
    process = readable(request, code)
    filters = read_filters(request.GET, process.categories)
    return StreamingHttpResponse(
        _collection(listing.feature_rows(process, filters)), content_type="application/geo+json"
    )


def may(process: Process) -> dict[str, bool]:
    """What the public may do now, by act."""
    standing = process_standing(process)
    return {act.value: bool(can_act(process, standing, act)) for act in Act}


def _collection(features: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield '{"type": "FeatureCollection", "features": ['
    for rank, feature in enumerate(features):
        yield ("," if rank else "") + json.dumps(feature, ensure_ascii=False)
    yield "]}"
