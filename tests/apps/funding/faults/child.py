"""A server process that may be killed in the middle of an act.

    python -m tests.apps.funding.faults.child ACT ACTOR TARGET [module:function | end]

Does the act, killing itself (SIGKILL) as soon as the named function has done its own part, or once
the act has returned (`end`).
"""

import importlib
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
from django.apps import apps

FUNDING = "faire_ensemble.apps.funding"


def die(*_args: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_after(point: str) -> None:
    """The named function does its part, then the process is gone."""
    module_name, name = point.split(":")
    module = importlib.import_module(module_name)
    real = getattr(module, name)

    def last_words(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        die()

    setattr(module, name, last_words)


def acts() -> dict[str, Callable[[Any, int], Any]]:
    drafts = importlib.import_module(f"{FUNDING}.services.drafts")
    submission = importlib.import_module(f"{FUNDING}.services.submission")
    adoption = importlib.import_module(f"{FUNDING}.services.adoption")
    programmes = apps.get_model("funding", "Programme")
    typed = [
        drafts.Change("project.title", "Jardin des tours", 1),
        drafts.Change("project.needs", "Les habitantes le demandent encore.", 1),
        drafts.Change("project.method", "Un atelier chaque samedi.", 0),
    ]
    return {
        "type": lambda actor, pk: drafts.save_fields(actor=actor, application_id=pk, changes=typed),
        "submit": lambda actor, pk: submission.submit_application(actor=actor, application_id=pk),
        "adopt": lambda actor, pk: adoption.adopt_programme(
            actor=actor, programme=programmes.objects.get(pk=pk)
        ),
    }


def main(act: str, actor: str, target: str, point: str = "") -> None:
    django.setup()
    if ":" in point:
        kill_after(point)
    person = apps.get_model("accounts", "User").objects.get(pk=actor)
    acts()[act](person, int(target))
    if point == "end":
        die()


if __name__ == "__main__":
    main(*sys.argv[1:])
