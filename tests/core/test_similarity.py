"""Texts that say the same thing are found by their rare words."""

from faire_ensemble.core.similarity import Text, fold, nearest, stems


def text(key: int, title: str, body: str = "") -> Text:
    return Text(key, fold(title), fold(body))


BANCS = text(1, "Des bancs dans le square", "Les personnes âgées ne peuvent pas s'asseoir.")
LUMIERE = text(2, "Éclairer la rue du Bois", "Il fait noir le soir.")
VELO = text(3, "Une piste cyclable rue du Bois", "On a peur à vélo.")
ALL = [BANCS, LUMIERE, VELO]


def test_fold_leaves_letters_and_figures():
    assert fold("  L'Œuvre d'Été, n° 12 !") == "l oeuvre d ete n 12"


def test_stems_drop_words_that_say_nothing_and_endings():
    assert stems(fold("l'éclairage des rues")) & stems(fold("éclairer les rues")) == {
        "eclair", "rues",
    }  # fmt: skip
    assert stems(fold("de la et dans pour")) == frozenset()


def test_the_closest_comes_first_and_strangers_do_not_come():
    found = nearest(text(0, "Plus de bancs au square"), ALL)
    assert [each.key for each in found] == [1]
    assert 0 < found[0].score < 1


def test_the_same_words_are_one():
    same = nearest(text(0, "Éclairer la rue du Bois", "Il fait noir le soir."), ALL)
    assert same[0].key == 2 and round(same[0].score, 9) == 1


def test_a_rare_word_weighs_more_than_a_common_one():
    crowd = [text(key, f"Rue numéro {key}") for key in range(10, 30)]
    found = nearest(text(0, "Une rue cyclable"), [*crowd, VELO], least=0.0)
    assert found[0].key == 3


def test_ties_follow_the_keys_whatever_the_order_read():
    twins = [text(9, "Un composteur"), text(4, "Un composteur")]
    assert [each.key for each in nearest(text(0, "Un composteur"), twins)] == [4, 9]
    assert [each.key for each in nearest(text(0, "Un composteur"), twins[::-1])] == [4, 9]


def test_nothing_is_close_to_nothing():
    assert nearest(text(0, "de la"), ALL) == [] and nearest(text(0, "bancs"), []) == []
