"""The settings of a count: published with its result, the same for every project."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from faire_ensemble.core.tally.ballots import InvalidElection
from faire_ensemble.core.tally.election import Election

THRESHOLD_KEY = "min_project_score_threshold"


class Rule(StrEnum):
    """How winners are found: docs/methods/depouillement.md."""

    GREEDY = "greedy"
    THRESHOLD = "threshold"
    PHRAGMEN = "phragmen"
    EQUAL_SHARES = "equal-shares"


class Utility(StrEnum):
    """What a funded project is worth to a voter who chose it: its cost, or one (times points)."""

    COST = "cost"
    CARDINALITY = "cardinality"


class Completion(StrEnum):
    """How money left by equal shares (or Phragmén) is spent.

    `add1`: every voter's share grows by one euro as long as the result fits in the envelope (as
    Wieliczka did in 2023; equalshares.net). `add1e`: the same, but stops as soon as nothing more
    would fit. `greedy`: what still fits, by votes. `add1u`: add1, then greedy.
    """

    NONE = "none"
    GREEDY = "greedy"
    ADD1 = "add1"
    ADD1E = "add1e"
    ADD1U = "add1u"

    @property
    def raises(self) -> bool:
        return self in {Completion.ADD1, Completion.ADD1E, Completion.ADD1U}

    @property
    def then_greedy(self) -> bool:
        return self in {Completion.GREEDY, Completion.ADD1U}


class Unaffordable(StrEnum):
    """What greedy does at a project that no longer fits: skip it, or stop there."""

    SKIP = "skip"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Earmark:
    """A part of the envelope for the projects whose `column` says `value` (a territory)."""

    column: str
    value: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Override:
    """A jury's decision against the count, with its reason: `fund` a project, or do not."""

    project: str
    fund: bool
    reason: str


@dataclass(frozen=True)
class Options:
    """How to count. The defaults are French practice: by votes, what no longer fits is skipped.

    `minimum_support` is in votes (points on ballots that give points). `groups` are sets of
    projects of which one at most is funded. `seed` draws the lots of exact ties.
    """

    rule: Rule = Rule.GREEDY
    utility: Utility = Utility.COST
    completion: Completion = Completion.NONE
    seed: int = 0
    minimum_support: Decimal | None = None
    groups: tuple[tuple[str, ...], ...] = ()
    earmarks: tuple[Earmark, ...] = ()
    unaffordable: Unaffordable = Unaffordable.SKIP
    overrides: tuple[Override, ...] = field(default=())

    def threshold(self, election: Election) -> Decimal:
        """Votes below which a project is not funded: as asked, else as the file says for it."""
        if self.minimum_support is not None:
            return self.minimum_support
        if self.rule is not Rule.THRESHOLD:
            return Decimal(0)
        written = election.meta.get(THRESHOLD_KEY, "")
        try:
            return Decimal(written)
        except ArithmeticError as error:
            raise InvalidElection(
                "La règle du seuil demande un nombre minimal de votes : donnez-le, ou écrivez-le "
                f"dans META ({THRESHOLD_KEY})."
            ) from error


def check_options(election: Election, options: Options) -> None:
    """Refuse settings that contradict each other or the election, with a French sentence."""
    if options.completion.raises and options.rule is not Rule.EQUAL_SHARES:
        raise InvalidElection("add1 complète la méthode des parts égales, et elle seule.")
    if options.completion.then_greedy and options.rule in {Rule.GREEDY, Rule.THRESHOLD}:
        raise InvalidElection("Le dépouillement par votes est déjà complet : sans complément.")
    if options.rule is Rule.PHRAGMEN and options.utility is not Utility.COST:
        raise InvalidElection("La règle de Phragmén ne mesure pas d'utilité : laissez « cost ».")
    if not options.threshold(election).is_finite() or options.threshold(election) < 0:
        raise InvalidElection("Le nombre minimal de votes est zéro ou plus.")
    _known(election, [name for group in options.groups for name in group], "Groupe")
    _known(election, [override.project for override in options.overrides], "Décision du jury")
    for override in options.overrides:
        if not override.reason.strip():
            raise InvalidElection(
                f"Décision du jury sur le projet « {override.project} » : le motif manque."
            )
    decided = [override.project for override in options.overrides]
    if len(set(decided)) != len(decided):
        raise InvalidElection("Le jury décide une seule fois de chaque projet.")
    _check_earmarks(election, options.earmarks)


def _known(election: Election, names: Sequence[str], what: str) -> None:
    for name in names:
        if name not in election.by_id:
            raise InvalidElection(f"{what} : le projet « {name} » n'est pas dans l'élection.")


def _check_earmarks(election: Election, earmarks: tuple[Earmark, ...]) -> None:
    if len({(earmark.column, earmark.value) for earmark in earmarks}) != len(earmarks):
        raise InvalidElection("Une part réservée est écrite deux fois pour le même territoire.")
    if sum((earmark.amount for earmark in earmarks), Decimal(0)) > election.budget:
        raise InvalidElection("Les parts réservées dépassent l'enveloppe.")
    for earmark in earmarks:
        if not (earmark.amount.is_finite() and earmark.amount > 0):
            raise InvalidElection("Une part réservée est un montant plus grand que zéro.")
        if all(project.column(earmark.column) != earmark.value for project in election.projects):
            raise InvalidElection(
                f"Part réservée : aucun projet n'a « {earmark.value} » dans la colonne "
                f"« {earmark.column} »."
            )


def lot(seed: int, project: str) -> str:
    """The lot of a project: anyone can draw it again from the published seed."""
    return hashlib.sha256(f"{seed}:{project}".encode()).hexdigest()


def tie_ranks(election: Election, seed: int) -> tuple[int, ...]:
    """Rank of each project in a tie: lowest cost, then most votes, then the lot.

    One order for the whole count, whatever the order of the file.
    """
    profile = election.profile
    keys = [
        (cost, -int(score), lot(seed, project.id), project.id)
        for cost, score, project in zip(profile.cost, profile.score, election.projects, strict=True)
    ]
    ranks = [0] * len(keys)
    for rank, number in enumerate(sorted(range(len(keys)), key=keys.__getitem__)):
        ranks[number] = rank
    return tuple(ranks)
