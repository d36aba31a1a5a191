"""Titles read whole: which hold the words, what a slip meant."""

import pytest

from faire_ensemble.core.finding import Spelling, Titled, Titles, Words, asked_words

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
    assert [entry.key[0] for entry in Titles(ENTRIES).holding(asked_words(question))] == keys


def test_words_that_say_nothing_are_kept_when_there_is_no_other() -> None:
    assert asked_words("de la") == ["de", "la"] and asked_words("de la rue") == ["rue"]


def test_the_plural_asked_is_the_singular_unless_it_is_another_word() -> None:
    assert asked_words("Jardins, jardin, travaux, bureaux") == ["jardin", "travaux", "bureau"]


def test_titles_that_begin_with_the_first_word_come_first() -> None:
    entries = [Titled((1,), "Le marché", ""), Titled((2,), "Marché de Wazemmes", "")]
    assert [entry.key[0] for entry in Titles(entries).holding(["marche"])] == [2, 1]


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
    assert Spelling([Words(texts)]).corrected(asked) == read


def test_of_two_words_as_near_the_most_frequent_is_read() -> None:
    assert Spelling([Words(["banco", "bancs"]), Words(["des bancs"])]).corrected(["bance"]) == [
        "banc"
    ]


def test_titles_that_follow_others_answer_as_if_read_anew() -> None:
    before = Titles(ENTRIES)
    changed = [
        ENTRIES[2],
        Titled((1,), "Les jardins fermés", "Lille"),
        Titled((4,), "Un jardin", ""),
    ]
    after = Titles(changed, before)
    assert list(after) == changed and len(after) == 3
    for question in ("jardin", "partagé", "hiver", "préau", "ferme"):
        words = asked_words(question)
        assert after.holding(words) == Titles(changed).holding(words)
    assert [entry.key[0] for entry in before.holding(["partage"])] == [1]


def test_an_entry_that_has_not_changed_is_not_folded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Titles(ENTRIES)
    folded: list[str] = []

    def fold(text: str) -> str:
        folded.append(text)
        return text

    monkeypatch.setattr("faire_ensemble.core.finding.titles.fold", fold)
    Titles([*ENTRIES, Titled((9,), "Neuf", "ici")], before)
    assert folded == ["Neuf ici ", "Neuf"]


def test_titles_that_say_the_same_are_those_before() -> None:
    before = Titles(ENTRIES)
    assert Titles.following(list(ENTRIES), before) is before
    assert Titles.following(ENTRIES[::-1], before) is not before
    assert Titles.following(ENTRIES[:2], before) is not before
    assert list(Titles.following(ENTRIES, None)) == ENTRIES


def test_a_word_is_written_as_where_it_was_met_first() -> None:
    parts = [Words(["La médiathèque"]), Words(["Une mediatheque", "un préau"])]
    assert Spelling(parts).corrected(["mediateque", "preua"]) == ["médiathèque", "préau"]
