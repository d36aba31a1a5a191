"""The public page of decisions: what was funded, where, by whom, how much, and what was asked."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from faire_ensemble.apps.funding.forms.decisions import ASKED, read_filters
from faire_ensemble.apps.funding.forms.grants import read_page
from faire_ensemble.apps.funding.selectors.decisions import decision_list
from faire_ensemble.apps.funding.selectors.decisions_export import COLUMNS, decision_rows
from faire_ensemble.kit.access import public
from faire_ensemble.kit.tabular.writers import Form, streaming_response


@public
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """The list, thirty files a page, with its filters and totals."""
    filters, faults = read_filters(request.GET)
    asked = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    content = {
        "found": decision_list(filters, read_page(request.GET)),
        "filters": filters,
        "faults": faults,
        "asked": asked,
        "query": urlencode(asked),
    }
    return render(request, "funding/decisions/list.html", content, using="jinja2")


@public
@require_safe
def decisions_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same, every line, streamed."""
    filters, _faults = read_filters(request.GET)
    return streaming_response(COLUMNS, decision_rows(filters), "decisions", Form.CSV)
