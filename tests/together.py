"""Acts done at the same moment, each by a connection of its own (PostgreSQL's locks)."""

import threading
from collections.abc import Callable

from django.db import connection


def at_once(
    *acts: Callable[[], object], refused: tuple[type[Exception], ...], none: str = "done"
) -> list[str]:
    """« done » or « refused » for each act, sorted; `none` is the word for an act that gives
    nothing back. Any other error, a deadlock first, is raised again."""
    outcomes: list[str] = []
    faults: list[BaseException] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            outcomes.append(none if act() is None else "done")
        except refused:
            outcomes.append("refused")
        except BaseException as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return sorted(outcomes)
