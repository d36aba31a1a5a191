"""Who may change territories, and why not."""

from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import has_role
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused

Actor = Any  # A User, Django's AnonymousUser, or None for nobody.
DRAWERS = ("officer", "analyst", "steward")


def can_draw_neighbourhood(actor: Actor) -> Verdict:
    """Project managers, the observatory and stewards draw neighbourhoods."""
    if actor is None or not actor.is_authenticated:
        return refused(_("Connectez-vous pour dessiner un quartier."))
    if not has_role(actor, *DRAWERS):
        return refused(
            _(
                "Pour dessiner un quartier, il faut un mandat de chef de projet, "
                "d'observatoire ou d'administration de l'outil."
            )
        )
    return ALLOWED
