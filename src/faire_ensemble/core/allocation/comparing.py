"""Programmes of one problem side by side: what each gives to whom, where they differ and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from faire_ensemble.core.allocation.checking import Violation, check
from faire_ensemble.core.allocation.lines import Lines, in_cents, open_lines, points
from faire_ensemble.core.allocation.money import cents, euros, spell
from faire_ensemble.core.allocation.obstacles import obstacle
from faire_ensemble.core.allocation.problem import Problem, Programme
from faire_ensemble.core.allocation.standing import Standing

NOWHERE = ""
"""The key of money for no neighbourhood, or no objective."""


@dataclass(frozen=True)
class Summary:
    """One programme in figures. Money for several neighbourhoods counts in equal parts, the
    cents that do not divide going to the first ones named.

    `score` is the mean score of the applications funded, each counted once.
    """

    name: str
    total: Decimal
    benefit: Decimal
    requests: int
    applications: int
    holders: int
    score: Decimal | None
    by_funder: Mapping[str, Decimal]
    by_neighbourhood: Mapping[str, Decimal]
    by_objective: Mapping[str, Decimal]
    violations: tuple[Violation, ...]


@dataclass(frozen=True)
class Difference:
    """A request to which programmes give different amounts, in their order.

    `reasons` says, for each programme that gives less than the most generous one, what stands
    in the way there; empty for the others.
    """

    request: str
    amounts: tuple[Decimal, ...]
    reasons: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Comparison:
    """Summaries in the order given, and every request they treat differently."""

    summaries: tuple[Summary, ...]
    differences: tuple[Difference, ...]


def compare(problem: Problem, programmes: Sequence[Programme]) -> Comparison:
    """Set programmes side by side; they need not keep the rules (each summary tells)."""
    lines = open_lines(problem)
    summaries = tuple(_summary(problem, lines, programme) for programme in programmes)
    standings = [_standing(lines, programme) for programme in programmes]
    differences = []
    for request in problem.requests:
        amounts = tuple(euros(cents(row.amount(request.id), request.id)) for row in programmes)
        if len(set(amounts)) > 1:
            reasons = tuple(
                _reasons(problem, lines, standing, request.id, max(amounts))
                for standing in standings
            )
            differences.append(Difference(request.id, amounts, reasons))
    return Comparison(summaries, tuple(differences))


def _standing(lines: Lines, programme: Programme) -> Standing:
    amounts = in_cents(programme)
    return Standing(lines, {name: by for name, by in amounts.items() if name in lines.by_id})


def _reasons(
    problem: Problem, lines: Lines, standing: Standing, name: str, most: Decimal
) -> tuple[str, ...]:
    line = lines.by_id.get(name)
    amount = cents(most, name)
    if line is None or standing.amounts[name] >= amount:
        return ()
    shorts = standing.against(line, amount)
    if shorts:
        return tuple(obstacle(problem, short).words for short in shorts)
    return (f"Aucune règle n'empêche de lui donner {spell(most)} : c'est un choix.",)


def _summary(problem: Problem, lines: Lines, programme: Programme) -> Summary:
    given: dict[str, int] = {}
    funders = dict.fromkeys(dict.fromkeys(row.funder for row in problem.envelopes), 0)
    places: dict[str, int] = {}
    objectives: dict[str, int] = {}
    whole = in_cents(programme)
    for request in problem.requests:
        amount = whole.get(request.id, 0)
        if amount:
            application = problem.application_by_id[request.application]
            given[application.id] = given.get(application.id, 0) + amount
            funders[request.funder] += amount
            key = application.objective
            objectives[key] = objectives.get(key, 0) + amount
            _spread(places, application.neighbourhoods or (NOWHERE,), amount)
    funded = [problem.application_by_id[name] for name in given]
    scores = [row.score for row in funded]
    mean = sum(scores, Decimal(0)) / len(scores) if scores else None
    return Summary(
        name=programme.name,
        total=euros(sum(given.values())),
        benefit=points(lines.benefit(whole)),
        requests=len(whole),
        applications=len(funded),
        holders=len({row.holder for row in funded}),
        score=None if mean is None else mean.quantize(Decimal("0.01")),
        by_funder=_in_euros(funders),
        by_neighbourhood=_in_euros(places),
        by_objective=_in_euros(objectives),
        violations=check(problem, programme),
    )


def _spread(places: dict[str, int], names: Sequence[str], amount: int) -> None:
    part, over = divmod(amount, len(names))
    for number, name in enumerate(names):
        places[name] = places.get(name, 0) + part + (number < over)


def _in_euros(amounts: Mapping[str, int]) -> dict[str, Decimal]:
    return {name: euros(amounts[name]) for name in sorted(amounts)}
