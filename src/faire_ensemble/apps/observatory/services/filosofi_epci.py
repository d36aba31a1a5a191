"""Filosofi by EPCI and by commune: the references of the gaps in income.

The year is inside the names of columns (`Q219` is Q2 of 2019). An EPCI is found by any SIREN it
bears or bore: the table of 2019 calls the Lille metropolis 245900410.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from faire_ensemble.apps.observatory.services.catalogue import (
    columns_of,
    dataset_of,
    ensure_indicators,
    ensure_vintages,
)
from faire_ensemble.apps.observatory.services.lines import Line, Lines, check_whole, read_lines
from faire_ensemble.apps.observatory.services.values import Feed, ValueWriter
from faire_ensemble.apps.territory.selectors import commune_codes, epci_codes
from faire_ensemble.kit.tabular import ImportReport, Unreadable

DATASET = "FILOSOFI"
BY_NEIGHBOURHOOD = ("DEMO", "IPRO", "REVN")
DATED = re.compile(r"(.+?)([0-9]{2})")
CODE = re.compile(r"[0-9]{9}|[0-9]{5}|2[AB][0-9]{3}")
MEDIAN = "Q2"
DESCRIPTIVE = frozenset({"CODGEO", "LIBGEO"})
STEP = 500


@dataclass(frozen=True, slots=True)
class Place:
    """A territory, and what its values must say when the table knows it under another number."""

    id: int
    remark: str = ""


def import_filosofi_epci(path: Path, report: ImportReport, progress: Callable[[int], None]) -> None:
    """Load the rows of the EPCI and communes that are open here. Raises Unreadable."""
    lines = read_lines(path)
    year, columns = recognise(path.name, lines.titles)
    for remark in lines.remarks:
        report.repair(remark)
    places = _places()
    if not places:
        raise Unreadable(
            f"{path.name} : aucune intercommunalité n'est ouverte ici, rien ne serait gardé. "
            "Commencez par « faire open SIREN »."
        )
    feeds = _feeds(lines.titles, columns, year, report)
    _Loading(report, lines, feeds, places).run(progress)


def recognise(name: str, titles: Sequence[str]) -> tuple[int, dict[int, str]]:
    """The year of the table, and the catalogue's column under each index. Raises Unreadable."""
    known = columns_of(DATASET)
    years: set[int] = set()
    columns: dict[int, str] = {}
    for index, title in enumerate(titles):
        dated = DATED.fullmatch(title)
        if title in known:
            columns[index] = title
        elif dated is not None and dated[1] in known:
            columns[index] = dated[1]
            years.add(2000 + int(dated[2]))
    if titles[:1] != ["CODGEO"] or MEDIAN not in columns.values():
        hint = (
            "C'est un tableau par quartier : « faire import insee-qpv »."
            if dataset_of(titles, BY_NEIGHBOURHOOD)
            else "Prenez « FILO_DISP_EPCI » sur insee.fr, enregistré en CSV."
        )
        raise Unreadable(
            f"{name} : ce n'est pas un tableau Filosofi du revenu disponible par intercommunalité "
            f"ou commune (colonnes CODGEO, Q2 suivi de l'année…). {hint}"
        )
    if len(years) != 1:
        said = " et ".join(map(str, sorted(years))) or "aucune"
        raise Unreadable(
            f"{name} : les noms de colonnes doivent porter une seule année (Q219 pour 2019) ; "
            f"ici : {said}."
        )
    return years.pop(), columns


def _feeds(
    titles: Sequence[str], columns: dict[int, str], year: int, report: ImportReport
) -> list[Feed]:
    known = columns_of(DATASET)
    unknown = [
        title
        for index, title in enumerate(titles)
        if title and index not in columns and title not in DESCRIPTIVE
    ]
    if unknown:
        report.note(f"colonnes absentes du catalogue, non chargées : {', '.join(unknown)}", line=1)
    indicators = ensure_indicators({known[name].indicator for name in columns.values()})
    vintages = ensure_vintages({known[name].source for name in columns.values()}, year)
    return [
        Feed(
            index - 1,
            titles[index],
            indicators[known[name].indicator],
            vintages[known[name].source],
        )
        for index, name in columns.items()
    ]


def _places() -> dict[str, Place]:
    """EPCI under every SIREN, communes under their code (two queries)."""
    places = {code: Place(pk) for code, pk in commune_codes().items()}
    for siren, (pk, code) in epci_codes().items():
        remark = "" if siren == code else f"publiée sous le SIREN {siren}, devenu {code}"
        places[siren] = Place(pk, remark)
    return places


@dataclass(slots=True)
class _Loading:
    report: ImportReport
    lines: Lines
    feeds: list[Feed]
    places: dict[str, Place]
    seen: dict[int, int] = field(default_factory=dict)

    def run(self, progress: Callable[[int], None]) -> None:
        writer = ValueWriter(self.report)
        ids = {place.id for place in self.places.values()}
        writer.load(ids, {feed.vintage for feed in self.feeds})
        count = len(self.lines.titles) - 1
        for line in self.lines.rows:
            self.report.read += 1
            if self.report.read % STEP == 0:
                progress(STEP)
            place = self._place(line)
            if place is not None:
                cells = line.cells(count)
                writer.put_row(line.number, place.id, cells, self.feeds, place.remark)
        progress(self.report.read % STEP)
        writer.flush()

    def _place(self, line: Line) -> Place | None:
        """The place a row is about; None when it is counted as refused or out of scope."""
        code = line.key.strip()
        place = self.places.get(code)
        reason = ""
        check_whole(line, self.lines, self.report.file_name)
        if place is None:
            if CODE.fullmatch(code):
                self.report.out_of_scope += 1
                return None
            reason = "code d'intercommunalité ou de commune mal formé"
        elif place.id in self.seen:
            reason = f"territoire déjà lu ligne {self.seen[place.id]}"
        elif line.width < len(self.lines.titles):
            reason = f"ligne incomplète : {line.width} cases au lieu de {len(self.lines.titles)}"
        if reason or place is None:
            self.report.refuse(reason, line.number, "CODGEO", code)
            return None
        self.seen[place.id] = line.number
        return place
