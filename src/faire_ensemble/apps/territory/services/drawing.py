"""Drawing a neighbourhood that no official file gives: the one people say they live in, or a
former one that the contract still watches (quartier de veille)."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.territory.models import Territory, TerritoryKind
from faire_ensemble.apps.territory.permissions import can_draw_neighbourhood
from faire_ensemble.apps.territory.selectors import communes_of, perimeters_on
from faire_ensemble.apps.territory.services.perimeters import perimeter
from faire_ensemble.core.geography.repair import repair
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

MOST_CHARACTERS = 2_000_000
SOURCE = "dessiné à la main"
"""Who drew it is in the audit trail only: the source is published."""
SHARE = 0.01
"""A commune counts from this share of the drawing, so that a line drawn a little too far does
not add one."""


PREFIX = {TerritoryKind.LIVED: "LV", TerritoryKind.MONITORED: "QV"}
VERB = {
    TerritoryKind.LIVED: "quartier vécu dessiné",
    TerritoryKind.MONITORED: "quartier de veille dessiné",
}


class BadDrawing(Exception):
    """What was drawn cannot be a neighbourhood; the message (French) says why."""


def draw_neighbourhood(
    *,
    actor: Any,
    epci: Territory,
    name: str,
    shape: str,
    valid_from: date,
    kind: TerritoryKind = TerritoryKind.LIVED,
) -> Territory:
    """Keep a neighbourhood drawn by hand, its communes found on the map.

    `shape` is GeoJSON text (a geometry, a feature or a collection) in longitude and latitude.
    Raises Refused, or BadDrawing when there is no name, no polygon, or it lies elsewhere;
    KeyError for a kind that official files give.
    """
    require(can_draw_neighbourhood(actor))
    prefix, verb = PREFIX[kind], VERB[kind]
    name = " ".join(name.split())
    if not name:
        raise BadDrawing(_("Donnez un nom au quartier."))
    geometry, said = _geometry(shape)
    communes = _communes(epci, geometry, valid_from)
    with transaction.atomic():
        place = Territory.objects.create(
            kind=kind, code=f"{prefix}-{uuid4().hex[:12]}", name=name, epci=epci
        )
        place.code = f"{prefix}{place.pk}"
        place.save(update_fields=["code"])
        place.communes.set(communes)
        kept = perimeter(place.pk, geometry, (valid_from, None), SOURCE, said)
        kept.save()
        audit.record(
            actor=actor,
            verb=verb,
            subject=f"{place.code} {place.name}",
            detail={
                "epci": epci.code,
                "communes": [commune.code for commune in communes],
                "area_km2": f"{kept.area_km2:.4f}",
                "valid_from": valid_from.isoformat(),
                "repair": said,
            },
        )
    return place


def _geometry(text: str) -> tuple[shapely.Geometry, str]:
    """The polygon of a GeoJSON text, mended when needed, and what was mended."""
    if not text.strip():
        raise BadDrawing(_("Dessinez le contour du quartier, ou donnez-le en GeoJSON."))
    if len(text) > MOST_CHARACTERS:
        raise BadDrawing(_("Ce contour est trop lourd : 2 Mo au plus."))
    try:
        drawn = shapely.from_geojson(json.dumps(json.loads(text)))
    except (ValueError, RecursionError, shapely.errors.ShapelyError) as error:
        raise BadDrawing(
            _("Ce texte n'est pas un contour en GeoJSON. Copiez le fichier entier.")
        ) from error
    if drawn is None or drawn.is_empty:
        raise BadDrawing(_("Ce contour est vide."))
    west, south, east, north = drawn.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadDrawing(_("Les coordonnées doivent être des degrés : longitude, puis latitude."))
    try:
        done = repair(drawn)
    except ValueError as error:
        raise BadDrawing(_("Ce contour ne convient pas : %(why)s.") % {"why": error}) from error
    return done.geometry, done.explain()


def _communes(epci: Territory, geometry: shapely.Geometry, day: date) -> list[Territory]:
    """Communes under the drawing; most of it must be in the EPCI."""
    communes = list(communes_of(epci.pk).order_by("code"))
    perimeters = perimeters_on(communes, day)
    shares = {
        commune: geometry.intersection(perimeters[commune.pk].geometry).area / geometry.area
        for commune in communes
        if commune.pk in perimeters
    }
    if sum(shares.values()) < 0.5:
        raise BadDrawing(
            _("Ce contour est pour l'essentiel hors de %(epci)s.") % {"epci": epci.name}
        )
    return [commune for commune, share in shares.items() if share >= SHARE]
