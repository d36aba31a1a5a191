"""From the solver's floating numbers to a programme exact to the cent.

Amounts are put back on the steps, broken rules repaired, money left over spent where it can be
without touching anyone, and lines that nothing distinguishes served in the order they came.
"""

from collections.abc import Mapping

from faire_ensemble.core.allocation.lines import Line, Lines
from faire_ensemble.core.allocation.standing import Standing


def finish(lines: Lines, amounts: Mapping[str, int]) -> dict[str, int] | None:
    """A programme that keeps every rule, at least as good as could be kept; None if none."""
    standing = Standing(lines, amounts)
    if standing.broken() and not _repaired(lines, standing):
        return None
    _spend(lines, standing)
    final = _first_come(lines, standing.amounts)
    return {name: amount for name, amount in final.items() if amount}


def _repaired(lines: Lines, standing: Standing) -> bool:
    """Undo roundings of the solver: take steps back where they cost least."""
    excess = sum(row.amount for row in standing.broken())
    for line in sorted(lines.all, key=lambda line: (line.beyond, line.id)):
        before = standing.amounts[line.id]
        after = line.grid.below(before)
        if after in (0, before):
            continue
        standing.set(line, after)
        remaining = sum(row.amount for row in standing.broken())
        if remaining == 0:
            return True
        if remaining < excess:
            excess = remaining
        else:
            standing.set(line, before)
    return False


def _spend(lines: Lines, standing: Standing) -> None:
    """Give what is left, best value first, to lines that can take it without breaking a rule."""
    ranked = sorted((line for line in lines.all if line.score > 0), key=lambda line: -line.score)
    for line in ranked:
        while True:
            room = standing.room(line.payers)
            before = standing.amounts[line.id]
            after = _affordable(lines, line, before, room, standing)
            if after == before:
                break
            standing.set(line, after)


def _affordable(lines: Lines, line: Line, before: int, room: int, standing: Standing) -> int:
    """The largest allowed amount that fits, tried from what the envelopes have left."""
    if before == line.grid.high or line.grid.above(before) - before > room:
        return before
    if line.beyond == 0 and before:
        return before
    most = line.grid.low if line.beyond == 0 else before + room
    left = standing.holder_room(line.application.holder)
    amount = line.grid.at_most(most if left is None else min(most, before + left))
    if amount > before and not standing.against(line, amount):
        return amount
    amount = line.grid.above(before)
    return before if standing.against(line, amount) else amount


def _first_come(lines: Lines, amounts: Mapping[str, int]) -> dict[str, int]:
    """Among lines that no rule distinguishes, the larger amounts go to the first."""
    capped = lines.problem.cap_by_holder
    alike: dict[tuple[object, ...], list[Line]] = {}
    for group in lines.by_application.values():
        line, application = group[0], group[0].application
        if len(group) > 1 or application.minimum_total or application.holder in capped:
            continue
        key = (
            line.payers,
            line.score,
            line.grid,
            line.request.funder,
            application.objective,
            frozenset(application.neighbourhoods),
            lines.presence[application.id],
        )
        alike.setdefault(key, []).append(line)
    final = dict(amounts)
    for twins in alike.values():
        ordered = sorted((amounts.get(line.id, 0) for line in twins), reverse=True)
        final |= {line.id: amount for line, amount in zip(twins, ordered, strict=True)}
    return final
