"""The row of a group, locked; who its members are; what they are told."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from faire_ensemble.apps.initiatives.lifecycle import MembershipState
from faire_ensemble.apps.initiatives.models import Group, GroupRole, Membership
from faire_ensemble.apps.initiatives.services.telling import tell


def locked_group(group_id: int) -> Group:
    """Its row locked until the end of the transaction: acts on members and files queue."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a lock belongs inside a transaction")
    return Group.objects.select_for_update(of=("self",)).get(pk=group_id)


def members_of(group: Group, *, but: int | None = None) -> list[int]:
    """Persons who are members, by key."""
    rows = Membership.objects.filter(group=group, state=MembershipState.ACTIVE)
    return [pk for pk in rows.values_list("person", flat=True) if pk != but]


def facilitators_of(group: Group) -> list[int]:
    """Persons who run it, by key."""
    rows = Membership.objects.filter(
        group=group, state=MembershipState.ACTIVE, role=GroupRole.FACILITATOR
    )
    return list(rows.values_list("person", flat=True))


def tell_about(group: Group, persons: Iterable[int], *, key: str, text: str, site: str) -> None:
    """A sentence for their daily mail, that leads to the group."""
    path = reverse("initiatives:group", args=[group.pk])
    tell(persons, key=key, text=text, path=path, site=site)
