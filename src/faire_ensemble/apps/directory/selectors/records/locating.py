"""Where an address typed in a record is: the published ones it may mean, on a map, to choose from.

Reads the addresses of `faire import addresses`; without any for the commune, nothing is found and
the record says its commune only.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.models import Place
from faire_ensemble.apps.directory.selectors.placing import placed
from faire_ensemble.apps.directory.selectors.records.pointing import Pointed, points_figure
from faire_ensemble.apps.territory.selectors import find_addresses
from faire_ensemble.kit.charts import Figure


@dataclass(frozen=True, slots=True)
class Spot:
    """A published address. `key` names it in the form; `where` says how sure the point is, and in
    which neighbourhood it falls."""

    key: str
    label: str
    where: str
    lon: float
    lat: float
    postcode: str
    commune: str


@dataclass(frozen=True, slots=True)
class Located:
    """What an address may be, likeliest first, numbered as on the map."""

    text: str
    spots: tuple[Spot, ...]
    map: Figure | None

    def chosen(self, key: str) -> Spot | None:
        return next((spot for spot in self.spots if spot.key == key), None)


def address_text(address: str, postcode: str, commune: str) -> str:
    """On one line, as on an envelope; empty without a street."""
    street = " ".join(address.split())
    town = " ".join(f"{postcode} {commune}".split())
    return ", ".join(part for part in (street, town) if part) if street else ""


def address_of(place: Place | None) -> str:
    """What a place says already."""
    if place is None:
        return ""
    return address_text(place.address, place.postcode, place.commune_name)


def quarters_of(place: Place | None) -> tuple[str, ...] | None:
    """The neighbourhoods that hold the point of a place; none without a point. One query."""
    if place is None or place.lon is None:
        return None
    return tuple(
        dict.fromkeys(place.neighbourhoods.order_by("name").values_list("name", flat=True))
    )


def locate_address(text: str, page: str) -> Located:
    """The published addresses that a text may mean: a constant number of queries. `page` is the
    address of the form, where the numbers of the map lead."""
    found = find_addresses(text) if text else []
    held = placed([each.lon for each in found], [each.lat for each in found]) if found else []
    spots = tuple(
        Spot(
            key=f"{each.lon:.6f} {each.lat:.6f}",
            label=each.label,
            where=_where(each.exact, quarters),
            lon=each.lon,
            lat=each.lat,
            postcode=each.postcode,
            commune=each.commune.name,
        )
        for each, (_communes, quarters) in zip(found, held, strict=True)
    )
    points = [
        Pointed(str(rank), spot.label, spot.lon, spot.lat, f"{page}#point-{rank}")
        for rank, spot in enumerate(spots, start=1)
    ]
    figure = points_figure(
        points,
        title=_("Les adresses trouvées, sur la carte"),
        description=_("Chaque numéro est celui de la liste, qui dit la même chose."),
        layer=_("Adresses"),
        source=_("adresses publiées ; contours IGN"),
    )
    return Located(text, spots, figure)


def _where(exact: bool, quarters: Any) -> str:
    names = ", ".join(dict.fromkeys(each.name for each in quarters))
    said = [] if exact else [_("numéro non trouvé : le point le plus proche dans la rue")]
    said.append(
        _("quartier : %(names)s") % {"names": names} if names else _("hors des quartiers connus")
    )
    return " · ".join(said)
