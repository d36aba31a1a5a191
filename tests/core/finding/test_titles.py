"""Titles read whole: which hold the words, what a slip meant."""

import pytest

from faire_ensemble.core.finding import Titled, asked_words, corrected, holding

ENTRIES = [
    Titled((1,), "Les jardins partagés", "Lille"),
    Titled((2,), "Un jardin d'hiver", "Hem"),
    Titled((3,), "Travaux de l'école", "Lille", "toiture, préau"),
]


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("jardin", [1, 2]),
        ("JARDINS", [1, 2]),
        ("jardins hem", [2]),
        ("ecole preau", [3]),
        ("le jardin de Lille", [1]),
        ("lil", [1, 3]),
        ("jardin école", []),
        ("", []),
    ],
)
def test_every_word_must_be_there(question: str, keys: list[int]) -> None:
    assert [entry.key[0] for entry in holding(ENTRIES, asked_words(question))] == keys


def test_words_that_say_nothing_are_kept_when_there_is_no_other() -> None:
    assert asked_words("de la") == ["de", "la"] and asked_words("de la rue") == ["rue"]


def test_the_plural_asked_is_the_singular_unless_it_is_another_word() -> None:
    assert asked_words("Jardins, jardin, travaux, bureaux") == ["jardin", "travaux", "bureau"]


def test_titles_that_begin_with_the_first_word_come_first() -> None:
    entries = [Titled((1,), "Le marché", ""), Titled((2,), "Marché de Wazemmes", "")]
    assert [entry.key[0] for entry in holding(entries, ["marche"])] == [2, 1]


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        (["jradin"], ["jardin"]),
        (["hivre"], ["hiver"]),
        (["partgae"], ["partagé"]),
        (["ecoel", "travaux"], ["école", "travaux"]),
        (["jardin"], None),
        (["xyz"], None),
        (["jradin", "xyzzyx"], None),
        (["1501"], None),
    ],
)
def test_an_unknown_word_becomes_the_nearest_one(asked: list[str], read: list[str] | None) -> None:
    texts = [f"{entry.title} {entry.detail}" for entry in ENTRIES] + ["1500 places"]
    assert corrected(asked, texts) == read


def test_of_two_words_as_near_the_most_frequent_is_read() -> None:
    assert corrected(["bance"], ["banco", "bancs", "des bancs"]) == ["banc"]
