"""Does a programme keep every rule? Exact, and apart from the solver that proposes programmes.

People decide request by request, so programmes come from anywhere: each rule broken is told in
plain words with what is missing or in excess.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from faire_ensemble.core.allocation.charging import Charges, Draw
from faire_ensemble.core.allocation.entities import MinimumShare, Request
from faire_ensemble.core.allocation.money import CENT, InvalidProblem, cents, euros, percent, spell
from faire_ensemble.core.allocation.problem import Problem, Programme

ZERO = Decimal(0)


class Broken(StrEnum):
    """Which rule is broken."""

    UNKNOWN = "unknown"
    AMOUNT = "amount"
    EXCLUDED = "excluded"
    TOO_MUCH = "too_much"
    TOO_LITTLE = "too_little"
    STEP = "step"
    COMMITMENT = "commitment"
    APPLICATION = "application"
    NO_ENVELOPE = "no_envelope"
    ENVELOPE = "envelope"
    HOLDER = "holder"
    SHARE = "share"
    DRAWS = "draws"


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule broken: on which row (`id`), by how many euros, in a French sentence."""

    kind: Broken
    id: str
    amount: Decimal
    words: str


def check(
    problem: Problem, programme: Programme, draws: Sequence[Draw] | None = None
) -> tuple[Violation, ...]:
    """Every rule that a programme breaks; empty when it keeps them all.

    With `draws`, also that they pay each amount in full from envelopes that may pay it.
    """
    found = list(_of_amounts(problem, programme))
    if any(row.kind in (Broken.UNKNOWN, Broken.AMOUNT) for row in found):
        return tuple(found)
    found += _of_applications(problem, programme)
    found += _of_holders(problem, programme)
    found += _of_envelopes(problem, programme)
    found += _of_shares(problem, programme)
    if draws is not None:
        found += _of_draws(problem, programme, draws)
    return tuple(found)


def _of_amounts(problem: Problem, programme: Programme) -> Iterator[Violation]:
    for name in programme.amounts:
        if name not in problem.request_by_id:
            yield Violation(Broken.UNKNOWN, name, ZERO, f"La demande {name} n'existe pas.")
    for request in problem.requests:
        amount = programme.amount(request.id)
        try:
            cents(amount, f"Demande {request.id}")
        except InvalidProblem as error:
            yield Violation(Broken.AMOUNT, request.id, ZERO, str(error))
            continue
        yield from _of_request(request, amount)


def _of_request(request: Request, amount: Decimal) -> Iterator[Violation]:
    where, given = f"Demande {request.id}", spell(amount)
    if amount < request.committed:
        yield Violation(
            Broken.COMMITMENT,
            request.id,
            request.committed - amount,
            f"{where} : {given} alors que {spell(request.committed)} sont engagés.",
        )
    if amount == 0:
        return
    if request.excluded:
        words = f"{where} : {given} alors qu'elle est écartée ({request.excluded})."
        yield Violation(Broken.EXCLUDED, request.id, amount, words)
    if amount > request.most:
        words = f"{where} : {given}, plus que les {spell(request.most)} qu'elle peut recevoir."
        yield Violation(Broken.TOO_MUCH, request.id, amount - request.most, words)
    if amount < request.minimum:
        words = f"{where} : {given}, moins que son minimum viable de {spell(request.minimum)}."
        yield Violation(Broken.TOO_LITTLE, request.id, request.minimum - amount, words)
    if amount % request.step and amount not in (request.most, request.committed):
        words = f"{where} : {given} n'est pas un multiple de {spell(request.step)}."
        yield Violation(Broken.STEP, request.id, amount % request.step, words)


def _of_applications(problem: Problem, programme: Programme) -> Iterator[Violation]:
    given: dict[str, Decimal] = {}
    for request in problem.requests:
        name = request.application
        given[name] = given.get(name, ZERO) + programme.amount(request.id)
    for application in problem.applications:
        amount = given.get(application.id, ZERO)
        if 0 < amount < application.minimum_total:
            yield Violation(
                Broken.APPLICATION,
                application.id,
                application.minimum_total - amount,
                f"Dossier {application.id} : {spell(amount)} en tout, moins que son minimum "
                f"viable de {spell(application.minimum_total)}.",
            )


def _of_holders(problem: Problem, programme: Programme) -> Iterator[Violation]:
    held: dict[str, Decimal] = {}
    for request in problem.requests:
        holder = problem.application_by_id[request.application].holder
        held[holder] = held.get(holder, ZERO) + programme.amount(request.id)
    for holder, cap in problem.cap_by_holder.items():
        excess = held.get(holder, ZERO) - cap
        if excess > 0:
            words = f"Porteur {holder} : {spell(excess)} au-dessus de son plafond de {spell(cap)}."
            yield Violation(Broken.HOLDER, holder, excess, words)


def _of_envelopes(problem: Problem, programme: Programme) -> Iterator[Violation]:
    demands: dict[tuple[str, ...], int] = {}
    for request in problem.requests:
        amount = programme.amount(request.id)
        if not amount:
            continue
        payers = tuple(row.id for row in problem.payers(request))
        if payers:
            demands[payers] = demands.get(payers, 0) + cents(amount, request.id)
        else:
            words = f"Demande {request.id} : aucune enveloppe de {request.funder} ne peut la payer."
            yield Violation(Broken.NO_ENVELOPE, request.id, amount, words)
    charges = Charges(problem, demands)
    for payers, missing in charges.missing.items():
        short = charges.shortage(payers, missing)
        for name, lack in short.items():
            envelope = problem.envelope_by_id[name]
            words = f"Enveloppe {envelope.name} : il y manque {spell(lack)}."
            yield Violation(Broken.ENVELOPE, name, euros(lack), words)


def _of_shares(problem: Problem, programme: Programme) -> Iterator[Violation]:
    for row in problem.minimum_shares:
        part, total = share_of(problem, programme, row)
        if row.share is not None:
            least = Fraction(row.share) * total
            asked = f"{percent(row.share)} de {spell(_up(total))}"
        else:
            least = Fraction(row.amount or 0)
            asked = spell(_up(least))
        if part < least:
            missing = _up(least - part)
            words = f"Pour {row.name}, il faut au moins {asked} ; il y manque {spell(missing)}."
            yield Violation(Broken.SHARE, row.id, missing, words)


def share_of(
    problem: Problem, programme: Programme, row: MinimumShare
) -> tuple[Fraction, Fraction]:
    """Euros that count for a minimum share, and the euros they are compared with."""
    part, total = Fraction(0), Fraction(0)
    for request in problem.requests:
        amount = programme.amount(request.id)
        if amount and row.counts(request.funder):
            total += Fraction(amount)
            portion = row.portion(problem.application_by_id[request.application])
            part += Fraction(amount) * Fraction(*portion)
    return part, total


def _of_draws(problem: Problem, programme: Programme, draws: Sequence[Draw]) -> Iterator[Violation]:
    paid: dict[str, Decimal] = {}
    used: dict[str, Decimal] = {}
    for draw in draws:
        request = problem.request_by_id.get(draw.request)
        payers = () if request is None else problem.payers(request)
        if draw.amount < 0 or draw.envelope not in {row.id for row in payers}:
            words = f"L'enveloppe {draw.envelope} ne peut pas payer la demande {draw.request}."
            yield Violation(Broken.DRAWS, draw.request, draw.euros, words)
            continue
        paid[draw.request] = paid.get(draw.request, ZERO) + draw.euros
        for row in problem.lineage(problem.envelope_by_id[draw.envelope]):
            used[row.id] = used.get(row.id, ZERO) + draw.euros
    for request in problem.requests:
        gap = programme.amount(request.id) - paid.get(request.id, ZERO)
        if gap:
            words = (
                f"Demande {request.id} : les imputations diffèrent du montant de {spell(abs(gap))}."
            )
            yield Violation(Broken.DRAWS, request.id, abs(gap), words)
    for row in problem.envelopes:
        excess = used.get(row.id, ZERO) - row.amount
        if excess > 0:
            words = f"Enveloppe {row.name} : {spell(excess)} imputés en trop."
            yield Violation(Broken.DRAWS, row.id, excess, words)


def _up(value: Fraction) -> Decimal:
    """Euros rounded up to the cent."""
    scaled = value * 100
    return Decimal(-(-scaled.numerator // scaled.denominator)) * CENT
