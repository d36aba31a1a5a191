"""Claim: loading INSEE's 13 tables by neighbourhood takes at most ten times what polars needs to
merely read them, and at most five times the file in memory.

    python -m benchmarks.import_insee

Ours: `run_import`, in this process, into a migrated SQLite database where the Lille metropolis
and its 26 neighbourhoods are open, every run on a fresh copy: reading, checking, comparing,
writing some 14 000 values, the report, the digest of the file, the audit entry, the commits.
Peer: `polars.read_csv` of the same files in the same process, cells left as text (its fastest
way); nothing is converted, chosen or kept. Runs alternate. Needs the open data
(FAIRE_SHARED_DATA).
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import django

HOME = Path(tempfile.mkdtemp(prefix="faire-bench-"))
os.environ["FAIRE_HOME"] = str(HOME)
os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faire_ensemble.config.settings")
django.setup()

import polars  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from faire_ensemble.apps.observatory.models import Value  # noqa: E402
from faire_ensemble.apps.observatory.services import import_insee_qpv  # noqa: E402
from faire_ensemble.apps.territory.services import open_epci  # noqa: E402
from faire_ensemble.apps.territory.services.qpv import import_qpv  # noqa: E402
from faire_ensemble.kit.tabular import run_import  # noqa: E402

RUNS = int(os.environ.get("FAIRE_BENCH_RUNS", "7"))
TIME_LIMIT, MEMORY_LIMIT = 10, 5
LILLE = "200093201"


def shared_data() -> Path:
    default = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("FAIRE_SHARED_DATA", default))


def prepare() -> Path:
    """A migrated database with the territories open; gives the copy that runs start from."""
    call_command("migrate", verbosity=0)
    open_epci(LILLE)
    run_import("qpv", import_qpv, shared_data() / "qpv_2014" / "qpv2014_mel.geojson", actor=None)
    connection.close()
    return Path(shutil.copy(database(), HOME / "start.sqlite3"))


def database() -> Path:
    return Path(connection.settings_dict["NAME"])


def restart(start: Path) -> None:
    connection.close()
    for leftover in HOME.glob(f"{database().name}-*"):
        leftover.unlink()
    shutil.copy(start, database())
    connection.ensure_connection()


def load(files: list[Path]) -> None:
    for path in files:
        report = run_import("insee-qpv", import_insee_qpv, path, actor=None)
        assert report.created in (26, 27) or report.unchanged in (26, 27), path.name


def read(files: list[Path]) -> None:
    for path in files:
        polars.read_csv(path, separator=";", infer_schema=False)


def timed(act: Callable[[], None]) -> tuple[float, float]:
    """Elapsed and processor seconds (all threads)."""
    elapsed, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - elapsed, time.process_time() - processor


def alternate(files: list[Path], start: Path) -> dict[str, tuple[float, float]]:
    """Median seconds of each, one warm-up run apart."""
    times: dict[str, list[tuple[float, float]]] = {"peer": [], "first": [], "again": []}
    for run in range(RUNS + 1):
        restart(start)
        measured = {
            "peer": timed(lambda: read(files)),
            "first": timed(lambda: load(files)),
            "again": timed(lambda: load(files)),
        }
        if run:
            for name, seconds in measured.items():
                times[name].append(seconds)
    return {
        name: (statistics.median(s[0] for s in runs), statistics.median(s[1] for s in runs))
        for name, runs in times.items()
    }


def peaks(files: list[Path], start: Path) -> list[tuple[str, int, int]]:
    """For each file its size and the peak that Python allocated above the start, in bytes.

    The warm-up of `alternate` has loaded modules and the catalogue. SQLite's own page cache
    (2 MB at most) is not Python's and is not counted.
    """
    restart(start)
    found = []
    for path in files:
        tracemalloc.start()
        before, _peak = tracemalloc.get_traced_memory()
        load([path])
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        found.append((path.name, path.stat().st_size, peak - before))
    return found


def main() -> int:
    files = sorted((shared_data() / "insee_qpv").glob("*.csv"))
    if not files:
        print("open data not found: set FAIRE_SHARED_DATA", file=sys.stderr)
        return 1
    try:
        start = prepare()
        times = alternate(files, start)
        values = Value.objects.count()
        memory = peaks(files, start)
    finally:
        connection.close()
        shutil.rmtree(HOME, ignore_errors=True)
    size = sum(path.stat().st_size for path in files)
    print(f"## Load INSEE's {len(files)} tables by neighbourhood\n")
    print(
        f"{size / 1e6:.1f} MB, {values} values kept. Ours: import into SQLite, territories open, "
        f"fresh database, report and audit included; peer: polars {polars.__version__} "
        f"`read_csv` of the same files as text, nothing kept. Same process, alternating, medians "
        f"of {RUNS}.\n"
    )
    print("| | elapsed (s) | processor (s) | ratio elapsed | ratio processor |")
    print("| --- | ---: | ---: | ---: | ---: |")
    peer = times["peer"]
    for name, label in (
        ("peer", "polars reads"),
        ("first", "we load"),
        ("again", "we load again (nothing to change)"),
    ):
        elapsed, processor = times[name]
        ratios = f"{elapsed / peer[0]:.1f} | {processor / peer[1]:.1f}"
        print(f"| {label} | {elapsed:.3f} | {processor:.3f} | {ratios} |")
    worst = max(memory, key=lambda each: each[2] / each[1])
    largest = max(memory, key=lambda each: each[1])
    print("\nPeak memory of one import above its start (tracemalloc: Python's allocations):\n")
    print("| file | size (MB) | peak (MB) | ratio |")
    print("| --- | ---: | ---: | ---: |")
    for label, (name, weight, peak) in (("worst", worst), ("largest", largest)):
        print(f"| {label}: {name} | {weight / 1e6:.2f} | {peak / 1e6:.2f} | {peak / weight:.1f} |")
    held = (
        max(times["first"][0] / peer[0], times["first"][1] / peer[1]) <= TIME_LIMIT
        and worst[2] / worst[1] <= MEMORY_LIMIT
    )
    print(f"\nAt most {TIME_LIMIT} times the peer's time, {MEMORY_LIMIT} times the file.\n")
    print(f"claim: {'held' if held else 'not held'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
