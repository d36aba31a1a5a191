"""`faire open`: the metropolis and its contract, twice, and what it refuses."""

import json

import pytest
from click.testing import CliRunner, Result

from faire_ensemble.apps.contract.models import Contract
from faire_ensemble.apps.territory.models import Territory
from faire_ensemble.config.cli.open import command

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def test_open_says_what_it_did() -> None:
    result = run("200093201")
    assert result.exit_code == 0
    assert "Métropole Européenne de Lille (200093201)" in result.stdout
    assert "95 communes" in result.stdout and "CV192, CN05911M" in result.stdout
    again = json.loads(run("200093201", "--format", "json").stdout)
    assert again["report"]["unchanged"] == 96
    former = json.loads(run("245900410", "--format", "json").stdout)
    assert former["report"]["unchanged"] == 96
    assert (former["contract"]["created"], former["contract"]["added"]) == (False, [])


def test_any_epci_opens_and_says_which_code_is_missing() -> None:
    result = run("200046977")
    assert result.exit_code == 0 and "--contract-code" in result.output
    assert "CN06999" in run("200046977", "--contract-code", "CN06999").output


def test_an_unknown_name_lists_candidates() -> None:
    result = run("lille")
    assert result.exit_code == 1
    assert "200093201  Métropole Européenne de Lille" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("123456789",), "Aucune intercommunalité"),
        (("200093201", "--contract-code", "192"), "n'est pas un code"),
    ],
)
def test_a_refusal_changes_nothing(arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1 and words in result.output
    assert not Territory.objects.exists() and not Contract.objects.exists()
