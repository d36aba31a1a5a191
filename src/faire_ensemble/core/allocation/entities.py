"""What is asked, by whom, and the money there is: the rows of a problem.

Each row checks its own fields when made; what ties rows together is checked by `Problem`.
Amounts are Decimal euros with at most two decimals. Texts in error messages are French.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from faire_ensemble.core.allocation.money import InvalidProblem, cents

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Application:
    """A project submitted once, to one or several funders.

    `score` weighs every euro it receives (0 or more, in the scale of the grid). An amount
    counts in equal parts for each of its `neighbourhoods`. Below `minimum_total`, all funders
    together, the application is not viable and receives nothing.
    """

    id: str
    holder: str
    score: Decimal
    objective: str = ""
    neighbourhoods: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    minimum_total: Decimal = ZERO
    title: str = ""

    def __post_init__(self) -> None:
        where = f"Dossier {self.id}"
        _named(self.id, "Un dossier n'a pas d'identifiant.")
        _named(self.holder, f"{where} : le porteur manque.")
        _score(self.score, where)
        cents(self.minimum_total, f"{where}, minimum viable du dossier")
        _distinct(self.neighbourhoods, f"{where}, quartiers")
        _distinct(self.communes, f"{where}, communes")

    @property
    def name(self) -> str:
        """What sentences call it."""
        return f"« {self.title} »" if self.title else self.id


@dataclass(frozen=True, slots=True)
class Request:
    """What an application asks of one funder (a line of account 74).

    Awarded amounts are 0, a multiple of `step`, or the most it can have (`asked`, or `cap`
    when lower); below `minimum` the amount is 0. `committed` is owed (multi-year convention):
    the award is at least that. `excluded` is the reason why nothing can be awarded. `score`
    replaces the application's for this funder. `envelopes` limits which of the funder's
    envelopes pay (empty: any whose restrictions fit).
    """

    id: str
    application: str
    funder: str
    asked: Decimal
    minimum: Decimal = ZERO
    step: Decimal = Decimal(500)
    cap: Decimal | None = None
    committed: Decimal = ZERO
    excluded: str = ""
    score: Decimal | None = None
    envelopes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        where = f"Demande {self.id}"
        _named(self.id, "Une demande n'a pas d'identifiant.")
        _named(self.application, f"{where} : le dossier manque.")
        _named(self.funder, f"{where} : le financeur manque.")
        if cents(self.asked, f"{where}, montant demandé") == 0:
            raise InvalidProblem(f"{where} : le montant demandé est nul.")
        if cents(self.step, f"{where}, pas") == 0:
            raise InvalidProblem(f"{where} : le pas est nul.")
        minimum = cents(self.minimum, f"{where}, minimum viable")
        committed = cents(self.committed, f"{where}, montant engagé")
        most = cents(self.most, f"{where}, plafond")
        if minimum > cents(self.asked, where):
            raise InvalidProblem(f"{where} : le minimum viable dépasse le montant demandé.")
        if committed > most or (committed and minimum > most):
            raise InvalidProblem(
                f"{where} : le montant engagé ou son minimum viable dépasse ce qui peut être "
                "accordé (montant demandé ou plafond)."
            )
        if committed and self.excluded:
            raise InvalidProblem(f"{where} : elle est à la fois engagée et écartée.")
        if self.score is not None:
            _score(self.score, where)
        _distinct(self.envelopes, f"{where}, enveloppes")

    @property
    def most(self) -> Decimal:
        """The most it can be awarded."""
        return self.asked if self.cap is None else min(self.asked, self.cap)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Money of a funder, perhaps kept for objectives, communes or neighbourhoods.

    A restriction left empty restricts nothing; an application fits when it shares at least
    one value with each restriction. With a `parent`, the envelope is a delegation: what the
    parent and everything under it award together stays within the parent's amount, and the
    parent's restrictions hold too. `nature` (specific credits, mainstream…) only labels.
    """

    id: str
    funder: str
    amount: Decimal
    label: str = ""
    nature: str = ""
    objectives: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    neighbourhoods: tuple[str, ...] = ()
    parent: str = ""

    def __post_init__(self) -> None:
        where = f"Enveloppe {self.id}"
        _named(self.id, "Une enveloppe n'a pas d'identifiant.")
        _named(self.funder, f"{where} : le financeur manque.")
        cents(self.amount, f"{where}, montant")
        for name in ("objectives", "communes", "neighbourhoods"):
            _distinct(getattr(self, name), f"{where}, restrictions")

    @property
    def name(self) -> str:
        """What sentences call it."""
        return f"« {self.label} »" if self.label else self.id

    def fits(self, application: Application) -> bool:
        """Whether its own restrictions let it pay for an application."""
        return (
            (not self.objectives or application.objective in self.objectives)
            and (not self.communes or not set(self.communes).isdisjoint(application.communes))
            and (
                not self.neighbourhoods
                or not set(self.neighbourhoods).isdisjoint(application.neighbourhoods)
            )
        )


class Scope(StrEnum):
    """What a minimum share is for."""

    NEIGHBOURHOOD = "neighbourhood"
    OBJECTIVE = "objective"


@dataclass(frozen=True, slots=True)
class MinimumShare:
    """At least `share` (0..1) of everything awarded, or at least `amount`, goes to `target`.

    Exactly one of the two is given. With `funders`, only their money is counted, on both
    sides.
    """

    id: str
    scope: Scope
    target: str
    share: Decimal | None = None
    amount: Decimal | None = None
    funders: tuple[str, ...] = ()
    label: str = ""

    def __post_init__(self) -> None:
        where = f"Part minimale {self.id}"
        _named(self.id, "Une part minimale n'a pas d'identifiant.")
        _named(self.target, f"{where} : le quartier ou l'objectif manque.")
        if (self.share is None) == (self.amount is None):
            raise InvalidProblem(f"{where} : donnez ou bien une part, ou bien un montant.")
        if self.share is not None and not (
            isinstance(self.share, Decimal) and self.share.is_finite() and 0 <= self.share <= 1
        ):
            raise InvalidProblem(f"{where} : la part {self.share} n'est pas entre 0 et 1.")
        if self.amount is not None:
            cents(self.amount, f"{where}, montant")
        _distinct(self.funders, f"{where}, financeurs")

    @property
    def name(self) -> str:
        """What sentences call it."""
        kind = "le quartier" if self.scope is Scope.NEIGHBOURHOOD else "l'objectif"
        return f"{kind} {self.label or self.target}"

    def portion(self, application: Application) -> tuple[int, int]:
        """The fraction of an application's money that counts, as (numerator, denominator)."""
        if self.scope is Scope.OBJECTIVE:
            return int(application.objective == self.target), 1
        places = application.neighbourhoods
        return (1, len(places)) if self.target in places else (0, 1)

    def counts(self, funder: str) -> bool:
        """Whether the money of a funder is counted."""
        return not self.funders or funder in self.funders


@dataclass(frozen=True, slots=True)
class HolderCap:
    """The most one holder may receive, all applications and funders together."""

    holder: str
    amount: Decimal

    def __post_init__(self) -> None:
        _named(self.holder, "Un plafond par porteur ne nomme pas de porteur.")
        cents(self.amount, f"Plafond du porteur {self.holder}")


@dataclass(frozen=True, slots=True)
class Weights:
    """How euros become benefit, for every application alike (docs/methods/enveloppes.md).

    `presence`: being funded at all counts like that many euros more. `beyond`: what a euro
    above the minimum viable amount counts, where a euro up to it counts 1.
    """

    presence: Decimal = Decimal(1000)
    beyond: Decimal = Decimal("0.5")

    def __post_init__(self) -> None:
        cents(self.presence, "Pondération « être financé »")
        if not isinstance(self.beyond, Decimal) or not 0 <= self.beyond <= 1:
            raise InvalidProblem(
                f"Pondération « au-delà du minimum » : {self.beyond} n'est pas entre 0 et 1."
            )


def _named(value: str, message: str) -> None:
    if not isinstance(value, str) or not value.strip():
        raise InvalidProblem(message)


def _score(value: Decimal, where: str) -> None:
    if not isinstance(value, Decimal) or not value.is_finite() or value < 0:
        raise InvalidProblem(f"{where} : la note {value!r} n'est pas un nombre positif ou nul.")


def _distinct(values: tuple[str, ...], where: str) -> None:
    if not isinstance(values, tuple):
        raise InvalidProblem(f"{where} : une liste est attendue.")
    for value in values:
        _named(value, f"{where} : une valeur est vide.")
    if len(set(values)) < len(values):
        raise InvalidProblem(f"{where} : une valeur est répétée.")
