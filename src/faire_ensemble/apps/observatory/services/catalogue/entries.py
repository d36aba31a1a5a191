"""The lines of the catalogue, read once from the files beside this module."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """An indicator as the catalogue describes it; fields are those of the model."""

    code: str
    official_code: str
    dataset: str
    label: str
    theme: str
    unit: str
    direction: str
    headline: int | None
    method: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source; `period` is the label of its vintages, `%(year)s` being the file's year."""

    code: str
    name: str
    publisher: str
    licence: str
    address: str
    rolling_years: int
    period: str


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of a dataset feeds.

    `reserve` is the `NOTE_…` column that governs it, `remark` what each value must say.
    """

    name: str
    indicator: str
    source: str
    reserve: str
    remark: str = ""


@cache
def indicator_entries() -> Mapping[str, IndicatorEntry]:
    """Indicators by code."""
    return MappingProxyType(
        {
            row["code"]: IndicatorEntry(
                code=row["code"],
                official_code=row["column"],
                dataset=row["dataset"],
                label=row["label"],
                theme=row["theme"],
                unit=row["unit"],
                direction=row["direction"],
                headline=int(row["headline"]) if row["headline"] else None,
                method=row["method"],
            )
            for row in _lines("indicators.csv")
        }
    )


@cache
def source_entries() -> Mapping[str, SourceEntry]:
    """Sources by code."""
    return MappingProxyType(
        {
            row["code"]: SourceEntry(
                code=row["code"],
                name=row["name"],
                publisher=row["publisher"],
                licence=row["licence"],
                address=row["address"],
                rolling_years=int(row["rolling_years"]),
                period=row["period"],
            )
            for row in _lines("sources.csv")
        }
    )


@cache
def columns_of(dataset: str) -> Mapping[str, Column]:
    """The columns of a dataset that feed an indicator, by their official name."""
    own = {
        row["column"]: Column(row["column"], row["code"], row["source"], row["note"])
        for row in _lines("indicators.csv")
        if row["dataset"] == dataset
    }
    others = {
        row["column"]: Column(
            row["column"], row["indicator"], row["source"], row["note"], row["remark"]
        )
        for row in _lines("synonyms.csv")
        if row["dataset"] == dataset
    }
    return MappingProxyType(own | others)


def dataset_of(header: Iterable[str], datasets: Iterable[str]) -> str | None:
    """Which dataset a header belongs to: the one that knows most of its columns, three at least.

    A single letter is shared by datasets (A), hence the count.
    """
    titles = set(header)
    known = {dataset: len(titles & columns_of(dataset).keys()) for dataset in datasets}
    best = max(known, key=lambda dataset: known[dataset])
    return best if known[best] >= 3 else None


def _lines(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
