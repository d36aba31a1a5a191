"""The numbers of a chart, as text ready to be read: a drawing never goes without them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """`head` names the columns; each row starts with its own name; `numeric` columns align
    to the right (column numbers from 0)."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
