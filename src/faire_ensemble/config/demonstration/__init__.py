"""The demonstration: real facts with their source, and an invented year of grants, marked as such.

`build` fills an empty database in one transaction; `facts/README.md` says what is real.
"""

from faire_ensemble.config.demonstration.build import build
from faire_ensemble.config.demonstration.state import State, mark, sign, state_of, unmark

__all__ = ["State", "build", "mark", "sign", "state_of", "unmark"]
