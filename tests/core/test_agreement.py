"""Differences between versions: complete, silent on equal texts, mirrored when read backwards."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faire_ensemble.core.agreement import (
    BadContent,
    Change,
    ChangeKind,
    Item,
    ValueChange,
    as_data,
    differences,
    digest,
    from_data,
)

WORDS = st.sampled_from(["Emploi", "Santé", "Ouvrir une permanence", "é", "1 000"])
VALUES = st.dictionaries(st.sampled_from(["due_on", "owner", "specific"]), WORDS, max_size=3)

# The machine that runs the tests may be busy.
BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def texts(draw: st.DrawFn) -> tuple[Item, ...]:
    """A text of two levels, in any order, with any words."""
    keys = draw(st.lists(st.sampled_from("abcdefg"), unique=True, max_size=7))
    items = []
    for key in keys:
        parent = draw(st.sampled_from(["", *(other for other in keys if other < key)]))
        values = tuple(sorted(draw(VALUES).items()))
        items.append(Item("line", key, parent, draw(WORDS), values))
    return tuple(items)


@BUSY
@given(texts())
def test_a_text_does_not_differ_from_itself(text: tuple[Item, ...]) -> None:
    assert differences(text, text) == ()


@BUSY
@given(texts(), texts())
def test_additions_and_removals_are_the_difference_of_keys(one, other) -> None:
    found = differences(one, other)
    old, new = {item.key for item in one}, {item.key for item in other}
    assert {each.key for each in found if each.kind is ChangeKind.ADDED} == new - old
    assert {each.key for each in found if each.kind is ChangeKind.REMOVED} == old - new


@BUSY
@given(texts(), texts())
def test_read_backwards_every_difference_is_its_mirror(one, other) -> None:
    mirror = {
        ChangeKind.ADDED: ChangeKind.REMOVED,
        ChangeKind.REMOVED: ChangeKind.ADDED,
        ChangeKind.CHANGED: ChangeKind.CHANGED,
        ChangeKind.REORDERED: ChangeKind.REORDERED,
    }

    def said(change: Change, back: bool) -> tuple[object, ...]:
        pairs = {
            (v.name, *((v.after, v.before) if back else (v.before, v.after))) for v in change.values
        }
        return (mirror[change.kind] if back else change.kind, change.key, frozenset(pairs))

    there = {said(each, False) for each in differences(one, other)}
    assert there == {said(each, True) for each in differences(other, one)}


@BUSY
@given(texts(), texts())
def test_no_difference_means_the_same_words_in_the_same_places(one, other) -> None:
    if differences(one, other):
        return
    assert {item.key: item for item in one} == {item.key: item for item in other}
    for parent in {item.parent for item in one}:
        assert [i.key for i in one if i.parent == parent] == [
            i.key for i in other if i.parent == parent
        ]


@BUSY
@given(texts())
def test_a_text_survives_being_kept(text: tuple[Item, ...]) -> None:
    kept = json.loads(json.dumps(as_data(text)))
    assert from_data(kept) == text
    assert digest(from_data(kept)) == digest(text)


def test_rewording_and_giving_to_another_parent_is_one_change() -> None:
    a, b = Item("pillar", "p1", "", "Emploi"), Item("pillar", "p2", "", "Santé")
    before = (a, Item("objective", "o", "p1", "Ancien", (("theme", "x"),)), b)
    after = (a, b, Item("objective", "o", "p2", "Neuf", (("due_on", "2027-01-01"),)))
    assert differences(before, after) == (
        Change(
            ChangeKind.CHANGED, "objective", "o", "Neuf", "Santé",
            (
                ValueChange("title", "Ancien", "Neuf"),
                ValueChange("parent", "Emploi", "Santé"),
                ValueChange("due_on", "", "2027-01-01"),
                ValueChange("theme", "x", ""),
            ),
        ),
    )  # fmt: skip


def test_inserting_does_not_move_those_after() -> None:
    one, two = Item("line", "a", "", "A"), Item("line", "b", "", "B")
    added = differences((one, two), (Item("line", "c", "", "C"), one, two))
    assert [(each.kind, each.key) for each in added] == [(ChangeKind.ADDED, "c")]
    swapped = differences((one, two), (two, one))
    assert swapped == (Change(ChangeKind.REORDERED, "line", "", ""),)


@pytest.mark.parametrize(
    "data",
    [
        {},
        None,
        {"format": 2, "items": []},
        {"format": 1, "items": [{"kind": "x"}]},
        {"format": 1, "items": [
            {"kind": "x", "key": "a", "parent": "", "title": "A", "values": {}},
            {"kind": "x", "key": "a", "parent": "", "title": "B", "values": {}},
        ]},
    ],
)  # fmt: skip
def test_what_is_not_a_version_is_refused(data: object) -> None:
    with pytest.raises(BadContent):
        from_data(data)


def test_values_are_sorted_and_never_named_as_the_item_is() -> None:
    for values in ((("b", "1"), ("a", "2")), (("title", "1"),), (("a", "1"), ("a", "2"))):
        with pytest.raises(BadContent):
            Item("x", "a", "", "A", values)
