"""What governance waits for from a person: decisions to see to, meetings to call, to hold, to
publish."""

from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.accounts.selectors import has_role
from faire_ensemble.apps.contract.selectors import contract_choices, mandates_in
from faire_ensemble.apps.governance.lifecycle.decisions import OPEN
from faire_ensemble.apps.governance.models import BodyDecision, DrawSealing
from faire_ensemble.apps.governance.permissions.bodies import can_open_governance
from faire_ensemble.apps.governance.selectors.desk import desk_of
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.waiting import Waiting

OFFICE = "governance:office"


def governance_waits(actor: Any) -> list[Waiting]:
    """Decisions owed, meetings where one sits, meetings to convene, minutes to publish."""
    if not can_open_governance(actor):
        return _stalled(actor, []) if has_role(actor, "steward") else []
    mandates = {pk: mandates_in(actor, pk) for pk, _name in contract_choices()}
    acting = frozenset[int]().union(*(each.acting_for for each in mandates.values()))
    desk = desk_of(actor, [pk for pk, held in mandates.items() if held.officer])
    found = _owed(actor, acting)
    for meeting in desk.sitting:
        day = timezone.localtime(meeting.starts_at).date()
        words = _("Réunion : %(body)s") % {"body": meeting.body.name}
        found.append(Waiting(words, "governance:meeting", (meeting.pk,), due=day))
    convene = [line for line in desk.coming if line.convene_by]
    if convene:
        count = len(convene)
        words = ngettext(
            "%(n)s réunion à convoquer", "%(n)s réunions à convoquer", count
        ) % {"n": number(count)}  # fmt: skip
        first = min(line.convene_by for line in convene if line.convene_by)
        late = any(line.too_late for line in convene)
        found.append(Waiting(words, OFFICE, due=first, late=late))
    if desk.to_publish:
        count = len(desk.to_publish)
        words = ngettext(
            "%(n)s compte rendu à publier", "%(n)s comptes rendus à publier", count
        ) % {"n": number(count)}  # fmt: skip
        found.append(Waiting(words, OFFICE))
    return found + _stalled(actor, [pk for pk, held in mandates.items() if held.officer])


def _stalled(actor: Any, contracts: list[int]) -> list[Waiting]:
    """Draws whose panels no worker begins to compute, for officers, and for stewards, who know
    who installed the site."""
    steward = has_role(actor, "steward")
    rows = DrawSealing.objects.filter(started_at=None, ended_at=None)
    if not steward:
        rows = rows.filter(draw__college__body__contract__in=contracts)
    found = []
    for row in rows.select_related("draw__college__body").order_by("asked_at"):
        body = row.draw.college.body
        if row.is_stuck:
            words = _("%(body)s : le tirage attend, le travail de fond du site ne l'a pas pris") % {
                "body": body
            }
            page = "governance:run_draw" if body.contract_id in contracts else "governance:draw"
            day = timezone.localdate(row.asked_at)
            found.append(Waiting(words, page, (row.draw_id,), due=day, late=True))
    return found


def _owed(actor: Any, acting: frozenset[int]) -> list[Waiting]:
    today = timezone.localdate()
    rows = BodyDecision.objects.filter(
        Q(owner_person_id=actor.pk) | Q(owner_organisation__in=acting), state__in=OPEN
    )
    sums = rows.aggregate(
        n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)), first=Min("due_on")
    )
    if not sums["n"]:
        return []
    words = ngettext("%(n)s décision à mener", "%(n)s décisions à mener", sums["n"]) % {
        "n": number(sums["n"])
    }
    if sums["late"]:
        words += _(", dont %(n)s en retard") % {"n": number(sums["late"])}
    return [Waiting(words, OFFICE, due=sums["first"], late=bool(sums["late"]))]
