"""Who keeps the page of an initiative: given by an officer."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import person_by_id
from faire_ensemble.apps.initiatives.models import Initiative
from faire_ensemble.apps.initiatives.permissions.initiatives import can_moderate
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.telling import tell
from faire_ensemble.apps.initiatives.services.writing import locked_initiative
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require


@transaction.atomic
def entrust(*, actor: Any, initiative_id: int, person_id: int, site: str) -> Initiative:
    """Give a page that nobody keeps to an account, which is told, as are those who copied it.

    Raises `Refused`, `BadInput`.
    """
    row = locked_initiative(initiative_id)
    require(can_moderate(actor))
    if row.carrier_id is not None:
        raise BadInput(_("Quelqu'un tient déjà cette fiche."))
    person = person_by_id(person_id)
    if person is None:
        raise BadInput(_("Ce compte n'existe pas ou est fermé."))
    row.carrier = person
    row.save(update_fields=["carrier"])
    audit.record(
        actor=actor,
        verb="initiative confiée",
        subject=f"initiative:{row.pk}",
        detail={"à": audit.person_reference(person.pk)},
    )
    path = reverse("initiatives:initiative", args=[row.pk])
    text = _("La fiche « %(title)s » vous est confiée.") % {"title": row.title}
    tell([person.pk], key=f"entrusted:{row.pk}", text=text, path=path, site=site)
    copiers = row.copies.exclude(carrier=None).exclude(carrier=person)
    said = _("Quelqu'un tient maintenant la fiche « %(title)s », que vous avez reprise : vous "
             "pouvez lui écrire.") % {"title": row.title}  # fmt: skip
    keys = [key for key in copiers.values_list("carrier", flat=True) if key is not None]
    tell(keys, key=f"kept:{row.pk}", text=said, path=path, site=site)
    return row
