"""`faire import addresses`: where the numbers of streets are.

Two dresses are read: the Base Adresse Nationale (`id;…;numero;rep;nom_voie;code_postal;
code_insee;…;lon;lat`, plain or gzip), and lists of whole addresses with a point, in one column
(`query`, `adresse`) or several. Only the addresses of open communes are kept. Without an INSEE
code, the commune is the one that holds the point.
"""

import gzip
import hashlib
import math
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

from faire_ensemble.apps.territory.models import Address, Territory, TerritoryKind
from faire_ensemble.apps.territory.selectors.locating import Gazetteer, gazetteer
from faire_ensemble.apps.territory.services.names import fold
from faire_ensemble.core.addresses import read_address, same_repetition, street_key
from faire_ensemble.kit.tabular import ImportReport, Row, Table, Unreadable, read_table
from faire_ensemble.kit.tabular.readers import MAX_BYTES, check_file
from faire_ensemble.kit.tabular.runs import Progress

BATCH = 2000
NUMBER = re.compile(r"(\d{1,6})\s*([a-zA-Z]{0,9})", re.ASCII)
NO_NUMBER = 5000
"""From this number on, the Base Adresse Nationale numbers what has no number."""
COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("id", "id_ban_adresse", "cle_interop"),
    "number": ("numero", "expected_housenumber"),
    "repetition": ("rep", "suffixe"),
    "street": ("nom_voie", "voie_nom", "expected_street"),
    "postcode": ("code_postal", "expected_postcode"),
    "insee": ("code_insee", "commune_insee"),
    "town": ("nom_commune", "commune_nom", "expected_city"),
    "lon": ("lon", "long", "longitude"),
    "lat": ("lat", "latitude"),
    "point": ("expected_coordinate", "coordonnees"),
    "whole": ("query", "adresse"),
}
FIELDS = (
    "commune_id", "postcode", "street", "street_key", "number", "repetition", "lon", "lat",
)  # fmt: skip


def import_addresses(path: Path, report: ImportReport, progress: Progress) -> None:
    """Load one file; run again, nothing changes. Memory: a batch, and one number a row kept."""
    with _plain(path) as file:
        table = read_table(file)
        reader = _Reader(path, table, report)
        for remark in table.remarks:
            report.repair(remark)
        batch: list[Address] = []
        done = 0
        for address in reader.addresses():
            batch.append(address)
            if len(batch) == BATCH:
                _save(batch, report)
                batch = []
                progress(report.read - done)
                done = report.read
        _save(batch, report)
        progress(report.read - done)
    if not report.read:
        raise Unreadable(f"{path.name} : le fichier ne contient aucune adresse.")


@contextmanager
def _plain(path: Path) -> Iterator[Path]:
    """The file, opened from its gzip dress when it wears one (to a file, never to memory)."""
    check_file(path)
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    if not packed:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / path.name.removesuffix(".gz")
        try:
            with gzip.open(path) as source, plain.open("wb") as target:
                shutil.copyfileobj(_Limited(source, path), target)
        except (OSError, EOFError) as error:
            raise Unreadable(
                f"{path.name} : archive abîmée ou incomplète. Téléchargez-la à nouveau."
            ) from error
        yield plain


@dataclass(slots=True)
class _Limited:
    """Reads, up to the size that any table may have: a small archive may hold a huge file."""

    source: gzip.GzipFile
    path: Path
    count: int = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self.source.read(size)
        self.count += len(chunk)
        if self.count > MAX_BYTES:
            raise Unreadable(
                f"{self.path.name} : une fois ouverte, l'archive dépasse la limite de "
                f"{MAX_BYTES // 1024**2} Mo. Chargez un seul département, ou découpez le fichier."
            )
        return chunk


@dataclass(slots=True)
class _Reader:
    """Rows to addresses not yet saved; every other row is refused or out of scope."""

    path: Path
    table: Table
    report: ImportReport
    columns: dict[str, int] = field(init=False)
    communes: dict[str, Territory] = field(init=False)
    where: Gazetteer | None = field(init=False)
    seen: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        found = {name: self.table.column(*titles) for name, titles in COLUMNS.items()}
        self.columns = {name: at for name, at in found.items() if at is not None}
        has = self.columns.keys()
        if not ({"street", "whole"} & has) or not ({"lon", "lat"} <= has or "point" in has):
            raise Unreadable(
                f"{self.path.name} : ce ne sont pas des adresses. Il faut une colonne nom_voie (ou "
                "adresse) et les colonnes lon et lat, comme dans la Base Adresse Nationale."
            )
        rows = Territory.objects.filter(kind=TerritoryKind.COMMUNE)
        self.communes = {each.code: each for each in rows}
        if not self.communes:
            raise Unreadable(
                "aucune intercommunalité n'est ouverte. Commencez par « faire open SIREN »."
            )
        self.where = None if "insee" in has else gazetteer(timezone.localdate())

    def addresses(self) -> Iterator[Address]:
        for row in self.table.rows:
            self.report.read += 1
            address = self._address(row)
            if address is not None:
                yield address

    def _address(self, row: Row) -> Address | None:
        told = {name: self._cell(row, at) for name, at in self.columns.items()}
        insee = told.get("insee", "")
        if self.where is None and insee and insee not in self.communes:
            self.report.out_of_scope += 1
            return None
        point = _point(told)
        if point is None:
            raw = told.get("point") or f"{told.get('lon', '')} {told.get('lat', '')}".strip()
            self.report.refuse("sans position lisible", row.line, "lon, lat", raw)
            return None
        commune = self.communes.get(insee) if insee else self._holding(point, told)
        if commune is None:
            if self.where is None:
                self.report.refuse("sans code de commune", row.line, "code_insee")
            else:
                self.report.out_of_scope += 1
            return None
        made = self._made(row, told, commune, point)
        if made is None:
            return None
        if hash(made.key) in self.seen:
            self.report.refuse("adresse déjà lue plus haut", row.line, "id", made.key)
            return None
        self.seen.add(hash(made.key))
        return made

    def _made(
        self, row: Row, told: dict[str, str], commune: Territory, point: tuple[float, float]
    ) -> Address | None:
        spoken = read_address(told.get("whole", ""))
        street = told.get("street") or spoken.street
        number, letter, said = spoken.number, spoken.repetition, told.get("number", "")
        if said:
            numbered = NUMBER.fullmatch(said)
            if numbered is None:
                self.report.refuse("numéro illisible", row.line, "numero", said)
                return None
            number, letter = int(numbered[1]), numbered[2]
        if number is not None and (number >= NO_NUMBER or number == 0):
            number = None
        key = street_key(street)[:200]
        if not key:
            self.report.refuse("sans nom de rue", row.line, "nom_voie", street)
            return None
        postcode = told.get("postcode") or spoken.postcode
        repetition = same_repetition(told.get("repetition") or letter)[:10]
        parts = f"{commune.code}|{postcode}|{key}|{number}|{repetition}"
        digest = hashlib.sha256(parts.encode()).hexdigest()[:24]
        return Address(
            key=(told.get("id") or f"ici-{digest}")[:60],
            commune=commune,
            postcode=postcode if len(postcode) == 5 and postcode.isdecimal() else "",
            street=" ".join(street.split())[:200],
            street_key=key,
            number=number,
            repetition=repetition if number is not None else "",
            lon=point[0],
            lat=point[1],
        )

    def _holding(self, point: tuple[float, float], told: dict[str, str]) -> Territory | None:
        """The commune around a point: of two that share it, the one that the row names."""
        if self.where is None:
            return None
        held, _quarters = self.where.match([point[0]], [point[1]])
        found = [self.where.communes[at] for at in held.polygons.tolist()]
        named = fold(told.get("town", ""))
        return next((each for each in found if fold(each.name) == named), next(iter(found), None))

    @staticmethod
    def _cell(row: Row, at: int) -> str:
        return row.cells[at].strip() if at < len(row.cells) else ""


def _point(told: dict[str, str]) -> tuple[float, float] | None:
    """Longitude and latitude in degrees; nothing when absent, unreadable or off the earth."""
    lon, lat = told.get("lon", ""), told.get("lat", "")
    if not (lon and lat):
        parts = told.get("point", "").split(",")
        if len(parts) < 2:
            return None
        lat, lon = parts[0], parts[1]
    try:
        x, y = float(lon.replace(",", ".")), float(lat.replace(",", "."))
    except ValueError:
        return None
    fine = math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90
    return (x, y) if fine else None


def _save(batch: list[Address], report: ImportReport) -> None:
    """Create or update one batch; what is the same is not written."""
    known = {each.key: each for each in Address.objects.filter(key__in=[a.key for a in batch])}
    fresh, changed = [], []
    for address in batch:
        kept = known.get(address.key)
        if kept is None:
            fresh.append(address)
        elif all(getattr(kept, name) == getattr(address, name) for name in FIELDS):
            report.unchanged += 1
        else:
            address.pk = kept.pk
            changed.append(address)
    Address.objects.bulk_create(fresh, batch_size=BATCH)
    names = ["commune" if name == "commune_id" else name for name in FIELDS]
    Address.objects.bulk_update(changed, names, batch_size=200)
    report.created += len(fresh)
    report.updated += len(changed)
