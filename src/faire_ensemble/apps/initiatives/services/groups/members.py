"""Entering a group, being answered, leaving, running it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.lifecycle import MEMBERSHIP, MembershipState
from faire_ensemble.apps.initiatives.models import Door, Group, GroupRole, Membership
from faire_ensemble.apps.initiatives.permissions.groups import can_join, can_run_group
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.groups.locking import (
    facilitators_of,
    locked_group,
    tell_about,
)
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

WORDS_MAX = 500


@transaction.atomic
def join_group(*, actor: Any, group_id: int, words: str = "", site: str = "") -> Membership:
    """Straight in where the door is open; otherwise ask. Raises `Refused`, `BadInput`."""
    group = locked_group(group_id)
    require(can_join(actor, group))
    asks = group.door == Door.REQUEST
    said = words.strip()
    if len(said) > WORDS_MAX:
        raise BadInput(_("Le texte est trop long : raccourcissez-le."), "words")
    place = Membership.objects.filter(group=group, person=actor).first()
    if place is None:
        first = MembershipState.ASKED if asks else MembershipState.ACTIVE
        place = Membership(group=group, person=actor, state=first)
    else:
        place.state = MEMBERSHIP.after("ask" if asks else "join", place.state)
    place.words, place.since, place.role = said if asks else "", timezone.now(), GroupRole.MEMBER
    place.save()
    verb = "entrée demandée" if asks else "entrée dans un groupe"
    audit.record(actor=actor, verb=verb, subject=f"groupe:{group.pk}")
    if asks:
        text = _("Quelqu'un demande à entrer dans « %(title)s ».") % {"title": group.title}
        key = f"asked:{place.pk}:{place.since:%Y%m%d%H%M}"
        tell_about(group, facilitators_of(group), key=key, text=text, site=site)
    return place


@transaction.atomic
def answer_request(
    *, actor: Any, group_id: int, person_id: int, accept: bool, words: str = "", site: str = ""
) -> Membership:
    """Let somebody in, or say why not; they are told. Raises `Refused`, `BadInput`."""
    group = locked_group(group_id)
    require(can_run_group(actor, group))
    place = _place(group, person_id)
    act, said = "accept" if accept else "refuse", words.strip()[:WORDS_MAX]
    if not MEMBERSHIP.may(act, place.state):
        raise BadInput(_("Quelqu'un a déjà répondu à cette demande, ou elle a été retirée."))
    if not accept and not said:
        raise BadInput(_("Dites pourquoi : la personne le lira."), "words")
    place.state, place.since = MEMBERSHIP.after(act, place.state), timezone.now()
    place.words = "" if accept else said
    place.save()
    audit.record(
        actor=actor,
        verb="demande acceptée" if accept else "demande refusée",
        subject=f"groupe:{group.pk}",
        detail={"personne": audit.person_reference(person_id)},
    )
    text = (
        _("Vous êtes membre du groupe « %(title)s ».") % {"title": group.title}
        if accept
        else _("Le groupe « %(title)s » n'a pas accepté votre demande : %(words)s")
        % {"title": group.title, "words": said}
    )
    key = f"answered:{place.pk}:{place.since:%Y%m%d%H%M%S}"
    tell_about(group, [person_id], key=key, text=text, site=site)
    return place


@transaction.atomic
def leave_group(*, actor: Any, group_id: int) -> None:
    """Leave, or take back one's request. The last to run an open group first names another."""
    group = locked_group(group_id)
    place = Membership.objects.filter(group=group, person=actor).first()
    if place is None or not MEMBERSHIP.may("leave", place.state):
        return
    if place.role == GroupRole.FACILITATOR:
        _check_not_last(group, actor.pk)
    place.state = MEMBERSHIP.after("leave", place.state)
    place.role, place.words, place.since = GroupRole.MEMBER, "", timezone.now()
    place.save()
    group.tasks.filter(owner=actor, state__in=["todo", "doing"]).update(owner=None)
    audit.record(actor=actor, verb="départ d'un groupe", subject=f"groupe:{group.pk}")


@transaction.atomic
def change_role(*, actor: Any, group_id: int, person_id: int, role: str) -> Membership:
    """Make a member run the group too, or no more. Raises `Refused`, `BadInput`."""
    group = locked_group(group_id)
    require(can_run_group(actor, group))
    place = _place(group, person_id)
    if place.state != MembershipState.ACTIVE or role not in GroupRole.values:
        raise BadInput(_("Cette personne n'est pas membre du groupe."))
    if place.role == GroupRole.FACILITATOR and role == GroupRole.MEMBER:
        _check_not_last(group, person_id)
    place.role = role
    place.save(update_fields=["role"])
    audit.record(
        actor=actor,
        verb="rôle changé dans un groupe",
        subject=f"groupe:{group.pk}",
        detail={"personne": audit.person_reference(person_id), "rôle": role},
    )
    return place


def _place(group: Group, person_id: int) -> Membership:
    place = Membership.objects.filter(group=group, person=person_id).first()
    if place is None:
        raise BadInput(_("Cette personne n'est pas membre du groupe."))
    return place


def _check_not_last(group: Group, person_id: int) -> None:
    """The group's row is locked: two persons cannot both count on the other."""
    if group.closed_at is None and facilitators_of(group) == [person_id]:
        raise BadInput(
            _("Vous êtes la dernière personne à animer ce groupe : nommez-en une autre d'abord, "
              "ou fermez le groupe.")
        )  # fmt: skip
