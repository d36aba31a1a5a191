"""Two records of the same help become one, with trace and a way back."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.directory import permissions
from faire_ensemble.apps.directory.models import Apart, Contact, Merge, Service
from faire_ensemble.apps.directory.services.faults import BadRecord
from faire_ensemble.apps.directory.services.indexing import reindex
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

LISTS = ("kinds", "audiences", "languages", "coming")
EMPTY = (
    "description", "hours", "changes", "hours_note", "phone", "email", "website", "free", "price",
    "organisation_id", "place_id", "owner_id",
)  # fmt: skip
NOTHING: tuple[Any, ...] = ("", None, [])


@transaction.atomic
def merge_services(*, actor: Any, kept_id: int, absorbed_id: int) -> Merge:
    """Keep one; the other's address leads to it, its contacts follow, what the first lacks is
    completed from the other. What the first says is never overwritten."""
    require(permissions.can_merge_services(actor))
    if kept_id == absorbed_id:
        raise BadRecord(_("Choisissez deux fiches différentes."))
    rows = Service.objects.select_for_update().filter(pk__in=[kept_id, absorbed_id]).order_by("pk")
    found = {each.pk: each for each in rows}
    if len(found) < 2 or any(each.merged_into_id for each in found.values()):
        raise BadRecord(_("Une de ces fiches n'existe pas, ou est déjà réunie avec une autre."))
    kept, absorbed = found[kept_id], found[absorbed_id]
    if kept.closed_on is not None and absorbed.closed_on is None:
        raise BadRecord(
            _("La fiche « %(name)s » est fermée : gardez l'autre, ou fermez-la aussi.")
            % {"name": kept.name}
        )
    before = _complete(kept, absorbed)
    kept.save()
    absorbed.merged_into = kept
    absorbed.save(update_fields=["merged_into"])
    contacts = list(absorbed.contacts.values_list("pk", flat=True))
    Contact.objects.filter(pk__in=contacts).update(service=kept)
    merge = Merge.objects.create(
        kept=kept,
        absorbed=absorbed,
        before=before,
        moved_contacts=contacts,
        by=actor if getattr(actor, "pk", None) else None,
    )
    Apart.objects.filter(first=min(found), second=max(found)).delete()
    reindex([kept.pk, absorbed.pk])
    audit.record(
        actor=actor,
        verb="fiches d'aide réunies",
        subject=f"fiche:{kept.pk}",
        detail={"absorbée": absorbed.pk, "complétés": sorted(before)},
    )
    return merge


@transaction.atomic
def undo_merge(*, actor: Any, merge_id: int) -> Merge:
    """Take the two records apart again; what was changed by hand since then stays. The latest
    merges of a record are undone first."""
    require(permissions.can_merge_services(actor))
    merge = Merge.objects.select_for_update().filter(pk=merge_id).first()
    if merge is None:
        raise BadRecord(_("Cette réunion n'existe pas."))
    if merge.undone_at is not None:
        raise BadRecord(_("Cette réunion est déjà défaite."))
    rows = Service.objects.select_for_update().filter(pk__in=[merge.kept_id, merge.absorbed_id])
    found = {each.pk: each for each in rows.order_by("pk")}
    kept, absorbed = found[merge.kept_id], found[merge.absorbed_id]
    if kept.merged_into_id is not None:
        raise BadRecord(
            _("La fiche gardée, « %(name)s », a depuis été réunie avec une autre : défaites "
              "d'abord cette réunion-là.") % {"name": kept.name}
        )  # fmt: skip
    for name, (was, became) in merge.before.items():
        if getattr(kept, name) == became:
            setattr(kept, name, was)
    kept.save()
    absorbed.merged_into = None
    absorbed.save(update_fields=["merged_into"])
    Contact.objects.filter(pk__in=merge.moved_contacts, service=kept).update(service=absorbed)
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    _set_apart(kept.pk, absorbed.pk, actor)
    reindex([kept.pk, absorbed.pk])
    audit.record(
        actor=actor,
        verb="réunion de fiches d'aide défaite",
        subject=f"fiche:{kept.pk}",
        detail={"absorbée": absorbed.pk},
    )
    return merge


@transaction.atomic
def keep_apart(*, actor: Any, service_ids: tuple[int, int]) -> Apart:
    """Say that two records that look alike are two: they are not shown as duplicates again."""
    require(permissions.can_merge_services(actor))
    if Service.objects.filter(pk__in=set(service_ids)).count() < 2:
        raise BadRecord(_("Une de ces fiches n'existe pas, ou est déjà réunie avec une autre."))
    made = _set_apart(*service_ids, actor)
    audit.record(
        actor=actor,
        verb="fiches d'aide laissées séparées",
        subject=f"fiche:{made.first_id}",
        detail={"autre": made.second_id},
    )
    return made


@transaction.atomic
def compare_again(*, actor: Any, apart_id: int) -> None:
    """Take back `keep_apart`; nothing when it was already."""
    require(permissions.can_merge_services(actor))
    held = Apart.objects.filter(pk=apart_id).first()
    if held is not None:
        audit.record(
            actor=actor,
            verb="fiches d'aide à comparer de nouveau",
            subject=f"fiche:{held.first_id}",
            detail={"autre": held.second_id},
        )
        held.delete()


def _set_apart(one: int, other: int, actor: Any) -> Apart:
    by = actor if getattr(actor, "pk", None) else None
    first, second = sorted((one, other))
    made, _new = Apart.objects.get_or_create(first_id=first, second_id=second, defaults={"by": by})
    return made


def _complete(kept: Service, other: Service) -> dict[str, list[Any]]:
    """Fill what `kept` lacks; give back [before, after] of each field that changed."""
    changed = {}
    for name in EMPTY:
        was, offered = getattr(kept, name), getattr(other, name)
        if was in NOTHING and offered not in NOTHING:
            setattr(kept, name, offered)
            changed[name] = [was, offered]
    for name in LISTS:
        was = list(getattr(kept, name))
        both = was + [code for code in getattr(other, name) if code not in was]
        if both != was and (was or name == "kinds"):
            setattr(kept, name, both)
            changed[name] = [was, both]
    return changed
