"""The name under which somebody is shown here: many accounts are only an address."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.models import ShownName
from faire_ensemble.apps.initiatives.permissions.initiatives import can_take_part
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

NAME_MAX = 80


@transaction.atomic
def choose_name(*, actor: Any, name: str) -> None:
    """Keep the name to show; an empty one changes nothing. Raises `Refused`, `BadInput`."""
    require(can_take_part(actor))
    said = " ".join(name.split())
    if not said:
        return
    if len(said) > NAME_MAX:
        raise BadInput(_("Ce nom est trop long : %(n)s caractères au plus.") % {"n": NAME_MAX},
                       "name")  # fmt: skip
    if "@" in said:
        raise BadInput(
            _("N'écrivez pas votre adresse : ce nom est montré aux autres. Un prénom suffit."),
            "name",
        )
    row, made = ShownName.objects.get_or_create(person=actor, defaults={"name": said})
    if made or row.name != said:
        row.name = said
        row.save(update_fields=["name"])
        audit.record(
            actor=actor,
            verb="nom affiché choisi",
            subject=audit.person_reference(actor.pk),
        )
