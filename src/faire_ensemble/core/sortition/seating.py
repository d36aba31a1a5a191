"""From seats by kind to people: members of a kind take their turns, so that all sit as often.

Turns follow a lot made from the digest of the data, so that two names that follow each other in
a file do not follow each other from panel to panel. A member of a kind sits in its seats divided
by its members, rounded down or up; with households of several people this is aimed at and the
distance reached is measured.
"""

from collections.abc import Iterable
from heapq import heappop, heappush

import numpy as np

from faire_ensemble.core.sortition.kinds import Kinds
from faire_ensemble.core.sortition.lots import lot
from faire_ensemble.core.sortition.matrices import Ints

Panel = tuple[str, ...]
"""Ids, sorted."""


def seated(kinds: Kinds, panels: Iterable[Ints], salt: str) -> list[Panel] | None:
    """The people of each panel; None when two of one household would have to sit together.

    That happens only where some sorts of households do not count among the kinds.
    """
    order = [sorted(ids, key=lambda name: lot(salt, name)) for ids in kinds.members]
    by_turns = _Turns(kinds, order)
    by_household = _Households(kinds, order)
    made = []
    for panel in panels:
        chosen: list[str] = []
        busy = set[str]()
        for kind in _scarce_first(kinds, panel):
            taking = by_household if kinds.keys[kind][1] else by_turns
            found = taking.take(kind, int(panel[kind]), busy)
            if len(found) < panel[kind]:
                return None
            chosen += found
        made.append(tuple(sorted(chosen)))
    return made


def _scarce_first(kinds: Kinds, panel: Ints) -> list[int]:
    """Kinds that have seats: those of households that count, then by how few are left to choose."""
    asked = np.flatnonzero(panel).tolist()
    spare = (kinds.counts - panel).tolist()
    return sorted(asked, key=lambda kind: (0, kind) if kinds.keys[kind][1] else (1, spare[kind]))


class _Turns:
    """Those who sat least first, then in order; but for those whose household is there."""

    def __init__(self, kinds: Kinds, order: list[list[str]]) -> None:
        self._waiting = [[(0, place, name) for place, name in enumerate(ids)] for ids in order]
        self._home = {person.id: person.household for person in kinds.problem.people}

    def take(self, kind: int, seats: int, busy: set[str]) -> list[str]:
        waiting = self._waiting[kind]
        chosen: list[str] = []
        back: list[tuple[int, int, str]] = []
        while waiting and len(chosen) < seats:
            sat, place, name = heappop(waiting)
            home = self._home[name]
            if home and home in busy:
                back.append((sat, place, name))
                continue
            chosen.append(name)
            back.append((sat + 1, place, name))
            if home:
                busy.add(home)
        for each in back:
            heappush(waiting, each)
        return chosen


class _Households:
    """Those who sat least first, among households that have nobody in the panel."""

    def __init__(self, kinds: Kinds, order: list[list[str]]) -> None:
        self._order = order
        self._home = {person.id: person.household for person in kinds.problem.people}
        self._sat = dict.fromkeys(self._home, 0)
        self._home_sat = dict.fromkeys(self._home.values(), 0)

    def take(self, kind: int, seats: int, busy: set[str]) -> list[str]:
        waiting = sorted(
            (name for name in self._order[kind] if self._home[name] not in busy),
            key=lambda name: (self._sat[name], self._home_sat[self._home[name]]),
        )
        chosen: list[str] = []
        for name in waiting:
            if len(chosen) == seats:
                break
            if self._home[name] not in busy:
                busy.add(self._home[name])
                chosen.append(name)
                self._sat[name] += 1
                self._home_sat[self._home[name]] += 1
        return chosen
