"""Run every benchmark and write RESULTS.md: `make bench`.

Each `benchmarks/<claim>.py` runs alone (`python -m benchmarks.<claim>`), prints Markdown and says
on its last line `claim: held` or `claim: not held`.
"""

import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
PACKAGES = (
    "Django",
    "numpy",
    "shapely",
    "geopandas",
    "polars",
    "granian",
    "typst",
    "Jinja2",
    "pabutools",
)


def machine() -> str:
    """What the figures depend on: processors, system, versions."""
    processors = Path("/proc/cpuinfo").read_text(encoding="utf-8").count("processor\t")
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{processors} processors, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {versions}."
    )


def main() -> int:
    names = sys.argv[1:] or sorted(
        path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_")
    )
    parts = [
        "# Measured\n",
        f"{datetime.now(UTC):%Y-%m-%d}, {machine()} A shared machine: trust the ratios, which "
        "compare in one run; times are medians.\n",
    ]
    failed = 0
    for name in names:
        print(f"… {name}", file=sys.stderr)
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}"], stdout=subprocess.PIPE, text=True
        )
        failed += done.returncode != 0
        parts.append(done.stdout.strip() + "\n")
    (HERE / "RESULTS.md").write_text("\n".join(parts), encoding="utf-8")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
