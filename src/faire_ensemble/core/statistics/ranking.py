"""Neighbourhoods in order, the least favourable first; what is missing has no rank."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from faire_ensemble.core.statistics.direction import Rise


@dataclass(frozen=True, slots=True)
class Ranked:
    """`rank` counts from 1; equal values share it, and the next rank leaves room (1, 2, 2, 4)."""

    key: str
    value: Decimal
    rank: int
    tied: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """`missing` holds, in the order of their keys, those without a value."""

    ranked: tuple[Ranked, ...]
    missing: tuple[str, ...]


def rank(values: Iterable[tuple[str, Decimal | None]], rise: Rise) -> Ranking:
    """Rank (key, value) pairs: 1 is the least favourable value, or gap, for residents.

    When a rise is good the lowest comes first, otherwise the highest (also for a neutral
    indicator, where the order says nothing more). Equal values are listed by key, so the answer
    never depends on the order of the input. Raises ValueError on a key given twice.
    """
    known: list[tuple[Decimal, str, Decimal]] = []
    missing: list[str] = []
    seen: set[str] = set()
    for key, value in values:
        if key in seen:
            raise ValueError(f"Le territoire {key} est donné deux fois.")
        seen.add(key)
        if value is None:
            missing.append(key)
        elif not value.is_finite():
            raise ValueError(f"La valeur de {key} n'est pas un nombre : {value}.")
        else:
            known.append((value if rise is Rise.GOOD else value.copy_negate(), key, value))
    known.sort()
    return Ranking(tuple(_ranked(known)), tuple(sorted(missing)))


def _ranked(known: list[tuple[Decimal, str, Decimal]]) -> Iterable[Ranked]:
    first = 0
    for index, (order, key, value) in enumerate(known):
        if order != known[first][0]:
            first = index
        following = known[index + 1][0] if index + 1 < len(known) else None
        yield Ranked(key, value, first + 1, tied=first != index or following == order)
