"""Which envelope pays what, exactly: a maximum flow over a handful of envelopes.

A request may often be paid from one envelope only. When several fit, one amount may be charged
to two of them; whether a set of amounts can be paid at all is then a flow problem, settled
here in whole cents (Edmonds and Karp, 1972), always in the order of the problem.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from faire_ensemble.core.allocation.entities import Envelope
from faire_ensemble.core.allocation.money import cents, euros
from faire_ensemble.core.allocation.problem import Problem

Node = tuple[str, ...]
SINK: Node = ("sink",)
PLENTY = 10**18


@dataclass(frozen=True, slots=True)
class Draw:
    """Cents of a request charged to an envelope."""

    request: str
    envelope: str
    amount: int

    @property
    def euros(self) -> Decimal:
        return euros(self.amount)


class Charges:
    """Demands pooled by the envelopes that may pay them, pushed through the envelopes."""

    def __init__(self, problem: Problem, demands: Mapping[tuple[str, ...], int]) -> None:
        self._problem = problem
        self._left: dict[Node, dict[Node, int]] = {}
        for row in problem.envelopes:
            self._arc(("envelope", row.id), self._above(row), cents(row.amount, row.id))
        for payers in demands:
            for name in payers:
                self._arc(("pool", *payers), ("envelope", name), PLENTY)
        self.missing: dict[tuple[str, ...], int] = {}
        for payers, demand in demands.items():
            unpaid = demand - self._push(("pool", *payers), demand)
            if unpaid:
                self.missing[payers] = unpaid

    def _arc(self, start: Node, end: Node, capacity: int) -> None:
        self._left.setdefault(start, {})[end] = capacity
        self._left.setdefault(end, {}).setdefault(start, 0)

    def _push(self, start: Node, amount: int) -> int:
        """Send up to `amount` from a node to the sink along shortest paths."""
        sent = 0
        while sent < amount:
            before = self._reach(start)
            if SINK not in before:
                break
            path, node = [], SINK
            while node != start:
                path.append((before[node], node))
                node = before[node]
            push = min(amount - sent, *(self._left[a][b] for a, b in path))
            for a, b in path:
                self._left[a][b] -= push
                self._left[b][a] += push
            sent += push
        return sent

    def _reach(self, start: Node) -> dict[Node, Node]:
        """Each node that can still be reached, with the one before it."""
        before: dict[Node, Node] = {start: start}
        queue = deque([start])
        while queue:
            node = queue.popleft()
            for end, left in self._left.get(node, {}).items():
                if left > 0 and end not in before:
                    before[end] = node
                    if end == SINK:
                        return before
                    queue.append(end)
        return before

    def paid(self, payers: tuple[str, ...], envelope: str) -> int:
        """Cents that an envelope pays of a pooled demand."""
        return self._left["envelope", envelope][("pool", *payers)]

    def room(self, payers: tuple[str, ...]) -> int:
        """Cents these payers could still find, others being rearranged but paid in full."""
        return self._trial(payers, PLENTY)[0]

    def shortage(self, payers: tuple[str, ...], wanted: int) -> dict[str, int]:
        """Where money must be added, and how many cents, for these payers to find `wanted` more.

        Of the possible ways, the payer whose own envelope and those above it lack least in all.
        """
        found, left = self._trial(payers, wanted)
        ways = []
        for name in payers:
            lineage = self._problem.lineage(self._problem.envelope_by_id[name])
            lacks = {row.id: wanted - found - left[row.id] for row in lineage}
            ways.append({name: lack for name, lack in lacks.items() if lack > 0})
        return min(ways, key=lambda way: sum(way.values()), default={})

    def _trial(self, payers: tuple[str, ...], amount: int) -> tuple[int, dict[str, int]]:
        """Push more and put everything back: cents found, and what each envelope had left."""
        kept = {node: dict(arcs) for node, arcs in self._left.items()}
        start: Node = ("room", *payers)
        for name in payers:
            self._arc(start, ("envelope", name), PLENTY)
        found = self._push(start, amount) if payers else 0
        left = {
            row.id: self._left["envelope", row.id][self._above(row)]
            for row in self._problem.envelopes
        }
        self._left = kept
        return found, left

    @staticmethod
    def _above(envelope: Envelope) -> Node:
        return ("envelope", envelope.parent) if envelope.parent else SINK


def draws(
    problem: Problem, charged: Iterable[tuple[str, tuple[str, ...], int]]
) -> tuple[Draw, ...] | None:
    """Who pays what for (request, payers, cents); None when the envelopes do not suffice."""
    rows = [row for row in charged if row[2]]
    demands: dict[tuple[str, ...], int] = {}
    for _, payers, amount in rows:
        demands[payers] = demands.get(payers, 0) + amount
    charges = Charges(problem, demands)
    if charges.missing:
        return None
    left = {(payers, name): charges.paid(payers, name) for payers in demands for name in payers}
    found = []
    for request, payers, amount in rows:
        for name in payers:
            part = min(amount, left[payers, name])
            if part:
                found.append(Draw(request, name, part))
                left[payers, name] -= part
                amount -= part
    return tuple(found)
