"""The public pages. Each reads one model made by `selectors` and writes nothing."""

import csv

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page

from faire_ensemble.apps.observatory.selectors import known_sources
from faire_ensemble.apps.portal.selectors import maps
from faire_ensemble.apps.portal.selectors.home import front
from faire_ensemble.apps.portal.selectors.imports import last_imports
from faire_ensemble.apps.portal.selectors.maps import map_page
from faire_ensemble.apps.portal.selectors.neighbourhood import (
    neighbourhood_page,
    neighbourhood_records,
)
from faire_ensemble.apps.portal.selectors.objective import objective_page
from faire_ensemble.apps.portal.selectors.places import commune_page, neighbourhood_lists
from faire_ensemble.apps.portal.selectors.search import search as find
from faire_ensemble.apps.portal.selectors.waiting import waiting_for
from faire_ensemble.apps.territory.selectors import Territory
from faire_ensemble.kit.access import public

MAX_QUERY = 100


def _page(request: HttpRequest, name: str, **content: object) -> HttpResponse:
    return render(request, f"portal/{name}.html", content, using="jinja2")


@public
def home(request: HttpRequest) -> HttpResponse:
    """What this is, how to find one's neighbourhood, what is known."""
    return _page(request, "home", shared=front(), waiting=waiting_for(request.user))


@public
def metropolis(request: HttpRequest) -> HttpResponse:
    """The map; `indicateur` colours it by a key indicator."""
    page = map_page(_address, request.GET.get("indicateur", ""))
    return _page(request, "map", page=page)


def _address(place: Territory) -> str:
    """Where a shape of the map leads."""
    name = "portal:commune" if place.kind == "commune" else "portal:neighbourhood"
    return reverse(name, args=(place.code,))


def _drawing(svg: str | None) -> HttpResponse:
    """A map as an image of its own: pages stay light, browsers keep it for an hour."""
    if svg is None:
        raise Http404(_("Aucun territoire ne porte ce code."))
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=3600"
    patch_vary_headers(response, ["Cookie"])  # which holds the language: the legend is in words
    return response


@public
@gzip_page
def metropolis_svg(request: HttpRequest) -> HttpResponse:
    """The small map of the home page."""
    return _drawing(maps.metropolis_svg())


@public
@gzip_page
def neighbourhood_svg(request: HttpRequest, code: str) -> HttpResponse:
    """Where a neighbourhood is."""
    return _drawing(maps.neighbourhood_svg(code))


@public
@gzip_page
def commune_svg(request: HttpRequest, code: str) -> HttpResponse:
    """A commune and its neighbourhoods."""
    return _drawing(maps.commune_svg(code))


@public
def neighbourhoods(request: HttpRequest) -> HttpResponse:
    """All neighbourhoods, by commune."""
    return _page(request, "neighbourhoods", lists=neighbourhood_lists())


@public
def neighbourhood(request: HttpRequest, code: str) -> HttpResponse:
    """One neighbourhood: where, who, the gaps, what was funded."""
    page = neighbourhood_page(code)
    if page is None:
        raise Http404(_("Aucun quartier ne porte ce code."))
    return _page(request, "neighbourhood", page=page, opened=request.GET.get("ouvert", ""))


@public
def neighbourhood_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Every indicator of a neighbourhood: UTF-8, comma, decimal point, one row an indicator."""
    records = neighbourhood_records(code)
    if records is None:
        raise Http404(_("Aucun quartier ne porte ce code."))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="quartier-{slugify(code)}.csv"'
    if records:
        writer = csv.DictWriter(response, fieldnames=list(records[0]))
        writer.writeheader()
        writer.writerows(records)
    return response


@public
def commune(request: HttpRequest, code: str) -> HttpResponse:
    """One commune and its neighbourhoods."""
    page = commune_page(code)
    if page is None:
        raise Http404(_("Aucune commune ne porte ce code."))
    return _page(request, "commune", page=page)


@public
def objective(request: HttpRequest, pk: int) -> HttpResponse:
    """One objective of the contract: work, commitments, decisions, money, figures."""
    page = objective_page(pk)
    if page is None:
        raise Http404(_("Cet objectif n'existe pas."))
    return _page(request, "objective", page=page)


@public
def search(request: HttpRequest) -> HttpResponse:
    """Everything public that has a name, by a few words."""
    query = request.GET.get("q", "").strip()[:MAX_QUERY]
    return _page(request, "search", query=query, found=find(query))


@public
def sources(request: HttpRequest) -> HttpResponse:
    """Where every figure comes from, and when it was loaded here."""
    return _page(request, "sources", sources=known_sources(), imports=last_imports())


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the law asks for, as it stands."""
    return _page(request, "accessibility", contact=settings.SITE_CONTACT)


@public
def legal(request: HttpRequest) -> HttpResponse:
    """Who publishes, and what is kept about persons."""
    return _page(request, "legal", contact=settings.SITE_CONTACT, publisher=settings.SITE_PUBLISHER)
