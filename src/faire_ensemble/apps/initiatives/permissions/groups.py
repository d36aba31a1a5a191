"""Who sees the inside of a group, and who runs it."""

from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.lifecycle import MembershipState
from faire_ensemble.apps.initiatives.models import Door, Group, GroupRole, Membership
from faire_ensemble.apps.initiatives.permissions.initiatives import can_moderate, can_take_part
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused

Actor = Any


def place_of(actor: Actor, group: Group) -> Membership | None:
    """The person's row in the group, whatever its state; one query."""
    if not can_take_part(actor):
        return None
    return Membership.objects.filter(group=group, person_id=actor.pk).first()


def can_see_inside(actor: Actor, group: Group) -> Verdict:
    """Members only. Officers are not let in: they may ask, like everyone."""
    verdict = can_take_part(actor)
    if not verdict:
        return verdict
    place = place_of(actor, group)
    if place is not None and place.state == MembershipState.ACTIVE:
        return ALLOWED
    return refused(_("Ce que contient ce groupe n'est lu que par ses membres."))


def can_work_inside(actor: Actor, group: Group) -> Verdict:
    """Members, until the group is closed; what it made stays readable to them."""
    verdict = can_see_inside(actor, group)
    if verdict and group.closed_at is not None:
        return refused(_("Ce groupe est clos : ses notes se lisent, elles ne changent plus."))
    return verdict


def can_run_group(actor: Actor, group: Group) -> Verdict:
    """Facilitators."""
    verdict = can_work_inside(actor, group)
    if not verdict:
        return verdict
    place = place_of(actor, group)
    if place is not None and place.role == GroupRole.FACILITATOR:
        return ALLOWED
    return refused(_("Seules les personnes qui animent ce groupe peuvent faire cela."))


def can_close_group(actor: Actor, group: Group) -> Verdict:
    """Facilitators; and officers from outside, who still read nothing of the inside."""
    if group.closed_at is not None:
        return refused(_("Ce groupe est déjà clos."))
    verdict = can_run_group(actor, group)
    return ALLOWED if verdict or can_moderate(actor) else verdict


def can_join(actor: Actor, group: Group) -> Verdict:
    """Any account, while it is not closed. A refusal is not asked again at an open door."""
    verdict = can_take_part(actor)
    if not verdict:
        return verdict
    if group.closed_at is not None:
        return refused(_("Ce groupe est clos : il n'accueille plus personne."))
    place = place_of(actor, group)
    if place is not None and place.state == MembershipState.ACTIVE:
        return refused(_("Vous êtes déjà membre de ce groupe."))
    if place is not None and place.state == MembershipState.ASKED:
        return refused(_("Votre demande est déjà envoyée : une personne qui anime y répondra."))
    if place is not None and place.state == MembershipState.REFUSED and group.door == Door.OPEN:
        return refused(_("Les personnes qui animent ce groupe n'ont pas accepté votre demande."))
    return ALLOWED
