"""INSEE's tables by priority neighbourhood: DEMO, IPRO and REVN, as published."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from faire_ensemble.apps.observatory.services.catalogue import (
    columns_of,
    dataset_of,
    ensure_indicators,
    ensure_vintages,
)
from faire_ensemble.apps.observatory.services.cells import BadCell, read_cell
from faire_ensemble.apps.observatory.services.lines import Line, Lines, check_whole, read_lines
from faire_ensemble.apps.observatory.services.values import Feed, ValueWriter
from faire_ensemble.apps.territory.selectors import priority_codes
from faire_ensemble.apps.territory.services import ensure_national_group, set_populations
from faire_ensemble.kit.tabular import ImportReport, Unreadable

DATASETS = ("DEMO", "IPRO", "REVN")
DESCRIPTIVE = frozenset({"CODGEO", "LIBGEO", "LIB_COM"})
CODE = re.compile(r"Q[PN](?:[0-9]{6}|[0-9]{5}[A-Z0-9]|[0-9]2[AB][0-9]{3}|2[AB][0-9]{3}[A-Z])")
ENSEMBLE = "Ensemble"
NATIONAL = ("QPV-FRANCE", "Ensemble des quartiers prioritaires de France (INSEE)")
YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
MEDIAN = re.compile(r"\bQ2[0-9]{2}\b")
STEP = 100
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Kind:
    """Which table it is."""

    dataset: str
    year: int


def import_insee_qpv(path: Path, report: ImportReport, progress: Callable[[int], None]) -> None:
    """Load the rows of the neighbourhoods that are open here, and the national set.

    Raises Unreadable for a file of another kind, or whose name does not say its year.
    """
    lines = read_lines(path)
    kind = recognise(path.name, lines.titles)
    for remark in lines.remarks:
        report.repair(remark)
    codes = priority_codes()
    if not codes:
        raise Unreadable(
            f"{path.name} : aucun quartier prioritaire n'est ouvert ici, rien ne serait gardé. "
            "Commencez par « faire open SIREN » puis « faire import qpv FICHIER »."
        )
    feeds = _feeds(kind, lines.titles, report)
    _Loading(report, lines, kind, feeds, codes).run(progress)


def recognise(name: str, titles: Sequence[str]) -> Kind:
    """Dataset and year from the file's name, checked against its columns. Raises Unreadable."""
    dataset = dataset_of(titles, DATASETS) if titles[:1] == ["CODGEO"] else None
    if dataset is None:
        hint = (
            "C'est un tableau Filosofi : « faire import filosofi-epci »."
            if MEDIAN.search(" ".join(titles))
            else "Prenez les bases de données des quartiers de la politique de la ville sur "
            "insee.fr, enregistrées en CSV."
        )
        raise Unreadable(
            f"{name} : ce n'est pas un tableau INSEE par quartier (colonne CODGEO puis colonnes "
            f"DEMO, IPRO ou REVN attendues). {hint}"
        )
    named = [each for each in DATASETS if re.search(rf"(?<![A-Z]){each}(?![A-Z])", name.upper())]
    if named and named != [dataset]:
        raise Unreadable(
            f"{name} : le nom annonce {' et '.join(named)}, mais les colonnes sont celles de "
            f"{dataset}. Vérifiez le fichier, puis renommez-le."
        )
    years = sorted({int(year) for year in YEAR.findall(name)})
    if len(years) != 1:
        raise Unreadable(
            f"{name} : le nom ne dit pas de quelle année est le tableau. Renommez-le comme "
            f"l'INSEE : {dataset}_2019.csv."
        )
    return Kind(dataset, years[0])


def _feeds(kind: Kind, titles: Sequence[str], report: ImportReport) -> list[Feed]:
    """What each known column feeds; says which columns are unknown, or there twice."""
    known = columns_of(kind.dataset)
    places: dict[str, int] = {}
    twice: list[str] = []
    for index, title in enumerate(titles):
        if title in known and title in places:
            twice.append(title)
        elif title in known:
            places[title] = index
    unknown = sorted(
        title
        for title in set(titles) - known.keys() - DESCRIPTIVE
        if title and not title.startswith("NOTE_")
    )
    if unknown:
        report.note(f"colonnes absentes du catalogue, non chargées : {', '.join(unknown)}", line=1)
    if twice:
        report.note(f"colonnes en double, seule la première est lue : {', '.join(twice)}", line=1)
    indicators = ensure_indicators(known[title].indicator for title in places)
    vintages = ensure_vintages({known[title].source for title in places}, kind.year)
    feeds = []
    for title, index in places.items():
        column = known[title]
        feeds.append(
            Feed(
                index - 1,
                title,
                indicators[column.indicator],
                vintages[column.source],
                _reserve(titles, index, column.reserve),
                column.reserve,
                column.remark,
            )
        )
    return feeds


def _reserve(titles: Sequence[str], index: int, name: str) -> int | None:
    """The cell of the `NOTE_…` column governing a column: the next one of that name.

    The same name may come twice in a table, each time after the columns it is about.
    """
    found = [place for place, title in enumerate(titles) if name and title == name]
    after = [place for place in found if place > index]
    return next((place - 1 for place in after or found), None)


@dataclass(slots=True)
class _Loading:
    report: ImportReport
    lines: Lines
    kind: Kind
    feeds: list[Feed]
    codes: Mapping[str, int]
    seen: dict[str, int] = field(default_factory=dict)
    populations: dict[int, int] = field(default_factory=dict)

    def run(self, progress: Callable[[int], None]) -> None:
        writer = ValueWriter(self.report)
        writer.load(self.codes.values(), {feed.vintage for feed in self.feeds})
        count = len(self.lines.titles) - 1
        population = next((feed for feed in self.feeds if feed.title == "POP_MUN"), None)
        for line in self.lines.rows:
            self.report.read += 1
            if self.report.read % STEP == 0:
                progress(STEP)
            territory = self._territory(line, writer)
            if territory is None:
                continue
            cells = line.cells(count)
            writer.put_row(line.number, territory, cells, self.feeds)
            if population is not None and line.key.strip() in self.codes:
                self._note_population(territory, cells[population.index])
        progress(self.report.read % STEP)
        writer.flush()
        set_populations(
            self.populations, year=self.kind.year, source=f"INSEE, DEMO {self.kind.year}, POP_MUN"
        )
        self._name_absent()

    def _territory(self, line: Line, writer: ValueWriter) -> int | None:
        """The place a row is about; None when it is counted as refused or out of scope."""
        code = line.key.strip()
        check_whole(line, self.lines, self.report.file_name)
        territory = self.codes.get(code)
        if territory is None and code != ENSEMBLE:
            if CODE.fullmatch(code):
                self.report.out_of_scope += 1
            else:
                self.report.refuse("code de quartier mal formé", line.number, "CODGEO", code)
            return None
        reason = ""
        if code in self.seen:
            reason = f"quartier déjà lu ligne {self.seen[code]}"
        elif line.width < len(self.lines.titles):
            reason = f"ligne incomplète : {line.width} cases au lieu de {len(self.lines.titles)}"
        if reason:
            self.report.refuse(reason, line.number, "CODGEO", code)
            return None
        self.seen[code] = line.number
        if territory is None:
            territory = ensure_national_group(*NATIONAL)
            writer.load([territory], {feed.vintage for feed in self.feeds})
        return territory

    def _note_population(self, territory: int, text: str) -> None:
        with suppress(BadCell):
            value = read_cell(text).value
            if value is not None:
                self.populations[territory] = int(value)

    def _name_absent(self) -> None:
        """Neighbourhoods open here that the table forgets, when it knows some of them."""
        absent = sorted(self.codes.keys() - self.seen.keys())
        if not absent:
            return
        shown = ", ".join(absent[:SHOWN]) + (", …" if len(absent) > SHOWN else "")
        self.report.note(
            f"quartiers ouverts ici mais absents de ce tableau ({len(absent)}) : {shown}"
        )
