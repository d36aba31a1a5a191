"""The facts of the demonstration, read from the small files beside this module.

Every file and its source is described in `facts/README.md`. Reading checks nothing twice: the
tests of the demonstration hold the counts and the links between files.
"""

import csv
import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("facts")
FILES = (
    "contract.toml",
    "draws.toml",
    "governance.toml",
    "helping.toml",
    "initiatives.toml",
    "insee.csv",
    "invented.toml",
    "neighbourhoods.csv",
    "participation.toml",
    "reference.csv",
    "report_figures.csv",
    "report_indicators.csv",
    "year.toml",
)


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A priority neighbourhood: centre in degrees (3 decimals), area in km² (2 decimals)."""

    code: str
    name: str
    communes: tuple[str, ...]
    longitude: float
    latitude: float
    area_km2: float


@dataclass(frozen=True, slots=True)
class Town:
    """A commune that signs the contract: INSEE code, name, name of its organisation."""

    commune: str
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class OfficialFigure:
    """A figure of INSEE under its official column; `value` is None where nothing is published.

    `note` is the publisher's own reserve (a code), `remark` what we must add to read it.
    """

    neighbourhood: str
    dataset: str
    column: str
    year: int
    value: Decimal | None
    note: str
    remark: str = ""


def rows(name: str) -> Iterator[dict[str, str]]:
    """The lines of a CSV file of facts."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def table(name: str) -> dict[str, Any]:
    """The content of a TOML file of facts."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def neighbourhoods() -> list[Neighbourhood]:
    """The 26 priority neighbourhoods of the metropolis, in the order of their codes."""
    return [
        Neighbourhood(
            row["code"],
            row["name"],
            tuple(row["communes"].split()),
            float(row["longitude"]),
            float(row["latitude"]),
            float(row["area_km2"]),
        )
        for row in rows("neighbourhoods.csv")
    ]


def towns() -> list[Town]:
    """The 21 communes of the contract; the associated communes bear the code of Lille."""
    return [Town(**item) for item in table("contract.toml")["towns"]]


def official_figures() -> list[OfficialFigure]:
    """What INSEE publishes for the neighbourhoods (see `insee.csv`)."""
    return [
        OfficialFigure(
            row["neighbourhood"],
            row["dataset"],
            row["column"],
            int(row["year"]),
            Decimal(row["value"]) if row["value"] else None,
            row["note"],
        )
        for row in rows("insee.csv")
    ]


def municipal_populations(edition: int) -> dict[str, int]:
    """Population of each neighbourhood in an edition of INSEE's file DEMO (that of 2017 gives
    the population of 2013)."""
    return {
        figure.neighbourhood: int(figure.value)
        for figure in official_figures()
        if (figure.column, figure.year) == ("POP_MUN", edition) and figure.value is not None
    }


def digest() -> str:
    """What the demonstration is made from: changes when a file of facts does."""
    total = hashlib.sha256()
    for name in FILES:
        total.update((FOLDER / name).read_bytes())
    return total.hexdigest()[:16]
