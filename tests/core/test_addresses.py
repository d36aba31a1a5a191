"""Addresses as people type them: parts, keys, likeness."""

import pytest

from faire_ensemble.core.addresses import (
    SpokenAddress,
    likeness,
    read_address,
    street_key,
    words_of_street,
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("64bis, r. de Metz 59280 Armentières", (64, "bis", "r. de Metz", "59280", "Armentières")),
        ("17 B PLACE DE GAULLE 59215 ABSCON", (17, "bis", "PLACE DE GAULLE", "59215", "ABSCON")),
        ("12 r nationale lille", (12, "", "r nationale lille", "", "")),
        ("12-14 bd Liberté", (12, "", "bd Liberté", "", "")),
        ("5 rue du 8 mai 1945", (5, "", "rue du 8 mai 1945", "", "")),
        ("2 place Haute BP 40009 59180 Cappelle Cedex 9",
         (2, "", "place Haute", "59180", "Cappelle")),
        ("12 l’abbaye", (12, "", "l'abbaye", "", "")),
        ("rue Haute", (None, "", "rue Haute", "", "")),
        ("59000", (None, "", "", "59000", "")),
        ("", (None, "", "", "", "")),
    ],
)  # fmt: skip
def test_a_text_is_cut_into_parts(text: str, parts: tuple) -> None:
    assert read_address(text) == SpokenAddress(*parts)


@pytest.mark.parametrize(
    "text", ["Bd. de la Liberté", "boulevard de la liberte", "BD LIBERTE", "bld  de-la-Liberté"]
)
def test_one_key_for_many_spellings(text: str) -> None:
    assert street_key(text) == "boulevard liberte"


def test_a_street_named_by_an_article_keeps_it() -> None:
    assert street_key("La") == "la" and street_key("Rue A") == "rue a"


def like(typed: str, known: str) -> float:
    return likeness(words_of_street(typed), words_of_street(known))


def test_likeness_goes_down_with_what_is_left_out_and_mistyped() -> None:
    name = "Rue Roger Salengro"
    ranked = ["rue roger salengro", "rue roger salengo", "avenue roger salengo", "rue salengro"]
    scores = [like(text, name) for text in ranked]
    assert scores[0] == 1.0 and scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4 and scores[-1] >= 0.5


@pytest.mark.parametrize(
    "text", ["rue Gustave Delory", "rue roger salengro bas", "rue", "rue du 8"]
)
def test_a_word_that_is_not_in_the_name_is_another_street(text: str) -> None:
    assert like(text, "Rue Roger Salengro") == 0.0


def test_an_initial_stands_for_a_word_but_alone_for_nothing() -> None:
    assert like("rue F. Deroullers", "Rue François Deroullers") >= 0.5
    assert like("rue F", "Rue François Deroullers") == 0.0


def test_numbers_forgive_nothing() -> None:
    assert like("rue du 8 mai 1945", "rue du 8 mai 1944") == 0.0
    assert like("rue du 8 mai 1945", "Rue du 8 Mai 1945") == 1.0
