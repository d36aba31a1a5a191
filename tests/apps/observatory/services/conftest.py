"""A metropolis with its 26 priority neighbourhoods of 2014, and tables written on the spot."""

from pathlib import Path

import pytest

from faire_ensemble.apps.observatory.models import Value
from faire_ensemble.apps.territory.models import EpciSiren, Territory, TerritoryKind
from faire_ensemble.kit.tabular import ImportReport, run_import

CODES = [f"QP0590{number}" for number in range(66, 92)]


@pytest.fixture
def mel(db: None) -> Territory:
    epci = Territory.objects.create(
        kind=TerritoryKind.EPCI, code="200093201", name="Métropole Européenne de Lille"
    )
    for siren in ("200093201", "245900410"):
        EpciSiren.objects.create(epci=epci, siren=siren)
    Territory.objects.bulk_create(
        Territory(kind=TerritoryKind.PRIORITY, code=code, name=code, epci=epci, generation=2014)
        for code in CODES
    )
    return epci


class Desk:
    """Writes tables and loads them; `value` reads back what an indicator holds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def table(self, name: str, *rows: str, encoding: str = "utf-8-sig", end: str = "\r\n") -> Path:
        path = self.folder / name
        path.write_bytes((end.join(rows) + end).encode(encoding))
        return path

    def load(self, importer, path: Path, kind: str = "insee-qpv", **options) -> ImportReport:
        return run_import(kind, importer, path, actor=None, **options)

    def value(self, code: str, place: str, year: int) -> Value:
        return Value.objects.get(indicator__code=code, territory__code=place, vintage__year=year)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
