"""`faire draw`: recompute a published draw, and refuse what is wrong with a sentence."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from faire_ensemble.config.cli.draw import command

PEOPLE = "id,sexe,foyer\n" + "".join(f"{n},{'FH'[n % 2]},r{n // 3}\n" for n in range(12))
QUOTAS = "category,feature,min,max\nsexe,F,2,2\nsexe,H,2,2\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, str, Path]:
    people, quotas = tmp_path / "personnes.csv", tmp_path / "quotas.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    quotas.write_text(QUOTAS, encoding="utf-8")
    return people, "--quotas", quotas


def test_the_same_files_and_seed_give_the_same_panel(files: tuple[Path, str, Path]) -> None:
    first = run(*files, "--size", "4", "--seed", "2026", "--format", "json")
    assert first.exit_code == 0, first.output
    record = json.loads(first.output)
    assert (record["minimum_chance"], record["attained"], record["deviation"]) == (
        "1/3",
        True,
        "1/1500",
    )
    lines = PEOPLE.splitlines()
    files[0].write_text("\n".join([lines[0], *reversed(lines[1:])]), encoding="utf-8")
    again = run(*files, "--size", "4", "--seed", "2026", "--format", "json")
    assert again.output == first.output
    other = json.loads(run(*files, "--size", "4", "--seed", "2027", "--format", "json").output)
    assert other["panels_digest"] == record["panels_digest"]
    assert other["number"] != record["number"]


def test_a_number_drawn_in_public_names_the_panel_of_that_line(
    files: tuple[Path, str, Path], tmp_path: Path
) -> None:
    target = tmp_path / "panels.csv"
    done = run(*files, "--size", "4", "--number", "417", "--output", target)
    assert done.exit_code == 0, done.output
    rows = list(csv.reader(target.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 1000 and rows[417][0] == "417"
    assert f"Panel 417 (numéro tiré en public) :\n  {' '.join(rows[417][1:])}" in done.output
    assert "Plus petite chance d'être tiré : 33,33\N{NO-BREAK SPACE}%" in done.output


def test_one_person_a_household(files: tuple[Path, str, Path]) -> None:
    done = run(*files, "--size", "4", "--seed", "1", "--household", "foyer", "--format", "json")
    panel = json.loads(done.output)["panel"]
    assert len({int(name) // 3 for name in panel}) == 4


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--size", "4"), "Donnez --seed"),
        (("--size", "4", "--seed", "1", "--number", "2"), "l'un des deux"),
        (("--size", "13", "--seed", "1"), "la réserve ne compte que 12 personnes"),
        (("--size", "6", "--seed", "1"), "« sexe : F » : maximum de 2 à 3"),
        (("--size", "4", "--number", "1000"), "Le numéro 1000 ne désigne aucun panel"),
        (("--size", "4", "--seed", "1", "--panels", "0"), "Le nombre de panels va de 1"),
        (("--size", "4", "--seed", "1", "--id", "nom"), "La colonne « nom » n'est pas"),
    ],
)
def test_bad_requests(files: tuple[Path, str, Path], options: tuple[str, ...], words: str) -> None:
    done = run(*files, *options)
    assert done.exit_code == 1
    assert words in done.output


def test_bad_files(files: tuple[Path, str, Path], tmp_path: Path) -> None:
    files[0].write_bytes("id,sexe\né,F\n".encode("latin-1"))
    done = run(*files, "--size", "1", "--seed", "1")
    assert done.exit_code == 1 and "n'est pas du texte UTF-8" in done.output
    done = run(tmp_path / "absent.csv", *files[1:], "--size", "1", "--seed", "1")
    assert done.exit_code == 1 and "ne peut pas être lu" in done.output
    files[2].write_text("category,feature,min,max\nsexe,F,3,2\n", encoding="utf-8")
    done = run(*files, "--size", "1", "--seed", "1")
    assert done.exit_code == 1 and "Ligne 2 : le minimum (3)" in done.output
