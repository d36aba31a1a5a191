"""Photos of a project: described, without the place written in the file, taken away at will."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.models import BudgetProject, ProjectPhoto
from faire_ensemble.apps.participation.permissions.projects import can_deliver
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.projects.moving import WORDS_MAX, locked_project
from faire_ensemble.kit import audit
from faire_ensemble.kit.files import Checked, forget, receive_photo
from faire_ensemble.kit.verdicts import require

MOST = 30


def add_photo(
    *,
    actor: Any,
    project_id: int,
    checked: Checked,
    words: str,
    taken_on: date | None = None,
) -> ProjectPhoto:
    """Keep a checked photo with what it shows; the same photo is added once.

    Raises `Refused`, `BadInput`, `FileRefused`.
    """
    project = BudgetProject.objects.select_related("process").get(pk=project_id)
    require(can_deliver(actor, project))
    if taken_on is not None and taken_on > timezone.localdate():
        raise BadInput(_("Une photo ne peut pas être prise demain."), "taken_on")
    photo = receive_photo(checked, words)
    with transaction.atomic():
        project = locked_project(project_id)
        require(can_deliver(actor, project))
        same = project.photos.filter(stored=photo.stored).first()
        if same is not None:
            return same
        if project.photos.count() >= MOST:
            raise BadInput(
                _("Ce projet a déjà %(n)s photos : retirez-en une d'abord.") % {"n": MOST}
            )
        made = ProjectPhoto.objects.create(
            project=project,
            stored=photo.stored,
            words=photo.words,
            taken_on=taken_on,
            added_at=timezone.now(),
        )
        audit.record(
            actor=actor,
            verb="photo ajoutée",
            subject=f"projet:{project.pk}",
            detail={"photo": made.pk, "sha256": photo.stored.sha256},
        )
    return made


@transaction.atomic
def remove_photo(*, actor: Any, photo_id: int) -> None:
    """Take it off the page and out of the storage, now and for good. Raises `Refused`."""
    found = ProjectPhoto.objects.select_related("stored").filter(pk=photo_id).first()
    if found is None:
        return
    project = locked_project(found.project_id)
    require(can_deliver(actor, project))
    audit.record(
        actor=actor,
        verb="photo retirée",
        subject=f"projet:{project.pk}",
        detail={"photo": found.pk, "mots": found.words[:WORDS_MAX]},
    )
    found.delete()
    forget(found.stored)
