"""One stage of a tally: what a rule was given and what it found."""

from dataclasses import dataclass

from faire_ensemble.core.tally.contest import Contest, Found, Step
from faire_ensemble.core.tally.options import Earmark


@dataclass(frozen=True)
class Stage:
    """`earmark` is the part that was spent, None for the common envelope."""

    step: Step
    earmark: Earmark | None
    contest: Contest
    found: Found
