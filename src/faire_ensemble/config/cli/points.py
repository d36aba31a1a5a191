"""Locating the points of a CSV, row after row, without ever holding the whole of it."""

import csv
import itertools
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

import numpy as np

from faire_ensemble.apps.territory.selectors import Gazetteer, Territory
from faire_ensemble.core.geography.locator import Matches

CHUNK = 20_000
LON = ("lon", "lng", "long", "longitude", "x")
LAT = ("lat", "latitude", "y")
ADDED = ("communes", "communes_noms", "quartiers", "quartiers_noms", "erreur")
JOIN = "|"


class PointsRefused(Exception):
    """The input is not a table of points; the message (French) says what to give."""


@dataclass(slots=True)
class _Point:
    line: int
    cells: list[str]
    lon: float = math.nan
    lat: float = math.nan
    fault: str = ""


@dataclass(frozen=True, slots=True)
class _Layout:
    header: list[str]
    lon: int
    lat: int
    delimiter: str


def locate_rows(
    lines: Iterable[str],
    out: TextIO,
    where: Gazetteer,
    warn: Callable[[str], None],
    done: Callable[[int], object] = lambda rows: None,
) -> int:
    """Copy a CSV with the places of each point; return how many rows had no usable position.

    `warn` hears of each of those (line number and reason); they are copied too, the reason in
    the column « erreur ». `done` hears how many rows each chunk had. Raises PointsRefused when
    there is no header with both columns.
    """
    layout, rows = _open(lines)
    writer = csv.writer(out, delimiter=layout.delimiter, lineterminator="\n")
    writer.writerow([*layout.header, *ADDED])
    faults = 0
    while points := [_point(line, cells, layout) for line, cells in itertools.islice(rows, CHUNK)]:
        writer.writerows(_located(points, where))
        out.flush()
        done(len(points))
        for point in points:
            if point.fault:
                faults += 1
                warn(f"ligne {point.line} : {point.fault}")
    return faults


def _open(lines: Iterable[str]) -> tuple[_Layout, Iterator[tuple[int, list[str]]]]:
    source = iter(lines)
    first = next(source, "")
    if not first.strip():
        raise PointsRefused("Rien à lire : il faut un CSV avec une ligne d'en-têtes.")
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(itertools.chain([first], source), delimiter=delimiter)
    rows = _numbered(reader)
    _line, header = next(rows)
    titles = [title.strip().casefold() for title in header]
    lon = next((titles.index(name) for name in LON if name in titles), None)
    lat = next((titles.index(name) for name in LAT if name in titles), None)
    if lon is None or lat is None:
        absent = "de longitude (lon, longitude, x)" if lon is None else "de latitude (lat, y)"
        raise PointsRefused(
            f"Pas de colonne {absent} dans l'en-tête : {', '.join(header)[:200] or 'vide'}."
        )
    return _Layout(header, lon, lat, delimiter), rows


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of their first line; blank lines are passed over."""
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise PointsRefused(f"Ligne {line} : CSV illisible ({error}).") from error
        if cells is None:
            return
        if cells:
            yield line, cells
        line = getattr(reader, "line_num", line) + 1


def _point(line: int, cells: list[str], layout: _Layout) -> _Point:
    width = len(layout.header)
    point = _Point(line, cells[:width] + [""] * (width - len(cells)))
    if len(cells) != width:
        extra = f" ({JOIN.join(cells[width:])})" if len(cells) > width else ""
        point.fault = f"{len(cells)} colonnes au lieu de {width}{extra}"
        return point
    lon, lat = cells[layout.lon].strip(), cells[layout.lat].strip()
    if not lon or not lat:
        point.fault = "coordonnées vides"
        return point
    try:
        x, y = float(lon.replace(",", ".")), float(lat.replace(",", "."))
    except ValueError:
        point.fault = f"coordonnées illisibles « {lon} », « {lat} »"
        return point
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        point.fault = f"hors du globe : longitude {lon}, latitude {lat}"
        return point
    point.lon, point.lat = x, y
    return point


def _located(points: list[_Point], where: Gazetteer) -> Iterator[list[str]]:
    lons = np.array([point.lon for point in points])
    lats = np.array([point.lat for point in points])
    communes, quarters = where.match(lons, lats)
    pairs = zip(
        points,
        _words(communes, where.communes, len(points)),
        _words(quarters, where.neighbourhoods, len(points)),
        strict=True,
    )
    for point, commune, quarter in pairs:
        yield [*point.cells, *commune, *quarter, point.fault]


def _words(
    matches: Matches, places: tuple[Territory, ...], count: int
) -> Iterator[tuple[str, str]]:
    """Codes and names, joined, of the places of each point."""
    limits = np.searchsorted(matches.points, np.arange(count + 1)).tolist()
    owners = matches.polygons.tolist()
    for first, last in itertools.pairwise(limits):
        if first == last:
            yield "", ""
            continue
        found = [places[owner] for owner in owners[first:last]]
        yield JOIN.join(place.code for place in found), JOIN.join(place.name for place in found)
