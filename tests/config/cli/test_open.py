import json

import pytest
from click.testing import CliRunner

from faire_ensemble.config.cli.open import command

pytestmark = pytest.mark.django_db


def test_open_says_what_it_did():
    result = CliRunner().invoke(command, ["200093201"])
    assert result.exit_code == 0
    assert "Métropole Européenne de Lille (200093201)" in result.stdout
    assert "95 communes" in result.stdout
    again = json.loads(CliRunner().invoke(command, ["200093201", "--format", "json"]).stdout)
    assert again["report"]["unchanged"] == 96


def test_an_unknown_name_lists_candidates():
    result = CliRunner().invoke(command, ["lille"])
    assert result.exit_code == 1
    assert "200093201  Métropole Européenne de Lille" in result.stderr
