"""Words, slips and scores, without any database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.core.finding import Document, Index, Vocabulary, distance, read_words, words_of

words = st.text("abcde", max_size=7)


def slow_distance(one: str, other: str) -> int:
    """The definition, letter by letter: optimal string alignment."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i, j] = min(
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
                table[i - 1, j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one), len(other)]


@given(words, words, st.integers(0, 3))
def test_the_distance_is_that_of_the_definition_up_to_the_limit(one, other, most) -> None:
    exact = slow_distance(one, other)
    found = distance(one, other, most)
    assert found == exact if exact <= most else found > most


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Cours de Français", ["cour", "francais"]),
        ("l'épicerie d’à côté", ["epicerie", "cote"]),
        ("Centres SOCIAUX", ["centre", "social"]),
        ("eaux, bureaux", ["eaux", "bureau"]),
        ("de la du", []),
        ("", []),
    ],
)
def test_words(text: str, read: list[str]) -> None:
    assert words_of(text) == read


def test_a_question_is_bounded_and_each_word_counts_once() -> None:
    assert read_words("lire lire " + " ".join(f"mot{i}" for i in range(50)))[:2] == ["lire", "mot0"]
    assert len(read_words(" ".join(f"mot{i}" for i in range(50)))) == 12


def test_a_known_word_or_beginning_is_never_corrected() -> None:
    vocabulary = Vocabulary(["lire", "livre", "librairie", "dentiste"])

    def near(typed: str) -> list[str]:
        return [vocabulary.words[each.word] for each in vocabulary.near(typed)]

    assert near("lire") == ["lire"]
    assert near("dentist") == ["dentiste"] and not vocabulary.near("dentist")[0].typo
    assert near("dentsite") == ["dentiste"] and vocabulary.near("dentsite")[0].typo
    assert near("zzz") == [] and near("59350") == []


def test_all_words_beat_many_times_one_and_rare_words_weigh_more() -> None:
    index = Index.build(
        [
            Document(1, [(4, "cours de cuisine"), (1, "cours cours cours")]),
            Document(2, [(1, "cours de français")]),
            Document(3, [(4, "cours de danse")]),
        ]
    )
    scores = index.search(read_words("cours francais")).scores
    assert index.keys[scores.argmax()] == 2
    assert scores[0] == scores[2] > 0


def test_documents_that_answer_less_than_half_are_no_answers() -> None:
    index = Index.build([Document(1, [(1, "un jardin")]), Document(2, [(1, "jardin potager bio")])])
    assert (index.search(["jardin", "potager", "bio"]).scores > 0).tolist() == [False, True]
    assert (index.search(["jardin", "x"], least_share=0).scores > 0).tolist() == [True, True]


def test_an_empty_index_answers_nothing() -> None:
    index = Index.build([])
    assert len(index) == 0 and index.search(["lire"]).scores.tolist() == []


@given(st.lists(st.lists(words, max_size=4).map(" ".join), max_size=6), st.lists(words, max_size=3))
def test_the_order_of_documents_does_not_change_scores(texts: list[str], asked: list[str]) -> None:
    rows = list(enumerate(texts))
    one = Index.build(Document(key, [(1, text)]) for key, text in rows).search(asked).scores
    other = Index.build(Document(key, [(1, text)]) for key, text in rows[::-1]).search(asked).scores
    assert one.tolist() == pytest.approx(other[::-1].tolist())
