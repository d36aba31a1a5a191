"""What governance waits for from a person: decisions to see to, meetings to call, to hold, to
publish, draws to lead, wishes to have answered, terms to renew."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.accounts.selectors import has_role
from faire_ensemble.apps.contract.selectors import Mandates, signed_in
from faire_ensemble.apps.governance.lifecycle.decisions import OPEN
from faire_ensemble.apps.governance.lifecycle.draws import DrawState
from faire_ensemble.apps.governance.lifecycle.meetings import MeetingState, last_day_to_convene
from faire_ensemble.apps.governance.models import (
    BodyDecision,
    Draw,
    DrawSealing,
    Meeting,
    Office,
    SeatTerm,
    Wish,
)
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.sums import sums
from faire_ensemble.kit.waiting import Waiting

OFFICE = "governance:office"
SOON = timedelta(days=30)
"""An answer awaited later, a term that ends later wait for nobody yet."""


@dataclass(frozen=True, slots=True)
class _Person:
    """Whose page it is: the contracts they run, the organisations they act for, the bodies where
    they sit and those that they are the secretary of."""

    pk: int
    runs: frozenset[int]
    acting: frozenset[int]
    sits: frozenset[int]
    secretary: frozenset[int]

    @property
    def keeps(self) -> Q:
        """Rows of the bodies that they run."""
        return Q(body__contract__in=self.runs) | Q(body__in=self.secretary)


def governance_waits(actor: Any, mandates: Mapping[int, Mandates]) -> list[Waiting]:
    """Two queries (anybody may sit in a body, or see to a decision); one more for members and
    stewards, two for secretaries, four for officers, who also lead draws."""
    if not signed_in(actor):
        return []
    terms = SeatTerm.objects.in_force().filter(person_id=actor.pk)
    seats = list(terms.values_list("seat__body", "seat__office"))
    person = _Person(
        pk=actor.pk,
        runs=frozenset(pk for pk, held in mandates.items() if held.officer),
        acting=frozenset[int]().union(*(each.acting_for for each in mandates.values())),
        sits=frozenset(body for body, _office in seats),
        secretary=frozenset(body for body, office in seats if office == Office.SECRETARY),
    )
    return [
        *_decisions(person),
        *_meetings(person),
        *_stalled(actor, person.runs),
        *_draws(person),
        *_by_body(person),
    ]


def _decisions(person: _Person) -> Iterator[Waiting]:
    """Theirs, then those of others that are late in the bodies they keep."""
    mine = Q(owner_person_id=person.pk) | Q(owner_organisation__in=person.acting)
    rows = BodyDecision.objects.filter(state__in=OPEN)
    late = rows.filter(person.keeps, due_on__lt=timezone.localdate()).exclude(mine)
    found = sums({"mine": (rows.filter(mine), "due_on"), "late": (late, "due_on")})
    owed, others = found["mine"], found["late"]
    if owed.count:
        words = ngettext(
            "%(n)s décision à mener", "%(n)s décisions à mener", owed.count
        ) % {"n": number(owed.count)}  # fmt: skip
        if owed.partly_late:
            words += _(", dont %(n)s en retard") % {"n": number(owed.late)}
        yield Waiting(words, OFFICE, due=owed.first, late=bool(owed.late))
    if others.count:
        words = ngettext(
            "%(n)s décision à relancer dans vos instances",
            "%(n)s décisions à relancer dans vos instances",
            others.count,
        ) % {"n": number(others.count)}
        page, query = "governance:decisions", "?retard=1"
        yield Waiting(words, page, query=query, due=others.first, late=True)


def _meetings(person: _Person) -> Iterator[Waiting]:
    """Those where the person sits by name; those they keep, counted."""
    if not (person.runs or person.sits):
        return
    today = timezone.localdate()
    rows = _rows(person)
    for meeting in rows:
        day = timezone.localdate(meeting.starts_at)
        sits = meeting.body_id in person.sits and meeting.state == MeetingState.CONVENED
        if sits and day >= today:
            words = _("Réunion : %(body)s") % {"body": meeting.body.name}
            yield Waiting(words, "governance:meeting", (meeting.pk,), due=day, appointment=True)
    kept = [
        meeting
        for meeting in rows
        if meeting.body_id in person.secretary or meeting.body.contract_id in person.runs
    ]
    days = [(meeting, timezone.localdate(meeting.starts_at)) for meeting in kept]
    calls = [
        last_day_to_convene(day, meeting.body.notice_days)
        for meeting, day in days
        if meeting.state == MeetingState.PLANNED
    ]
    if calls:
        words = ngettext("%(n)s réunion à convoquer", "%(n)s réunions à convoquer", len(calls))
        first = min(calls)
        yield Waiting(words % {"n": number(len(calls))}, OFFICE, due=first, late=first < today)
    going = (MeetingState.CONVENED, MeetingState.HELD)
    over = [day for meeting, day in days if meeting.state in going and day < today]
    if over:
        words = ngettext(
            "%(n)s réunion passée à tenir, à reporter ou à clore",
            "%(n)s réunions passées à tenir, à reporter ou à clore",
            len(over),
        )
        yield Waiting(words % {"n": number(len(over))}, OFFICE, due=min(over), late=True)
    count = sum(meeting.state == MeetingState.CLOSED for meeting in kept)
    if count:
        words = ngettext("%(n)s compte rendu à publier", "%(n)s comptes rendus à publier", count)
        yield Waiting(words % {"n": number(count)}, OFFICE)


def _rows(person: _Person) -> list[Meeting]:
    """Meetings that are not over, of the bodies where the person sits or that they keep."""
    going = Q(state__in=[MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.HELD])
    unfinished = going | Q(state=MeetingState.CLOSED, published_at=None)
    convened = Q(state=MeetingState.CONVENED, body__in=person.sits)
    return list(
        Meeting.objects.filter(person.keeps & unfinished | convened)
        .select_related("body")
        .order_by("starts_at", "pk")
    )


def _draws(person: _Person) -> Iterator[Waiting]:
    """The next act of each draw that an officer leads; none while the call for people is open."""
    if not person.runs:
        return
    today = timezone.localdate()
    closed = Q(state=DrawState.OPEN, closes_on__lt=today)
    rows = Draw.objects.filter(
        closed | Q(state__in=[DrawState.SEALED, DrawState.DRAWN]),
        college__body__contract__in=person.runs,
    ).annotate(reply_by=Max("rounds__reply_by"))
    acts = {
        DrawState.OPEN.value: _("Inscriptions closes, panels à calculer : %(body)s"),
        DrawState.SEALED.value: _("Numéro à tirer en public : %(body)s"),
        DrawState.DRAWN.value: _("Réponses à suivre, places à remplir : %(body)s"),
    }
    for pk, state, reply_by, body in rows.order_by("closes_on", "pk").values_list(
        "pk", "state", "reply_by", "college__body__name"
    ):
        due = reply_by if state == DrawState.DRAWN else None
        late = due is not None and due < today
        yield Waiting(
            acts[state] % {"body": body}, "governance:run_draw", (pk,), due=due, late=late
        )


def _by_body(person: _Person) -> Iterator[Waiting]:
    """In the bodies that the person keeps, what nobody answered to a council; for officers, who
    say who sits, the terms that end with nothing after them. When their day is near or past."""
    if not (person.runs or person.secretary):
        return
    today = timezone.localdate()
    by = today + SOON
    wishes = Wish.objects.filter(person.keeps, answered_on=None, due_on__lte=by)
    later = SeatTerm.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=OuterRef("ends_on")),
        seat=OuterRef("seat"), kind=OuterRef("kind"),
    )  # fmt: skip
    ending = SeatTerm.objects.in_force().filter(
        ~Exists(later), seat__body__contract__in=person.runs, ends_on__lte=by,
        seat__body__ended_on=None,
    )  # fmt: skip
    rows = _grouped(wishes, "wish", "body", "due_on").union(
        _grouped(ending, "term", "seat__body", "ends_on"), all=True
    )
    for source, body, title, count, day in sorted(rows, key=lambda row: (row[2], row[0])):
        said = {"body": title, "n": number(count)}
        if source == "wish":
            words = ngettext(
                "%(body)s : %(n)s vœu ou question sans réponse",
                "%(body)s : %(n)s vœux ou questions sans réponse",
                count,
            )
            yield Waiting(words % said, "governance:wishes", (body,), due=day, late=day < today)
        else:
            words = ngettext(
                "%(body)s : %(n)s mandat à renouveler",
                "%(body)s : %(n)s mandats à renouveler",
                count,
            )
            last = day - timedelta(days=1)
            yield Waiting(words % said, "governance:organise", (body,), due=last)


def _grouped(rows: QuerySet[Any], source: str, body: str, day: str) -> QuerySet[Any, Any]:
    """(source, body, its name, how many, the first day), to be united."""
    columns = {"source_": Value(source), "body_": F(body), "name_": F(f"{body}__name")}
    sums_ = {"count_": Count("pk"), "first_": Min(day)}
    found: QuerySet[Any, Any] = rows.order_by().values(**columns).annotate(**sums_)
    return found.values_list(*columns, *sums_)


def _stalled(actor: Any, runs: frozenset[int]) -> Iterator[Waiting]:
    """Draws whose panels no worker begins to compute, for officers, and for stewards, who know
    who installed the site."""
    steward = has_role(actor, "steward")
    if not (steward or runs):
        return
    rows = DrawSealing.objects.filter(started_at=None, ended_at=None)
    if not steward:
        rows = rows.filter(draw__college__body__contract__in=runs)
    for row in rows.select_related("draw__college__body").order_by("asked_at"):
        body = row.draw.college.body
        if row.is_stuck:
            words = _("%(body)s : le tirage attend, le travail de fond du site ne l'a pas pris") % {
                "body": body
            }
            page = "governance:run_draw" if body.contract_id in runs else "governance:draw"
            day = timezone.localdate(row.asked_at)
            yield Waiting(words, page, (row.draw_id,), due=day, late=True)
