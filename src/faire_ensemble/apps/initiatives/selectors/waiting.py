"""Initiatives to read before they are published, people at the door of one's groups."""

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.initiatives.lifecycle import InitiativeState, MembershipState
from faire_ensemble.apps.initiatives.models import Initiative, Membership
from faire_ensemble.apps.initiatives.permissions.initiatives import can_moderate, can_take_part
from faire_ensemble.apps.initiatives.selectors.claims import open_claims
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.waiting import Waiting


def initiatives_wait(actor: Any) -> list[Waiting]:
    """For officers, what is proposed or changed since they read it; for facilitators, requests."""
    found = []
    if can_moderate(actor):
        changed = Q(state=InitiativeState.PUBLISHED, read_at__lt=F("changed_at"))
        count = Initiative.objects.filter(Q(state=InitiativeState.PROPOSED) | changed).count()
        if count:
            words = ngettext("%(n)s initiative à relire", "%(n)s initiatives à relire", count)
            found.append(Waiting(words % {"n": number(count)}, "initiatives:office"))
        if claims := open_claims().count():
            words = ngettext(
                "%(n)s personne dit porter une initiative",
                "%(n)s personnes disent porter une initiative", claims,
            )  # fmt: skip
            found.append(
                Waiting(words % {"n": number(claims)}, "initiatives:office", query="#demandes")
            )
    if can_take_part(actor):
        run = Membership.objects.filter(
            person_id=actor.pk, role="facilitator", state=MembershipState.ACTIVE
        ).values("group")
        asked = Membership.objects.filter(
            group__in=run, group__closed_at=None, state=MembershipState.ASKED
        )
        for pk, title in asked.values_list("group_id", "group__title").distinct().order_by(
            "group__title"
        ):  # fmt: skip
            words = _("On demande à entrer dans le groupe %(title)s") % {"title": title}
            found.append(Waiting(words, "initiatives:group", (pk,), "#demandes"))
    return found
