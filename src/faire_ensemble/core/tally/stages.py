"""One stage of a tally: what a rule was given and what it found."""

from dataclasses import dataclass

from faire_ensemble.core.tally.contest import Contest, Found, Step


@dataclass(frozen=True)
class Stage:
    """`earmark` is the territory whose part was spent, empty for the common envelope."""

    step: Step
    earmark: str
    contest: Contest
    found: Found
