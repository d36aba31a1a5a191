"""The public pages of money: who received what, and the same as open data."""

import csv
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding import selectors
from faire_ensemble.apps.funding.forms.grants import read_filters, read_page
from faire_ensemble.apps.funding.selectors.export import COLUMNS, export_rows
from faire_ensemble.kit.access import public

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


class _Line:
    """A file for `csv.writer` that gives back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


@public
def grants_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every matching grant, streamed (columns: docs/methods/subventions.md)."""
    filters, _faults = read_filters(request.GET)
    writer = csv.writer(_Line())

    def body() -> Iterator[Any]:
        yield writer.writerow(COLUMNS)
        for row in export_rows(filters):
            yield writer.writerow(row)

    response = StreamingHttpResponse(body(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="subventions.csv"'
    return response
