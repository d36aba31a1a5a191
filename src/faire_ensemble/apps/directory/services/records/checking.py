"""« Still true? »: confirming a record, by hand or from the link of a mail; the reminders."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import addresses_in_role
from faire_ensemble.apps.directory import permissions
from faire_ensemble.apps.directory.models import Service
from faire_ensemble.apps.directory.models.services import unconfirmed
from faire_ensemble.kit import audit, mail
from faire_ensemble.kit.verdicts import require

SALT = "directory.still-true"
LINK_LIFE = timedelta(days=60)
AGAIN_AFTER = timedelta(days=30)
AT_ONCE = 50
"""Mails of one round; the next round goes on."""


@transaction.atomic
def confirm_service(*, actor: Any, service_id: int) -> Service:
    """Say that a record is still true, today."""
    service = Service.objects.select_for_update().get(pk=service_id)
    require(permissions.can_edit_service(actor, service))
    return _confirmed(service, actor)


@transaction.atomic
def confirm_services(*, actor: Any, service_ids: Iterable[int]) -> int:
    """The same of several, each with its trace; none when one is not the actor's to confirm."""
    rows = Service.objects.select_for_update().filter(pk__in=set(service_ids)).order_by("pk")
    for service in rows:
        require(permissions.can_edit_service(actor, service))
        _confirmed(service, actor)
    return len(rows)


def service_of_link(token: str) -> Service | None:
    """The record of a mail's link, while the link lives and the record is found."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=LINK_LIFE)
    except signing.BadSignature:
        return None
    found = Service.objects.filter(pk=pk).select_related("place", "organisation").first()
    return found if found is not None and found.shown else None


@transaction.atomic
def confirm_by_link(token: str) -> Service | None:
    """The same from a mail, without an account: the link was sent to whoever keeps the record."""
    found = service_of_link(token)
    if found is None:
        return None
    return _confirmed(Service.objects.select_for_update().get(pk=found.pk), "lien de courriel")


def link_to_confirm(service: Service) -> str:
    """The address sent by mail; opening it changes nothing, its button does."""
    token = signing.dumps(service.pk, salt=SALT)
    return site_address() + reverse("directory:confirm", args=[token])


def site_address() -> str:
    """Where mails lead to: FAIRE_ADDRESS, else the first host of the site."""
    if settings.SITE_ADDRESS:
        return str(settings.SITE_ADDRESS).rstrip("/")
    host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    scheme = "https" if settings.SESSION_COOKIE_SECURE else "http"
    return f"{scheme}://{host}"


def remind_owners() -> int:
    """Ask whoever keeps a record that nobody confirmed for six months; once a month at most."""
    today = timezone.localdate()
    stale = (
        Service.objects.filter(closed_on__isnull=True, merged_into__isnull=True)
        .filter(unconfirmed(today))
        .filter(Q(reminded_on__isnull=True) | Q(reminded_on__lte=today - AGAIN_AFTER))
        .filter(Q(owner__isnull=False) | Q(organisation__isnull=False))
        .select_related("owner", "organisation")
        .order_by(F("reminded_on").asc(nulls_first=True), "pk")[:AT_ONCE]
    )
    sent = 0
    for service in stale:
        with transaction.atomic():
            again = Service.objects.filter(pk=service.pk, reminded_on=service.reminded_on)
            if not again.update(reminded_on=today):
                continue  # another worker was faster
            for address in _keepers(service):
                mail.send(address, _("Toujours vrai ? %(name)s") % {"name": service.name},
                          _words(service))  # fmt: skip
                sent += 1
    return sent


def _keepers(service: Service) -> list[str]:
    """The owner's address, else those of the organisation's holders."""
    if service.owner is not None and service.owner.is_active and service.owner.email:
        return [service.owner.email]
    body = service.organisation
    if body is None:
        return []
    references = {body.name, body.siret or "", body.rna or ""} - {""}
    return sorted({email for _o, _c, email in addresses_in_role("holder", references)})


def _words(service: Service) -> str:
    lines = [
        _("Bonjour,"),
        _(
            "Personne n'a confirmé depuis six mois la fiche « %(name)s ». Des gens s'en servent "
            "pour trouver de l'aide."
        )
        % {"name": service.name},
        _("Si tout est encore vrai, ouvrez ce lien et appuyez sur le bouton :"),
        link_to_confirm(service),
        _("Si quelque chose a changé, la même page dit comment corriger la fiche."),
    ]
    return "\n\n".join(lines)


def _confirmed(service: Service, actor: Any) -> Service:
    service.checked_on, service.reminded_on = timezone.localdate(), None
    service.save(update_fields=["checked_on", "reminded_on"])
    audit.record(
        actor=actor, verb="fiche d'aide vérifiée", subject=f"fiche:{service.pk}", detail={}
    )
    return service
