"""Claim: 10 M points located in the 1 514 QPV at >= 20 x geopandas.sjoin, same answers; index
built in less than a second and kept.

Two mixes, because they say different things: « serrés », points drawn in the bounding boxes of
the neighbourhoods (as addresses of a served area are), where the work is; « épars », points
drawn over mainland France, where almost all are settled by being far from everything.
Answers are compared pair by pair, also for every vertex and every middle of an edge.

    python -m benchmarks.locate            # FAIRE_BENCH_POINTS=1000000 for a quick run
"""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import shapely

from faire_ensemble.core.geography.locator import Locator
from faire_ensemble.core.geography.rasterise import edges_of
from faire_ensemble.core.geography.repair import repair

POINTS = int(os.environ.get("FAIRE_BENCH_POINTS", "10_000_000"))
RUNS = int(os.environ.get("FAIRE_BENCH_RUNS", "3"))
RATIO, BUILD_S = 20, 1.0
FRANCE = (-5.2, 41.3, 9.6, 51.1)


def shared_data() -> Path:
    default = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("FAIRE_SHARED_DATA", default))


def neighbourhoods() -> np.ndarray:
    """The 1 514 contours, the 34 invalid ones repaired: both sides get the same."""
    file = shared_data() / "qpv_2014" / "QP_METROPOLEOUTREMER_WGS84_EPSG4326.shp"
    _, _, shapes, _ = pyogrio.raw.read(file, columns=[], encoding="cp1252")
    return np.array([repair(shape).geometry for shape in shapely.from_wkb(shapes)])


def clustered(polygons: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(2015)
    box = shapely.bounds(polygons)[draw.integers(0, len(polygons), count)]
    x = box[:, 0] + (box[:, 2] - box[:, 0]) * draw.random(count)
    return x, box[:, 1] + (box[:, 3] - box[:, 1]) * draw.random(count)


def spread(count: int) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(2016)
    west, south, east, north = FRANCE
    return draw.uniform(west, east, count), draw.uniform(south, north, count)


def timed(act: Callable[[], object], runs: int = RUNS) -> tuple[float, object]:
    """Median CPU seconds of this process (other work on the machine does not count)."""
    seconds, result = [], None
    for _ in range(runs):
        result = None
        start = time.process_time()
        result = act()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds), result


def sorted_pairs(joined: geopandas.GeoDataFrame) -> np.ndarray:
    """The peer's (point, polygon) pairs in our order."""
    pairs = np.column_stack([joined.index.to_numpy(), joined["index_right"].to_numpy()])
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def compare(name: str, x: np.ndarray, y: np.ndarray, locator: Locator, areas) -> dict[str, object]:
    """Both ways on the same points, in the same run; AssertionError unless answers agree."""
    ours, matches = timed(lambda: locator.locate(x, y), 2 * RUNS - 1)
    built, points = timed(
        lambda: geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(x, y), crs=4326), 1
    )
    peer, joined = timed(lambda: geopandas.sjoin(points, areas, predicate="intersects"))
    pairs = sorted_pairs(joined)
    assert np.array_equal(pairs[:, 0], matches.points), f"{name}: other points"
    assert np.array_equal(pairs[:, 1], matches.polygons), f"{name}: other polygons"
    return {
        "points": name,
        "count": len(x),
        "pairs": len(matches),
        "ours_per_second": len(x) / ours,
        "peer_per_second": len(x) / peer,
        "ratio": peer / ours,
        "ratio_from_coordinates": (built + peer) / ours,
    }


def on_borders(polygons: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every vertex and the middle of every edge."""
    edges = edges_of(polygons)
    x = np.concatenate([edges.x1, (edges.x1 + edges.x2) / 2])
    return x, np.concatenate([edges.y1, (edges.y1 + edges.y2) / 2])


def measure() -> dict[str, object]:
    """All figures; the first build, without warm-up, is the one reported."""
    polygons = neighbourhoods()
    build, locator = timed(lambda: Locator.build(polygons), 1)
    assert isinstance(locator, Locator)
    arrays = locator.to_arrays()
    load, locator = timed(lambda: Locator.from_arrays(arrays))
    assert isinstance(locator, Locator)
    areas = geopandas.GeoDataFrame(geometry=polygons, crs=4326)
    mixes = {
        "serrés autour des quartiers": clustered(polygons, POINTS),
        "épars en France métropolitaine": spread(POINTS),
        "sommets et milieux des côtés": on_borders(polygons),
    }
    rows = []
    for name in list(mixes):
        x, y = mixes.pop(name)
        rows.append(compare(name, x, y, locator, areas))
    return {
        "build_seconds": build,
        "load_seconds": load,
        "index_megabytes": sum(array.nbytes for array in arrays.values()) / 1e6,
        "mixes": rows,
    }


def markdown(figures: dict[str, object]) -> str:
    lines = [
        "## Localiser des points dans les 1 514 quartiers prioritaires",
        "",
        f"Index construit en {figures['build_seconds']:.2f} s, relu en "
        f"{figures['load_seconds']:.2f} s, {figures['index_megabytes']:.0f} Mo. "
        "Temps de processeur, médianes ; réponses identiques, paire par paire, à celles de "
        f"geopandas {geopandas.__version__} (`sjoin`, « intersects »). Le premier rapport ne "
        "compte pas la construction de ses points ; le second la compte, les deux partant alors de "
        "longitudes et latitudes. La promesse porte sur le premier rapport, points serrés : "
        "épars, presque tout point est écarté d'emblée des deux côtés.",
        "",
        "| points | nombre | paires | nous (M/s) | geopandas (M/s) | rapport | depuis lon, lat |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in figures["mixes"]:
        lines.append(
            f"| {row['points']} | {row['count']} | {row['pairs']} | "
            f"{row['ours_per_second'] / 1e6:.1f} | {row['peer_per_second'] / 1e6:.2f} | "
            f"{row['ratio']:.1f} | {row['ratio_from_coordinates']:.1f} |"
        )
    held = figures["mixes"][0]["ratio"] >= RATIO and figures["build_seconds"] < BUILD_S
    return "\n".join([*lines, "", f"claim: {'held' if held else 'not held'}"])


if __name__ == "__main__":
    print(markdown(measure()))
