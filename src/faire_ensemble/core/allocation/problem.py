"""A problem: rows that hold together, and what was decided about them (a programme)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from faire_ensemble.core.allocation.entities import (
    Application,
    Envelope,
    HolderCap,
    MinimumShare,
    Request,
    Weights,
)
from faire_ensemble.core.allocation.money import InvalidProblem, cents


@dataclass(frozen=True)
class Problem:
    """Everything the answer depends on. Raises InvalidProblem when rows contradict each other.

    `holder_cap` holds for holders without a `HolderCap` of their own (None: no cap).
    """

    applications: tuple[Application, ...]
    requests: tuple[Request, ...]
    envelopes: tuple[Envelope, ...]
    minimum_shares: tuple[MinimumShare, ...] = ()
    holder_cap: Decimal | None = None
    holder_caps: tuple[HolderCap, ...] = ()
    weights: Weights = field(default_factory=Weights)
    name: str = ""

    def __post_init__(self) -> None:
        _unique((row.id for row in self.applications), "Dossier")
        _unique((row.id for row in self.requests), "Demande")
        _unique((row.id for row in self.envelopes), "Enveloppe")
        _unique((row.id for row in self.minimum_shares), "Part minimale")
        _unique((row.holder for row in self.holder_caps), "Plafond du porteur")
        if self.holder_cap is not None:
            cents(self.holder_cap, "Plafond par porteur")
        self._check_requests()
        self._check_tree()

    @cached_property
    def application_by_id(self) -> Mapping[str, Application]:
        return {row.id: row for row in self.applications}

    @cached_property
    def request_by_id(self) -> Mapping[str, Request]:
        return {row.id: row for row in self.requests}

    @cached_property
    def envelope_by_id(self) -> Mapping[str, Envelope]:
        return {row.id: row for row in self.envelopes}

    @cached_property
    def cap_by_holder(self) -> Mapping[str, Decimal]:
        """The cap of every holder who has one."""
        caps = {row.holder: row.amount for row in self.holder_caps}
        if self.holder_cap is not None:
            for application in self.applications:
                caps.setdefault(application.holder, self.holder_cap)
        return caps

    def lineage(self, envelope: Envelope) -> tuple[Envelope, ...]:
        """An envelope, its parent, its parent's parent…"""
        line = [envelope]
        while line[-1].parent:
            line.append(self.envelope_by_id[line[-1].parent])
        return tuple(line)

    def payers(self, request: Request) -> tuple[Envelope, ...]:
        """The envelopes that may pay for a request, in the order of the problem."""
        application = self.application_by_id[request.application]
        return tuple(
            envelope
            for envelope in self.envelopes
            if envelope.funder == request.funder
            and (not request.envelopes or envelope.id in request.envelopes)
            and all(row.fits(application) for row in self.lineage(envelope))
        )

    def score(self, request: Request) -> Decimal:
        """The score of a request: its own, or its application's."""
        if request.score is not None:
            return request.score
        return self.application_by_id[request.application].score

    def _check_requests(self) -> None:
        funders = {row.funder for row in self.envelopes}
        pairs: set[tuple[str, str]] = set()
        for row in self.requests:
            where = f"Demande {row.id}"
            if row.application not in self.application_by_id:
                raise InvalidProblem(f"{where} : le dossier {row.application} n'existe pas.")
            if row.funder not in funders:
                raise InvalidProblem(f"{where} : le financeur {row.funder} n'a pas d'enveloppe.")
            if (row.application, row.funder) in pairs:
                raise InvalidProblem(
                    f"{where} : le dossier {row.application} s'adresse deux fois à {row.funder}."
                )
            pairs.add((row.application, row.funder))
            for name in row.envelopes:
                if name not in self.envelope_by_id:
                    raise InvalidProblem(f"{where} : l'enveloppe {name} n'existe pas.")
                if self.envelope_by_id[name].funder != row.funder:
                    raise InvalidProblem(f"{where} : l'enveloppe {name} est d'un autre financeur.")
        for share in self.minimum_shares:
            for funder in set(share.funders) - funders:
                raise InvalidProblem(
                    f"Part minimale {share.id} : le financeur {funder} n'a pas d'enveloppe."
                )

    def _check_tree(self) -> None:
        for row in self.envelopes:
            seen = {row.id}
            above = row.parent
            while above:
                if above not in self.envelope_by_id:
                    raise InvalidProblem(
                        f"Enveloppe {row.id} : l'enveloppe {above}, dont elle dépend, n'existe pas."
                    )
                if above in seen:
                    raise InvalidProblem(f"Enveloppe {row.id} : elle dépend d'elle-même.")
                seen.add(above)
                above = self.envelope_by_id[above].parent


@dataclass(frozen=True)
class Programme:
    """Amounts by request, in euros; a request left out receives nothing."""

    amounts: Mapping[str, Decimal]
    name: str = ""

    def amount(self, request: str) -> Decimal:
        return self.amounts.get(request, Decimal(0))


def _unique(names: Iterable[str], kind: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InvalidProblem(f"{kind} {name} : l'identifiant est donné deux fois.")
        seen.add(name)
