"""Words kept, removed and added rebuild both texts."""

from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.apps.funding.selectors.comparison import compare_words


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_are_in_the_pieces(before, after):
    pieces = compare_words(before, after)
    assert "".join(piece.text for piece in pieces if piece.mark != "ins") == before
    assert "".join(piece.text for piece in pieces if piece.mark != "del") == after


def test_a_changed_word_is_the_only_one_marked():
    pieces = compare_words("Un jardin partagé pour tous", "Un verger partagé pour tous")
    assert [(piece.mark, piece.text) for piece in pieces if piece.mark != "same"] == [
        ("del", "jardin"),
        ("ins", "verger"),
    ]


def test_very_long_texts_are_shown_whole():
    assert compare_words("a" * 15_000, "b" * 15_000) == ()
