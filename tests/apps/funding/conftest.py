"""A metropolis with its contract, and a way to import a file as the command does."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from faire_ensemble.apps.contract.services import open_contract
from faire_ensemble.apps.funding import services
from faire_ensemble.apps.territory.models import EpciSiren, Territory
from faire_ensemble.kit.tabular import ImportReport, run_import

Load = Callable[..., ImportReport]


@pytest.fixture
def mel(db: Any) -> Territory:
    epci = Territory.objects.create(
        kind="epci", code="200093201", name="Métropole Européenne de Lille"
    )
    EpciSiren.objects.create(epci=epci, siren="245900410")
    return epci


@pytest.fixture
def contract(mel: Territory) -> int:
    return open_contract(actor=None, epci=mel).contract_id


@pytest.fixture
def load(db: Any) -> Load:
    def run(kind: str, path: Path, dry_run: bool = False) -> ImportReport:
        importer = getattr(services, "import_" + kind.replace("-", "_"))
        return run_import(kind, importer, path, actor=None, dry_run=dry_run)

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def make(text: str, name: str = "x.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return make
