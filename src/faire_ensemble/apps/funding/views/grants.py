"""The public pages of money: who received what, and the same as open data."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding import selectors
from faire_ensemble.apps.funding.forms.grants import read_filters, read_page
from faire_ensemble.apps.funding.selectors.export import COLUMNS, export_rows
from faire_ensemble.kit.access import public
from faire_ensemble.kit.tabular.writers import Column, Form, streaming_response

ASKED = ("annee", "financeur", "dispositif", "porteur", "objectif", "quartier")


@public
def grants(request: HttpRequest) -> HttpResponse:
    """The list, fifty a page, with its filters, totals and chart."""
    filters, faults = read_filters(request.GET)
    found = selectors.grant_list(filters, read_page(request.GET))
    asked = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    return render(
        request,
        "funding/grants.html",
        {"found": found, "filters": filters, "faults": faults, "asked": asked,
         "query": urlencode(asked)},
        using="jinja2",
    )  # fmt: skip


@public
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Who an organisation is, what it received and gave by year."""
    money = selectors.organisation_money(organisation_id)
    if money is None:
        raise Http404(_("Cette organisation n'est pas connue."))
    return render(request, "funding/organisation.html", {"money": money}, using="jinja2")


@public
def grants_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every matching grant, streamed (columns: docs/methods/subventions.md)."""
    filters, _faults = read_filters(request.GET)
    columns = [Column(title) for title in COLUMNS]
    return streaming_response(columns, export_rows(filters), "subventions", Form.CSV)
