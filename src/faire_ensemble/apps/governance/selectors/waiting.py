"""What governance waits for from a person: decisions to see to, meetings to call, to hold, to
publish."""

from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.accounts.selectors import has_role
from faire_ensemble.apps.contract.selectors import Mandates, signed_in
from faire_ensemble.apps.governance.lifecycle.decisions import OPEN
from faire_ensemble.apps.governance.lifecycle.meetings import MeetingState, last_day_to_convene
from faire_ensemble.apps.governance.models import (
    BodyDecision,
    DrawSealing,
    Meeting,
    Office,
    SeatTerm,
)
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.sums import sums
from faire_ensemble.kit.waiting import Waiting

OFFICE = "governance:office"


def governance_waits(actor: Any, mandates: Mapping[int, Mandates]) -> list[Waiting]:
    """Decisions owed, meetings where one sits, meetings to convene, minutes to publish: two
    queries, since anybody may sit in a body or see to a decision, one more for whoever may start a
    draw again."""
    if not signed_in(actor):
        return []
    return [
        *_decisions(actor, mandates),
        *_meetings(actor, mandates),
        *_stalled(actor, mandates),
    ]


def _decisions(actor: Any, mandates: Mapping[int, Mandates]) -> list[Waiting]:
    acting = frozenset[int]().union(*(each.acting_for for each in mandates.values()))
    mine = Q(owner_person_id=actor.pk) | Q(owner_organisation__in=acting)
    owed = sums({"mine": (BodyDecision.objects.filter(mine, state__in=OPEN), "due_on")})["mine"]
    if not owed.count:
        return []
    words = ngettext("%(n)s décision à mener", "%(n)s décisions à mener", owed.count) % {
        "n": number(owed.count)
    }
    if owed.late:
        words += _(", dont %(n)s en retard") % {"n": number(owed.late)}
    return [Waiting(words, OFFICE, due=owed.first, late=bool(owed.late))]


def _meetings(actor: Any, mandates: Mapping[int, Mandates]) -> list[Waiting]:
    """Those where the person sits by name; those they keep, counted."""
    today = timezone.localdate()
    rows = _rows(actor, [pk for pk, held in mandates.items() if held.officer])
    found = []
    for meeting in rows:
        day = timezone.localdate(meeting.starts_at)
        if meeting.sits and meeting.state == MeetingState.CONVENED:
            words = _("Réunion : %(body)s") % {"body": meeting.body.name}
            found.append(
                Waiting(words, "governance:meeting", (meeting.pk,), due=day, appointment=True)
            )
    kept = [meeting for meeting in rows if meeting.keeps]
    last_days = [
        last_day_to_convene(timezone.localdate(meeting.starts_at), meeting.body.notice_days)
        for meeting in kept
        if meeting.state == MeetingState.PLANNED
    ]
    if last_days:
        count, first = len(last_days), min(last_days)
        words = ngettext("%(n)s réunion à convoquer", "%(n)s réunions à convoquer", count)
        found.append(Waiting(words % {"n": number(count)}, OFFICE, due=first, late=first < today))
    count = sum(meeting.state == MeetingState.CLOSED for meeting in kept)
    if count:
        words = ngettext("%(n)s compte rendu à publier", "%(n)s comptes rendus à publier", count)
        found.append(Waiting(words % {"n": number(count)}, OFFICE))
    return found


def _stalled(actor: Any, mandates: Mapping[int, Mandates]) -> list[Waiting]:
    """Draws whose panels no worker begins to compute, for officers, and for stewards, who know
    who installed the site."""
    contracts = [pk for pk, held in mandates.items() if held.officer]
    steward = has_role(actor, "steward")
    if not (steward or contracts):
        return []
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


def _rows(actor: Any, contracts: list[int]) -> list[Any]:
    """Meetings on which somebody must act, with `keeps` (the person runs their body) and `sits`."""
    own = SeatTerm.objects.in_force().filter(person_id=actor.pk)
    secretary = own.filter(seat__office=Office.SECRETARY)
    keeps = Q(body__contract__in=contracts) | Q(body__in=secretary.values("seat__body"))
    sits = Q(body__in=own.values("seat__body"))
    unfinished = Q(state=MeetingState.PLANNED) | Q(state=MeetingState.CLOSED, published_at=None)
    return list(
        Meeting.objects.filter(keeps & unfinished | sits & Q(state=MeetingState.CONVENED))
        .annotate(
            keeps=ExpressionWrapper(keeps, output_field=BooleanField()),
            sits=ExpressionWrapper(sits, output_field=BooleanField()),
        )
        .select_related("body")
        .order_by("starts_at", "pk")
    )
