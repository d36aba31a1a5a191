"""From seats by kind to people: members of a kind take their turns, so that all sit as often.

Turns follow a lot made from the digest of the data, so that two names that follow each other in
a file do not follow each other from panel to panel. A member of a kind sits in its seats divided
by its members, rounded down or up; with households of several people this is aimed at and the
distance reached is measured.
"""

from collections.abc import Iterable

from faire_ensemble.core.sortition.kinds import Ints, Kinds
from faire_ensemble.core.sortition.lots import lot

Panel = tuple[str, ...]
"""Ids, sorted."""


def seated(kinds: Kinds, panels: Iterable[Ints], salt: str) -> list[Panel]:
    """The people of each panel."""
    order = [sorted(ids, key=lambda name: lot(salt, name)) for ids in kinds.members]
    by_turns = _Turns(order)
    by_household = _Households(kinds, order)
    made = []
    for panel in panels:
        chosen: list[str] = []
        busy = set[str]()
        for kind, seats in enumerate(panel):
            if not seats:
                continue
            if kinds.keys[kind][1]:
                chosen += by_household.take(kind, int(seats), busy)
            else:
                chosen += by_turns.take(kind, int(seats))
        made.append(tuple(sorted(chosen)))
    return made


class _Turns:
    """Whoever sat least long ago waits most."""

    def __init__(self, order: list[list[str]]) -> None:
        self._order = order
        self._next = [0] * len(order)

    def take(self, kind: int, seats: int) -> list[str]:
        ids, start = self._order[kind], self._next[kind]
        self._next[kind] = (start + seats) % len(ids)
        return [ids[(start + step) % len(ids)] for step in range(seats)]


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
