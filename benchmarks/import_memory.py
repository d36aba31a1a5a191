"""Claim: importing a file needs at most five times its size in memory.

What is measured is the growth of the process's peak resident memory while it imports the file,
after a small file of the same kind has warmed it up (modules, connection, prepared statements):
the memory that the file asks for, not what Python and Django weigh. Each kind has its process.
Files below a megabyte are left out: a batch of rows is larger than they are.

    python -m benchmarks.import_memory
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

LIMIT = 5.0
KINDS = (
    ("grants", "scdl/exemples/exemple_valide.csv",
     ("subventions/44_loire_atlantique_subventions.csv",
      "subventions/agregees_PDL_mislabelled_utf8.csv")),
    ("anct-posts", "anct_posts/postes-fonjep-2020.json",
     ("anct_posts/adulte-relais-2021.json", "anct_posts/adulte-relais-2022.json")),
    ("insee-qpv", "insee_qpv/IPRO_2017.csv", ("insee_qpv/DEMO_2021.csv",)),
)  # fmt: skip
ROOT = Path(__file__).resolve().parents[1]
WORKER = """
import json, resource, sys
from pathlib import Path
import django
django.setup()
from faire_ensemble.config.cli.import_ import importer_of
from faire_ensemble.kit.tabular import run_import

kind, *files = sys.argv[1:]
peaks = []
for file in files:
    run_import(kind, importer_of(kind), Path(file), actor=None)
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
print(json.dumps(peaks))
"""


def shared_data() -> Path:
    default = ROOT.parent / "shared" / "data"
    return Path(os.environ.get("FAIRE_SHARED_DATA", default))


def environment(home: str) -> dict[str, str]:
    env = {**os.environ, "FAIRE_HOME": home, "PYTHONPATH": str(ROOT / "src")}
    env["DJANGO_SETTINGS_MODULE"] = "faire_ensemble.config.settings"
    env.pop("DATABASE_URL", None)
    return env


def faire(home: str, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "faire_ensemble", *arguments],
        env=environment(home), check=True, capture_output=True,
    )  # fmt: skip


def growth(home: str, kind: str, small: Path, file: Path) -> int:
    """Bytes by which the peak grows from the small file to the measured one."""
    done = subprocess.run(
        [sys.executable, "-c", WORKER, kind, str(small), str(file)],
        env=environment(home), check=True, capture_output=True, text=True,
    )  # fmt: skip
    before, after = json.loads(done.stdout.splitlines()[-1])
    return after - before


def measure() -> list[dict[str, object]]:
    data, found = shared_data(), []
    with tempfile.TemporaryDirectory(prefix="faire-bench-") as home:
        faire(home, "open", "200093201")
        contours = data / "qpv_2014" / "QP_METROPOLEOUTREMER_WGS84_EPSG4326.shp"
        faire(home, "import", "qpv", str(contours))
        for kind, small, files in KINDS:
            for name in files:
                file = data / name
                grown = growth(home, kind, data / small, file)
                size = file.stat().st_size
                found.append({"kind": kind, "file": file.name, "size": size, "grown": grown})
    return found


def markdown(rows: list[dict[str, object]]) -> str:
    lines = [
        "## Mémoire d'un import",
        "",
        "Croissance du pic de mémoire du processus pendant l'import du fichier, après celui d'un "
        "petit fichier de même nature.",
        "",
        "| nature | fichier | taille (Mo) | croissance (Mo) | rapport |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for row in rows:
        lines.append(
            f"| {row['kind']} | {row['file']} | {row['size'] / 1e6:.1f} | "
            f"{row['grown'] / 1e6:.1f} | {row['grown'] / row['size']:.1f} |"
        )
    return "\n".join(lines)


def main() -> int:
    rows = measure()
    held = all(row["grown"] <= LIMIT * row["size"] for row in rows)
    print(markdown(rows))
    print(f"\nclaim: {'held' if held else 'not held'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
