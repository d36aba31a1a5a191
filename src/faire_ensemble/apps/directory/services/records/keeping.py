"""Who answers for a record: taken by whoever may correct it, or given by mail address."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import person_with_address
from faire_ensemble.apps.directory import permissions
from faire_ensemble.apps.directory.models import Service
from faire_ensemble.apps.directory.services.faults import BadRecord
from faire_ensemble.apps.directory.services.records.checking import site_address
from faire_ensemble.kit import audit, mail
from faire_ensemble.kit.verdicts import require


@transaction.atomic
def answer_for(*, actor: Any, service_ids: Iterable[int]) -> int:
    """« I answer for these »; how many changed hands. Raises `Refused` for all when one is not
    the actor's to correct."""
    rows = Service.objects.select_for_update().filter(pk__in=set(service_ids)).order_by("pk")
    taken = 0
    for service in rows:
        require(permissions.can_edit_service(actor, service))
        if service.owner_id != actor.pk:
            _give(service, actor, actor)
            taken += 1
    return taken


@transaction.atomic
def entrust_service(*, actor: Any, service_id: int, email: str) -> Service:
    """Give a record to an open account, which is told by mail. Raises `Refused`, `BadRecord`."""
    service = Service.objects.select_for_update().get(pk=service_id)
    require(permissions.can_entrust_service(actor, service))
    person = person_with_address(email)
    if person is None:
        raise BadRecord(
            _("Aucun compte n'a cette adresse : demandez à la personne de se connecter une fois."),
            "email",
        )
    if service.owner_id != person.pk:
        _give(service, person, actor)
        mail.send(person.email, _("Une fiche d'aide vous est confiée"), _words(service))
    return service


def _give(service: Service, person: Any, actor: Any) -> None:
    service.owner, service.reminded_on = person, None
    service.save(update_fields=["owner", "reminded_on"])
    audit.record(
        actor=actor,
        verb="responsable d'une fiche d'aide changé",
        subject=f"fiche:{service.pk}",
        detail={"à": audit.person_reference(person.pk)},
    )


def _words(service: Service) -> str:
    path = reverse("directory:service", args=[service.pk])
    return "\n\n".join(
        [
            _("Bonjour,"),
            _("La fiche « %(name)s » vous est confiée : c'est à vous que l'on demandera, deux "
              "fois par an, si tout y est encore vrai.") % {"name": service.name},
            _("Vous pouvez la lire et la corriger ici :"),
            site_address() + path,
        ]
    )  # fmt: skip
