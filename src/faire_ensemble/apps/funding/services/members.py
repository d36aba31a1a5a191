"""Who writes an application: people invited by e-mail, partner associations."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import proved_addresses
from faire_ensemble.apps.directory.selectors import organisation_names
from faire_ensemble.apps.funding.models import (
    Application,
    ApplicationMember,
    ApplicationPartner,
    Right,
)
from faire_ensemble.apps.funding.permissions.applications import can_manage_members
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.services.applications import locked
from faire_ensemble.apps.funding.services.drafts import locked_draft
from faire_ensemble.kit import audit, mail
from faire_ensemble.kit.verdicts import require

STRENGTH = {Right.READ.value: 0, Right.WRITE.value: 1, Right.SUBMIT.value: 2}


class MemberRefused(ValueError):
    """What cannot be done with the people of a file; the message says why."""


@transaction.atomic
def invite_member(
    *,
    actor: Actor,
    application_id: int,
    email: str,
    right: str,
    organisation_id: int,
    link: str = "",
) -> ApplicationMember:
    """Invite a person for the lead or a partner; inviting again changes their right.

    A first invitation is told by mail, with `link`, the address of the person's files.
    """
    application = locked(application_id)
    require(can_manage_members(actor, application))
    email = _email(email)
    carrying = {application.lead_id, *application.partners.values_list("organisation", flat=True)}
    if right not in Right.values or organisation_id not in carrying:
        raise MemberRefused(_("Choisissez un droit, et une association de ce dossier."))
    known = application.members.filter(email=email).first()
    if known is not None:
        _keep_one_who_submits(application, known, right)
    member, created = ApplicationMember.objects.update_or_create(
        application=application,
        email=email,
        defaults={"right": right, "organisation_id": organisation_id},
        create_defaults={
            "right": right, "organisation_id": organisation_id, "invited_at": timezone.now(),
        },
    )  # fmt: skip
    _record(actor, "personne invitée" if created else "droit changé", member)
    if created:
        _invite(member, application, link)
    return member


@transaction.atomic
def change_right(*, actor: Actor, application_id: int, member_id: int, right: str) -> None:
    """Give a person another right; somebody must still be able to submit."""
    application = locked(application_id)
    require(can_manage_members(actor, application))
    member = _member(application, member_id)
    if right not in Right.values:
        raise MemberRefused(_("Choisissez un droit dans la liste."))
    _keep_one_who_submits(application, member, right)
    member.right = right
    member.save(update_fields=["right"])
    _record(actor, "droit changé", member)


@transaction.atomic
def remove_member(*, actor: Actor, application_id: int, member_id: int) -> None:
    """Take a person out; what they wrote stays."""
    application = locked(application_id)
    require(can_manage_members(actor, application))
    member = _member(application, member_id)
    _keep_one_who_submits(application, member, "")
    _record(actor, "personne retirée", member)
    member.delete()


@transaction.atomic
def bind_invitations(*, person: Actor) -> int:
    """Give a person the files they were invited to, once their address is proved.

    Somebody already in the file under another address keeps the stronger right, once.
    """
    waiting = ApplicationMember.objects.select_for_update().filter(
        person__isnull=True, email__in=proved_addresses(person)
    )
    bound = 0
    for member in waiting:
        own = ApplicationMember.objects.filter(application=member.application_id, person=person)
        before = own.first()
        if before is None:
            member.person = person
            member.save(update_fields=["person"])
        else:
            if STRENGTH[member.right] > STRENGTH[before.right]:
                before.right = member.right
                before.save(update_fields=["right"])
            member.delete()
        bound += 1
        audit.record(
            actor=person,
            verb="invitation acceptée",
            subject=f"dossier:{member.application_id}",
            detail={"right": member.right},
        )
    return bound


@transaction.atomic
def add_partner(*, actor: Actor, application_id: int, organisation_id: int) -> None:
    """Add an association that carries the project with the lead, while it is written."""
    application = locked_draft(actor, application_id)
    if organisation_id not in organisation_names({organisation_id}):
        raise MemberRefused(_("Choisissez une association de l'annuaire."))
    if organisation_id == application.lead_id:
        raise MemberRefused(_("Cette association porte déjà le projet."))
    _partner, created = ApplicationPartner.objects.get_or_create(
        application=application, organisation_id=organisation_id
    )
    if created:
        _record_partner(actor, application, "partenaire ajouté", organisation_id)


@transaction.atomic
def remove_partner(*, actor: Actor, application_id: int, organisation_id: int) -> None:
    """Take a partner out; what was written about it stays in the history."""
    application = locked_draft(actor, application_id)
    gone, _rows = application.partners.filter(organisation_id=organisation_id).delete()
    if gone:
        _record_partner(actor, application, "partenaire retiré", organisation_id)


def _invite(member: ApplicationMember, application: Application, link: str) -> None:
    words = {"title": str(application), "right": member.get_right_display(), "link": link}
    mail.send(
        member.email,
        _("Vous êtes invité à écrire un dossier"),
        _(
            "Vous pouvez participer au dossier « %(title)s » (%(right)s).\n\nConnectez-vous avec "
            "cette adresse e-mail, puis ouvrez « Mes dossiers » : %(link)s"
        )
        % words,
    )


def _email(text: str) -> str:
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        message = _("Écrivez une adresse e-mail complète, comme contact@exemple.org.")
        raise MemberRefused(message) from None
    return email


def _member(application: Application, member_id: int) -> ApplicationMember:
    member = application.members.filter(pk=member_id).first()
    if member is None:
        raise MemberRefused(_("Cette personne n'est plus dans ce dossier."))
    return member


def _keep_one_who_submits(application: Application, member: ApplicationMember, right: str) -> None:
    """Only somebody who has an account can submit: an invitation alone does not count."""
    if member.right != Right.SUBMIT or right == Right.SUBMIT or member.person_id is None:
        return
    others = application.members.filter(right=Right.SUBMIT, person__isnull=False)
    if not others.exclude(pk=member.pk).exists():
        raise MemberRefused(
            _("C'est la dernière personne qui peut déposer : donnez d'abord ce droit à une autre.")
        )


def _record(actor: Actor, verb: str, member: ApplicationMember) -> None:
    """No address in the trail: the number of the invitation stands for it."""
    audit.record(
        actor=actor,
        verb=verb,
        subject=f"dossier:{member.application_id}",
        detail={"member": member.pk, "right": member.right},
    )


def _record_partner(actor: Actor, application: Application, verb: str, pk: int) -> None:
    detail = {"organisation": pk}
    audit.record(actor=actor, verb=verb, subject=f"dossier:{application.pk}", detail=detail)
