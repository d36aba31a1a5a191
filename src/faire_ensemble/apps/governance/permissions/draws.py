"""Who runs a draw, and who may enter its pool."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import has_role
from faire_ensemble.apps.contract.selectors import signed_in
from faire_ensemble.apps.governance.lifecycle.draws import DRAW
from faire_ensemble.apps.governance.models import Draw
from faire_ensemble.apps.governance.permissions.bodies import can_manage_bodies
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused

Actor = Any  # A User, Django's AnonymousUser, or None.


def can_open_draws(actor: Actor) -> Verdict:
    """The pages of work: officers."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if has_role(actor, "officer"):
        return ALLOWED
    return refused(_("Seuls les chefs de projet organisent les tirages au sort."))


def can_run_draw(actor: Actor, draw: Draw) -> Verdict:
    """Officers of the contract: they read names, and never choose anybody."""
    return can_manage_bodies(actor, draw.college.body.contract_id)


def can_volunteer(draw: Draw) -> Verdict:
    """Anybody, while the call is open: no account is asked."""
    if DRAW.may("register", draw.state) and timezone.localdate() <= draw.closes_on:
        return ALLOWED
    return refused(_("Les inscriptions à ce tirage au sort ne sont pas ouvertes."))
