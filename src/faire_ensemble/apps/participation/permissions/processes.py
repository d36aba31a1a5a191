"""Who runs processes, who reads them. What the public may do comes from `lifecycle.standing`."""

from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import has_role
from faire_ensemble.apps.contract.selectors import mandates_in, signed_in
from faire_ensemble.apps.participation.lifecycle import ProcessState
from faire_ensemble.apps.participation.models import Process
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused

Actor = Any  # A User, Django's AnonymousUser, or None.


def can_enter_office(actor: Actor) -> Verdict:
    """The pages of those who run processes. Each page then asks for its own contract."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if has_role(actor, "officer", "partner"):
        return ALLOWED
    return refused(
        _("Cette page est réservée aux chefs de projet et aux partenaires du contrat de ville.")
    )


def can_create_process(actor: Actor, contract_id: int) -> Verdict:
    """Officers of the contract."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if mandates_in(actor, contract_id).officer:
        return ALLOWED
    return refused(_("Seuls les chefs de projet de ce contrat de ville ouvrent une démarche."))


def can_run_process(actor: Actor, process: Process) -> Verdict:
    """Moderate, review, publish, key ballots: officers of the contract."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if mandates_in(actor, process.contract_id).officer:
        return ALLOWED
    return refused(_("Seuls les chefs de projet de ce contrat de ville conduisent cette démarche."))


def can_read_process(actor: Actor, process: Process) -> Verdict:
    """Everyone once published; before, the officers of its contract."""
    if process.state != ProcessState.DRAFT or can_run_process(actor, process):
        return ALLOWED
    return refused(_("Cette démarche n'est pas encore publiée."))


def can_answer(actor: Actor, process: Process, organisation_id: int | None) -> Verdict:
    """Answer, and say what becomes of it: officers, and partners of the one that owes it."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    mandates = mandates_in(actor, process.contract_id)
    if mandates.officer or (organisation_id is not None and organisation_id in mandates.acting_for):
        return ALLOWED
    return refused(
        _("La réponse revient à un autre partenaire, ou aux chefs de projet du contrat.")
    )
