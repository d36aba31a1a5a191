"""`faire allocate`: compute, write, check again, and refuse what is false."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from faire_ensemble.config.cli.allocate import command

PROBLEM = {
    "name": "Essai",
    "applications": [
        {"id": "D1", "holder": "H1", "score": "80"},
        {"id": "D2", "holder": "H2", "score": "40"},
    ],
    "requests": [
        {"id": "R1", "application": "D1", "funder": "ville", "asked": "8000", "minimum": "4000"},
        {"id": "R2", "application": "D2", "funder": "ville", "asked": "6000", "minimum": "6000"},
    ],
    "envelopes": [{"id": "E1", "funder": "ville", "amount": "9000"}],
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "scenario.json"
    data = {"format": "faire-ensemble/allocation", "version": 1, "problem": PROBLEM}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_computes_and_explains(file: Path):
    done = run(file, "--explain")
    assert done.exit_code == 0, done.output
    assert "8\N{NARROW NO-BREAK SPACE}000,00 € accordés à 1 demandes" in done.output
    assert "R2 : 0,00 € sur" in done.output
    assert "dans l'enveloppe E1" in done.output


def test_a_published_scenario_is_found_identical(file: Path, tmp_path: Path):
    published = tmp_path / "published.json"
    assert run(file, "--output", published).exit_code == 0
    done = run(published)
    assert done.exit_code == 0
    assert "Vérifié : règles, bénéfice et borne sont exacts." in done.output
    assert "le même programme, montant par montant" in done.output
    again = tmp_path / "again.json"
    run(published, "--output", again)
    assert again.read_bytes() == published.read_bytes()


def test_a_falsified_scenario_fails(file: Path, tmp_path: Path):
    published = tmp_path / "published.json"
    run(file, "--output", published)
    data = json.loads(published.read_text(encoding="utf-8"))
    data["result"]["amounts"]["R2"] = "6000"
    published.write_text(json.dumps(data), encoding="utf-8")
    done = run(published, "--format", "json")
    assert done.exit_code == 1
    assert "Le résultat publié est faux" in done.output
    assert "Enveloppe E1 : il y manque" in done.output


def test_json(file: Path):
    record = json.loads(run(file, "--format", "json", "--explain").output)
    assert record["amounts"] == {"R1": "8000.00"}
    assert record["proved"] is True
    assert set(record["explanations"]) == {"R2"}


def test_rules_that_cannot_be_kept_are_said(file: Path):
    data = json.loads(file.read_text(encoding="utf-8"))
    data["problem"]["requests"][1]["committed"] = "6000"
    data["problem"]["envelopes"][0]["amount"] = "2000"
    file.write_text(json.dumps(data), encoding="utf-8")
    done = run(file)
    assert done.exit_code == 1
    assert "Les règles ne peuvent pas être tenues ensemble" in done.output
    assert "4\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}€" in done.output


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\xff\xfe", "UTF-8"), (b"{", "JSON"), (b"{}", "n'est pas un sc")],
)
def test_unreadable_files(tmp_path: Path, content: bytes, words: str):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    done = run(path)
    assert done.exit_code == 1
    assert words in done.output


def test_missing_file(tmp_path: Path):
    done = run(tmp_path / "none.json")
    assert done.exit_code == 1
    assert "ne peut pas être lu" in done.output
