"""In which polygons do these points lie? Exact, for tens of millions of points.

A uniform grid is laid over the polygons. Most cells lie wholly outside or wholly inside and
settle their points at once; points in a cell crossed by a border are settled by GEOS's robust
predicate, polygon after polygon. Every answer is therefore that of ``shapely.intersects_xy``:
a point on the border belongs to the polygon, a point in a hole does not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from faire_ensemble.core.geography.codes import Drawn, Tiles, tile_up
from faire_ensemble.core.geography.frame import (
    TILE,
    TILE_BITS,
    Floats,
    Frame,
    Integers,
    choose_frame,
    expand,
)
from faire_ensemble.core.geography.rasterise import (
    Edges,
    Polygons,
    Runs,
    border_cells,
    corner_cells,
    edges_of,
    in_cells,
    inner_cells,
    side_of,
)

FORMAT = 2
"""Version of :meth:`Locator.to_arrays`; another version is refused, not guessed."""

DEFAULT_CELLS = 4_000_000
_BLOCK = 1 << 15
"""Points screened at a time: their intermediate results stay in the cache."""
_BATCH = 1 << 22
"""Points answered at a time: a table is asked about once a polygon and a batch."""
_POLYGONAL = (3, 6)


@dataclass(frozen=True)
class Matches:
    """Pairs of positions (point, polygon), by point then polygon."""

    points: Integers
    polygons: Integers

    def __len__(self) -> int:
        return len(self.points)


class Locator:
    """An index over polygons, built once, asked many times, kept as plain arrays."""

    def __init__(self, polygons: Polygons, edges: Edges, frame: Frame, tiles: Tiles) -> None:
        self._polygons = polygons
        self._edges = edges
        self._frame = frame
        self._tiles = tiles
        shapely.prepare(polygons)

    @classmethod
    def build(
        cls, polygons: Sequence[shapely.Geometry] | Polygons, *, cells: int = DEFAULT_CELLS
    ) -> Self:
        """Index valid polygons or multipolygons; positions in the sequence are their names.

        ``cells``: about how many cells to spend (2 bytes each, and more for the empty ones
        around). Raises ValueError for anything but valid polygons: repair them first, so that
        the repair is known.
        """
        if cells < 1:
            raise ValueError("Le nombre de cellules de l'index doit être au moins 1.")
        shapes = _checked(polygons)
        edges = edges_of(shapes)
        if len(edges.polygon) == 0:
            frame = Frame(0.0, 0.0, 1.0, 1, 1)
            nothing = Runs(*(np.zeros(0, dtype=np.int64) for _ in range(4)))
            drawn = Drawn(nothing, nothing, nothing)
        else:
            bounds = shapely.bounds(shapes[~shapely.is_empty(shapes)])
            frame = choose_frame(bounds, edges.reach, float(shapely.area(shapes).sum()), cells)
            drawn = Drawn(
                border_cells(edges, frame),
                corner_cells(edges, frame),
                inner_cells(in_cells(edges, frame), frame.rows),
            )
        return cls(shapes, edges, frame, tile_up(drawn, frame, edges, max(len(shapes), 1)))

    def __len__(self) -> int:
        return len(self._polygons)

    def locate(self, x: ArrayLike, y: ArrayLike) -> Matches:
        """Every (point, polygon) pair, borders included.

        ``x`` and ``y``: one-dimensional, same length, in the unit of the polygons. A point
        that is not finite is nowhere. Raises ValueError for other shapes.
        """
        xs, ys = _coordinates(x, "x"), _coordinates(y, "y")
        if xs.shape != ys.shape:
            raise ValueError(f"Il y a {len(xs)} abscisses pour {len(ys)} ordonnées.")
        kind = np.int32 if len(xs) < 1 << 31 else np.int64
        parts = [(np.zeros(0, dtype=kind), np.zeros(0, dtype=np.int32))]
        for start in range(0, len(xs), _BATCH):
            points, polygons = self._batch(xs[start : start + _BATCH], ys[start : start + _BATCH])
            parts.append(((points + start).astype(kind), polygons))
        points, polygons = (np.concatenate(part) for part in zip(*parts, strict=True))
        return Matches(points, polygons)

    def locate_one(self, x: float, y: float) -> tuple[int, ...]:
        """Positions of the polygons of one point."""
        return tuple(int(p) for p in self.locate([x], [y]).polygons)

    def _batch(self, xs: Floats, ys: Floats) -> tuple[Integers, Integers]:
        edges, first = len(self._edges.polygon), 2 * len(self._polygons)
        found = np.full(len(xs), -1, dtype=np.int32)
        at, entries, x, y = self._screen(xs, ys, found)
        owners = entries - len(self._polygons)
        border = [np.flatnonzero(entries < first)]
        for low, sides in ((first, self._passing), (first + edges, self._cornering)):
            some = np.flatnonzero((entries >= low) & (entries < low + edges))
            edge = entries[some] - low
            side = sides(edge, x[some], y[some])
            inside = np.flatnonzero(side > 0)
            found[at[some[inside]]] = self._edges.polygon[edge[inside]]
            unsure = np.flatnonzero(side == 0)
            owners[some[unsure]] = self._edges.polygon[edge[unsure]]
            border.append(some[unsure])
        asked = np.concatenate(border)
        hits, owners = self._settle(at[asked], owners[asked], x[asked], y[asked])
        found[hits] = owners
        last = first + 2 * edges
        crowd = np.flatnonzero(entries >= last)
        extra = self._several(at[crowd], entries[crowd] - last, x[crowd], y[crowd])
        return _merged(found, *extra)

    def _passing(self, edge: Integers, x: Floats, y: Floats) -> NDArray[np.int8]:
        """In the cell of a single edge: 1 inside, -1 outside, 0 unsure."""
        edges = self._edges
        return side_of(edges.x1[edge], edges.y1[edge], edges.x2[edge], edges.y2[edge], x, y)

    def _cornering(self, edge: Integers, x: Floats, y: Floats) -> NDArray[np.int8]:
        """The same in the cell of a corner: on the left of both edges, or of either one."""
        before = self._passing(self._edges.previous[edge], x, y)
        after = self._passing(edge, x, y)
        convex = self._edges.turn[edge] > 0
        side: NDArray[np.int8] = np.where(
            convex, np.minimum(before, after), np.maximum(before, after)
        )
        side[(before == 0) | (after == 0)] = 0
        return side

    def _screen(
        self, xs: Floats, ys: Floats, found: NDArray[np.int32]
    ) -> tuple[Integers, Integers, Floats, Floats]:
        """Settle in ``found`` the points of plain cells; give back the others.

        Those come as position, entry, x and y. Works by blocks that stay in the cache.
        """
        tiles = self._tiles
        owners = np.full(int(tiles.codes), -1, dtype=np.int32)
        owners[1 : len(self._polygons) + 1] = np.arange(len(self._polygons))
        doubts: list[tuple[Integers, Integers, Floats, Floats]] = []
        for start in range(0, len(xs), _BLOCK):
            x, y = xs[start : start + _BLOCK], ys[start : start + _BLOCK]
            near, codes = self._codes(x, y)
            block = found[start : start + _BLOCK]
            block[near] = owners.take(codes)
            doubt = np.flatnonzero(codes > len(self._polygons))
            at = doubt if isinstance(near, slice) else near[doubt]
            doubts.append((at + start, codes[doubt].astype(np.int64) - 1, x[at], y[at]))
        if not doubts:
            none = np.zeros(0, dtype=np.int64)
            return none, none, xs, ys
        at, entries, x, y = (np.concatenate(part) for part in zip(*doubts, strict=True))
        return at, entries, x, y

    def _codes(self, x: Floats, y: Floats) -> tuple[slice | Integers, NDArray[Any]]:
        """Points in a tile that is not empty, and the code of their cells.

        Coordinates are counted in tiles first; a tile is 32 cells, and multiplying by a power
        of two is exact. What lies outside, or is not a number, is clipped to an empty edge.
        """
        frame, tiles = self._frame, self._tiles
        u = x - frame.x0
        u *= frame.scale / TILE
        v = y - frame.y0
        v *= frame.scale / TILE
        with np.errstate(invalid="ignore"):
            slot = tiles.along.take(v.astype(np.intp), mode="clip")
            slot += tiles.across.take(u.astype(np.intp), mode="clip")
        tile = tiles.table.take(slot, mode="clip")
        near: slice | Integers = slice(None)
        if 2 * np.count_nonzero(tile) < len(tile):
            near = np.flatnonzero(tile != 0)
            u, v, tile = u[near], v[near], tile[near]
        place = tile.astype(np.intp)
        place <<= 2 * TILE_BITS
        place += _within(v) << TILE_BITS
        place += _within(u)
        return near, tiles.cells.take(place, mode="clip")

    def _settle(
        self, at: Integers, owners: Integers, x: Floats, y: Floats
    ) -> tuple[Integers, Integers]:
        """Of candidate pairs (point, polygon), those where the polygon contains the point."""
        if len(at) == 0:
            return at, owners
        narrow = owners.astype(np.uint16) if len(self._polygons) <= 1 << 16 else owners
        order = np.argsort(narrow, kind="stable")
        at, owners, x, y = at[order], owners[order], x[order], y[order]
        limits = np.append(np.flatnonzero(np.diff(owners, prepend=-1)), len(owners))
        hit = np.empty(len(at), dtype=bool)
        for first, last in zip(limits[:-1], limits[1:], strict=True):
            polygon = self._polygons[owners[first]]
            hit[first:last] = shapely.intersects_xy(polygon, x[first:last], y[first:last])
        return at[hit], owners[hit]

    def _several(
        self, at: Integers, lists: Integers, x: Floats, y: Floats
    ) -> tuple[Integers, Integers]:
        """Pairs of the points whose cell has to do with several polygons."""
        count = len(self._polygons)
        starts = self._tiles.several_at[lists]
        which, place = expand(starts, self._tiles.several_at[lists + 1] - starts)
        entries = self._tiles.several[place]
        sure, doubt = entries < count, entries >= count
        asked = which[doubt]
        hits, owners = self._settle(at[asked], entries[doubt] - count, x[asked], y[asked])
        return (
            np.concatenate([at[which[sure]], hits]),
            np.concatenate([entries[sure], owners]),
        )

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as plain arrays (for ``numpy.savez``), read back by :meth:`from_arrays`."""
        shapes = shapely.to_wkb(self._polygons)
        frame = self._frame
        return {
            "format": np.array([FORMAT]),
            "frame": np.array([frame.x0, frame.y0, frame.scale]),
            "size": np.array([frame.columns, frame.rows]),
            "shapes": np.frombuffer(b"".join(shapes), dtype=np.uint8),
            "shape_at": np.cumsum([0, *(len(shape) for shape in shapes)]),
            **{field.name: getattr(self._tiles, field.name) for field in fields(Tiles)},
            **{f"edge_{field.name}": getattr(self._edges, field.name) for field in fields(Edges)},
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The locator that :meth:`to_arrays` described; ValueError when it is not one."""
        try:
            if int(arrays["format"][0]) != FORMAT:
                raise ValueError("L'index gardé vient d'une autre version : reconstruisez-le.")
            x0, y0, scale = (float(v) for v in arrays["frame"])
            columns, rows = (int(v) for v in arrays["size"])
            data, at = arrays["shapes"].tobytes(), arrays["shape_at"]
            shapes = [data[a:b] for a, b in zip(at[:-1], at[1:], strict=True)]
            edges = Edges(*(arrays[f"edge_{field.name}"] for field in fields(Edges)))
            tiles = Tiles(**{field.name: arrays[field.name] for field in fields(Tiles)})
            polygons = np.asarray(shapely.from_wkb(np.array(shapes, dtype=object)), dtype=object)
        except (KeyError, IndexError, TypeError, shapely.errors.ShapelyError) as error:
            raise ValueError("L'index gardé est incomplet : reconstruisez-le.") from error
        return cls(polygons, edges, Frame(x0, y0, scale, columns, rows), tiles)


def _within(tiles: Floats) -> Integers:
    """Cell within its tile, from coordinates counted in tiles."""
    with np.errstate(invalid="ignore"):
        cells: Integers = (tiles * TILE).astype(np.intp)
    cells &= TILE - 1
    return cells


def _checked(polygons: Sequence[shapely.Geometry] | Polygons) -> Polygons:
    shapes = np.empty(len(polygons), dtype=object)
    shapes[:] = polygons
    wrong = np.flatnonzero(~np.isin(shapely.get_type_id(shapes), _POLYGONAL))
    if len(wrong):
        kind = getattr(shapes[wrong[0]], "geom_type", "rien")
        raise ValueError(f"La forme n° {wrong[0]} n'est pas un polygone ({kind}).")
    wrong = np.flatnonzero(~shapely.is_valid(shapes))
    if len(wrong):
        reason = shapely.is_valid_reason(shapes[wrong[0]])
        raise ValueError(f"Le polygone n° {wrong[0]} n'est pas valide : {reason}. Réparez-le.")
    return shapes


def _coordinates(values: ArrayLike, name: str) -> Floats:
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"Les coordonnées {name} ne sont pas des nombres.") from error
    if array.ndim != 1:
        raise ValueError(f"Les coordonnées {name} doivent former une liste simple.")
    return array


def _merged(
    found: NDArray[np.int32], more: Integers, owners: Integers
) -> tuple[Integers, Integers]:
    """All pairs in order; ``found`` says nothing of the points of ``more``."""
    order = np.lexsort((owners, more))
    more, owners = more[order], owners[order]
    fresh = np.diff(more, prepend=-1) > 0
    found[more[fresh]] = owners[fresh]
    points: Integers = np.flatnonzero(found >= 0)
    polygons: Integers = found[points]
    if not fresh.all():
        more, owners = more[~fresh], owners[~fresh]
        place = np.searchsorted(points, more, side="right")
        points, polygons = np.insert(points, place, more), np.insert(polygons, place, owners)
    return points, polygons
