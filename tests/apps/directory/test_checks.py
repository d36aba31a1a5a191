"""What is said to a person who types a number: which check failed, and what to do."""

import pytest
from django.utils.translation import override

from faire_ensemble.apps.directory.services import check_rna, check_siren, check_siret
from faire_ensemble.core.identifiers import NumberFault


def test_a_right_number_is_given_back_clean() -> None:
    checked = check_siret("419 213 558 00028")
    assert checked and checked.number == "41921355800028" and not checked.reason
    assert check_siren("419 213 558").number == "419213558"
    assert check_rna("w332016789").number == "W332016789"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("41921355800029", "un chiffre est faux"),
        ("41921355700028", "parmi les 9 premiers"),
        ("419213558", "C'est un SIREN"),
        ("W332016789", "C'est un numéro RNA"),
        ("4192135580002", "a 13 chiffres, il en faut 14"),
        ("4,19E+13", "tableur"),
        ("41921355800000", "aucun établissement"),
        ("treize", "que des chiffres"),
        ("", "Indiquez le SIRET"),
    ],
)
def test_a_wrong_siret(text: str, words: str) -> None:
    checked = check_siret(text)
    assert not checked and not checked.number
    assert words in checked.reason and checked.reason.endswith(".")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("419213559", "un chiffre est faux"),
        ("41921355800028", "ses 9 premiers chiffres"),
        ("W332016789", "numéro RNA"),
        ("4192", "a 4 chiffres, il en faut 9"),
        ("abc", "que des chiffres"),
        ("4E+8", "tableur"),
        ("", "Indiquez le SIREN"),
    ],
)
def test_a_wrong_siren(text: str, words: str) -> None:
    assert words in check_siren(text).reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("W33", "commence par W"),
        ("41921355800028", "C'est un SIRET"),
        ("419213558", "C'est un SIREN"),
        ("", "récépissé"),
    ],
)
def test_a_wrong_rna(text: str, words: str) -> None:
    assert words in check_rna(text).reason


@pytest.mark.parametrize("check", [check_siret, check_siren, check_rna])
@pytest.mark.parametrize(
    "text", ["", "1", "x", "419213558", "41921355800028", "W332016789", "9" * 14, "9" * 9, "1E5"]
)
def test_every_refusal_has_its_sentence(check, text: str) -> None:
    with override("fr"):
        checked = check(text)
    assert bool(checked.number) != bool(checked.reason)
    assert set(checked.reason.split()).isdisjoint(NumberFault)
