"""Small problems to draw, and the slow, obvious way to solve them."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from faire_ensemble.core.allocation import (
    Application,
    Envelope,
    HolderCap,
    MinimumShare,
    Problem,
    Request,
    Scope,
    Weights,
)

PLACES = ("Q1", "Q2", "Q3")
OBJECTIVES = ("O1", "O2")
FUNDERS = ("F1", "F2")


def amounts_open_to(request: Request) -> Iterator[Decimal]:
    """Every amount a request may have, written from the rule and not from the program."""
    if request.excluded:
        yield Decimal(0)
        return
    if not request.committed:
        yield Decimal(0)
    floor = max(request.minimum, request.committed, Decimal("0.01"))
    if request.most < floor:
        return
    candidates = {request.most, request.committed}
    candidates |= {request.step * k for k in range(1, int(request.most / request.step) + 1)}
    yield from sorted(value for value in candidates if floor <= value <= request.most)


def benefit_of(problem: Problem, amounts: dict[str, Decimal]) -> Decimal:
    """The benefit as docs/methods/enveloppes.md defines it."""
    total = Decimal(0)
    for application in problem.applications:
        requests = [row for row in problem.requests if row.application == application.id]
        for row in requests:
            amount = amounts.get(row.id, Decimal(0))
            if amount:
                first = min(value for value in amounts_open_to(row) if value)
                score = application.score if row.score is None else row.score
                total += score * (first + problem.weights.beyond * (amount - first))
        if any(amounts.get(row.id) for row in requests):
            total += application.score * problem.weights.presence
    return total / 1000


def keeps_rules(problem: Problem, amounts: dict[str, Decimal]) -> bool:
    """Whether a complete choice of amounts keeps every rule."""
    by_id = {row.id: row for row in problem.applications}
    for application in problem.applications:
        got = sum(
            (amounts[row.id] for row in problem.requests if row.application == application.id),
            Decimal(0),
        )
        if 0 < got < application.minimum_total:
            return False
    caps = problem.cap_by_holder
    for holder, cap in caps.items():
        held = [row for row in problem.requests if by_id[row.application].holder == holder]
        if sum((amounts[row.id] for row in held), Decimal(0)) > cap:
            return False
    for share in problem.minimum_shares:
        counted = [
            row for row in problem.requests if not share.funders or row.funder in share.funders
        ]
        total = sum((Fraction(amounts[row.id]) for row in counted), Fraction(0))
        part = sum(
            (Fraction(amounts[row.id]) * _part(share, by_id[row.application]) for row in counted),
            Fraction(0),
        )
        least = Fraction(share.amount) if share.share is None else Fraction(share.share) * total
        if part < least:
            return False
    return payable(problem, amounts)


def _part(share: MinimumShare, application: Application) -> Fraction:
    if share.scope is Scope.OBJECTIVE:
        return Fraction(application.objective == share.target)
    if share.target not in application.neighbourhoods:
        return Fraction(0)
    return Fraction(1, len(application.neighbourhoods))


def payable(problem: Problem, amounts: dict[str, Decimal]) -> bool:
    """Hall's condition on every set of envelopes: what only they can pay fits in what they hold.

    Written for trees of two levels: the money of a set of envelopes is that of its parts
    under each parent, cut to what the parent holds.
    """
    paying = {row.id: {envelope.id for envelope in problem.payers(row)} for row in problem.requests}
    names = [row.id for row in problem.envelopes]
    for flags in product((False, True), repeat=len(names)):
        chosen = {name for name, flag in zip(names, flags, strict=True) if flag}
        need = sum(
            (amounts[row.id] for row in problem.requests if paying[row.id] <= chosen), Decimal(0)
        )
        if need > _held(problem, chosen):
            return False
    return True


def _held(problem: Problem, chosen: set[str]) -> Decimal:
    total = Decimal(0)
    for root in problem.envelopes:
        if root.parent:
            continue
        children = [row for row in problem.envelopes if row.parent == root.id]
        below = sum((row.amount for row in children if row.id in chosen), Decimal(0))
        total += root.amount if root.id in chosen else min(root.amount, below)
    return total


def best_by_hand(
    problem: Problem, wanted: Callable[[dict[str, Decimal]], bool] = lambda amounts: True
) -> Decimal | None:
    """The largest benefit of the `wanted` choices, by trying all; None when none is allowed."""
    choices = [list(amounts_open_to(row)) for row in problem.requests]
    best = None
    for values in product(*choices):
        amounts = {row.id: value for row, value in zip(problem.requests, values, strict=True)}
        if wanted(amounts) and keeps_rules(problem, amounts):
            benefit = benefit_of(problem, amounts)
            best = benefit if best is None else max(best, benefit)
    return best


@st.composite
def applications(draw: st.DrawFn, number: int) -> Application:
    places = draw(st.lists(st.sampled_from(PLACES), max_size=2, unique=True))
    return Application(
        id=f"D{number}",
        holder=draw(st.sampled_from(("H1", "H2"))),
        score=Decimal(draw(st.integers(0, 20))) / 2,
        objective=draw(st.sampled_from(OBJECTIVES)),
        neighbourhoods=tuple(places),
        minimum_total=Decimal(draw(st.sampled_from((0, 0, 0, 1500)))),
    )


@st.composite
def requests(draw: st.DrawFn, application: str, funder: str) -> Request:
    asked = draw(st.sampled_from((500, 800, 1000, 1200, 1500, 2300)))
    minimum = draw(st.sampled_from((0, 0, 400, asked, asked // 2)))
    committed = min(draw(st.sampled_from((0, 0, 0, 0, 0, 300, 1000))), asked)
    return Request(
        id=f"{application}-{funder}",
        application=application,
        funder=funder,
        asked=Decimal(asked),
        minimum=Decimal(min(minimum, asked)),
        committed=Decimal(committed),
        cap=None if committed else draw(st.sampled_from((None, None, None, Decimal(900)))),
        excluded="" if committed else draw(st.sampled_from(("", "", "", "", "hors délai"))),
        score=draw(st.sampled_from((None, None, Decimal(7)))),
    )


@st.composite
def problems(draw: st.DrawFn, most: int = 5) -> Problem:
    """Up to `most` requests, few enough to try every choice."""
    rows = [draw(applications(number)) for number in range(draw(st.integers(1, 3)))]
    pairs = [(row.id, funder) for row in rows for funder in FUNDERS]
    asked = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=most, unique=True))
    money = st.sampled_from((0, 700, 1000, 1500, 2500, 4000))
    shares = []
    if draw(st.booleans()):
        shares.append(
            MinimumShare(
                "P1",
                Scope.NEIGHBOURHOOD,
                "Q1",
                share=draw(_fractions()),
                funders=draw(st.sampled_from(((), (), ("F1",)))),
            )
        )
    if draw(st.booleans()):
        shares.append(MinimumShare("P2", Scope.OBJECTIVE, "O1", share=draw(_fractions())))
    if draw(st.integers(0, 3)) == 0:
        shares.append(
            MinimumShare("P3", Scope.OBJECTIVE, "O2", amount=Decimal(500), funders=("F1",))
        )
    caps = draw(st.sampled_from(((), (HolderCap("H1", Decimal(1700)),))))
    return Problem(
        applications=tuple(rows),
        requests=tuple(draw(requests(*pair)) for pair in sorted(asked)),
        envelopes=(
            Envelope("E1", "F1", Decimal(draw(money))),
            Envelope("E1b", "F1", Decimal(draw(money)), objectives=("O1",), parent="E1"),
            Envelope("E1c", "F1", Decimal(draw(money)), neighbourhoods=("Q1", "Q2")),
            Envelope("E2", "F2", Decimal(draw(money))),
        ),
        minimum_shares=tuple(shares),
        holder_cap=draw(st.sampled_from((None, Decimal(2500)))),
        holder_caps=caps,
        weights=Weights(
            presence=Decimal(draw(st.sampled_from((0, 200, 1000)))),
            beyond=draw(st.sampled_from((Decimal(0), Decimal("0.5"), Decimal(1)))),
        ),
    )


def _fractions() -> st.SearchStrategy[Decimal]:
    return st.sampled_from((Decimal("0.1"), Decimal("0.3"), Decimal("0.333"), Decimal("0.5")))
