"""`faire tally`: count, publish, check again, and refuse what is false."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from faire_ensemble.config.cli.tally import command

NARROW = "\N{NARROW NO-BREAK SPACE}"
VOTES = """META
key;value
description;Essai
num_projects;3
num_votes;4
budget;1000
vote_type;approval
PROJECTS
project_id;cost;votes;name
1;600;3;Jardin
2;500;2;Banc
3;300;1;Nichoirs
VOTES
voter_id;vote
a;1,2
b;1
c;1,2
d;3
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "votes.pb"
    path.write_text(VOTES, encoding="utf-8")
    return path


def test_counts_and_explains(file: Path):
    done = run(file, "--explain")
    assert done.exit_code == 0, done.output
    assert "2 projets gagnants pour 900,00 €" in done.output
    assert "100,0% des votants ont au moins un projet financé" in done.output
    assert "il manque 100\N{NO-BREAK SPACE}€" in done.output


def test_json(file: Path):
    done = run(
        file, "--rule", "equal-shares", "--completion", "add1", "--seed", "5", "--format", "json"
    )
    record = json.loads(done.output)
    assert (record["rule"], record["completion"], record["seed"]) == ("equal-shares", "add1", 5)
    assert record["winners"] == ["1", "3"]
    assert record["first_share"] == "250"
    assert record["share"] == "449"  # at 450, « 2 » would be paid too: 1 400
    assert record["remaining"] == "100"


def test_a_published_result_is_checked(file: Path, tmp_path: Path):
    published = tmp_path / "published.pb"
    assert run(file, "--rule", "phragmen", "--seed", "3", "--output", published).exit_code == 0
    done = run(published)
    assert done.exit_code == 0, done.output
    assert "Vérifié : le dépouillement refait donne le résultat publié." in done.output
    assert "graine 3" in done.output
    again = tmp_path / "again.pb"
    run(published, "--output", again)
    assert again.read_bytes() == published.read_bytes()


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("Jardin", "Jardon", "L'empreinte publiée n'est pas celle de ce fichier"),
        ("\nd;3", "\nd;2", "les bulletins lui en donnent"),
        ("faire_seed;3", "faire_seed;4", "Le sceau publié ne correspond pas"),
        ("faire_winners;1", "faire_winners;2", "Les projets gagnants publiés"),
    ],
)
def test_a_changed_file_fails(file: Path, tmp_path: Path, before: str, after: str, words: str):
    published = tmp_path / "published.pb"
    run(file, "--rule", "phragmen", "--seed", "3", "--output", published)
    text = published.read_text(encoding="utf-8")
    assert before in text
    published.write_text(text.replace(before, after, 1), encoding="utf-8")
    for form in ("text", "json"):
        done = run(published, "--format", form)
        assert done.exit_code == 1
        assert words in done.output


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\xff", "n'est pas du texte UTF-8"),
        (b"", "La partie META manque"),
        (VOTES[:-4].encode(), "META annonce 4 bulletins"),
        (VOTES.replace("1;600", "1;0").encode(), "Ligne 10, coût du projet « 1 » : 0"),
    ],
)
def test_unreadable_files(tmp_path: Path, content: bytes, words: str):
    path = tmp_path / "bad.pb"
    path.write_bytes(content)
    done = run(path)
    assert done.exit_code == 1
    assert words in done.output


def test_settings_that_cannot_be(file: Path, tmp_path: Path):
    assert "demande un nombre minimal de votes" in run(file, "--rule", "threshold").output
    assert "n'est pas un nombre" in run(file, "--minimum-support", "deux").output
    assert run(file, "--rule", "threshold", "--minimum-support", "2").exit_code == 0
    assert "ne peut pas être lu" in run(tmp_path / "none.pb").output
