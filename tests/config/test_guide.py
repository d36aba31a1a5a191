"""The user guide only names commands, options and pages that exist."""

import importlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from faire_ensemble.config.cli import COMMANDS, cli

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))


def commands() -> Iterator[tuple[str, str]]:
    """Every `faire …` line of the code blocks, and inline ones that give an option."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in re.findall(r"```sh\n(.*?)```", text, flags=re.S):
            for line in block.splitlines():
                if line.startswith("faire "):
                    yield page.name, line
        for inline in re.findall(r"`(faire [^`…]+)`", text):
            yield page.name, inline


def test_the_guide_is_there() -> None:
    assert [page.stem for page in PAGES] == [
        "arbitrer-et-decider",
        "bien-commencer",
        "budget-participatif",
        "charger-les-donnees",
        "comprendre-la-reponse",
        "deposer-un-dossier",
        "ecrire-le-contrat",
        "instruire-ensemble",
        "lire-une-page-quartier",
        "partager-une-initiative",
        "participer",
        "pour-l-administration",
        "preparer-un-appel",
        "rapport-annuel",
        "repondre-aux-habitants",
        "tenir-les-instances",
        "tenir-un-comite",
        "tirer-au-sort",
        "trouver-de-l-aide",
    ]


@pytest.mark.parametrize(("page", "line"), sorted(set(commands())))
def test_commands_exist(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    assert words[0] in COMMANDS, line
    context = click.Context(cli)
    command = cli.get_command(context, words[0])
    while isinstance(command, click.Group):
        words = words[1:]
        command = command.get_command(context, words[0])
    assert command is not None, line
    known = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
    if words[0] == "import" and len(words) > 1:
        kinds = importlib.import_module("faire_ensemble.config.cli.import_").KINDS
        assert words[1] in kinds
    if words[0] != "django":
        assert {word for word in words if word.startswith("--")} <= known, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target
