"""The neighbourhood that an address typed in the form is in. Nothing of it is kept: the form fills
its own list with it, and whoever writes changes it at will."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from faire_ensemble.apps.territory.selectors import (
    FoundAddress,
    Territory,
    find_addresses,
    locate_many,
    looks_like_address,
    standings_of,
)


@dataclass(frozen=True, slots=True)
class AddressRead:
    """What was understood, in a sentence; the neighbourhood, when only one is meant."""

    words: str
    territory_id: int | None


def read_place(text: str, chosen: int | None = None) -> AddressRead | None:
    """What an address says of the neighbourhood; `None` when the text is not one. `chosen`: the
    neighbourhood already chosen, which is never changed."""
    if not looks_like_address(text):
        return None
    found = find_addresses(text)
    if not found:
        return AddressRead(
            _("Cette adresse n'est pas connue ici : choisissez le quartier dans la liste, ou "
              "laissez-la vide."), None,
        )  # fmt: skip
    places = _places_of(found)
    if len({place.pk if place else None for place in places}) > 1:
        return AddressRead(_several(found, places), None)
    place = places[0]
    if place is None:
        words = _("« %(address)s » n'est dans aucun des quartiers connus ici.")
        return AddressRead(words % {"address": found[0].label}, None)
    said = {"address": found[0].label, "place": place.name}
    if chosen is not None and chosen != place.pk:
        words = _(
            "« %(address)s » est dans le quartier %(place)s, et vous en avez choisi un autre : "
            "vérifiez."
        )
    else:
        words = _(
            "« %(address)s » est dans le quartier %(place)s. Vous pouvez en choisir un autre."
        )
    return AddressRead(" ".join([words % said, *_doubt(found)]), place.pk)


def _places_of(found: list[FoundAddress]) -> list[Territory | None]:
    """The priority neighbourhood of each, as the search of the site says it; else the other kind
    of neighbourhood that holds it today."""
    points = [(each.lon, each.lat) for each in found]
    located = locate_many([lon for lon, _lat in points], [lat for _lon, lat in points])
    return [
        next(iter((*standing.inside, *quarters)), None)
        for standing, (_communes, quarters) in zip(standings_of(points), located, strict=True)
    ]


def _several(found: list[FoundAddress], places: list[Territory | None]) -> str:
    listed = _(" ; ").join(
        f"{each.label} ({place.name if place else _('hors des quartiers')})"
        for each, place in zip(found, places, strict=True)
    )
    words = _("Plusieurs adresses répondent : %(listed)s. Choisissez le quartier dans la liste.")
    return words % {"listed": listed}


def _doubt(found: list[FoundAddress]) -> list[str]:
    if found[0].exact:
        return []
    return [_("Ce numéro n'est pas connu : un autre bout de la rue peut être ailleurs.")]
