"""`faire demo` on a data folder: builds once, marks, refuses other people's data."""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.config.test_demo_determinism import content
from tests.prepared import FAIRE, environment

from faire_ensemble.apps.directory.models import Organisation
from faire_ensemble.config.cli import demo
from faire_ensemble.config.demonstration import build
from faire_ensemble.config.demonstration.state import State, mark, state_of, unmark


def faire(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*FAIRE, *arguments]
    return subprocess.run(
        command, env=environment(home), capture_output=True, text=True, check=False, timeout=600
    )


def grants(home: Path) -> int:
    with sqlite3.connect(home / "faire.sqlite3") as base:
        return int(base.execute("select count(*) from funding_grant").fetchone()[0])


def test_builds_once_then_again_only_when_asked(
    demonstration_folder: Path, tmp_path: Path, what_it_holds: Callable[..., Any]
) -> None:
    said = (demonstration_folder / "said").read_text(encoding="utf-8")
    assert "300 porteurs et 1700 dossiers inventés" in said
    assert "createsuperuser" in said
    home = tmp_path / "home"
    shutil.copytree(demonstration_folder / "home", home)
    assert (home / "demonstration").is_file()
    assert grants(home) == 1700

    with sqlite3.connect(home / "faire.sqlite3") as base:
        base.execute("delete from funding_grant where external_key = '2016-0001'")
    again = faire(home, "demo", "--build-only")
    assert again.returncode == 0 and "inventés" not in again.stdout
    assert grants(home) == 1699

    rebuilt = faire(home, "demo", "--build-only", "--rebuild")
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert grants(home) == 1700
    assert what_it_holds(content, str(home / "faire.sqlite3")) == what_it_holds(content)


def test_refuses_a_database_with_other_data(empty_site: Path, tmp_path: Path) -> None:
    shutil.copy(empty_site / "faire.sqlite3", tmp_path)
    with sqlite3.connect(tmp_path / "faire.sqlite3") as base:
        base.execute(
            "insert into territory_territory (kind, code, name, population_source) "
            "values ('epci', '200000172', 'CC Faucigny-Glières', '')"
        )
    for options in ((), ("--rebuild",)):
        refused = faire(tmp_path, "demo", "--build-only", *options)
        assert refused.returncode == 1
        assert "rien n'a été changé" in refused.stderr
    assert not (tmp_path / "demonstration").exists()
    with sqlite3.connect(tmp_path / "faire.sqlite3") as base:
        assert base.execute("select code from territory_territory").fetchall() == [("200000172",)]


@pytest.mark.django_db
def test_states_of_a_database() -> None:
    assert state_of() is State.EMPTY
    Organisation.objects.create(name="Une vraie association", name_key="une vraie association")
    assert state_of() is State.FOREIGN


def test_the_marker_is_left_and_taken_away(tmp_path: Path) -> None:
    mark(tmp_path / "new")
    assert (tmp_path / "new" / "demonstration").is_file()
    unmark(tmp_path / "new")
    unmark(tmp_path / "new")
    assert not (tmp_path / "new" / "demonstration").exists()


@pytest.mark.django_db
def test_a_failed_build_leaves_no_marker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.FAIRE_HOME = tmp_path

    def broken(progress: object) -> dict[str, int]:
        raise OSError("disque plein")

    monkeypatch.setattr(build, "build", broken)
    with pytest.raises(OSError, match="disque plein"):
        demo.build()
    assert not (tmp_path / "demonstration").exists()
