"""The steps by which a conseil citoyen is recognised.

Law 2014-173 of 21 February 2014, art. 7, I: the representative of the State in the department
consults the mayor and the president of the EPCI, then recognises the composition of the council
by a decision (arrêté). The steps before the list of members are the usual ones, not the law's.
Steps may be told on the same day.
"""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum


class LabelState(StrEnum):
    """Where a council stands, from the steps recorded."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    LABELLED = "labelled"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """In the order in which they come."""

    CALLED = "called"  # volunteers called, in both colleges
    DRAWN = "drawn"  # residents drawn by lot
    COMPOSED = "composed"  # list of members of both colleges settled
    MAYOR = "mayor"  # mayor consulted
    EPCI = "epci"  # president of the EPCI consulted
    SUBMITTED = "submitted"  # file sent to the prefect
    RECOGNISED = "recognised"  # the prefect's decision
    RENEWED = "renewed"  # composition renewed, a new decision
    WITHDRAWN = "withdrawn"


NEEDED_BEFORE: Mapping[Step, frozenset[Step]] = {
    Step.CALLED: frozenset(),
    Step.DRAWN: frozenset(),
    Step.COMPOSED: frozenset(),
    Step.MAYOR: frozenset({Step.COMPOSED}),
    Step.EPCI: frozenset({Step.COMPOSED}),
    Step.SUBMITTED: frozenset({Step.COMPOSED}),
    Step.RECOGNISED: frozenset({Step.COMPOSED, Step.MAYOR, Step.EPCI}),
    Step.RENEWED: frozenset({Step.RECOGNISED}),
    Step.WITHDRAWN: frozenset({Step.RECOGNISED}),
}
WITH_PAPER = frozenset({Step.RECOGNISED, Step.RENEWED, Step.WITHDRAWN})
"""Steps that are a decision of the prefect: its reference must be given."""


class StepRefused(ValueError):
    """A step told too early: `missing` are those that the law puts before it."""

    def __init__(self, step: Step, missing: tuple[Step, ...]) -> None:
        super().__init__(f"{step}: {', '.join(missing)}")
        self.step, self.missing = step, missing


def check_step(step: Step, known: Mapping[Step, date], on: date) -> None:
    """Raise `StepRefused` when a step needs others that are not recorded on that day or before."""
    done = {each for each, day in known.items() if day <= on}
    missing = tuple(each for each in Step if each in NEEDED_BEFORE[step] and each not in done)
    if missing:
        raise StepRefused(step, missing)


def label_state(steps: Collection[Step]) -> LabelState:
    """From the steps in the order in which they happened."""
    ordered = [each for each in steps if each in WITH_PAPER]
    if ordered:
        last = ordered[-1]
        return LabelState.WITHDRAWN if last is Step.WITHDRAWN else LabelState.LABELLED
    return LabelState.UNDER_WAY if steps else LabelState.NOT_STARTED


def next_steps(known: Collection[Step]) -> tuple[Step, ...]:
    """What may be recorded now, in order."""
    return tuple(
        each
        for each in Step
        if NEEDED_BEFORE[each] <= set(known)
        and (each not in known or each in (Step.RENEWED, Step.WITHDRAWN))
    )
