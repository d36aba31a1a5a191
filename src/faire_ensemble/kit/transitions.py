"""A transition table that says no with its reason."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

State = TypeVar("State", bound=StrEnum)


class Impossible(ValueError):
    """An act that the present state does not allow; `act` and `state` are the table's words."""

    def __init__(self, act: str, state: str) -> None:
        super().__init__(f"{act}: {state}")
        self.act, self.state = act, state


class Transitions(Generic[State]):
    """Acts by name: the states where each may happen, and the state it leads to.

    Rows are looked up when the act happens and never stored, so that renaming an act strands
    nothing: only states are in the database.
    """

    def __init__(self, table: Mapping[str, tuple[frozenset[State], State]]) -> None:
        self._table = dict(table)

    def may(self, act: str, state: str) -> bool:
        """Whether the act may happen in this state."""
        return state in self._table[act][0]

    def after(self, act: str, state: str) -> State:
        """The state that follows; raises `Impossible`."""
        if not self.may(act, state):
            raise Impossible(act, state)
        return self._table[act][1]

    @property
    def acts(self) -> tuple[str, ...]:
        return tuple(self._table)
