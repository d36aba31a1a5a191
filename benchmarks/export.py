"""Claim: 20 000 files (60 000 requests) are exported to XLSX and CSV in less than 200 MB.

The peak resident memory of a fresh process that reads the whole answer piece by piece, Python and
Django included.

    python -m benchmarks.export      # FAIRE_BENCH_FILES=2000 for a quick run
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.pages import ROOT, environment, run

FILES = int(os.environ.get("FAIRE_BENCH_FILES", "20000"))
LIMIT = 200 * 1024 * 1024
WORKER = """
import json, resource, sys, time
# Only installed for the peers of other benchmarks; pyogrio takes them where it finds them.
sys.modules.update(geopandas=None, pandas=None, pyproj=None)
import django
django.setup()
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["*"]
client = Client()
client.cookies["sessionid"] = sys.argv[1]
start = time.perf_counter()
answer = client.get("/instruction." + sys.argv[2])
assert answer.status_code == 200 and answer.streaming, answer.status_code
size = sum(len(piece) for piece in answer.streaming_content)
print(json.dumps({
    "seconds": time.perf_counter() - start, "size": size,
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
}))
"""


def filled(home: Path) -> str:
    """The cookie of an officer in a base of FILES files."""
    run(["django", "migrate", "-v0"], home)
    run(["django", "collectstatic", "--noinput", "-v0"], home)
    return python(home, "-m", "benchmarks.bare.files", str(FILES)).strip()


def python(home: Path, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments], check=True, capture_output=True, text=True, cwd=ROOT,
        env=environment(home) | {"DJANGO_SETTINGS_MODULE": "faire_ensemble.config.settings"},
    ).stdout  # fmt: skip


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="faire-bench-") as folder:
        home = Path(folder)
        cookie = filled(home)
        found = {
            each: json.loads(python(home, "-c", WORKER, cookie, each).splitlines()[-1])
            for each in ("xlsx", "csv")
        }
    print(f"## Exporter {FILES} dossiers\n")
    print("Processus neuf, réponse lue morceau par morceau ; une ligne par demande.\n")
    print("| fichier | taille | durée | mémoire, au plus fort |\n| --- | ---: | ---: | ---: |")
    for each, figures in found.items():
        print(
            f"| {each} | {figures['size'] / 2**20:.1f} Mo | {figures['seconds']:.1f} s | "
            f"{figures['peak'] / 2**20:.0f} Mo |"
        )
    held = all(figures["peak"] < LIMIT for figures in found.values())
    print(f"\nclaim: {'held' if held else 'not held'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
