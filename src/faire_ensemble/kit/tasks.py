"""What the worker does for the kit itself."""

from faire_ensemble.kit.files.scanning import scan_waiting
from faire_ensemble.kit.jobs import chore

chore(seconds=60)(scan_waiting)
