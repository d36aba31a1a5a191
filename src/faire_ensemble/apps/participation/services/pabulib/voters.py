"""What a published file may say of its voters: docs/methods/pabulib.md.

Pure: an election in, an election and totals out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from faire_ensemble.core.tally import Ballot, Election

LEAST = 11
"""Voters below which a group is not shown (the threshold of French statistical secrecy)."""
VOTE_COLUMNS = ("voter_id", "vote", "points")
OTHERS = "autres"
BAND = 10  # years


@dataclass(frozen=True, slots=True)
class Total:
    """A withheld column as totals: value and number of voters; empty when even that is too few."""

    column: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Minimised:
    """The election without what could name a voter; columns `kept`, and `totals` of the others."""

    election: Election
    kept: tuple[str, ...]
    totals: tuple[Total, ...]


def minimise(election: Election) -> Minimised:
    """Voters become row numbers in the order of what they chose, so that neither their identity
    nor the order in which they came is left; a column stays only when every combination of the
    values kept is shared by `LEAST` voters."""
    columns = [name for name in election.ballot_columns if name not in VOTE_COLUMNS]
    kept = _safe_together(election.ballots, columns)
    shown = [replace(row, extra={name: row.extra[name] for name in kept})
             for row in election.ballots]  # fmt: skip
    shown.sort(key=lambda row: (row.projects, row.points, [row.extra[name] for name in kept]))
    return Minimised(
        replace(
            election,
            ballots=tuple(replace(row, voter=str(rank)) for rank, row in enumerate(shown, start=1)),
            ballot_columns=tuple(
                name for name in election.ballot_columns if name in (*VOTE_COLUMNS, *kept)
            ),
        ),
        kept,
        tuple(_total(election.ballots, name) for name in columns if name not in kept),
    )


def _safe_together(ballots: Sequence[Ballot], columns: Iterable[str]) -> tuple[str, ...]:
    """Columns, in the order of the file, that leave no group of voters below `LEAST`."""
    kept: tuple[str, ...] = ()
    for name in columns:
        asked = (*kept, name)
        groups = Counter(tuple(row.extra[each] for each in asked) for row in ballots)
        if groups and min(groups.values()) >= LEAST:
            kept = asked
    return kept


def _total(ballots: Sequence[Ballot], name: str) -> Total:
    """Values that are too rare are counted together, never alone: a single hidden value could be
    found again by subtraction."""
    shown: Callable[[str], str] = _band if name == "age" else str.strip
    counts = Counter(shown(row.extra[name]) for row in ballots)
    rare = {value for value, count in counts.items() if count < LEAST}
    rising = sorted((value for value in counts if value not in rare), key=lambda v: (counts[v], v))
    while rare and (len(rare) < 2 or sum(counts[value] for value in rare) < LEAST):
        if not rising:
            return Total(name, ())
        rare.add(rising.pop(0))
    rows = [(value, count) for value, count in counts.items() if value not in rare]
    rows.sort(key=lambda row: (-row[1], row[0]))
    if rare:
        rows.append((OTHERS, sum(counts[value] for value in rare)))
    return Total(name, tuple(rows))


def _band(value: str) -> str:
    """« 34 » is « 30-39 »; what is not a number stays as it is."""
    text = value.strip()
    if not text.isdecimal():
        return text
    start = int(text) // BAND * BAND
    return f"{start}-{start + BAND - 1}"
