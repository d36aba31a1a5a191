"""Who instructs: opinions, scores, corrections, recusals. Nobody instructs a file they write."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import has_role
from faire_ensemble.apps.funding.lifecycle.applications import UNDER_INSTRUCTION
from faire_ensemble.apps.funding.lifecycle.requests import OPEN
from faire_ensemble.apps.funding.models import Application, FundingRequest, Opinion
from faire_ensemble.apps.funding.permissions.applications import can_read_application
from faire_ensemble.apps.funding.permissions.standing import (
    Actor,
    Standing,
    recused_verdict,
    signed_in,
    standing,
)
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused


def can_open_board(actor: Actor) -> Verdict:
    """Those who read files: officers, partners, councils, elected members."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if has_role(actor, "officer", "partner", "council", "elected"):
        return ALLOWED
    return refused(_("Cette page est réservée à celles et ceux qui instruisent les dossiers."))


def can_instruct(actor: Actor, application: Application, known: Standing | None = None) -> Verdict:
    """Scores, corrections, referrals: officers and the file's funders, while it is instructed."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    here = known or standing(actor, application)
    if here.recused:
        return recused_verdict()
    if here.right:
        return refused(
            _(
                "Vous participez à ce projet : vous ne pouvez pas l'instruire. "
                "Retirez-vous du dossier."
            )
        )
    if not here.instructs:
        return refused(_("Ce dossier n'est pas adressé à votre organisation."))
    if application.state not in UNDER_INSTRUCTION:
        return refused(_("Ce dossier n'est pas en cours d'instruction."))
    return ALLOWED


def can_give_funder_opinion(
    actor: Actor, request: FundingRequest, known: Standing | None = None
) -> Verdict:
    """Instructors of the request's own funder, until it is decided."""
    here = known or standing(actor, request.application)
    verdict = can_instruct(actor, request.application, here)
    if not verdict:
        return verdict
    if request.funder_id not in here.mandates.acting_for:
        return refused(_("Cette demande est adressée à un autre financeur."))
    if request.state not in OPEN:
        return refused(_("Cette demande est déjà décidée ou retirée."))
    return ALLOWED


def can_assign_instructor(
    actor: Actor, request: FundingRequest, known: Standing | None = None
) -> Verdict:
    """Who gives a request to an instructor: its funder's own, and officers, until it is decided."""
    here = known or standing(actor, request.application)
    verdict = can_instruct(actor, request.application, here)
    if not verdict:
        return verdict
    if not here.mandates.officer and request.funder_id not in here.mandates.acting_for:
        return refused(_("Cette demande est adressée à un autre financeur."))
    if request.state not in OPEN:
        return refused(_("Cette demande est déjà décidée ou retirée."))
    return ALLOWED


def can_receive_request(
    person: Actor, request: FundingRequest, known: Standing | None = None
) -> Verdict:
    """Who may be its instructor: somebody who could give its funder's opinion."""
    here = known or standing(person, request.application)
    if not signed_in(person):
        return refused(_("Ce compte est fermé."))
    if here.recused:
        return refused(_("Cette personne s'est retirée du dossier."))
    if here.right:
        return refused(_("Cette personne participe au projet : elle ne peut pas l'instruire."))
    if request.funder_id not in here.mandates.acting_for:
        return refused(_("Cette personne n'a pas de mandat pour ce financeur."))
    return ALLOWED


def can_give_mainstream_opinion(
    actor: Actor, application: Application, organisation_id: int, known: Standing | None = None
) -> Verdict:
    """People acting for a mainstream service that was asked."""
    here = known or standing(actor, application)
    return _outside_opinion(actor, application, here, organisation_id in here.services)


def can_give_council_opinion(
    actor: Actor, application: Application, known: Standing | None = None
) -> Verdict:
    """Members of a conseil citoyen of the contract."""
    here = known or standing(actor, application)
    return _outside_opinion(actor, application, here, bool(here.mandates.councils))


def _outside_opinion(
    actor: Actor, application: Application, here: Standing, asked: bool
) -> Verdict:
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if here.recused:
        return recused_verdict()
    if here.right:
        return refused(
            _(
                "Vous participez à ce projet : vous ne pouvez pas donner d'avis. "
                "Retirez-vous du dossier."
            )
        )
    if not asked:
        return refused(_("Aucun avis ne vous est demandé sur ce dossier."))
    if application.state not in UNDER_INSTRUCTION:
        return refused(_("Ce dossier n'est pas en cours d'instruction."))
    return ALLOWED


def can_read_opinion(actor: Actor, opinion: Opinion, known: Standing | None = None) -> Verdict:
    """Shared ones: instructors, services, councils, elected. Internal ones: their organisation."""
    here = known or standing(actor, opinion.application)
    verdict = can_read_application(actor, opinion.application, here)
    if not verdict:
        return verdict
    if opinion.internal and opinion.organisation_id not in here.mandates.acting_for:
        return refused(_("Cet avis est interne à un autre organisme."))
    if here.right:
        return refused(_("Les avis se lisent avec la décision."))
    return ALLOWED


def can_see_who_looks(
    actor: Actor, application: Application, known: Standing | None = None
) -> Verdict:
    """Instructors see each other on a file."""
    here = known or standing(actor, application)
    verdict = can_read_application(actor, application, here)
    if verdict and (here.right or not here.instructs):
        return refused(_("La présence se voit entre instructeurs."))
    return verdict


def can_read_scores(
    actor: Actor, application: Application, known: Standing | None = None
) -> Verdict:
    """Instructors and elected members; not the writers, nor councils and services."""
    here = known or standing(actor, application)
    verdict = can_read_application(actor, application, here)
    if not verdict:
        return verdict
    if here.right or not (here.instructs or here.mandates.elected):
        return refused(_("Les notes se lisent entre instructeurs."))
    return ALLOWED


def can_read_documents(
    actor: Actor, application: Application, known: Standing | None = None
) -> Verdict:
    """Bank details and statutes: its writers, officers and funders; not councils nor elected."""
    here = known or standing(actor, application)
    verdict = can_read_application(actor, application, here)
    if not verdict:
        return verdict
    if here.right or here.instructs:
        return ALLOWED
    return refused(_("Les pièces du dossier se lisent par ses financeurs seulement."))


def can_recuse(actor: Actor, application: Application, known: Standing | None = None) -> Verdict:
    """Anybody who could read the file to judge it; one steps aside once, for good."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    here = known or standing(actor, application)
    if here.recused:
        return refused(_("Vous vous êtes déjà retiré de ce dossier."))
    if application.submitted_at is None:
        return refused(_("Ce dossier n'est pas en cours d'instruction."))
    mandates = here.mandates
    if here.instructs or here.services or mandates.councils or mandates.elected:
        return ALLOWED
    return refused(_("Vous n'avez pas à juger ce dossier : il n'y a pas de quoi s'en retirer."))
