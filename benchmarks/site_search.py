"""Claim: with 5 000 objectives of the contract and 5 000 commitments, a search of the whole site
takes < 30 ms of processor, on SQLite and on PostgreSQL (twice that when nothing answers: it is then
searched again with the words that were meant), and finds what reading every name at each search
finds.

The peer is just that: each name is read and folded at each search, as the site did. Then what the
first search after an act costs, once it has read the names again. The processor is that of the
process that answers; the clock also counts PostgreSQL, and what else runs on the machine.

    python -m benchmarks.site_search      # FAIRE_BENCH_RECORDS=500 for a quick run
"""

import json
import os
import subprocess
import sys

from tests.on_postgresql import programs

from benchmarks.ballots import database
from benchmarks.pages import ROOT

RECORDS = int(os.environ.get("FAIRE_BENCH_RECORDS", "5000"))
LIMITS = {"des mots connus": 30.0, "une faute": 60.0}


def python(env: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks.bare.names", *arguments]
    return subprocess.run(
        command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def main() -> int:
    print(f"## Chercher sur tout le site : {RECORDS} objectifs, {RECORDS} engagements\n")
    print(
        "| base | recherche | processeur, médiane | horloge, médiane | mêmes réponses que le pair |"
    )
    print("| --- | --- | ---: | ---: | --- |")
    held = True
    for kind in ["SQLite"] + (["PostgreSQL"] if programs() else []):
        with database(kind) as env:
            python(env, "fill", str(RECORDS))
            rows = json.loads(python(env, "measure"))
        for name, row in rows.items():
            same = {True: "oui", False: "non", None: ""}[row.get("same")]
            print(f"| {kind} | {name} | {row['work']:.1f} ms | {row['clock']:.1f} ms | {same} |")
            held = held and row.get("same") is not False
            held = held and row["work"] < LIMITS.get(name, row["work"] + 1)
    print(f"\nclaim: {'held' if held else 'not held'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
