"""The command line: light to start, helpful, and clear when it fails."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from faire_ensemble.config.cli import COMMANDS, cli

HEAVY = {"django", "numpy", "shapely", "pyogrio", "typst", "openpyxl", "jinja2"}


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from click.testing import CliRunner;"
        "from faire_ensemble.config.cli import cli;"
        "r = CliRunner().invoke(cli, ['--help']); assert r.exit_code == 0, r.output;"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())


def test_pages_do_not_carry_gdal(tmp_path):
    code = (
        "import sys, django; django.setup(); import faire_ensemble.config.urls;"
        "print('pyogrio' in sys.modules)"
    )
    environment = {
        **os.environ,
        "FAIRE_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "faire_ensemble.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout.split() == ["False"]


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "django"])
def test_every_command_helps_with_an_example(name):
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert f"Exemple : faire {name}" in " ".join(result.output.split())


def test_the_module_runs_like_the_command(tmp_path):
    environment = {**os.environ, "FAIRE_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "faire_ensemble", "--help"],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    assert "faire open 200093201" in done.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.django_db
def test_audit_verify_says_how_many_entries_hold():
    result = CliRunner().invoke(cli, ["audit", "verify", "--format", "json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.output) == {
        "entries": 0,
        "intact": True,
        "seal": None,
        "break": None,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind", ["qpv", "insee-qpv", "filosofi-epci", "anct-posts", "grants", "pabulib"]
)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("binary.bin", bytes(range(256)) * 64),
        ("page.html", b"<!doctype html><title>404</title><p>Not found"),
        ("cut.json", b'[{"id_poste": "00112R000103", "annee": 20'),
        ("absent.csv", None),
    ],
)
def test_a_file_that_is_not_the_right_one_fails_clearly(tmp_path: Path, kind, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = CliRunner().invoke(cli, ["import", kind, str(path)])
    assert result.exit_code == 1, result.output
    assert "Erreur" in result.output and name in result.output
    assert "Traceback" not in result.output


def test_a_port_already_taken_is_said_before_anything_starts():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = CliRunner().invoke(cli, ["serve", "--port", str(port)])
    assert result.exit_code == 1
    assert f"127.0.0.1:{port}" in result.output and "--port" in result.output
