"""`faire import france-services`: the public-service houses, as the ANCT publishes them.

One row a house: `id_fs`, name, address, commune, point, telephone, hours of each day. Each becomes
a place and the help given there. A row that says neither where it is nor in which commune is
refused: nobody could go there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from faire_ensemble.apps.directory.models import Place, Service
from faire_ensemble.apps.directory.models.hours import keep_week
from faire_ensemble.apps.directory.selectors.placing import placed
from faire_ensemble.apps.directory.services.indexing import reindex
from faire_ensemble.apps.directory.services.preparing import prepare_search
from faire_ensemble.apps.territory.selectors import Territory, communes_of, epcis
from faire_ensemble.core.opening import Day, HoursRefused, read_day, tidy
from faire_ensemble.kit.tabular import ImportReport, Row, Table, Unreadable, read_table
from faire_ensemble.kit.tabular.runs import Progress

BATCH = 500
NEEDED = ("id_fs", "lib_fs", "insee_com", "lib_com", "latitude", "longitude", "h_lundi")
DAYS = ("h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi", "h_samedi")
KINDS = ["papers", "digital", "rights"]
WORDS = (
    "Aide pour les démarches de tous les jours : papiers, impôts, santé, retraite, travail, "
    "logement, famille, et pour les faire sur internet."
)
PLACE_FIELDS = (
    "name", "address", "extra", "postcode", "commune_code", "commune_name", "commune_id", "lon",
    "lat", "mobile", "hours", "phone", "email",
)  # fmt: skip
SERVICE_FIELDS = ("name", "description", "kinds", "free", "hours_note", "source")
SPACES = re.compile(r"\s+")
DAY_IN_NAME = re.compile(r"(20\d\d)(\d\d)(\d\d)")


@dataclass(frozen=True, slots=True)
class _Draft:
    """One row, read: what its place and its help are to hold."""

    key: str
    place: dict[str, Any]
    service: dict[str, Any]


def import_france_services(path: Path, report: ImportReport, progress: Progress) -> None:
    """Load every house of the file; run again, nothing changes."""
    table = read_table(path)
    missing = [name for name in NEEDED if table.column(name) is None]
    if missing:
        raise Unreadable(
            f"{path.name} : ce n'est pas la liste des France services (colonnes absentes : "
            f"{', '.join(missing)}). Téléchargez le fichier « liste-fs » de l'ANCT."
        )
    for remark in table.remarks:
        report.repair(remark)
    rows = _Rows(path, table, report)
    batch: list[_Draft] = []
    for draft in rows.drafts():
        batch.append(draft)
        if len(batch) == BATCH:
            _save(batch, report, rows.published)
            progress(len(batch))
            batch = []
    _save(batch, report, rows.published)
    progress(len(batch))
    if not report.read:
        raise Unreadable(f"{path.name} : le fichier ne contient aucune maison.")
    prepare_search()


class _Rows:
    """Rows to drafts; every row is kept, or refused with its reason."""

    def __init__(self, path: Path, table: Table, report: ImportReport) -> None:
        self.table, self.report = table, report
        self.columns = {name.strip().casefold(): at for at, name in enumerate(table.header)}
        self.communes = {
            each.code: each for epci in epcis() for each in communes_of(epci.pk).only("code")
        }
        found = DAY_IN_NAME.search(path.name)
        self.published = date(*map(int, found.groups())) if found else None
        self.source = f"ANCT, liste des France services ({path.name})"
        self.seen: set[str] = set()

    def drafts(self) -> Iterator[_Draft]:
        for row in self.table.rows:
            self.report.read += 1
            draft = self._draft(row)
            if draft is not None:
                yield draft

    def _draft(self, row: Row) -> _Draft | None:
        key, name = self._cell(row, "id_fs"), self._cell(row, "lib_fs")
        if not key or not name:
            self.report.refuse("sans numéro ou sans nom", row.line, "id_fs", key)
            return None
        if key in self.seen:
            self.report.refuse("numéro déjà lu plus haut dans le fichier", row.line, "id_fs", key)
            return None
        self.seen.add(key)
        commune, code = self._cell(row, "lib_com"), self._code(row)
        lon, lat = self._point(row)
        if not commune and not self._cell(row, "adresse") and lon is None:
            self.report.refuse(
                "ni adresse, ni commune, ni position : personne ne pourrait y aller",
                row.line, "lib_fs", name,
            )  # fmt: skip
            return None
        known: Territory | None = self.communes.get(code)
        place = {
            "name": name[:200],
            "address": self._cell(row, "adresse", row.line)[:300],
            "extra": self._cell(row, "complement_adresse")[:300],
            "postcode": self._cell(row, "code_postal")[:5],
            "commune_code": code,
            "commune_name": commune[:100],
            "commune_id": known.pk if known else None,
            "lon": lon,
            "lat": lat,
            "mobile": self._cell(row, "itinerance").casefold() == "oui",
            "hours": self._week(row),
            "phone": self._cell(row, "telephone")[:30],
            "email": self._email(row),
        }
        service = {
            "name": name[:200],
            "description": WORDS,
            "kinds": KINDS,
            "free": True,
            "hours_note": self._cell(row, "commentaire")[:500],
            "source": self.source,
        }
        return _Draft(f"france-services:{key}"[:60], place, service)

    def _cell(self, row: Row, name: str, say_at: int | None = None) -> str:
        at = self.columns.get(name)
        text = row.cells[at] if at is not None and at < len(row.cells) else ""
        clean = SPACES.sub(" ", text).strip()
        if say_at is not None and "\n" in text.strip():
            self.report.repair("retours à la ligne ôtés", say_at, name, clean)
        return clean

    def _code(self, row: Row) -> str:
        code = self._cell(row, "insee_com").upper()
        if code and not re.fullmatch(r"\d[0-9AB]\d{3}", code):
            self.report.note("code de commune illisible, non retenu", row.line, "insee_com", code)
            return ""
        return code

    def _point(self, row: Row) -> tuple[float | None, float | None]:
        texts = self._cell(row, "longitude"), self._cell(row, "latitude")
        if not all(texts):
            return None, None
        try:
            lon, lat = (float(text.replace(",", ".")) for text in texts)
        except ValueError:
            lon, lat = 999.0, 999.0
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            self.report.note(
                "position illisible, non retenue", row.line, "longitude", " ".join(texts)
            )
            return None, None
        return lon, lat

    def _email(self, row: Row) -> str:
        text = self._cell(row, "mail").strip(";, ")
        if text and not re.fullmatch(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+", text):
            self.report.note("courriel illisible, non retenu", row.line, "mail", text)
            return ""
        return text[:254]

    def _week(self, row: Row) -> list[Any]:
        """The hours of the six columns; the file says nothing of Sundays, which are closed."""
        days = [self._day(row, name) for name in DAYS]
        return keep_week((days[0], days[1], days[2], days[3], days[4], days[5], ()))

    def _day(self, row: Row, name: str) -> Day:
        text = self._cell(row, name)
        kept = re.sub(r"\b00:00 - 00:00\b( /)?", "", text).strip()
        try:
            hours, night = read_day(kept)
        except HoursRefused:
            self.report.note("horaires non compris, non retenus", row.line, name, text)
            return ()
        if night:
            self.report.note("ferme après minuit : retenu jusqu'à minuit", row.line, name, text)
        if kept != text:
            self.report.repair("« 00:00 - 00:00 » ôté", row.line, name, text)
        elif tidy(hours) != hours or _overlaps(kept, hours):
            self.report.repair("plages qui se recouvrent, réunies", row.line, name, text)
        return hours


def _overlaps(text: str, hours: Day) -> bool:
    """Whether fewer ranges are kept than were written."""
    return len(re.findall(r"\d{1,2}\s?[:h]\s?\d{2}\s*-\s*\d{1,2}\s?[:h]", text)) > len(hours)


def _save(batch: list[_Draft], report: ImportReport, published: date | None) -> None:
    """Create or update places and their help; at most a dozen queries a batch."""
    if not batch:
        return
    keys = [draft.key for draft in batch]
    places = {
        each.source_key: each
        for each in Place.objects.filter(source_key__in=keys).prefetch_related("neighbourhoods")
    }
    services = {each.source_key: each for each in Service.objects.filter(source_key__in=keys)}
    quarters = _quarters(batch)
    new, changed_places, changed_services = [], [], []
    for draft in batch:
        place, service = places.get(draft.key), services.get(draft.key)
        if place is None or service is None:
            new.append(draft)
            continue
        if service.by_hand:
            report.note("fiche corrigée ici depuis : laissée telle quelle", value=service.name)
            report.unchanged += 1
            continue
        moved = _apply(place, draft.place)
        moved |= {each.pk for each in place.neighbourhoods.all()} != quarters[draft.key]
        told = _apply(service, draft.service)
        report.updated += moved or told
        report.unchanged += not (moved or told)
        if moved:
            changed_places.append(place)
        if moved or told:
            # The publisher vouches for what it publishes, on the day of its file.
            service.checked_on = max(filter(None, (service.checked_on, published)), default=None)
            changed_services.append(service)
    made = Place.objects.bulk_create(Place(source_key=d.key, **d.place) for d in new)
    fresh = Service.objects.bulk_create(
        Service(source_key=d.key, place=place, checked_on=published, **d.service)
        for d, place in zip(new, made, strict=True)
    )
    Place.objects.bulk_update(changed_places, PLACE_FIELDS, batch_size=200)
    Service.objects.bulk_update(changed_services, (*SERVICE_FIELDS, "checked_on"), batch_size=200)
    report.created += len(new)
    _put_in(quarters, [*made, *changed_places])
    reindex(each.pk for each in (*fresh, *changed_services))


def _quarters(batch: list[_Draft]) -> dict[str, set[int]]:
    """The neighbourhoods that hold the point of each row."""
    found: dict[str, set[int]] = {draft.key: set() for draft in batch}
    located = [draft for draft in batch if draft.place["lon"] is not None]
    points = placed(
        [draft.place["lon"] for draft in located], [draft.place["lat"] for draft in located]
    )
    for draft, (_communes, quarters) in zip(located, points, strict=True):
        found[draft.key] = {each.pk for each in quarters}
    return found


def _put_in(quarters: dict[str, set[int]], places: list[Place]) -> None:
    through = Place.neighbourhoods.through
    through.objects.filter(place_id__in=[place.pk for place in places]).delete()
    through.objects.bulk_create(
        through(place_id=place.pk, territory_id=quarter)
        for place in places
        for quarter in sorted(quarters[place.source_key or ""])
    )


def _apply(row: Place | Service, values: dict[str, Any]) -> bool:
    """Set what differs; whether anything did."""
    changed = False
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed = True
    return changed
