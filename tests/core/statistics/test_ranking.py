"""Ranks: ties share, what is missing has none, and the order of the input does not matter."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.core.statistics import Rise, rank

VALUES = [
    ("QP059087", Decimal("56.3")),
    ("QP059091", Decimal("32.9")),
    ("QP059066", Decimal("41")),
    ("QP059070", None),
    ("QP059067", Decimal("41.0")),
]


def ranks(rise: Rise) -> list[tuple[str, int, bool]]:
    return [(each.key, each.rank, each.tied) for each in rank(VALUES, rise).ranked]


def test_the_least_favourable_comes_first() -> None:
    assert ranks(Rise.BAD) == [
        ("QP059087", 1, False),
        ("QP059066", 2, True),
        ("QP059067", 2, True),
        ("QP059091", 4, False),
    ]
    assert ranks(Rise.GOOD) == [
        ("QP059091", 1, False),
        ("QP059066", 2, True),
        ("QP059067", 2, True),
        ("QP059087", 4, False),
    ]
    assert ranks(Rise.NEUTRAL) == ranks(Rise.BAD)


def test_missing_is_listed_apart() -> None:
    assert rank(VALUES, Rise.BAD).missing == ("QP059070",)
    assert rank([], Rise.BAD).ranked == ()


entries = st.dictionaries(
    st.text("ABC", min_size=1, max_size=4), st.none() | st.decimals(0, 9, places=0)
)


@given(entries, st.sampled_from(Rise), st.randoms(use_true_random=False))
def test_ranks_count_those_who_are_worse_off(entries, rise: Rise, random) -> None:
    pairs = list(entries.items())
    found = rank(pairs, rise)
    random.shuffle(pairs)
    assert rank(pairs, rise) == found
    assert {each.key for each in found.ranked} | set(found.missing) == set(entries)
    known = [value for value in entries.values() if value is not None]
    for each in found.ranked:
        if rise is Rise.GOOD:
            worse = sum(other < each.value for other in known)
        else:
            worse = sum(other > each.value for other in known)
        assert each.rank == 1 + worse
        assert each.tied == (known.count(each.value) > 1)
        assert entries[each.key] == each.value


def test_refuses_a_key_given_twice_and_what_is_no_number() -> None:
    with pytest.raises(ValueError, match="deux fois"):
        rank([("A", None), ("A", Decimal(1))], Rise.BAD)
    with pytest.raises(ValueError, match="pas un nombre"):
        rank([("A", Decimal("NaN"))], Rise.BAD)
