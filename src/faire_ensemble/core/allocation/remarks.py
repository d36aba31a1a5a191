"""What to tell about a problem before solving it: allowed, and probably not meant."""

from collections.abc import Iterator
from decimal import Decimal

from faire_ensemble.core.allocation.lines import Lines, open_lines
from faire_ensemble.core.allocation.money import spell
from faire_ensemble.core.allocation.obstacles import closed
from faire_ensemble.core.allocation.problem import Problem


def remarks(problem: Problem) -> tuple[str, ...]:
    """French sentences: money that nobody can use, requests that nothing can serve…"""
    lines = open_lines(problem)
    return (*_idle(problem, lines), *_beyond(problem), *_unserved(problem))


def _idle(problem: Problem, lines: Lines) -> Iterator[str]:
    used = {
        row.id
        for payers in {line.payers for line in lines.all}
        for name in payers
        for row in problem.lineage(problem.envelope_by_id[name])
    }
    for row in problem.envelopes:
        if row.id not in used and row.amount:
            yield (
                f"L'enveloppe {row.name} ({spell(row.amount)}) ne correspond à aucune demande : "
                "elle restera entière."
            )


def _beyond(problem: Problem) -> Iterator[str]:
    for row in problem.envelopes:
        below = sum(
            (child.amount for child in problem.envelopes if child.parent == row.id), Decimal(0)
        )
        if below > row.amount:
            yield (
                f"L'enveloppe {row.name} délègue {spell(below)}, plus que ses "
                f"{spell(row.amount)} : les délégations ne pourront pas toutes être dépensées."
            )


def _unserved(problem: Problem) -> Iterator[str]:
    for request in problem.requests:
        reason = closed(problem, request)
        if reason is not None and not request.excluded:
            yield f"Demande {request.id}. {reason.words}"
