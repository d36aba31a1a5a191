"""The annual report, read on the web or taken away as a PDF; open to everyone."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from faire_ensemble.apps.reporting import selectors
from faire_ensemble.kit.access import public


@public
@require_safe
def annual_latest(request: HttpRequest) -> HttpResponseBase:
    """To the latest year that has data, or say how to load some."""
    epci = selectors.epci_asked(request.GET.get("epci", ""))
    years = selectors.report_years(epci) if epci is not None else ()
    if not years:
        return render(request, "reporting/nothing.html", {"epci": epci}, using="jinja2")
    return redirect(reverse("reporting:annual", args=[years[0]]) + _query(request))


@public
@require_safe
@gzip_page
def annual(request: HttpRequest, year: int) -> HttpResponse:
    """The whole report on one page (compressed: it holds every table)."""
    report = selectors.annual_report(_epci(request, year), year)
    if year not in report.years:
        raise _unknown(year)
    content = {"report": report, "query": _query(request)}
    return render(request, "reporting/annual.html", content, using="jinja2")


@public
@require_safe
def annual_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The same report as a PDF, composed once for the same content."""
    report = selectors.annual_report(_epci(request, year), year)
    if year not in report.years:
        raise _unknown(year)
    key = selectors.fingerprint(report)
    entity = f'"{key}"'
    if request.headers.get("If-None-Match") == entity:
        return HttpResponse(status=304, headers={"ETag": entity})
    content = selectors.cached_pdf(report, key)
    name = f"rapport-annuel-{year}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "public, max-age=0, must-revalidate",
            "ETag": entity,
        },
    )


def _epci(request: HttpRequest, year: int) -> selectors.Territory:
    epci = selectors.epci_asked(request.GET.get("epci", ""))
    if epci is None:
        raise _unknown(year)
    return epci


def _query(request: HttpRequest) -> str:
    """The chosen EPCI follows from page to page; with a single one there is nothing to say."""
    siren = request.GET.get("epci", "")
    return f"?epci={siren}" if siren.isdigit() else ""


def _unknown(year: int) -> Http404:
    return Http404(_("Aucune donnée n'est chargée pour %(year)s.") % {"year": year})
