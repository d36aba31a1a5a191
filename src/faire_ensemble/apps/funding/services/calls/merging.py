"""Two officers wrote the same section: nothing of either is lost.

A three-way comparison. What only one of them changed is taken as it is; where both changed the
same thing, the words of the person who is still writing stay in the form and the other's are
shown beside. Pure: plain data in, plain data out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What a colleague changed. `row` is empty for a plain field, else the id of the row.

    `field` is empty when a whole row came (`before` is none) or went (`after` is none).
    `yours` is what the person keeps in the form when it differs from `after`, else none.
    """

    field: str
    row: str
    before: Any
    after: Any
    yours: Any = None


@dataclass(frozen=True, slots=True)
class Merged:
    """What the form shows now, and what the colleague had changed."""

    content: Plain
    changes: tuple[Change, ...]


def merge(base: Plain, mine: Plain, theirs: Plain) -> Merged:
    """Sections of the three shapes of services/calls/content.py: rows, values, fields."""
    if "rows" in theirs:
        return _merge_rows(base["rows"], mine["rows"], theirs["rows"])
    if "values" in theirs:
        return _merge_values(base["values"], mine["values"], theirs["values"])
    content, changes = _merge_fields(base, mine, theirs)
    return Merged(content, tuple(changes))


def _merge_fields(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], row: str = ""
) -> tuple[Plain, list[Change]]:
    content, changes = {}, []
    for field, after in theirs.items():
        before, own = base.get(field), mine.get(field)
        content[field] = after if own == before else own
        if after != before:
            yours = own if own not in (before, after) else None
            changes.append(Change(field, row, before, after, yours))
    return content, changes


def _merge_values(base: list[str], mine: list[str], theirs: list[str]) -> Merged:
    """Boxes to tick: one that both moved was moved the same way."""
    kept = [
        value
        for value in sorted({*base, *mine, *theirs})
        if value in (theirs if (value in mine) == (value in base) else mine)
    ]
    changes = [Change("", value, None, value) for value in sorted({*theirs} - {*base})]
    changes += [Change("", value, value, None) for value in sorted({*base} - {*theirs})]
    return Merged({"values": kept}, tuple(changes))


def _merge_rows(base: list[Plain], mine: list[Plain], theirs: list[Plain]) -> Merged:
    was, now = _by_id(base), _by_id(theirs)
    own = _by_id(mine)
    changes: list[Change] = []
    merged: dict[str, Plain] = {}
    for key, row in now.items():
        before = was.get(key)
        if before is None:
            changes.append(Change("", key, None, row, own.get(key)))
            merged[key] = own.get(key, row)
        elif key in own:
            merged[key], found = _merge_fields(before, own[key], row, key)
            changes += found
        elif row != before:  # Removed here, but reworded by the colleague: shown again.
            changes += _merge_fields(before, before, row, key)[1]
            merged[key] = row
    for key, row in was.items():
        if key not in now:
            touched = key in own and own[key] != row
            changes.append(Change("", key, row, None, own[key] if touched else None))
            if touched:
                merged[key] = own[key]
    order = _order(base, mine, theirs)
    rows = sorted(merged.values(), key=lambda row: order.index(row["id"]))
    added = [row for row in mine if not row["id"]]
    return Merged({"rows": rows + added}, tuple(changes))


def _order(base: list[Plain], mine: list[Plain], theirs: list[Plain]) -> list[str]:
    """The order of whoever moved rows: the person's own if they did, else the colleague's."""
    own = [row["id"] for row in mine if row["id"]]
    there = [row["id"] for row in theirs]
    kept = [row["id"] for row in base if row["id"] in own]
    moved = kept != [key for key in own if key in kept]
    first, then = (own, there) if moved else (there, own)
    return [*first, *(key for key in then if key not in first)]


def _by_id(rows: list[Plain]) -> dict[str, Plain]:
    return {row["id"]: row for row in rows if row["id"]}
