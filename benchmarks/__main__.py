"""Run every benchmark, or those named, and write RESULTS.md: `make bench`.

Each `benchmarks/<claim>.py` runs alone (`python -m benchmarks.<claim>`), prints Markdown and says
on its last line `claim: held` or `claim: not held`.
"""

import platform
import re
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


RESULTS = HERE / "RESULTS.md"
MARK = re.compile(r"^<!-- (\w+) -->$", re.MULTILINE)
HEAD = (
    "# Measured\n\nEach part says when and on what it was run. A shared machine: trust the ratios, "
    "which compare in one run; times are medians.\n"
)


def kept() -> dict[str, str]:
    """The parts that are written already, by the name of their benchmark."""
    pieces = MARK.split(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else [""]
    return dict(zip(pieces[1::2], (piece.strip() for piece in pieces[2::2]), strict=True))


def main() -> int:
    """Run the benchmarks named (all by default); the parts of the others stay as they were."""
    every = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    parts, failed = kept(), 0
    for name in sys.argv[1:] or every:
        print(f"… {name}", file=sys.stderr)
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}"], stdout=subprocess.PIPE, text=True
        )
        failed += done.returncode != 0
        parts[name] = f"{datetime.now(UTC):%Y-%m-%d}, {machine()}\n\n{done.stdout.strip()}"
        body = "\n".join(f"<!-- {each} -->\n{parts[each]}\n" for each in every if each in parts)
        RESULTS.write_text(f"{HEAD}\n{body}", encoding="utf-8")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
