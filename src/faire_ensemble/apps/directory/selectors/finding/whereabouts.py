"""From what people write as « where » to a point: an address, a neighbourhood, a commune, a
postcode, or coordinates.

An address is known when it was loaded (`faire import addresses`), or when some place of the
directory is in the same street. Otherwise the commune or neighbourhood named in it answers, and
the page says that it did.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
from django.db.models import Count, Max

from faire_ensemble.apps.directory.models import Merge, Place, Service
from faire_ensemble.apps.directory.selectors.finding.asking import Where
from faire_ensemble.apps.territory.selectors import (
    Territory,
    communes_of,
    epcis,
    find_addresses,
    looks_like_address,
    neighbourhoods_of,
    shown_perimeters,
)
from faire_ensemble.core.finding import Document, Index, read_words

COORDINATES = re.compile(r"^\s*(-?\d{1,3}[.,]\d+)\s*[;, ]\s*(-?\d{1,3}[.,]\d+)\s*$")
NUMBER = re.compile(r"^\d{1,4}(bis|ter)?$")
STREETS = frozenset(
    "rue avenue boulevard bd av place allee chemin impasse square quai route cour chaussee "
    "faubourg residence quartier".split()
)
"""Kinds of street: often left out, and they tell nothing apart."""
TITLE, AROUND = 4.0, 1.0
LIFETIME = 600.0
CLOSEST = 300
"""Names looked at, the best scored first."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Something that has a name and a point; `words`: what its own name needs to be said."""

    where: Where
    words: frozenset[str]
    around: str = ""


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    made_of: tuple[int, ...]
    made_at: float
    spots: tuple[_Spot, ...]
    index: Index


_kept: dict[str, _Gazetteer] = {}
_lock = Lock()


def whereabouts(text: str) -> Where | None:
    """The point of a text, or nothing when it is not known here; two queries when kept, and three
    for an address."""
    if found := _coordinates(text):
        return found
    street = looks_like_address(text)
    if street and (addresses := find_addresses(text)):
        likeliest = addresses[0]
        return Where(likeliest.lon, likeliest.lat, likeliest.label, likeliest.exact)
    words = _telling(text)
    if not words:
        return None
    known = _gazetteer()
    matches = known.index.search(words, least_share=0.0)
    heard = frozenset(word for reading in matches.readings for word in reading.words)
    best: tuple[float, _Spot] | None = None
    for row in np.argsort(-matches.scores, kind="stable")[:CLOSEST].tolist():
        if not matches.scores[row]:
            break
        spot = known.spots[row]
        if not spot.words <= heard:
            continue  # only a part of its name was said: « Lille » is not « Lille-Moulins »
        # Whoever says more of it means it; a street before its town, a town before a quarter.
        score = float(matches.scores[row]) * (1 + len(spot.words))
        if best is None or score > best[0]:
            best = (score, spot)
    if best is None:
        return None
    where = best[1].where
    unsaid = set(words) - set(_telling(where.label))
    return replace(where, guessed=street and not where.exact and bool(unsaid))


def _telling(text: str) -> list[str]:
    """The words that tell one place from another; all of them when nothing else is left."""
    words = [word for word in read_words(text) if not NUMBER.match(word)]
    return [word for word in words if word not in STREETS] or words


def _coordinates(text: str) -> Where | None:
    if not (pair := COORDINATES.match(text)):
        return None
    lat, lon = (float(part.replace(",", ".")) for part in pair.groups())
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return Where(lon, lat, f"{lat:.4f}, {lon:.4f}", exact=True)


def forget_where() -> None:
    """Drop what is kept (tests)."""
    _kept.clear()


def _gazetteer() -> _Gazetteer:
    """Kept `LIFETIME` seconds: a new street is known then; a new territory, a place that a merge
    hid or brought back, at once."""
    merged = Merge.objects.aggregate(last=Max("pk", default=0), undone=Count("undone_at"))
    made_of = (Territory.objects.count(), merged["last"], merged["undone"])
    with _lock:
        kept = _kept.get("one")
        if kept and kept.made_of == made_of and time.monotonic() - kept.made_at < LIFETIME:
            return kept
        spots = (*_territories(), *_places())
        index = Index.build(
            Document(row, [(TITLE, spot.where.label), (AROUND, spot.around)])
            for row, spot in enumerate(spots)
        )
        _kept["one"] = made = _Gazetteer(made_of, time.monotonic(), spots, index)
    return made


def _territories() -> Iterator[_Spot]:
    for epci in epcis():
        rows = [*communes_of(epci.pk), *neighbourhoods_of(epci.pk).prefetch_related("communes")]
        contours = shown_perimeters(rows)
        for row in rows:
            if row.pk in contours:
                middle = contours[row.pk].geometry.representative_point()
                yield _Spot(
                    Where(middle.x, middle.y, row.name, exact=False),
                    frozenset(_telling(row.name)),
                )


def _places() -> Iterator[_Spot]:
    """Streets and towns of the places where some help is given; a town's point is that of its
    first place. A record merged or closed keeps its place, which is not known by it."""
    towns: set[str] = set()
    shown = Service.objects.filter(closed_on__isnull=True, merged_into__isnull=True)
    rows = (
        Place.objects.filter(lon__isnull=False, pk__in=shown.values("place"))
        .order_by("pk")
        .values_list("address", "postcode", "commune_name", "lon", "lat")
        .distinct()
    )
    for address, postcode, commune, lon, lat in rows.iterator(chunk_size=2000):
        if lon is None or lat is None:
            continue
        if address:
            label = f"{address}, {postcode} {commune}".strip(", ")
            yield _Spot(
                Where(lon, lat, label, exact=True),
                frozenset(_telling(address)),
                f"{postcode} {commune}",
            )
        for town in (postcode, commune):
            if town and town not in towns:
                towns.add(town)
                label = f"{postcode} {commune}".strip()
                yield _Spot(Where(lon, lat, label, exact=False), frozenset(_telling(town)))
