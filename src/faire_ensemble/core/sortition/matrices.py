"""Tables of whole numbers that are nearly empty: only what is not nought is kept.

A person counts in as many rows as there are categories, and one or two more; with a row a sort of
household, a full table of 20 000 people would hold hundreds of millions of noughts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Matrix:
    """`values[n]` stands at row `rows[n]` and column `columns[n]`, by row then by column."""

    height: int
    width: int
    rows: Ints
    columns: Ints
    values: Ints

    def __len__(self) -> int:
        return self.height

    def __matmul__(self, column: Ints) -> Ints:
        """Exact in whole numbers up to 2**63."""
        sums = np.zeros(self.height, dtype=np.int64)
        np.add.at(sums, self.rows, self.values * column[self.columns])
        return sums

    def only(self, columns: Ints) -> "Matrix":
        """These columns alone, in this order (sorted)."""
        place = np.full(self.width, -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        kept = np.flatnonzero(place[self.columns] >= 0)
        return Matrix(
            self.height,
            len(columns),
            self.rows[kept],
            place[self.columns[kept]],
            self.values[kept],
        )

    def lines(self, first: int, end: int) -> "Matrix":
        """These rows alone."""
        kept = slice(*np.searchsorted(self.rows, [first, end]))
        rows, columns = self.rows[kept] - first, self.columns[kept]
        return Matrix(end - first, self.width, rows, columns, self.values[kept])

    @cached_property
    def starts(self) -> Ints:
        """Where each row begins, and the end."""
        return np.searchsorted(self.rows, np.arange(self.height + 1))

    @cached_property
    def by_column(self) -> tuple[tuple[int, ...], ...]:
        """The rows where each column is not nought."""
        touched: list[list[int]] = [[] for _ in range(self.width)]
        for row, column in zip(self.rows.tolist(), self.columns.tolist(), strict=True):
            touched[column].append(row)
        return tuple(tuple(rows) for rows in touched)


Block = tuple[int, int, Matrix]
"""The row and the column where a table begins in a larger one, and the table."""


def dense(table: NDArray[np.int64]) -> Matrix:
    rows, columns = np.nonzero(table)
    height, width = table.shape
    return Matrix(height, width, rows, columns, table[rows, columns])


def diagonal(values: Ints) -> Matrix:
    places = np.arange(len(values))
    return Matrix(len(values), len(values), places, places, values)


def column(values: Ints) -> Matrix:
    return dense(values.reshape(-1, 1))


def placed(height: int, width: int, blocks: Iterable[Block]) -> Matrix:
    """One table made of others that do not overlap."""
    parts = list(blocks)
    rows = np.concatenate([top + each.rows for top, _left, each in parts])
    columns = np.concatenate([left + each.columns for _top, left, each in parts])
    values = np.concatenate([each.values for _top, _left, each in parts])
    order = np.lexsort((columns, rows))
    return Matrix(height, width, rows[order], columns[order], values[order])


def pointing(height: int, touched: list[list[int]]) -> Matrix:
    """Ones: for each column, the rows where it counts."""
    widths = [len(rows) for rows in touched]
    columns = np.repeat(np.arange(len(touched)), widths)
    rows = np.array([row for each in touched for row in each], dtype=np.int64)
    order = np.lexsort((columns, rows))
    ones = np.ones(len(rows), dtype=np.int64)
    return Matrix(height, len(touched), rows[order], columns[order], ones)
