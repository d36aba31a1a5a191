"""Claim: the board over 20 000 files is served at >= 100 % of the rate of a bare Django page of as
many rows, and asks the same number of queries as over 200 files.

The peer (benchmarks/bare) shows the same fifty rows, counts and choices to the same signed-in
person under the same rule of who reads what, with Django's template engine and no layout.

    python -m benchmarks.board      # FAIRE_BENCH_SECONDS=2 FAIRE_BENCH_RUNS=3 for a quick run
"""

import re
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import export
from benchmarks.pages import CONNECTIONS, OURS, PEER, RUNS, SECONDS, page, rate, served

BOARDS = {"sans filtre": "/instruction/", "cherché": "/instruction/?q=projet+17"}
COUNTER = """
import sys
import django
django.setup()
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
settings.ALLOWED_HOSTS = ["*"]
client = Client()
client.cookies["sessionid"] = sys.argv[1]
client.get("/instruction/")
with CaptureQueriesContext(connection) as queries:
    assert client.get("/instruction/").status_code == 200
print(len(queries))
"""


def queries_with(count: int) -> int:
    with tempfile.TemporaryDirectory(prefix="faire-bench-") as folder:
        files, export.FILES = export.FILES, count
        try:
            cookie = export.filled(Path(folder))
        finally:
            export.FILES = files
        return int(export.python(Path(folder), "-c", COUNTER, cookie))


def numbers_in(source: str) -> list[str]:
    """The project numbers, in their order."""
    return list(dict.fromkeys(re.findall(r"P-\d{5}", source)))


def main() -> int:
    lines, held = [], True
    with tempfile.TemporaryDirectory(prefix="faire-bench-") as folder:
        home = Path(folder)
        cookie = export.filled(home)
        queries = int(export.python(home, "-c", COUNTER, cookie))
        header = f"sessionid={cookie}"
        with served(OURS, home) as ours, served(PEER, home) as peer:
            for name, path in BOARDS.items():
                shown = numbers_in(page(ours, path, header))
                assert shown and shown == numbers_in(page(peer, path, header)), name
                for _ in range(10):
                    page(ours, path, header)
                    page(peer, path, header)
                rates = [(rate(ours, path, header), rate(peer, path, header)) for _ in range(RUNS)]
                ratio = statistics.median(a / b for a, b in rates)
                held = held and ratio >= 1
                lines.append(
                    f"| {name} | {len(shown)} | {statistics.median(a for a, _ in rates):.1f} | "
                    f"{statistics.median(b for _, b in rates):.1f} | {ratio * 100:.0f} % |"
                )
    few = queries_with(200)
    print(f"## Le tableau de l'instruction, {export.FILES} dossiers\n")
    print(
        "Le pair montre à la même personne les mêmes lignes, comptes et choix, avec le moteur de "
        f"gabarits de Django et sans mise en page. Médianes de {RUNS} passages alternés de "
        f"{SECONDS:.0f} s, {CONNECTIONS} connexions. Requêtes : {queries} avec {export.FILES} "
        f"dossiers, {few} avec 200.\n"
    )
    print("| tableau | lignes | nous (pages/s) | Django nu (pages/s) | rapport |")
    print("| --- | ---: | ---: | ---: | ---: |")
    print("\n".join(lines))
    held = held and queries == few
    print(f"\nclaim: {'held' if held else 'not held'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
