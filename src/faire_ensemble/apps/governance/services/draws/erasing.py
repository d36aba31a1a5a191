"""After the draw: what named people goes, what the public recount needs stays."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.lifecycle.draws import MAY_ERASE, DrawState
from faire_ensemble.apps.governance.models import Draw
from faire_ensemble.apps.governance.services.draws.faults import BadDraw
from faire_ensemble.apps.governance.services.draws.preparing import locked_draw, record


def erase_pool(*, actor: Any, draw_id: int) -> Draw:
    """Erase names, addresses, telephones and personal links of the whole pool.

    Those who sit keep their name in their mandate. Codes, features and household numbers stay:
    the draw can be checked, nobody can be written to. Raises `Refused`, `BadDraw`.
    """
    with transaction.atomic():
        draw = locked_draw(actor, draw_id)
        if DrawState(draw.state) not in MAY_ERASE:
            raise BadDraw(_("Les coordonnées s'effacent quand le panel est installé."))
        if draw.erased_at is not None:
            raise BadDraw(_("Les coordonnées sont déjà effacées."))
        people = list(draw.pool.all())
        for person in people:
            person.name = person.email = person.phone = person.address = ""
            person.key = f"-{person.pk}"
        draw.pool.model.objects.bulk_update(
            people, ["name", "email", "phone", "address", "key"], batch_size=200
        )
        draw.erased_at = timezone.now()
        draw.save(update_fields=["erased_at"])
        record(actor, "coordonnées de la réserve effacées", draw, personnes=len(people))
    return draw
