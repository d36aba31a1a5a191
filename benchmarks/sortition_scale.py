"""Claim: whether 20 000 people can keep six quotas is known in < 2 s, and so is the change if not.

Pools of `benchmarks.sortition`, from 1 700 to 100 000 people, at several numbers of features; with
households, people live at 1 to 4 a household and one at most is drawn. Three things are timed, each
pool in a process of its own, in processor seconds (one thread; other work on a shared machine does
not count): whether the quotas can be kept; the smallest change once three categories ask for a
third of the seats more; a thousand numbered panels, stopped after LIMIT processor seconds and not
promised.

    python -m benchmarks.sortition_scale
"""

import json
import random
import resource
import signal
import subprocess
import sys
import time
from dataclasses import replace

from benchmarks.sortition import DRAWN, drawn
from faire_ensemble.core.sortition import Problem, prepare, relaxation

PEOPLE = (1_700, 5_000, 20_000, 100_000)
LIMIT, CLAIMED, SECONDS = 400, 20_000, 2.0


def housed(problem: Problem) -> Problem:
    """The same people by households of 1 to 4: same seed, same households."""
    chance = random.Random(59)
    homes: list[str] = []
    while len(homes) < len(problem.people):
        homes += [f"F{len(homes)}"] * chance.choice((1, 1, 2, 2, 3, 4))
    people = zip(problem.people, homes, strict=False)
    return replace(problem, people=tuple(replace(each, household=home) for each, home in people))


def asking_more(problem: Problem) -> Problem:
    """The first feature of three categories asks for a third of the seats more."""
    quotas, seen = [], set[str]()
    for quota in problem.quotas:
        more = problem.size // 3 if quota.category not in seen and len(seen) < 3 else 0
        seen.add(quota.category)
        quotas.append(replace(quota, low=quota.low + more, high=quota.high + more))
    return replace(problem, quotas=tuple(quotas))


def measure(name: str, people: int, homes: bool, panels: bool) -> dict[str, object]:
    problem = drawn(DRAWN[name], people)
    problem = housed(problem) if homes else problem
    started = time.process_time()
    if panels:
        lottery = prepare(problem)
        return {
            "panels": time.process_time() - started,
            "kinds": len(lottery.leximin.chances),
            "least": float(min(lottery.leximin.chances)),
            "deviation": float(lottery.deviation),
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    possible = relaxation(problem)
    between = time.process_time()
    changed = relaxation(asking_more(problem))
    assert possible is not None and not possible.changes
    assert changed is not None and changed.places
    return {
        "possible": between - started,
        "impossible": time.process_time() - between,
        "moved": changed.places,
    }


def apart(*given: object) -> dict[str, object] | None:
    """One pool in a fresh process; None when it does not end within the limit."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.sortition_scale", *map(str, given)],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT + 5)),
    )
    if done.returncode == -signal.SIGXCPU:
        return None
    done.check_returncode()
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    print("## Sortition at scale: six quotas, 110 seats\n")
    print(
        "One run each in its own process, processor seconds of one thread. Features: how many the "
        "six categories have between them in all combinations. Kinds: those that the panels were "
        "computed over. Distance: of the panels' chances to the fairest, at most.\n"
    )
    print(
        "| people | features | households | can be kept? | smallest change | kinds | panels | "
        "smallest chance | distance | memory |"
    )
    print("| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    held = True
    for people in PEOPLE:
        for name, features in DRAWN.items():
            for homes in (False, True):
                row = apart(name, people, int(homes), 0)
                assert row is not None, (name, people)
                made = apart(name, people, int(homes), 1)
                told = f"— | not done in {LIMIT} s | — | — | —"
                if made:
                    told = (
                        f"{made['kinds']} | {made['panels']:.1f} s | {made['least']:.3%} | "
                        f"{made['deviation']:.3%} | {made['memory']} MB"
                    )
                combined = 1
                for count in features:
                    combined *= count
                print(
                    f"| {people} | {combined} | {'yes' if homes else 'no'} | "
                    f"{row['possible']:.2f} s | {row['impossible']:.2f} s | {told} |",
                    flush=True,
                )
                if people == CLAIMED:
                    held = held and max(row["possible"], row["impossible"]) < SECONDS
    print(f"\nclaim: {'held' if held else 'not held'}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        name, *numbers = sys.argv[1:]
        people, homes, panels = map(int, numbers)
        print(json.dumps(measure(name, people, bool(homes), bool(panels))))
    else:
        main()
