"""Who reads the answer to a file."""

from faire_ensemble.apps.funding.models import Application
from faire_ensemble.apps.funding.permissions.applications import can_read_application
from faire_ensemble.apps.funding.permissions.standing import Actor, signed_in
from faire_ensemble.kit.verdicts import Verdict


def can_open_answers(actor: Actor) -> Verdict:
    """Anybody with an account; each answer then has its own rule."""
    return signed_in(actor)


def can_read_answer(actor: Actor, application: Application) -> Verdict:
    """Those who read the file: its writers first."""
    return can_read_application(actor, application)
