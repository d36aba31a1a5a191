"""Group commit: everybody is served once, alone responsible for their own faults."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from faire_ensemble.kit.grouping import Group


class Ledger:
    """Work that waits for `expected` items to gather behind its first batch."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = threading.Event()

    def __call__(self, items: Sequence[int]) -> list[int | Exception]:
        self.batches.append(list(items))
        self.gate.wait(10)
        return [ValueError(item) if item < 0 else item * 2 for item in items]


def gather(group: "Group[int, int]", ledger: Ledger, items: Sequence[int]) -> list[object]:
    """Submit the first item, then the others while it is being worked on."""

    def outcome(item: int) -> object:
        try:
            return group.submit(item)
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(items)) as pool:
        first = pool.submit(outcome, items[0])
        while not ledger.batches:
            pass
        others = [pool.submit(outcome, item) for item in items[1:]]
        while len(group._waiting) < len(others):
            pass
        ledger.gate.set()
        return [future.result(10) for future in (first, *others)]


def test_those_who_wait_are_served_together_in_order_and_once():
    ledger = Ledger()
    found = gather(Group(ledger, limit=4), ledger, range(1, 10))
    assert sorted(found) == [item * 2 for item in range(1, 10)]
    assert [len(batch) for batch in ledger.batches] == [1, 4, 4]
    assert sorted(item for batch in ledger.batches for item in batch) == list(range(1, 10))


def test_a_fault_is_the_fault_of_one():
    ledger = Ledger()
    found = gather(Group(ledger, limit=8), ledger, [1, -2, 3])
    assert [found[0], found[2]] == [2, 6]
    assert isinstance(found[1], ValueError)


def test_a_batch_that_breaks_is_run_again_one_by_one():
    ledger = Ledger()
    calls: list[list[int]] = []

    def fragile(items: Sequence[int]) -> list[int | Exception]:
        calls.append(list(items))
        answers = ledger(items)
        if 13 in items:
            raise RuntimeError("all or nothing")
        return answers

    found = gather(Group(fragile, limit=8), ledger, [1, 13, 3])
    assert [found[0], found[2]] == [2, 6]
    assert isinstance(found[1], RuntimeError)
    assert [3] in calls and [13] in calls


class Stopped(BaseException):
    """What stops a thread: not an Exception."""


def test_a_leader_that_is_stopped_hands_over():
    ledger = Ledger()
    stop = [True]

    def work(items: Sequence[int]) -> list[int | Exception]:
        answers = ledger(items)
        if len(items) > 1 and stop.pop():
            raise Stopped
        return answers

    group: Group[int, int] = Group(work, limit=8)
    with pytest.raises(Stopped):
        gather_all(group, ledger)
    assert not group._led and not group._waiting
    assert group.submit(50) == 100


def gather_all(group: "Group[int, int]", ledger: Ledger) -> None:
    """Four threads; the one that leads the second batch is stopped, the three others are served."""
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(group.submit, 1)
        while not ledger.batches:
            pass
        others = [pool.submit(group.submit, item) for item in (2, 3, 4)]
        while len(group._waiting) < 3:
            pass
        ledger.gate.set()
        results = [future.exception(10) or future.result(10) for future in (first, *others)]
    assert results[0] == 2
    stopped = [row for row in results if isinstance(row, Stopped)]
    assert len(stopped) == 1
    assert len({row for row in results if isinstance(row, int)}) == 3
    raise stopped[0]


def test_no_thread_is_left_waiting_under_load():
    done: list[int] = []

    def work(items: Sequence[int]) -> list[int | Exception]:
        done.extend(items)
        return list(items)

    group: Group[int, int] = Group(work, limit=7)
    with ThreadPoolExecutor(16) as pool:
        assert sorted(pool.map(group.submit, range(3000))) == list(range(3000))
    assert sorted(done) == list(range(3000))
