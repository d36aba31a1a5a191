"""What the worker does from time to time without being asked: scans that wait, rows too old."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

logger = logging.getLogger(__name__)

Action = Callable[[], object]


@dataclass(slots=True)
class Chore:
    """An action, the seconds between two rounds, and when the next one is due (monotonic)."""

    action: Action
    seconds: float
    due: float = 0.0


_chores: list[Chore] = []


def chore(*, seconds: float) -> Callable[[Action], Action]:
    """Declare an action of the worker (`tasks` shelf): short, harmless when two workers do it."""

    def declare(action: Action) -> Action:
        _chores.append(Chore(action, seconds))
        return action

    return declare


def do_due_chores() -> None:
    """Do each chore that is due. One that fails is logged, and has its next turn."""
    for each in _chores:
        if time.monotonic() < each.due:
            continue
        try:
            each.action()
        except Exception:
            logger.exception("chore %s failed", getattr(each.action, "__name__", each.action))
        each.due = time.monotonic() + each.seconds
