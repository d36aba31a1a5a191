"""Giving a file to a group, and taking it away."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.models import Group, GroupFile
from faire_ensemble.apps.initiatives.permissions.groups import can_run_group, can_work_inside
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.groups.locking import (
    locked_group,
    members_of,
    tell_about,
)
from faire_ensemble.kit import audit
from faire_ensemble.kit.files import Checked, forget, keep
from faire_ensemble.kit.verdicts import Refused, require

MOST = 200


def add_file(*, actor: Any, group_id: int, checked: Checked, site: str = "") -> GroupFile:
    """Give a checked file; the same content is given once. Raises `Refused`, `BadInput`."""
    require(can_work_inside(actor, Group.objects.get(pk=group_id)))
    stored = keep(checked)
    with transaction.atomic():
        group = locked_group(group_id)
        require(can_work_inside(actor, group))
        present = GroupFile.objects.filter(group=group, removed_at=None)
        same = present.filter(stored=stored).first()
        if same is not None:
            return same
        if present.count() >= MOST:
            raise BadInput(
                _("Ce groupe a déjà %(n)s fichiers : retirez-en un d'abord.") % {"n": MOST}
            )
        made = GroupFile.objects.create(
            group=group, stored=stored, name=checked.name[:200], added_by=actor,
            added_at=timezone.now(),
        )  # fmt: skip
        audit.record(
            actor=actor,
            verb="fichier donné au groupe",
            subject=f"groupe:{group.pk}",
            detail={"fichier": made.pk, "sha256": stored.sha256},
        )
        text = _("Un fichier, « %(name)s », dans le groupe « %(group)s ».") % {
            "name": made.name, "group": group.title,
        }  # fmt: skip
        told = members_of(group, but=actor.pk)
        tell_about(group, told, key=f"file:{made.pk}", text=text, site=site)
    return made


@transaction.atomic
def remove_file(*, actor: Any, group_id: int, file_id: int) -> None:
    """Take it out of the group and of the storage, for good: who gave it, when, and when it went
    are kept. Whoever gave it, or runs the group. Raises `Refused`."""
    group = locked_group(group_id)
    require(can_work_inside(actor, group))
    present = GroupFile.objects.select_related("stored")
    found = present.filter(group=group, pk=file_id, removed_at=None).first()
    if found is None or found.stored is None:
        return
    if found.added_by_id != actor.pk and not can_run_group(actor, group):
        raise Refused(_("Seules la personne qui l'a donné et celles qui animent le retirent."))
    stored = found.stored
    found.stored, found.removed_at = None, timezone.now()
    found.save(update_fields=["stored", "removed_at"])
    forget(stored)
    audit.record(
        actor=actor,
        verb="fichier retiré du groupe",
        subject=f"groupe:{group.pk}",
        detail={"fichier": found.pk, "sha256": stored.sha256},
    )
