"""The public pages of gaps: the catalogue, one indicator over all neighbourhoods, its CSV."""

import csv
from collections import Counter
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from faire_ensemble.apps.observatory.permissions import can_set_target
from faire_ensemble.apps.observatory.selectors import (
    GapTable,
    IndicatorInfo,
    Place,
    UnknownEpci,
    UnknownIndicator,
    catalogue,
    epci_of,
    find_indicator,
    gap_chart,
    gaps_of_indicator,
    known,
    known_epcis,
    row_record,
    sources_of,
    target_chart,
    value_interval,
    words,
)
from faire_ensemble.kit.access import public
from faire_ensemble.kit.charts import Figure, draw, figure

MOST_TARGET_CHARTS = 4
WIDE = 720


@public
def indicators(request: HttpRequest) -> HttpResponse:
    """The catalogue by theme; `q` keeps the indicators whose name holds these words."""
    asked = request.GET.get("q", "").strip()
    sections = catalogue(asked)
    content = {
        "sections": sections,
        "asked": asked,
        "count": sum(len(section.entries) for section in sections),
        "words": words,
    }
    return render(request, "observatory/indicators.html", content, using="jinja2")


@public
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Every neighbourhood against the metropolis, for one indicator and one vintage."""
    found, epci, epcis = asked_for(request, code)
    if epci is None:
        return no_epci(request, found)
    table = gaps_of_indicator(found, epci, _year(request), _year(request, "depuis"))
    content = {
        "table": table,
        "indicator": found,
        "epcis": epcis,
        "words": words,
        "value_interval": value_interval,
        "sources": sources_of(table.rows),
        **_gap_drawings(table),
        "targets": _target_figures(table),
        "target_sources": sorted({row.target.source for row in table.rows if row.target}),
        "remarks": _remarks(table),
        "has": _columns(table),
        "place_address": _place_address(),
        "may_set_target": request.user.is_authenticated and bool(can_set_target(request.user)),
    }
    return render(request, "observatory/indicator.html", content, using="jinja2")


@public
def indicator_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The same table for machines: UTF-8, comma, decimal point, one row a neighbourhood."""
    found, epci, _every = asked_for(request, code)
    if epci is None:
        raise Http404(_("Aucune intercommunalité n'est ouverte."))
    table = gaps_of_indicator(found, epci, _year(request), _year(request, "depuis"))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"ecarts-{found.code}-{table.year or 'vide'}-{epci.code}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    records = [row_record(table, row) for row in table.rows]
    if records:
        writer = csv.DictWriter(response, fieldnames=list(records[0]))
        writer.writeheader()
        writer.writerows(records)
    return response


def asked_for(
    request: HttpRequest, code: str
) -> tuple[IndicatorInfo, Place | None, tuple[Place, ...]]:
    """The indicator, the EPCI asked for (the first by name otherwise) and all those opened."""
    try:
        found = find_indicator(code)
        siren = request.GET.get("epci", "")
        every = known_epcis()
        chosen = epci_of(siren) if siren else next(iter(every), None)
    except (UnknownIndicator, UnknownEpci) as error:
        raise Http404(str(error)) from error
    return found, chosen, every


def no_epci(request: HttpRequest, indicator: IndicatorInfo) -> HttpResponse:
    """The page of an indicator before any metropolis is opened."""
    content = {"indicator": indicator}
    return render(request, "observatory/nothing_opened.html", content, using="jinja2")


def _year(request: HttpRequest, name: str = "millesime") -> int | None:
    """A year of the address; anything else is as if nothing was asked."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


def _gap_drawings(table: GapTable) -> dict[str, object]:
    """The chart for a phone, and the same with names at the left for a wide screen."""
    if all(known(row.figure) is None for row in table.rows):
        return {"chart": None, "wide_chart": None}
    data = gap_chart(table)
    return {
        "chart": figure(data, uid="ecarts", source=""),
        "wide_chart": draw(data, "ecarts-large", width=WIDE),
    }


def _target_figures(table: GapTable) -> list[Figure]:
    """The paths of the neighbourhoods that come first in the table."""
    drawn: list[Figure] = []
    for row in table.rows:
        data = target_chart(row)
        if data is not None and row.target is not None and len(drawn) < MOST_TARGET_CHARTS:
            uid = f"cible-{row.place.code.lower()}"
            drawn.append(figure(data, uid=uid, source=row.target.source))
    return drawn


def _columns(table: GapTable) -> dict[str, int | bool]:
    """Which columns hold something: an empty one is a sentence above the table instead.

    `since` is the year that every evolution starts from, 0 when they differ.
    """
    rows = table.rows
    starts = {row.change.earlier for row in rows if row.change is not None}
    return {
        "set": any(row.place.is_set for row in rows) and table.reference is not None,
        "gap": any(row.gap is not None for row in rows),
        "change": any(row.change is not None for row in rows),
        "split": any(row.change is not None and row.change.gap is not None for row in rows),
        "since": starts.pop() if len(starts) == 1 else 0,
        "target": any(row.target is not None for row in rows),
    }


def _remarks(table: GapTable) -> list[tuple[str, int]]:
    """Each reason once, with how many neighbourhoods it concerns, most frequent first."""
    counts: Counter[str] = Counter()
    for row in table.rows:
        counts[words.no_gap_words(row.no_gap, row.year)] += 1
        counts[words.overlap_words(row.change)] += 1
        if row.gap is not None:
            counts[words.no_interval_words(row.gap.no_interval)] += 1
    return [(sentence, count) for sentence, count in counts.most_common() if sentence]


@cache
def _place_address() -> str:
    """The address of a neighbourhood's page with CODE for its code; empty without that page."""
    try:
        return reverse("portal:neighbourhood", args=("CODE",))
    except NoReverseMatch:
        return ""
