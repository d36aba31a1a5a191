"""Who writes the draft of a contract, signs it, and tells what became of commitments."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import has_role
from faire_ensemble.apps.contract.permissions.mandates import Actor, mandates_in, signed_in
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused


def can_enter_contract_office(actor: Actor) -> Verdict:
    """The pages of those who write. Each page then asks for its own contract."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if has_role(actor, "officer", "partner"):
        return ALLOWED
    return refused(
        _("Cette page est réservée aux chefs de projet et aux partenaires du contrat de ville.")
    )


def can_write_contract(actor: Actor, contract_id: int) -> Verdict:
    """Pillars, objectives, plans, measures, partners: officers of the contract.

    None is the command line, which holds the data folder already.
    """
    if actor is None:
        return ALLOWED
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if mandates_in(actor, contract_id).officer:
        return ALLOWED
    return refused(_("Seuls les chefs de projet de ce contrat de ville écrivent son texte."))


def can_sign_contract(actor: Actor, contract_id: int) -> Verdict:
    """Freeze a version once the partners have signed it: officers of the contract."""
    verdict = can_write_contract(actor, contract_id)
    if verdict or not signed_in(actor):
        return verdict
    return refused(
        _("Seuls les chefs de projet de ce contrat de ville en enregistrent la signature.")
    )


def can_write_commitment(actor: Actor, contract_id: int, organisation_id: int) -> Verdict:
    """A commitment and what becomes of it: officers, and who acts for the partner that promises."""
    if actor is None:
        return ALLOWED
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    mandates = mandates_in(actor, contract_id)
    if mandates.officer or organisation_id in mandates.acting_for:
        return ALLOWED
    return refused(
        _(
            "Cet engagement est celui d'un autre partenaire : lui seul, ou les chefs de projet du "
            "contrat, peuvent l'écrire et le suivre."
        )
    )


def can_advance_work(actor: Actor, contract_id: int, owner_id: int | None) -> Verdict:
    """Say how far an operational objective or a line of a plan is: officers, and its owner."""
    if actor is None:
        return ALLOWED
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    mandates = mandates_in(actor, contract_id)
    if mandates.officer or (owner_id is not None and owner_id in mandates.acting_for):
        return ALLOWED
    return refused(_("L'avancement est dit par l'organisation pilote, ou par les chefs de projet."))
