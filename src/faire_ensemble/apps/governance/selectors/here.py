"""Who decides in a place: its bodies, who chairs them, when they meet, what they decided last."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.lifecycle.meetings import MeetingState
from faire_ensemble.apps.governance.models import Body, BodyKind, Meeting, Office, Seat, SeatTerm
from faire_ensemble.apps.governance.models import TermKind as Kind
from faire_ensemble.apps.governance.selectors.bodies import open_seats
from faire_ensemble.apps.governance.selectors.decisions import (
    DecisionLine,
    decision_lines,
    public_decisions,
)
from faire_ensemble.apps.governance.selectors.meetings import told_meetings

CHAIRS = (Office.CHAIR, Office.COCHAIR)
DECISIONS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class BodyHere:
    """A body of a place as anybody may read it.

    `place` is empty when the body is the place's own. `chairs`: (what they are, who), empty when
    nobody chairs; a name that is not public gives way to its function. `meeting`: the next one
    that was convened.
    """

    id: int
    name: str
    kind: str
    place: str
    chairs: tuple[tuple[str, str], ...]
    meeting: Meeting | None
    decisions: tuple[DecisionLine, ...]


def bodies_here(code: str, around: Iterable[str] = ()) -> tuple[BodyHere, ...]:
    """The bodies of a place, those of the places inside it, then those `around` it (by code):
    five queries whatever their number, one when there is none.

    `around` is for a neighbourhood, whose commune decides too. The metropolitan bodies are left
    to their own page.
    """
    wider = list(around)
    inside = Q(territory__kind="priority", territory__communes__code=code)
    today = timezone.localdate()
    rows = list(
        Body.objects.filter(Q(territory__code__in=[code, *wider]) | inside)
        .filter(Q(ended_on=None) | Q(ended_on__gt=today))
        .select_related("territory")
        .distinct()
    )
    if not rows:
        return ()
    rank = {kind: order for order, kind in enumerate(BodyKind.values)}
    rows.sort(key=lambda row: (_distance(row, code, wider), rank[row.kind], row.name))
    keys = [row.pk for row in rows]
    chairs, meetings, decided = _chairs(keys), _next_meetings(keys), _last_decisions(keys)
    return tuple(
        BodyHere(
            id=row.pk,
            name=row.name,
            kind=str(row.get_kind_display()),
            place=row.territory.name if row.territory and row.territory.code != code else "",
            chairs=tuple(chairs[row.pk]),
            meeting=meetings.get(row.pk),
            decisions=tuple(decided[row.pk]),
        )
        for row in rows
    )


def _distance(row: Body, code: str, wider: Collection[str]) -> int:
    """The place itself, then what is inside it, then what is around."""
    here = row.territory.code if row.territory else ""
    return 0 if here == code else 2 if here in wider else 1


def _chairs(bodies: list[int]) -> dict[int, list[tuple[str, str]]]:
    """Two queries: the seats that chair, and who holds them today."""
    seats = list(
        open_seats()
        .filter(body__in=bodies, office__in=CHAIRS)
        .select_related("organisation")
        .order_by("pk")
    )
    holding = {
        term.seat_id: term
        for term in SeatTerm.objects.in_force()
        .filter(seat__in=[seat.pk for seat in seats], kind=Kind.HOLDER)
        .select_related("person")
    }
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for seat in seats:
        who = _who(seat, holding.get(seat.pk))
        if who:
            found[seat.body_id].append((str(seat.get_office_display()), who))
    return found


def _who(seat: Seat, term: SeatTerm | None) -> str:
    organisation = seat.organisation.name if seat.organisation else ""
    if term is None:
        return organisation
    if term.named_in_public:
        return ", ".join(filter(None, (term.shown_name, term.function or organisation)))
    return term.function or organisation or _("nom non publié")


def _next_meetings(bodies: list[int]) -> dict[int, Meeting]:
    rows = told_meetings().filter(
        body__in=bodies,
        state__in=[MeetingState.CONVENED, MeetingState.HELD],
        starts_at__gte=timezone.now(),
    )
    found: dict[int, Meeting] = {}
    for row in rows.order_by("starts_at", "pk"):
        found.setdefault(row.body_id, row)
    return found


def _last_decisions(bodies: list[int]) -> dict[int, list[DecisionLine]]:
    order: Any = [F("taken_on").desc(), F("pk").desc()]
    ranked = public_decisions().filter(body__in=bodies).annotate(
        place=Window(RowNumber(), partition_by=F("body"), order_by=order)
    )  # fmt: skip
    found: dict[int, list[DecisionLine]] = defaultdict(list)
    last = ranked.filter(place__lte=DECISIONS_SHOWN).order_by("body", "place")
    for _item, line in decision_lines(last):
        found[line.body_id].append(line)
    return found
