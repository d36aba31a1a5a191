"""Claim: on both public pools, everybody has 10 % exactly, in < 1 s each on 2 cores.

The pools are those of Nature 596 (2021). Then 1 700 people for 110 seats under six quotas, by the
number of kinds (people who share every feature), stated and not promised. What is timed goes from
people in memory to a thousand numbered panels. Peer: sortition-algorithms, its leximin with the
same solver, told to stop after LIMIT seconds; each side in a process of its own.
FAIRE_SHARED_DATA names the open data.

    python -m benchmarks.sortition
"""

import json
import os
import random
import statistics
import subprocess
import sys
import time
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

from faire_ensemble.core.sortition import (
    Person,
    Problem,
    Quota,
    prepare,
    read_people,
    read_quotas,
    write_people,
    write_quotas,
)

RUNS, LIMIT, SECONDS = 5, 300, 1.0
DATA = Path(os.environ.get("FAIRE_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
POOLS = {"example_small_20": 20, "example_large_200": 200}
DRAWN = {
    "drawn-1": (2, 2, 2, 2, 2, 2),
    "drawn-2": (2, 3, 3, 2, 3, 2),
    "drawn-3": (2, 4, 3, 3, 4, 3),
    "drawn-4": (2, 5, 4, 6, 4, 9),
}
PEERS = ("example_small_20", "drawn-1")


def published(folder: str) -> Problem:
    place = DATA / "sortition" / folder
    quotas = read_quotas((place / "categories.csv").read_text(encoding="utf-8"))
    people = read_people((place / "respondents.csv").read_text(encoding="utf-8"), quotas)
    return Problem(people, quotas, POOLS[folder])


def drawn(features: tuple[int, ...], people: int = 1700, size: int = 110) -> Problem:
    """Volunteers who are not like the population, quotas within 5 % of it: same seed, same pool."""
    chance = random.Random(2015)
    population = [[chance.uniform(0.3, 1) for _ in range(count)] for count in features]
    volunteers = [[w * chance.uniform(0.4, 1.8) for w in row] for row in population]
    pool = tuple(
        Person(
            f"P{number:04}",
            {
                f"c{place}": f"f{chance.choices(range(len(row)), row)[0]}"
                for place, row in enumerate(volunteers)
            },
        )
        for number in range(people)
    )
    quotas = []
    for place, row in enumerate(population):
        for feature, weight in enumerate(row):
            seats = size * weight / sum(row)
            low, high = int(seats * 0.95), int(seats * 1.05) + 1
            quotas.append(Quota(f"c{place}", f"f{feature}", low, high))
    return Problem(pool, tuple(quotas), size)


def problem_of(name: str) -> Problem:
    return published(name) if name in POOLS else drawn(DRAWN[name])


def run_ours(name: str) -> dict[str, object]:
    problem = problem_of(name)
    started, processor = time.perf_counter(), time.process_time()
    lottery = prepare(problem)
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    proving = None
    if not lottery.leximin.attained and name != "drawn-4":
        started = time.perf_counter()
        assert prepare(problem, prove=True).leximin.attained
        proving = time.perf_counter() - started
    return {
        "people": len(problem.people),
        "size": problem.size,
        "kinds": len(lottery.leximin.chances),
        "seconds": seconds,
        "processor": processor,
        "least": str(min(lottery.leximin.chances)),
        "attained": lottery.leximin.attained,
        "deviation": str(lottery.deviation),
        "different": len(set(lottery.panels)),
        "digest": lottery.digest,
        "proving": proving,
    }


def run_peer(name: str) -> dict[str, object]:
    from sortition_algorithms import adapters, settings  # noqa: PLC0415
    from sortition_algorithms.committee_generation import leximin  # noqa: PLC0415

    problem = problem_of(name)
    table = write_quotas(problem.quotas).replace("category,feature", "feature,value", 1)
    source = adapters.CSVStringDataSource(table, write_people(problem))
    data = adapters.SelectionData(source)
    features, _ = data.load_features(problem.size)
    chosen = settings.Settings(id_column="id", columns_to_keep=[], solver_backend="highspy")
    people, _ = data.load_people(chosen, features)
    started, processor = time.perf_counter(), time.process_time()
    panels, weights, _ = leximin.find_distribution_leximin(
        features, people, problem.size, [], solver_backend="highspy"
    )
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    chances = {person.id: 0.0 for person in problem.people}
    for panel, weight in zip(panels, weights, strict=True):
        for person in panel:
            chances[person] += weight
    return {"seconds": seconds, "processor": processor, "least": min(chances.values())}


def apart(side: str, name: str) -> dict[str, object] | None:
    """One side in a fresh process; None when it does not end within the limit."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.sortition", side, name],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=LIMIT,
        )
    except subprocess.TimeoutExpired:
        return None
    return json.loads(done.stdout.splitlines()[-1])


def percent(chance: object) -> str:
    return f"{float(Fraction(str(chance)) * 100):.3f} %"


def main() -> None:
    print("## Sortition: leximin, then a thousand numbered panels\n")
    print(
        f"Median of {RUNS} fresh processes on the public pools, one run on the drawn ones; HiGHS, "
        "one thread. Elapsed seconds, processor seconds in brackets. Different panels: among the "
        "thousand.\n"
    )
    print(
        "| pool | people | seats | kinds | time | smallest chance | panels' distance to it, at "
        "most | different panels | chances proved attained |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    held = True
    for name in (*POOLS, *DRAWN):
        runs = [apart("ours", name) for _ in range(RUNS if name in POOLS else 1)]
        assert all(run is not None and run["digest"] == runs[0]["digest"] for run in runs), name
        first = runs[0]
        seconds = statistics.median(run["seconds"] for run in runs)
        processor = statistics.median(run["processor"] for run in runs)
        proof = "within that time" if first["attained"] else "no"
        if first["proving"] is not None:
            proof = f"when asked, {first['proving']:.1f} s in all"
        print(
            f"| {name} | {first['people']} | {first['size']} | {first['kinds']} | {seconds:.2f} s "
            f"({processor:.2f}) | {percent(first['least'])} | {percent(first['deviation'])} | "
            f"{first['different']} | {proof} |"
        )
        if name in POOLS:
            held = held and seconds < SECONDS and first["least"] == "1/10"
    print(
        f"\n| peer: sortition-algorithms {version('sortition-algorithms')}, leximin "
        "| time | smallest chance |"
    )
    print("| --- | ---: | ---: |")
    for name in PEERS:
        run = apart("peer", name)
        if run is None:
            print(f"| {name} | not done in {LIMIT} s | — |")
        else:
            print(
                f"| {name} | {run['seconds']:.2f} s ({run['processor']:.2f}) | "
                f"{percent(run['least'])} |"
            )
    print(f"\nclaim: {'held' if held else 'not held'}")


if __name__ == "__main__":
    sides = {"ours": run_ours, "peer": run_peer}
    if len(sys.argv) > 1:
        print(json.dumps(sides[sys.argv[1]](sys.argv[2])))
    else:
        main()
