"""Who reads, writes and submits an application."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.lifecycle.applications import (
    WRITABLE,
    ApplicationState,
)
from faire_ensemble.apps.funding.lifecycle.calls import Phase, phase
from faire_ensemble.apps.funding.models import Application, Call, Right
from faire_ensemble.apps.funding.permissions.standing import (
    Actor,
    Standing,
    recused_verdict,
    signed_in,
    standing,
)
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused


def can_open_applications(actor: Actor) -> Verdict:
    """The pages of applications: any account. Each page then asks for its own right."""
    return signed_in(actor)


def can_start_application(actor: Actor, call: Call, now: datetime | None = None) -> Verdict:
    """Anyone with an account, while the call is open."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    now_is = phase(call.state, call.opens_at, call.closes_at, now or timezone.now())
    if now_is is Phase.OPEN:
        return ALLOWED
    if now_is is Phase.COMING:
        return refused(_("Cet appel n'est pas encore ouvert."))
    return refused(_("Cet appel n'est pas ouvert : aucun dossier ne peut y être commencé."))


def can_read_application(
    actor: Actor, application: Application, known: Standing | None = None
) -> Verdict:
    """Its writers always; once submitted, its instructors, services asked, councils, elected."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    here = known or standing(actor, application)
    if here.recused:
        return recused_verdict()
    if here.right:
        return ALLOWED
    if application.submitted_at is None:
        return refused(
            _("Ce dossier est un brouillon : seules les personnes qui l'écrivent le lisent.")
        )
    mandates = here.mandates
    if here.instructs or here.services or mandates.councils or mandates.elected:
        return ALLOWED
    return refused(_("Ce dossier ne vous est pas adressé."))


def can_read_whole_application(
    actor: Actor, application: Application, known: Standing | None = None
) -> Verdict:
    """With names, telephones and corrections: its writers and its instructors. Councils, services
    and elected members have the page of the file, which holds none of them."""
    here = known or standing(actor, application)
    verdict = can_read_application(actor, application, here)
    if not verdict:
        return verdict
    if here.right or here.instructs:
        return ALLOWED
    return refused(
        _("Les coordonnées du dossier se lisent par ses porteurs et ses financeurs seulement.")
    )


def can_write_application(
    actor: Actor, application: Application, known: Standing | None = None
) -> Verdict:
    """Its writers, while it is a draft or a correction was asked."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    here = known or standing(actor, application)
    if here.recused:
        return recused_verdict()
    if not here.writes:
        return refused(
            _("Vous n'avez pas le droit d'écrire dans ce dossier : demandez-le à son porteur.")
        )
    if application.state not in WRITABLE:
        return refused(
            _("Ce dossier est déposé : il ne change plus, sauf si une correction est demandée.")
        )
    return ALLOWED


def can_submit_application(
    actor: Actor, application: Application, known: Standing | None = None
) -> Verdict:
    """Those who may submit; a first submission while the call is open, a correction later too."""
    here = known or standing(actor, application)
    verdict = can_write_application(actor, application, here)
    if not verdict:
        return verdict
    if here.right != Right.SUBMIT:
        return refused(
            _("Vous pouvez écrire, mais pas déposer : la personne qui a ouvert le dossier le peut.")
        )
    call = application.call
    closed = phase(call.state, call.opens_at, call.closes_at, timezone.now()) is not Phase.OPEN
    if application.state == ApplicationState.DRAFT and closed:
        return refused(
            _("L'appel n'est pas ouvert : ce dossier ne peut pas être déposé. Il reste gardé.")
        )
    return ALLOWED


def can_manage_members(
    actor: Actor, application: Application, known: Standing | None = None
) -> Verdict:
    """Inviting and removing writers: those who may submit, whatever the state."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    here = known or standing(actor, application)
    if here.recused:
        return recused_verdict()
    if here.right == Right.SUBMIT:
        return ALLOWED
    return refused(
        _("Seule une personne qui peut déposer ce dossier invite ou retire des personnes.")
    )


def can_withdraw_application(
    actor: Actor, application: Application, known: Standing | None = None
) -> Verdict:
    """Those who may submit, until it is decided."""
    verdict = can_manage_members(actor, application, known)
    if not verdict:
        return verdict
    if application.state in (ApplicationState.DECIDED, ApplicationState.WITHDRAWN):
        return refused(_("Ce dossier est décidé ou déjà retiré."))
    return ALLOWED
