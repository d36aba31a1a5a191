"""Opening a group, saying what it is for, closing it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.lifecycle import MembershipState
from faire_ensemble.apps.initiatives.models import Door, Group, GroupRole, Membership
from faire_ensemble.apps.initiatives.permissions.groups import can_close_group, can_run_group
from faire_ensemble.apps.initiatives.permissions.initiatives import can_take_part
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.groups.linking import published
from faire_ensemble.apps.initiatives.services.groups.locking import (
    locked_group,
    members_of,
    tell_about,
)
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

TITLE_MAX, SUMMARY_MAX, WORDS_MAX = 150, 2000, 1000


@transaction.atomic
def create_group(
    *,
    actor: Any,
    title: str,
    summary: str,
    door: str = Door.OPEN,
    territory_id: int | None = None,
    initiative_id: int | None = None,
) -> Group:
    """Whoever opens a group runs it; it may be about an initiative from the first day. Raises
    `Refused`, `BadInput`."""
    require(can_take_part(actor))
    fields = _checked(title, summary, door)
    now = timezone.now()
    made = Group.objects.create(**fields, territory_id=territory_id, made_by=actor, made_at=now)
    if initiative_id is not None:
        made.initiatives.add(published(initiative_id))
    Membership.objects.create(
        group=made,
        person=actor,
        role=GroupRole.FACILITATOR,
        state=MembershipState.ACTIVE,
        since=now,
    )
    audit.record(actor=actor, verb="groupe ouvert", subject=f"groupe:{made.pk}")
    return made


@transaction.atomic
def change_group(
    *,
    actor: Any,
    group_id: int,
    title: str,
    summary: str,
    door: str,
    territory_id: int | None = None,
) -> Group:
    """Change what everybody reads of it. Raises `Refused`, `BadInput`."""
    group = locked_group(group_id)
    require(can_run_group(actor, group))
    for name, value in _checked(title, summary, door).items():
        setattr(group, name, value)
    group.territory_id = territory_id
    group.save()
    audit.record(actor=actor, verb="groupe modifié", subject=f"groupe:{group.pk}")
    return group


@transaction.atomic
def close_group(*, actor: Any, group_id: int, words: str, site: str = "") -> Group:
    """End the work, saying in public what came of it, or, for an officer who does not run the
    group, why. Members still read what they made. Raises `Refused`, `BadInput`."""
    group = locked_group(group_id)
    require(can_close_group(actor, group))
    outside = not can_run_group(actor, group)
    said = words.strip()
    if not said:
        raise BadInput(
            _("Dites pourquoi vous fermez ce groupe : ses membres et tout le monde le liront.")
            if outside
            else _("Dites ce que le groupe a fait : tout le monde le lira."),
            "words",
        )
    if len(said) > WORDS_MAX:
        raise BadInput(_("Le texte est trop long : raccourcissez-le."), "words")
    group.closed_at, group.closing_words = timezone.now(), said
    group.closed_by_office = outside
    group.save(update_fields=["closed_at", "closing_words", "closed_by_office"])
    group.memberships.filter(state=MembershipState.ASKED).update(
        state=MembershipState.LEFT, since=timezone.now()
    )
    audit.record(
        actor=actor,
        verb="groupe clos par l'équipe" if outside else "groupe clos",
        subject=f"groupe:{group.pk}",
        detail={"motif": said} if outside else {},
    )
    text = (
        _("L'équipe du contrat de ville a fermé le groupe « %(title)s ». %(words)s")
        if outside
        else _("Le groupe « %(title)s » est clos. %(words)s")
    ) % {"title": group.title, "words": said}
    told = members_of(group, but=actor.pk)
    tell_about(group, told, key=f"closed:{group.pk}", text=text, site=site)
    return group


def _checked(title: str, summary: str, door: str) -> dict[str, str]:
    name, said = " ".join(title.split()), summary.strip()
    if not name:
        raise BadInput(_("Donnez un nom au groupe."), "title")
    if len(name) > TITLE_MAX:
        raise BadInput(
            _("Le nom a %(n)s caractères : raccourcissez-le à %(max)s.")
            % {"n": len(name), "max": TITLE_MAX},
            "title",
        )
    if not said:
        raise BadInput(_("Dites à quoi sert le groupe : tout le monde le lira."), "summary")
    if len(said) > SUMMARY_MAX:
        raise BadInput(_("Le texte est trop long : raccourcissez-le."), "summary")
    if door not in Door.values:
        raise BadInput(_("Dites si le groupe est ouvert ou sur demande."), "door")
    return {"title": name, "summary": said, "door": door}
