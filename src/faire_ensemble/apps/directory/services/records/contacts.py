"""The persons named in a record: only with their consent, and no longer than it lasts."""

from datetime import date
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.directory import permissions
from faire_ensemble.apps.directory.models import Contact, Service
from faire_ensemble.apps.directory.services.faults import BadRecord
from faire_ensemble.apps.directory.services.records.checking import site_address
from faire_ensemble.kit import audit, mail
from faire_ensemble.kit.verdicts import require

SALT = "directory.contact"


@transaction.atomic
def add_contact(
    *,
    actor: Any,
    service_id: int,
    name: str,
    consent: str,
    consented_on: date,
    role: str = "",
    phone: str = "",
    email: str = "",
) -> Contact:
    """Name somebody who agreed to it; the person gets a mail with the link to withdraw."""
    service = Service.objects.select_for_update().get(pk=service_id)
    require(permissions.can_edit_service(actor, service))
    if not name.strip():
        raise BadRecord(_("Donnez le nom de la personne."), "name")
    if not consent.strip():
        raise BadRecord(
            _(
                "Dites comment la personne a donné son accord (de vive voix, par écrit) : sans "
                "accord, son nom ne peut pas être montré."
            ),
            "consent",
        )
    if consented_on > timezone.localdate():
        raise BadRecord(_("La date de l'accord est dans l'avenir : vérifiez-la."), "consented_on")
    contact = Contact.objects.create(
        service=service,
        name=name.strip()[:150],
        role=role.strip()[:150],
        phone=phone.strip()[:30],
        email=email.strip(),
        consented_on=consented_on,
        consent=consent.strip()[:200],
    )
    # No name in the trail: it could not be erased from there.
    audit.record(
        actor=actor,
        verb="contact ajouté à une fiche d'aide",
        subject=f"fiche:{service.pk}",
        detail={"contact": contact.pk, "accord": consented_on.isoformat()},
    )
    if contact.email:
        mail.send(contact.email, _("Votre nom sur une fiche d'aide"), _words(contact, service))
    return contact


@transaction.atomic
def withdraw_contact(*, actor: Any, contact_id: int) -> Contact:
    """Erase the person from a record, asked by whoever keeps it."""
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    require(permissions.can_edit_service(actor, contact.service))
    return _erased(contact, actor)


def contact_of_link(token: str) -> Contact | None:
    """The contact of a mail's link, unless withdrawn already; the link has no end."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return (
        Contact.objects.filter(pk=pk, withdrawn_at__isnull=True).select_related("service").first()
    )


@transaction.atomic
def withdraw_by_link(token: str) -> Contact | None:
    """The person's own withdrawal, without an account."""
    found = contact_of_link(token)
    if found is None:
        return None
    return _erased(Contact.objects.select_for_update().get(pk=found.pk), "personne concernée")


def _erased(contact: Contact, actor: Any) -> Contact:
    contact.name = contact.role = contact.phone = contact.email = ""
    contact.withdrawn_at = timezone.now()
    contact.save()
    audit.record(
        actor=actor,
        verb="accord retiré : contact effacé d'une fiche d'aide",
        subject=f"fiche:{contact.service_id}",
        detail={"contact": contact.pk},
    )
    return contact


def _words(contact: Contact, service: Service) -> str:
    token = signing.dumps(contact.pk, salt=SALT)
    return "\n\n".join(
        [
            _("Bonjour,"),
            _(
                "Votre nom a été mis, avec votre accord, sur la fiche « %(name)s », que tout le "
                "monde peut lire."
            )
            % {"name": service.name},
            _("Vous pouvez retirer votre accord quand vous voulez ; votre nom est alors effacé :"),
            site_address() + reverse("directory:withdraw", args=[token]),
        ]
    )
