"""What each cell says: one small number a cell, and what that number means.

Code 0: no polygon. With n polygons and m edges, code-1 is an *entry*: 0 … n-1, the cell is
wholly inside that polygon; n … 2n-1, the border of polygon entry-n passes; 2n … 2n+m-1, a
single edge, entry-2n, goes right through and nothing else does; 2n+m … 2n+2m-1, it holds the
start of edge entry-2n-m, that edge and the one before, and nothing else. Above: several
polygons, listed in ``several``.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faire_ensemble.core.geography.frame import TILE, TILE_BITS, Frame, Integers, expand
from faire_ensemble.core.geography.rasterise import Edges, Runs


@dataclass(frozen=True)
class Tiles:
    """Cells kept in square tiles; rows and columns of tiles without any polygon take no room.

    ``table[along[r >> 5] + across[c >> 5]]`` is the tile of cell (r, c), 0 when empty, and
    ``cells[tile * 1024 + (r & 31) * 32 + (c & 31)]`` its code.
    """

    across: NDArray[np.int32]
    along: NDArray[np.int32]
    table: NDArray[np.unsignedinteger[Any]]
    cells: NDArray[np.unsignedinteger[Any]]
    several_at: NDArray[np.int64]
    several: NDArray[np.int64]
    """Entries of code 2n+2m+1+k: ``several[several_at[k]:several_at[k+1]]``, each below 2n."""
    codes: NDArray[np.int64]
    """How many codes there are (no dimension)."""


@dataclass(frozen=True)
class _Pieces:
    """Runs cut at the edges of tiles, so that the cells of a piece are neighbours in memory."""

    owner: Integers
    row: Integers
    across: Integers
    low: Integers
    high: Integers


@dataclass(frozen=True)
class Drawn:
    """What polygons cover: cells of borders, own cells of vertices, cells inside."""

    border: Runs
    corners: Runs
    inner: Runs


def tile_up(drawn: Drawn, frame: Frame, edges: Edges, count: int) -> Tiles:
    """Store the cells of ``count`` polygons; a border passing outweighs being inside."""
    pieces = (_cut(drawn.border), _cut(drawn.inner))
    across, along, table = _number_tiles(pieces, frame)
    corners, _owners = _cells(_cut(drawn.corners), across, along, table)
    places, entries = _border_entries(
        *_cells(pieces[0], across, along, table), corners, edges, count
    )
    inner_places, inner_owners = _cells(pieces[1], across, along, table)
    places = np.concatenate([places.astype(inner_places.dtype), inner_places])
    entries = np.concatenate([entries.astype(np.int32), inner_owners])
    size = (int(table.max(initial=0)) + 1) * TILE * TILE
    cells, several_at, several, codes = _code(places, entries, size, edges.polygon, count)
    return Tiles(
        across,
        along,
        table.astype(_narrowest(int(table.max(initial=0)))),
        cells.astype(_narrowest(codes - 1)),
        several_at,
        several,
        np.array(codes),
    )


def _border_entries(
    places: Integers, owners: Integers, corners: Integers, edges: Edges, count: int
) -> tuple[Integers, Integers]:
    """One entry a place and polygon: its only edge or corner there, or its border at large.

    ``corners``: the place of the start of each edge.
    """
    total = max(len(edges.polygon), 1)
    keys = np.sort(places.astype(np.int64) * (2 * total) + owners)
    keys = keys[np.diff(keys, prepend=-1) > 0]
    places = keys // (2 * total)
    owners = keys - places * (2 * total)
    starts = np.flatnonzero(np.diff(places, prepend=-1))
    sizes = np.diff(np.append(starts, len(places)))
    lone = starts[(sizes == 1) & (owners[starts] < total)]
    three = starts[sizes == 3]
    corner = three[_is_corner(places[three], owners, three, corners, edges)]
    plain = np.ones(len(starts), dtype=bool)
    plain[np.searchsorted(starts, lone)] = False
    plain[np.searchsorted(starts, corner)] = False
    rest = np.repeat(plain, sizes)
    keys = np.unique(places[rest] * count + edges.polygon[owners[rest] % total])
    shared = keys // count
    return (
        np.concatenate([places[lone], places[corner], shared]),
        np.concatenate(
            [
                2 * count + owners[lone],
                2 * count + owners[corner + 2],
                keys - shared * count + count,
            ]
        ),
    )


def _is_corner(
    places: Integers, owners: Integers, starts: Integers, corners: Integers, edges: Edges
) -> NDArray[np.bool_]:
    """Whether three owners of a place are two edges in a row and the vertex between them.

    The vertex must be in the cell itself and turn for sure.
    """
    total = len(edges.polygon)
    if len(starts) == 0:
        return np.zeros(0, dtype=bool)
    low, high, vertex = owners[starts], owners[starts + 1], owners[starts + 2] - total
    edge = np.maximum(vertex, 0)
    before = edges.previous[edge]
    found: NDArray[np.bool_] = (
        (vertex >= 0)
        & (low == np.minimum(edge, before))
        & (high == np.maximum(edge, before))
        & (corners[edge] == places)
        & (edges.turn[edge] != 0)
    )
    return found


def _narrowest(largest: int) -> type[np.unsignedinteger[Any]]:
    """Small numbers keep the tables in the processor's cache."""
    return np.uint16 if largest < 1 << 16 else np.uint32


def _cut(runs: Runs) -> _Pieces:
    first = runs.first >> TILE_BITS
    run, across = expand(first, (runs.last >> TILE_BITS) - first + 1)
    low = np.maximum(runs.first[run], across << TILE_BITS)
    high = np.minimum(runs.last[run], (across << TILE_BITS) + TILE - 1)
    return _Pieces(runs.owner[run], runs.row[run], across, low, high)


def _number_tiles(
    both: tuple[_Pieces, _Pieces], frame: Frame
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    across = np.zeros((frame.columns >> TILE_BITS) + 2, dtype=np.int32)
    along = np.zeros((frame.rows >> TILE_BITS) + 2, dtype=np.int32)
    for pieces in both:
        across[pieces.across] = 1
        along[pieces.row >> TILE_BITS] = 1
    across[across > 0] = np.arange(1, across.sum() + 1)
    along[along > 0] = np.arange(1, along.sum() + 1)
    width = int(across.max(initial=0)) + 1
    along *= width
    table = np.zeros(int(along.max(initial=0)) + width, dtype=np.int32)
    for pieces in both:
        table[along[pieces.row >> TILE_BITS] + across[pieces.across]] = 1
    table[table > 0] = np.arange(1, table.sum() + 1)
    return across, along, table


def _cells(
    pieces: _Pieces,
    across: NDArray[np.int32],
    along: NDArray[np.int32],
    table: NDArray[np.int32],
) -> tuple[Integers, Integers]:
    """Place in memory and owner of every cell of the pieces."""
    tile = table[along[pieces.row >> TILE_BITS] + across[pieces.across]].astype(np.int64)
    start = (tile << TILE_BITS | pieces.row & (TILE - 1)) << TILE_BITS | pieces.low & (TILE - 1)
    piece, places = expand(start, pieces.high - pieces.low + 1)
    return places, pieces.owner.astype(np.int32)[piece]


def _code(
    places: Integers, entries: Integers, size: int, edge_polygon: Integers, polygons: int
) -> tuple[NDArray[np.int32], Integers, Integers, int]:
    """Codes of all cells, the two tables of ``several``, and the number of codes."""
    cells = np.zeros(size, dtype=np.int32)
    turns = np.arange(len(places), dtype=np.int32)
    cells[places] = turns
    shared = np.zeros(size, dtype=bool)
    shared[places[cells[places] != turns]] = True
    cells[places] = entries + 1
    crowd = shared[places]
    places, entries = places[crowd], entries[crowd]
    single = entries >= 2 * polygons
    edge = (entries[single] - 2 * polygons) % max(len(edge_polygon), 1)
    entries[single] = edge_polygon[edge] + polygons
    at, lists = _group(places, entries, polygons)
    known = 2 * polygons + 2 * len(edge_polygon) + 1
    several: list[Integers] = [np.zeros(0, dtype=np.int64)]
    lengths: list[Integers] = [np.zeros(1, dtype=np.int64)]
    for group, rows in lists:
        if rows.shape[1] == 1:
            cells[at[group]] = rows[:, 0] + 1
            continue
        distinct, which = np.unique(rows, axis=0, return_inverse=True)
        cells[at[group]] = known + which.reshape(-1)
        known += len(distinct)
        several.append(distinct.reshape(-1))
        lengths.append(np.full(len(distinct), rows.shape[1]))
    return cells, np.cumsum(np.concatenate(lengths)), np.concatenate(several), known


def _group(
    places: Integers, entries: Integers, polygons: int
) -> tuple[Integers, list[tuple[Integers, Integers]]]:
    """Entries sharing a place, one polygon once, its border first.

    Gives the distinct places, then for each number k of entries the positions of the places
    that have k, and their entries (one row of k a place).
    """
    owners = entries % polygons
    keys = np.sort((places.astype(np.int64) * polygons + owners) * 2 + (entries < polygons))
    keys = keys[np.diff(keys >> 1, prepend=-1) > 0]
    places = (keys >> 1) // polygons
    entries = (keys >> 1) - places * polygons + np.where(keys & 1, 0, polygons)
    starts = np.flatnonzero(np.diff(places, prepend=-1))
    counts = np.diff(np.append(starts, len(places)))
    lists = []
    for count in np.unique(counts):
        group = np.flatnonzero(counts == count)
        lists.append((group, entries[starts[group][:, None] + np.arange(count)]))
    return places[starts], lists
