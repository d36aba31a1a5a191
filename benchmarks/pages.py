"""Claim: the list of 50 grants and the page of a neighbourhood are served at >= 100 % of the rate
of a bare Django page: its own template engine, the same rows, the same queries, the same server.

Both sites run on granian with the same options, over the same database, in this very run; they
are loaded in turn, and the medians of the rounds are compared. The peer has no layout, no menu,
no chart, and only the middlewares of `startproject` (benchmarks/bare).

    python -m benchmarks.pages      # FAIRE_BENCH_SECONDS=2 FAIRE_BENCH_RUNS=3 for a quick run
    FAIRE_BENCH_HOME=…              # a data folder already built, instead of the demonstration
"""

import html
import http.client
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

SECONDS = float(os.environ.get("FAIRE_BENCH_SECONDS", "5"))
RUNS = int(os.environ.get("FAIRE_BENCH_RUNS", "5"))
CONNECTIONS = 4
OURS, PEER = "faire_ensemble.config.wsgi:application", "benchmarks.bare.wsgi:application"
ROOT = Path(__file__).resolve().parents[1]


def built_home(folder: Path) -> Path:
    """The demonstration, or the folder that FAIRE_BENCH_HOME names."""
    if given := os.environ.get("FAIRE_BENCH_HOME"):
        return Path(given)
    run(["demo", "--build-only"], folder)
    return folder


def run(arguments: list[str], home: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "faire_ensemble", *arguments],
        env=environment(home), check=True, stdout=subprocess.DEVNULL, cwd=ROOT,
    )  # fmt: skip


def environment(home: Path, **more: str) -> dict[str, str]:
    env = {**os.environ, "FAIRE_HOME": str(home), **more}
    env["PYTHONPATH"] = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    for name in ("DJANGO_SETTINGS_MODULE", "FAIRE_DEBUG"):
        env.pop(name, None)
    return env


@contextmanager
def served(target: str, home: Path, **more: str) -> Iterator[int]:
    """The port of a site on granian, as `faire serve` starts it, one worker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
         "--port", str(port), "--workers", "1", "--blocking-threads", "4", "--no-ws",
         "--log-level", "warning", target],
        env=environment(home, **more), cwd=ROOT,
    )  # fmt: skip
    try:
        wait_for(port)
        yield port
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)


def wait_for(port: int) -> None:
    for _ in range(120):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.25)
    raise SystemExit("le serveur n'a pas démarré")


def page(port: int, path: str, cookie: str = "") -> str:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Cookie": cookie})
    with urllib.request.urlopen(asked, timeout=30) as response:
        return response.read().decode()


def rate(port: int, path: str, cookie: str = "") -> float:
    """Pages a second over `CONNECTIONS` kept-alive connections (wrk where it is installed)."""
    if wrk := shutil.which("wrk"):
        out = subprocess.run(
            [wrk, "-H", f"Cookie: {cookie}", "-t1", f"-c{CONNECTIONS}",
             f"-d{max(1, round(SECONDS))}s", f"http://127.0.0.1:{port}{path}"],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        assert "Non-2xx" not in out, out
        return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    counts = [0] * CONNECTIONS
    until = time.perf_counter() + SECONDS

    def load(rank: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < until:
            connection.request("GET", path, headers={"Cookie": cookie})
            response = connection.getresponse()
            response.read()
            assert response.status == 200, response.status
            counts[rank] += 1

    start = time.perf_counter()
    threads = [threading.Thread(target=load, args=(rank,)) for rank in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - start)


def rows_of(source: str) -> list[str]:
    """The heading cell of each row, without its tags."""
    cells = re.findall(r"<tr>\s*<th(?: scope=\"row\")?>(.*?)</th>", source, re.DOTALL)
    texts = [
        " ".join(html.unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", cell)).split())
        for cell in cells
    ]
    return [text for text in texts if text]


def compare(
    ours: tuple[int, str], peer: tuple[int, str], name: str, binding: bool = True
) -> dict[str, Any]:
    """Rates of both sides in turn; AssertionError unless they show the same rows."""
    shown, expected = rows_of(page(*ours)), rows_of(page(*peer))
    missing = [row for row in expected if row not in shown]
    assert expected and not missing, f"{name}: rows not shown by us: {missing[:3]}"
    for side in (ours, peer):
        for _ in range(30):
            page(*side)
    rates = [(rate(*ours), rate(*peer)) for _ in range(RUNS)]
    return {
        "page": name,
        "binding": binding,
        "rows": len(expected),
        "ours": statistics.median(a for a, _ in rates),
        "peer": statistics.median(b for _, b in rates),
        "ratio": statistics.median(a / b for a, b in rates),
    }


def a_neighbourhood(port: int) -> str:
    """The code of the neighbourhood that shows the most: one with figures, else the first."""
    codes = re.findall(r"/quartiers/(QP\w+)/", page(port, "/quartiers/"))
    return "QP059087" if "QP059087" in codes else codes[0]


def measure() -> dict[str, Any]:
    """All figures of this claim."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="faire-bench-")))
        home = built_home(folder)
        run(["django", "migrate", "-v0"], home)
        run(["django", "collectstatic", "--noinput", "-v0"], home)
        built = stack.enter_context(served(OURS, home, FAIRE_KEEP_PAGES="0"))
        kept = stack.enter_context(served(OURS, home))
        peer = stack.enter_context(served(PEER, home))
        code = a_neighbourhood(built)
        here, bare = f"/quartiers/{code}/", (peer, f"/quartiers-nus/{code}/")
        grants = "/subventions/"
        return {
            "load": "wrk" if shutil.which("wrk") else "Python",
            "pages": [
                compare((built, grants), (peer, grants), "liste de 50, construite à chaque fois"),
                compare((kept, grants), (peer, grants), "liste de 50, telle que servie"),
                compare(
                    (built, here),
                    (peer, here),
                    f"quartier {code}, construit à chaque fois ; le pair fait les mêmes calculs",
                ),
                compare(
                    (built, here),
                    bare,
                    f"quartier {code}, construit à chaque fois ; le pair ne calcule rien",
                    binding=False,
                ),
                compare((kept, here), bare, f"quartier {code}, tel que servi ; pair sans calcul"),
            ],
        }


def markdown(figures: dict[str, Any]) -> str:
    lines = [
        "## Servir une page",
        "",
        "Le pair est une page Django nue : son moteur de gabarits, les mêmes lignes, les mêmes "
        "requêtes, sans mise en page ni graphique ; même serveur, même base. Médianes de "
        f"{RUNS} passages alternés de {SECONDS:.0f} s (charge : {figures['load']}, "
        f"{CONNECTIONS} connexions). « Tel que servi » : les pages publiques sont gardées "
        "jusqu'au prochain acte (docs/adr/0007).",
        "",
        "| page | lignes | nous (pages/s) | Django nu (pages/s) | rapport |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for each in figures["pages"]:
        lines.append(
            f"| {each['page']} | {each['rows']} | {each['ours']:.0f} | {each['peer']:.0f} | "
            f"{each['ratio'] * 100:.0f} % |"
        )
    return "\n".join(lines)


def main() -> int:
    figures = measure()
    held = all(each["ratio"] >= 1 for each in figures["pages"] if each["binding"])
    print(markdown(figures))
    print(f"\nclaim: {'held' if held else 'not held'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
