"""What a rule of the table is, and what is known of the case it is applied to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Force(StrEnum):
    """Whether the act is stopped until the rule is met, or the person is only told."""

    ENFORCE = "enforce"
    WARN = "warn"


class Actor(StrEnum):
    """Who must act: the sentence speaks to them."""

    HOLDER = "holder"
    FUNDER = "funder"


class Stage(StrEnum):
    """When in the life of a request the rule is said."""

    APPLICATION = "application"
    DECISION = "decision"
    CONVENTION = "convention"
    PAYMENT = "payment"
    REPORT = "report"


class HolderKind(StrEnum):
    """What kind of body holds the project, as the rules tell them apart."""

    ASSOCIATION = "association"
    FOUNDATION = "foundation"
    COMPANY = "company"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: one version of one rule, between two dates (both included).

    `sentence`, `question` (said when a fact is not known) and `basis` are French, translated by
    whoever shows them; they may hold `%(funder)s %(amount)s %(threshold)s %(due)s %(days)s`.
    `doubt` says what must be checked in the official text before it is relied on; empty when
    the substance and the dates were read in a public document named in docs/methods/regles.md.
    """

    key: str
    valid_from: date
    force: Force
    actor: Actor
    stage: Stage
    sentence: str
    basis: str
    valid_to: date | None = None
    threshold: Decimal | None = None
    days: int = 0
    months: int = 0
    question: str = ""
    doubt: str = ""

    def in_force(self, on: date) -> bool:
        """Whether this version is the law on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @property
    def to_check(self) -> bool:
        """Whether something in it was recalled and not read."""
        return bool(self.doubt)

    @property
    def limit(self) -> Decimal:
        """The threshold of a rule that has one. Raises ValueError on another."""
        if self.threshold is None:
            raise ValueError(f"La règle « {self.key} » n'a pas de seuil.")
        return self.threshold


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a holder and its requests in a year. None means not known, never zero.

    `amounts`: euros by public funder, all its grants to this holder in the year together, asked
    or awarded according to the stage. `other_public`: what other public bodies give that year.
    `aid_three_years`: public aid of the two years before and of this one, without `amounts`.
    `aid_declared`: the holder said whether it is above the threshold of the form.
    `social_housing`: the grant builds or improves social housing. `conventions` and
    `multi_year_conventions` count those of a whole programme.
    """

    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    other_public: Decimal = Decimal(0)
    holder: HolderKind = HolderKind.ASSOCIATION
    earmarked: bool = True
    social_housing: bool = False
    renewal: bool = False
    last_report_given: bool | None = None
    signed_republican_contract: bool | None = None
    economic_activity: bool | None = None
    public_service: bool | None = None
    aid_declared: bool = False
    aid_three_years: Decimal | None = None
    year_end: date | None = None
    small_funders: frozenset[str] = frozenset()
    notified_on: Mapping[str, date] = field(default_factory=dict)
    other_payment_dates: frozenset[str] = frozenset()
    signed_on: Mapping[str, date] = field(default_factory=dict)
    conventions: int | None = None
    multi_year_conventions: int | None = None

    @property
    def total(self) -> Decimal:
        """What all public bodies give in the year."""
        return sum(self.amounts.values(), self.other_public)

    @property
    def private_law(self) -> bool:
        """Law 2000-321 binds the grants to bodies of private law."""
        return self.holder is not HolderKind.PUBLIC

    @property
    def funders(self) -> tuple[str, ...]:
        """Those who give or are asked something."""
        return tuple(funder for funder, amount in self.amounts.items() if amount > 0)


@dataclass(frozen=True, slots=True)
class Duty:
    """A rule that applies to a case. `unknown`: a fact is missing to tell; ask the question.

    `funder` is the key of the only funder concerned, empty for the holder's whole year.
    `amount` is what was compared with the threshold, `due` the last day.
    """

    rule: Rule
    funder: str = ""
    amount: Decimal | None = None
    due: date | None = None
    unknown: bool = False

    @property
    def blocking(self) -> bool:
        """Whether the act must wait: an enforced rule, known to apply or not yet answered."""
        return self.rule.force is Force.ENFORCE

    def late(self, on: date) -> bool:
        """Whether its last day has passed."""
        return self.due is not None and on > self.due
