"""What a version changes of another: added, removed, changed, put in another order.

An item is the same one when its key is: rewording an objective is a change, not a removal and an
addition. Order is compared among the items that both versions hold under the same parent, so that
inserting one does not « move » those after it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from faire_ensemble.core.agreement.items import Item


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value before and after; empty where it was, or becomes, unknown."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `title` is the latest known, `within` the title of what it belongs to.

    REORDERED is said once for a parent: `key` and `title` are the parent's, `item` the kind of
    what changed places.
    """

    kind: ChangeKind
    item: str
    key: str
    title: str
    within: str = ""
    values: tuple[ValueChange, ...] = ()


def differences(before: Sequence[Item], after: Sequence[Item]) -> tuple[Change, ...]:
    """Everything that differs, in the order of `after`, then what is gone, then new orders.

    Empty if and only if both hold the same items, with the same words, in the same order.
    """
    old = {item.key: item for item in before}
    new = {item.key: item for item in after}
    found: list[Change] = []
    for item in after:
        within = _title(new, item.parent)
        earlier = old.get(item.key)
        if earlier is None:
            values = tuple(ValueChange(name, "", value) for name, value in item.values)
            found.append(Change(ChangeKind.ADDED, item.kind, item.key, item.title, within, values))
        elif changed := _changed(earlier, item, old, new):
            found.append(
                Change(ChangeKind.CHANGED, item.kind, item.key, item.title, within, changed)
            )
    for item in before:
        if item.key not in new:
            values = tuple(ValueChange(name, value, "") for name, value in item.values)
            within = _title(old, item.parent)
            found.append(
                Change(ChangeKind.REMOVED, item.kind, item.key, item.title, within, values)
            )
    return (*found, *_reordered(old, new))


def _changed(
    earlier: Item, item: Item, old: Mapping[str, Item], new: Mapping[str, Item]
) -> tuple[ValueChange, ...]:
    changes = []
    if earlier.title != item.title:
        changes.append(ValueChange("title", earlier.title, item.title))
    if earlier.parent != item.parent:
        where = _title(old, earlier.parent), _title(new, item.parent)
        changes.append(ValueChange("parent", *where))
    if earlier.kind != item.kind:
        changes.append(ValueChange("kind", earlier.kind, item.kind))
    was, now = dict(earlier.values), dict(item.values)
    changes += [
        ValueChange(name, was.get(name, ""), now.get(name, ""))
        for name in sorted({*was, *now})
        if was.get(name) != now.get(name)
    ]
    return tuple(changes)


def _reordered(old: Mapping[str, Item], new: Mapping[str, Item]) -> list[Change]:
    """Families whose common members follow another order."""
    families: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for rank, items in enumerate((old, new)):
        other = (new, old)[rank]
        for item in items.values():
            kept = other.get(item.key)
            if kept is not None and (kept.parent, kept.kind) == (item.parent, item.kind):
                families.setdefault((item.parent, item.kind), ([], []))[rank].append(item.key)
    return [
        Change(ChangeKind.REORDERED, kind, parent, _title(new, parent))
        for (parent, kind), (was, now) in families.items()
        if was != now
    ]


def _title(items: Mapping[str, Item], key: str) -> str:
    return items[key].title if key in items else ""
