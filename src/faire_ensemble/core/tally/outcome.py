"""The result of a tally, and why each project won or did not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from faire_ensemble.core.tally.contest import Step
from faire_ensemble.core.tally.options import Options, Override


class Lack(StrEnum):
    """What a project that did not win lacked."""

    VOTES = "votes"  # below the minimum support, or none at all
    SUPPORTERS_MONEY = "supporters-money"  # its supporters' shares could not pay it
    ENVELOPE = "envelope"  # it no longer fitted
    STOPPED = "stopped"  # the count stopped before it
    RIVAL = "rival"  # an incompatible project won


@dataclass(frozen=True, slots=True)
class Round:
    """One project won. Amounts in euros, to the cent; `price` is what a supporter pays at most
    (for each of her points, on ballots with points), `emptied` how many gave all they had left."""

    number: int
    project: str
    step: Step
    earmark: str
    cost: Decimal
    price: Decimal | None
    supporters: int
    emptied: int
    left: Decimal


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a project won or not. `missing` is in euros, or in votes when votes are lacking."""

    project: str
    votes: Decimal
    supporters: int
    won: bool
    round: int | None = None
    price: Decimal | None = None
    lack: Lack | None = None
    missing: Decimal | None = None
    rival: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """The result. `winners` is what the ballots say, in order; `funded` is after the jury.

    `share` is each voter's exact share of the envelope at the end, in euros (equal shares only),
    `first_share` before add1 raised it `raised` times by one euro.
    """

    options: Options
    budget: Decimal
    winners: tuple[str, ...]
    spent: Decimal
    rounds: tuple[Round, ...]
    explanations: Mapping[str, Explanation] = field(hash=False)
    first_share: Fraction | None = None
    share: Fraction | None = None
    raised: int = 0
    overrides: tuple[Override, ...] = ()
    funded: tuple[str, ...] = ()
    funded_cost: Decimal = Decimal(0)

    @property
    def remaining(self) -> Decimal:
        """What the count leaves of the envelope, in euros."""
        return self.budget - self.spent
