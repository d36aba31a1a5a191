"""Who may write in the observatory, and why not. Reading is open to everyone."""

from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import has_role
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused

Actor = Any  # A User, Django's AnonymousUser, or None for the command line.

WRITERS = ("analyst", "officer", "steward")


def can_set_target(actor: Actor) -> Verdict:
    """A mandate of the observatory, of a project manager or of a steward.

    None is the command line: whoever runs it already holds the database.
    """
    if actor is None:
        return ALLOWED
    if not actor.is_authenticated:
        return refused(_("Connectez-vous pour fixer une cible."))
    if not has_role(actor, *WRITERS):
        return refused(
            _(
                "Les cibles sont fixées par l'observatoire ou les chefs de projet : il faut un "
                "mandat de l'un d'eux."
            )
        )
    return ALLOWED


def can_withdraw_target(actor: Actor) -> Verdict:
    """Whoever may set a target may withdraw one; the trail keeps what it was."""
    return can_set_target(actor)
