"""What a report is made of, whatever its form: the page, the PDF and the JSON show the same.

A figure without a source cannot be built: the report promises one beside every number.
"""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from faire_ensemble.kit.charts import Chart, Table, draw
from faire_ensemble.kit.maps import Map, draw_map


class Unsourced(ValueError):
    """A figure was about to be shown without its source."""


@dataclass(frozen=True, slots=True)
class Heading:
    kind: ClassVar[str] = "heading"
    text: str
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    kind: ClassVar[str] = "text"
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are, with the source of the whole."""

    kind: ClassVar[str] = "facts"
    items: tuple[tuple[str, str], ...]
    source: str

    def __post_init__(self) -> None:
        _demand(self.source, self.items[0][0] if self.items else "")


@dataclass(frozen=True, slots=True)
class Numbers:
    kind: ClassVar[str] = "numbers"
    title: str
    table: Table
    source: str
    note: str = ""

    def __post_init__(self) -> None:
        _demand(self.source, self.title)


@dataclass(frozen=True, slots=True)
class Graph:
    """A chart, drawn at the width that the page or the PDF asks for, and its numbers: those of
    `detail` where the report says more than the chart, the chart's own otherwise."""

    kind: ClassVar[str] = "graph"
    uid: str
    chart: Chart
    source: str
    note: str = ""
    detail: Numbers | None = None

    def __post_init__(self) -> None:
        _demand(self.source, self.chart.title)

    @property
    def numbers(self) -> Numbers:
        return self.detail or Numbers(self.chart.title, self.chart.table(), self.source)

    def drawn(self, width: int) -> Markup:
        return draw(self.chart, self.uid, width)


@dataclass(frozen=True, slots=True)
class Picture:
    """A map; its table names every territory that it shows."""

    kind: ClassVar[str] = "picture"
    uid: str
    map: Map
    source: str
    note: str = ""

    def __post_init__(self) -> None:
        _demand(self.source, self.map.title)

    @property
    def numbers(self) -> Numbers:
        return Numbers(self.map.title, self.map.table(), self.source)

    def drawn(self) -> Markup:
        return draw_map(self.map, self.uid)


@dataclass(frozen=True, slots=True)
class ToComplete:
    """What the data do not hold: who must say it, and what is expected. Never invented."""

    kind: ClassVar[str] = "to_complete"
    who: str
    what: str


Block = Heading | Text | Bullets | Facts | Graph | Picture | Numbers | ToComplete


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report. `basis` says which part of the decree asks for it."""

    key: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    basis: str = ""

    @property
    def gaps(self) -> tuple[ToComplete, ...]:
        return tuple(block for block in self.blocks if isinstance(block, ToComplete))


def _demand(source: str, title: str) -> None:
    if not source.strip():
        raise Unsourced(f"« {title} » n'a pas de source : un chiffre du rapport en porte une.")
