"""Public GeoJSON of communes and neighbourhoods, cached by its content."""

import hashlib
import json
from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import NoReverseMatch, reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from faire_ensemble.apps.territory import selectors
from faire_ensemble.apps.territory.models import Territory, TerritoryKind
from faire_ensemble.kit.access import public

MAX_AGE_S = 300
PAGES = {TerritoryKind.COMMUNE: "portal:commune"}


@public
@require_safe
def communes(request: HttpRequest) -> HttpResponse:
    """`?epci=SIREN` when several are open, `?on=AAAA-MM-JJ` for another day."""
    return _contours(request, TerritoryKind.COMMUNE)


@public
@require_safe
def neighbourhoods(request: HttpRequest) -> HttpResponse:
    """The same for neighbourhoods, of the geography in force that day."""
    return _contours(request, TerritoryKind.PRIORITY)


def _contours(request: HttpRequest, kind: TerritoryKind) -> HttpResponse:
    siren, asked = request.GET.get("epci", ""), request.GET.get("on", "")
    found = selectors.epcis().order_by("pk").first()
    epci = selectors.epci_with_siren(siren) if siren else found
    try:
        day = date.fromisoformat(asked) if asked else None
    except ValueError:
        return _refused(_("« on » doit être une date de la forme 2019-01-31."), 400)
    if epci is None:
        return _refused(_("Cette intercommunalité n'est pas ouverte ici."), 404)
    places = list(_places(epci, kind).prefetch_related("communes").order_by("code"))
    data = selectors.feature_collection(places, day, _address)
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    return _cached(request, text.encode())


def _places(epci: Territory, kind: TerritoryKind) -> QuerySet[Territory]:
    if kind == TerritoryKind.COMMUNE:
        return selectors.communes_of(epci.pk)
    return selectors.neighbourhoods_of(epci.pk)


def _address(place: Territory) -> str:
    try:
        return reverse(
            PAGES.get(TerritoryKind(place.kind), "portal:neighbourhood"), args=[place.code]
        )
    except NoReverseMatch:
        return ""


def _cached(request: HttpRequest, body: bytes) -> HttpResponse:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    response: HttpResponse
    if "*" in known or etag in [each.removeprefix("W/") for each in known]:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type="application/geo+json")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE_S}"
    return response


def _refused(reason: str, status: int) -> HttpResponse:
    body = json.dumps({"error": reason}, ensure_ascii=False)
    return HttpResponse(body, content_type="application/json", status=status)
