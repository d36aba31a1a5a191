"""Group commit: threads that write together pay for one durable commit together.

A thread that finds nobody at work leads: it takes what waits (its own item first), runs `work` on
the whole and wakes the others, then hands the lead to the first thread still waiting. There is no
thread of its own, nothing to start or stop, and nobody is served out of turn. When many came
lately and few are there yet, the leader waits `GATHER` seconds for them: those just served come
back together, and the first of them would else go alone. Somebody alone never waits.

`work(items)` answers in the same order: a result, or an exception for that item alone. It must be
all or nothing when it raises, and may meet again an item that it had already done (a batch that
raises is run again one by one; a leader that is stopped puts its batch back).
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

GATHER = 0.002

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(slots=True)
class _Ticket(Generic[Item, Result]):
    """A thread that waits. Woken with neither `results` nor `error`: it is its turn to lead."""

    item: Item
    turn: Event = field(default_factory=Event)
    results: list[Result] = field(default_factory=list)
    error: Exception | None = None

    @property
    def done(self) -> bool:
        return bool(self.results) or self.error is not None


class Group(Generic[Item, Result]):
    """A queue whose waiting threads do its work, at most `limit` items at a time."""

    def __init__(
        self, work: Callable[[Sequence[Item]], Sequence[Result | Exception]], limit: int = 64
    ) -> None:
        self._work, self._limit = work, limit
        self._waiting: deque[_Ticket[Item, Result]] = deque()
        self._lock = Lock()
        self._led = False
        self._lately = 0

    def submit(self, item: Item) -> Result:
        """The result of `item`, once its batch is done; raises what it failed with."""
        ticket = _Ticket[Item, Result](item)
        with self._lock:
            self._waiting.append(ticket)
            leads, self._led = not self._led, True
        if not leads:
            ticket.turn.wait()
        if not ticket.done:
            self._lead()
        if ticket.error is not None:
            raise ticket.error
        return ticket.results[0]

    def _lead(self) -> None:
        """Run one batch, whose first item is the caller's own, and hand over."""
        if len(self._waiting) * 2 <= self._lately:
            time.sleep(GATHER)
        with self._lock:
            size = self._lately = min(self._limit, len(self._waiting))
            batch = [self._waiting.popleft() for _ in range(size)]
        try:
            self._run(batch)
        except BaseException:
            # The thread is being stopped: what is not done goes back, in order, to the others.
            with self._lock:
                self._waiting.extendleft(
                    ticket for ticket in reversed(batch[1:]) if not ticket.done
                )
            raise
        finally:
            for ticket in batch[1:]:
                if ticket.done:
                    ticket.turn.set()
            self._hand_over()

    def _hand_over(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting[0].turn.set()
            else:
                self._led = False

    def _run(self, batch: list[_Ticket[Item, Result]]) -> None:
        try:
            answers = self._work([ticket.item for ticket in batch])
        except Exception as error:
            if len(batch) == 1:
                batch[0].error = error
                return
            for ticket in batch:
                self._run([ticket])
            return
        for ticket, answer in zip(batch, answers, strict=True):
            if isinstance(answer, Exception):
                ticket.error = answer
            else:
                ticket.results.append(answer)
