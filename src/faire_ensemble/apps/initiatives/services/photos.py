"""Photos of an initiative: described, without the place written in the file."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.models import Initiative, InitiativePhoto
from faire_ensemble.apps.initiatives.permissions.initiatives import can_edit
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.writing import locked_initiative
from faire_ensemble.kit import audit
from faire_ensemble.kit.files import Checked, forget, receive_photo
from faire_ensemble.kit.verdicts import require

MOST = 12


def add_photo(*, actor: Any, initiative_id: int, checked: Checked, words: str) -> InitiativePhoto:
    """Keep a checked photo with what it shows; the same photo is added once.

    Raises `Refused`, `BadInput`, `FileRefused`.
    """
    require(can_edit(actor, Initiative.objects.get(pk=initiative_id)))
    photo = receive_photo(checked, words)
    with transaction.atomic():
        row = locked_initiative(initiative_id)
        require(can_edit(actor, row))
        same = row.photos.filter(stored=photo.stored).first()
        if same is not None:
            return same
        if row.photos.count() >= MOST:
            raise BadInput(
                _("Cette fiche a déjà %(n)s photos : retirez-en une d'abord.") % {"n": MOST}
            )
        made = InitiativePhoto.objects.create(
            initiative=row, stored=photo.stored, words=photo.words, added_at=timezone.now()
        )
        audit.record(
            actor=actor,
            verb="photo ajoutée",
            subject=f"initiative:{row.pk}",
            detail={"photo": made.pk, "sha256": photo.stored.sha256},
        )
    return made


@transaction.atomic
def remove_photo(*, actor: Any, initiative_id: int, photo_id: int) -> None:
    """Take it off the page and out of the storage, now and for good. Raises `Refused`."""
    row = locked_initiative(initiative_id)
    require(can_edit(actor, row))
    found = row.photos.select_related("stored").filter(pk=photo_id).first()
    if found is None:
        return
    audit.record(
        actor=actor,
        verb="photo retirée",
        subject=f"initiative:{row.pk}",
        detail={"photo": found.pk},
    )
    found.delete()
    forget(found.stored)
