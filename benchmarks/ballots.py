"""Claim: 64 writers cast 20 000 ballots, on SQLite and on PostgreSQL, with a server process killed
ten times on the way (SIGKILL): every receipt given is in the count, nobody votes twice, no ballot
is lost, roll and count agree, nobody waits over 2 s, and the embedded default takes at least
1 000 durable ballots a second.

Two server processes of 32 threads; each thread has one voter at a time, as a web worker has one
request, and goes through the whole service (`cast_ballot`). The speed is that of a run without a
kill, from the first request to the last receipt; the peer is the same service, a transaction a
ballot. A wait goes from the call to the receipt, in the thread that waits: a request that dies with
its process has none, it is sent again to the process that replaces it.

    python -m benchmarks.ballots         # FAIRE_BENCH_BALLOTS=2000 for a quick run
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.on_postgresql import cluster, programs

from benchmarks.pages import ROOT, environment, run

BALLOTS = int(os.environ.get("FAIRE_BENCH_BALLOTS", "20000"))
PROCESSES, THREADS, KILLS = 2, 32, 10
RATE, WAIT = 1000, 2.0
ALONE = min(BALLOTS, 1000)


@dataclass
class Server:
    """A process, the voters it was given, and what it has answered so far."""

    process: subprocess.Popen[bytes]
    given: list[int]
    tail: bytes = b""
    ready: int = 0


@dataclass
class Election:
    """A run: receipts by voter, waits, time from first request to last receipt, seconds
    of processor that the servers took meanwhile (without those that were killed)."""

    receipts: dict[int, str] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    changed: int = 0
    kills: int = 0
    seconds: float = 0
    processor: float = 0


def launch(env: dict[str, str], vote: str, ranks: list[int], mode: str) -> Server:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.bare.ballots", "serve", vote, str(THREADS), mode],
        env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    return Server(process, ranks)


def send(server: Server) -> None:
    """Every voter of a process at once: its threads take them one at a time."""
    assert server.process.stdin is not None
    try:
        server.process.stdin.write("".join(f"{rank}\n" for rank in server.given).encode())
        server.process.stdin.close()
    except BrokenPipeError:
        pass


def hear(server: Server, election: Election) -> bool:
    """Read what a process says; false once it has nothing more to say."""
    assert server.process.stdout is not None
    said = os.read(server.process.stdout.fileno(), 1 << 16)
    *lines, server.tail = (server.tail + said).split(b"\n")
    for line in lines:
        if line == b"ready":
            server.ready += 1
            continue
        if line.startswith(b"processor"):
            election.processor += float(line.split()[1])
            continue
        rank, receipt, waited = line.decode().split()
        known = election.receipts.setdefault(int(rank), receipt)
        election.changed += known != receipt
        election.waits.append(float(waited))
    return bool(said)


def bury(server: Server) -> None:
    """Wait for the end of a process and close what joined us to it."""
    server.process.wait()
    for pipe in (server.process.stdin, server.process.stdout):
        with suppress(BrokenPipeError):
            pipe.close()


def elect(env: dict[str, str], vote: str, voters: int, kills: int, mode: str) -> Election:
    """Cast every ballot; kill a process each time another share of the receipts is given."""
    election = Election()
    shares = [list(range(rank, voters, PROCESSES)) for rank in range(PROCESSES)]
    servers = [launch(env, vote, share, mode) for share in shares]
    for server in servers:
        while server.ready < THREADS:
            assert hear(server, election), "a server did not start"
    start = time.perf_counter()
    for server in servers:
        send(server)
    with selectors.DefaultSelector() as heard:
        for server in servers:
            heard.register(server.process.stdout, selectors.EVENT_READ, server)
        while heard.get_map():
            for key, _events in heard.select():
                server = key.data
                if not hear(server, election):
                    heard.unregister(server.process.stdout)
                    bury(server)
                    left = [rank for rank in server.given if rank not in election.receipts]
                    if left:
                        assert server.process.returncode == -signal.SIGKILL, "a server failed"
                        again = launch(env, vote, left, mode)
                        heard.register(again.process.stdout, selectors.EVENT_READ, again)
                        servers.append(again)
                elif server.ready == THREADS:
                    if not server.process.stdin.closed:
                        send(server)
                    due = voters * (election.kills + 1) // (kills + 1)
                    if election.kills < kills and len(election.receipts) >= due:
                        server.process.kill()
                        election.kills += 1
    election.seconds = time.perf_counter() - start
    return election


@contextmanager
def database(kind: str) -> Iterator[dict[str, str]]:
    """The environment of an empty base: a file, or a server of its own that keeps its promises."""
    with tempfile.TemporaryDirectory(prefix="faire-bench-") as folder:
        home = Path(folder)
        env = environment(home) | {
            "DJANGO_SETTINGS_MODULE": "faire_ensemble.config.settings",
            "VOTERS": str(BALLOTS),
        }
        if kind == "SQLite":
            run(["django", "migrate", "-v0"], home)
            yield env
            return
        with cluster(programs(), durable=True) as address:
            env["DATABASE_URL"] = address
            done = [sys.executable, "-m", "faire_ensemble", "django", "migrate", "-v0"]
            subprocess.run(done, env=env, cwd=ROOT, check=True)
            yield env


def python(env: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks.bare.ballots", *arguments]
    return subprocess.run(
        command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def faults(election: Election, count: dict, voters: int) -> list[str]:
    """What does not hold in a run, in words."""
    given, published = set(election.receipts.values()), set(count["receipts"])
    checks = {
        "a voter has no receipt": len(election.receipts) == voters,
        "a receipt given is not in the count": given <= published,
        "a receipt in the count was given to nobody": published <= given,
        "a voter voted twice": count["voters"] == count["signatures"] == count["keys"] == voters,
        "ballots were lost or added": count["ballots"] == voters and count["same_choices"],
        "roll and count differ": count["numbers"]["signed"] == count["numbers"]["found"]
        and not count["numbers"]["differences"],
        "the published file does not count the same": not count["faults"],
        "ballots are left after the count": count["left"] == 0 and count["scrubbed"],
        "a request sent again got another receipt": election.changed == 0,
    }
    return [words for words, holds in checks.items() if not holds]


def main() -> None:
    kinds = ["SQLite"] + (["PostgreSQL"] if programs() else [])
    print(f"## {BALLOTS} ballots, {PROCESSES} processes of {THREADS} writers\n")
    print("| database | run | ballots/s | processor | median wait | longest wait | kills | kept |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    wrong: list[str] = []
    notes: list[str] = []
    for kind in kinds:
        for run_name, voters, kills, mode in (
            ("grouped", BALLOTS, 0, "grouped"),
            ("grouped, killed", BALLOTS, KILLS, "grouped"),
            ("peer: one by one", ALONE, 0, "alone"),
        ):
            with database(kind) as env:
                vote = python(env, "open").strip()
                election = elect(env, vote, voters, kills, mode)
                count = json.loads(python(env | {"VOTERS": str(voters)}, "count", vote))
            found = faults(election, count, voters)
            rate, waits = voters / election.seconds, sorted(election.waits)
            kept = len(set(election.receipts.values()) & set(count["receipts"]))
            shown = "—" if kills else f"{rate:.0f}"
            processor = "—" if kills else f"{election.processor / voters * 1e6:.0f} µs"
            print(
                f"| {kind} | {run_name} | {shown} | {processor} | "
                f"{waits[len(waits) // 2] * 1000:.0f} ms | "
                f"{waits[-1] * 1000:.0f} ms | {election.kills} | {kept} of {voters} |",
                flush=True,
            )
            if mode == "grouped":
                wrong += [f"{kind}, {run_name}: {words}" for words in found]
                if waits[-1] > WAIT:
                    wrong.append(f"{kind}, {run_name}: somebody waited {waits[-1]:.2f} s")
                if election.kills != kills:
                    wrong.append(f"{kind}, {run_name}: {election.kills} kills")
                if not kills:
                    notes.append(f"{kind}: checked, cut from the roll, counted, published and "
                                 f"erased in {count['seconds']:.1f} s")  # fmt: skip
                if kind == "SQLite" and not kills and rate < RATE:
                    wrong.append(f"SQLite: {rate:.0f} ballots a second")
    print("\nThe count of a run: " + "; ".join(notes) + ".\n")
    if "PostgreSQL" not in kinds:
        wrong.append("PostgreSQL is not installed here")
    print("\n".join(f"- {words}" for words in wrong) + "\n" if wrong else "", end="")
    print(f"claim: {'not held' if wrong else 'held'}")


if __name__ == "__main__":
    main()
