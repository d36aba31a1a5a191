"""Bodies: their list, the page of one, who sits there and what is missing."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.governance.lifecycle.composition import (
    CollegeRule,
    Filled,
    Lack,
    Shortfall,
    Sitting,
    composition,
)
from faire_ensemble.apps.governance.models import (
    Body,
    BodyKind,
    Interest,
    Office,
    Seat,
    SeatTerm,
    TermKind,
)
from faire_ensemble.apps.territory.selectors import Territory

NUMBERED = re.compile(r"\s\d+$")
"""The seats of a model of council are called so: « Habitant 3 »."""


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body in the list: where it is, how many seats, how many are held today."""

    id: int
    name: str
    kind: str
    kind_label: str
    place: str
    contract: str
    seats: int
    held: int
    ended: bool


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat and who holds it, as this reader may see it.

    `holder` and `substitute` are empty when nobody sits or the name is not public (`hidden`).
    `telling`: its label says who is to sit there (an office, a service, a network), and is not
    only a number in its college.
    """

    id: int
    label: str
    office: str
    voting: bool
    organisation: str
    organisation_id: int | None
    holder: str
    function: str
    hidden: bool
    since: date | None
    until: date | None
    substitute: str
    vacant: bool
    interests: tuple[str, ...]
    term_id: int | None
    telling: bool

    @property
    def unnamed(self) -> bool:
        """Held, and nothing of it may be read."""
        said = self.telling or self.function or self.substitute or self.interests
        return self.hidden and not said


@dataclass(frozen=True, slots=True)
class CollegeLine:
    """A college with its seats, its rule in words and what it lacks in words.

    `uneven`: what it lacks apart from people, which free places say already.
    """

    id: int | None
    name: str
    rule: str
    filled: int
    lacks: tuple[str, ...]
    uneven: tuple[str, ...]
    seats: tuple[SeatLine, ...]


@dataclass(frozen=True, slots=True)
class BodyPage:
    body: Body
    colleges: tuple[CollegeLine, ...]
    complete: bool
    voices: int


def body_by_id(body_id: int) -> Body | None:
    return (
        Body.objects.select_related("contract", "territory", "secretariat")
        .filter(pk=body_id)
        .first()
    )


def bodies(contract_id: int | None = None) -> QuerySet[Body]:
    """Bodies of a contract (of all when none is given), in the order of their kinds."""
    found = Body.objects.select_related("contract", "territory")
    return found if contract_id is None else found.filter(contract_id=contract_id)


def body_list(contract_id: int | None = None, *, kind: str = "", place: str = "") -> list[BodyLine]:
    """Every body, the order of kinds then names: two queries whatever their number."""
    found = bodies(contract_id)
    if kind:
        found = found.filter(kind=kind)
    if place:
        found = found.filter(pk__in=bodies_at(place))
    rows = list(found)
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    today = timezone.localdate()
    seats = open_seats(today).filter(body__in=[row.pk for row in rows])
    taken = seats.annotate(taken=Exists(_holding(today)))
    for body_id, organisation_id, held in taken.values_list("body_id", "organisation_id", "taken"):
        counts[body_id][0] += 1
        counts[body_id][1] += bool(held or organisation_id)
    rank = {kind: order for order, kind in enumerate(BodyKind.values)}
    rows.sort(key=lambda row: (rank[row.kind], row.name))
    return [
        BodyLine(
            id=row.pk, name=row.name, kind=row.kind, kind_label=str(row.get_kind_display()),
            place=row.territory.name if row.territory else "", contract=row.contract.name,
            seats=counts[row.pk][0], held=counts[row.pk][1],
            ended=row.ended_on is not None and row.ended_on <= today,
        )
        for row in rows
    ]  # fmt: skip


def bodies_at(code: str) -> QuerySet[Body]:
    """The bodies of a place, of the neighbourhoods inside it and of the communes around it."""
    here = Q(territory__code=code) | Q(territory__neighbourhoods__code=code)
    inside = Q(territory__kind="priority", territory__communes__code=code)
    return Body.objects.filter(here | inside)


def places_of_bodies() -> list[tuple[str, str]]:
    """Communes where some body is, then the neighbourhoods that have one of their own, by code
    and name: one query."""
    here = Body.objects.filter(ended_on=None).values("territory")
    found = Territory.objects.filter(
        Q(pk__in=here) | Q(kind="commune", neighbourhoods__in=here)
    ).distinct()
    rows = list(found.order_by("name", "pk").values_list("kind", "code", "name"))
    rows.sort(key=lambda row: row[0] != "commune")
    return [(code, name) for _kind, code, name in rows]


def place_names(asked: str = "") -> list[tuple[str, str]]:
    """The same, and the place that an address asks for: two queries at most."""
    found = places_of_bodies()
    if not asked or asked in dict(found):
        return found
    place = Territory.objects.filter(code=asked).values_list("code", "name").first()
    return [place, *found] if place else found


def place_choices(contract_id: int) -> list[tuple[int, str]]:
    """Communes and neighbourhoods where a body of a contract may be."""
    kinds = ("commune", "priority", "monitored", "lived")
    found = Territory.objects.filter(epci__contracts=contract_id, kind__in=kinds).order_by(
        "kind", "name"
    )
    return list(found.values_list("pk", "name"))


def seat_choices(body: Body) -> list[tuple[int, str]]:
    """Seats of a body that somebody may be given."""
    return list(open_seats().filter(body=body).order_by("pk").values_list("pk", "label"))


def open_seats(on: date | None = None) -> QuerySet[Seat]:
    """Seats that exist on a day."""
    day = on or timezone.localdate()
    return Seat.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def body_page(body: Body, *, sees_all: bool, on: date | None = None) -> BodyPage:
    """Colleges, seats, who sits, what is missing: four queries."""
    day = on or timezone.localdate()
    seats = list(
        open_seats(day)
        .filter(body=body)
        .select_related("organisation", "college")
        .order_by("college__rank", "pk")
    )
    terms = list(
        SeatTerm.objects.in_force(day)
        .filter(seat__body=body)
        .select_related("person")
        .order_by("pk")
    )
    by_seat: dict[int, list[SeatTerm]] = defaultdict(list)
    for term in terms:
        by_seat[term.seat_id].append(term)
    declared = _interests(terms, sees_all, day)
    lines = {seat.pk: _seat_line(seat, by_seat[seat.pk], declared, sees_all) for seat in seats}
    state = composition(_rules(body), _sitting(seats, by_seat))
    colleges = [_college_line(each, seats, lines) for each in state]
    rest = tuple(lines[seat.pk] for seat in seats if seat.college_id is None)
    if rest:
        colleges.append(
            CollegeLine(None, "", "", sum(not line.vacant for line in rest), (), (), rest)
        )
    voices = sum(line.voting and not line.vacant for line in lines.values())
    return BodyPage(body, tuple(colleges), all(each.complete for each in state), voices)


def shortfall_words(each: Shortfall) -> str:
    """What a college lacks, in words."""
    words = {
        Lack.MISSING: ngettext("il manque %(n)s personne", "il manque %(n)s personnes", each.count),
        Lack.TOO_MANY: ngettext("%(n)s personne de trop", "%(n)s personnes de trop", each.count),
        Lack.PARITY: _("la parité n'est pas tenue (écart de %(n)s)"),
    }
    return words[each.lack] % {"n": each.count}


def rule_words(rule: CollegeRule) -> str:
    """The rule of a college, in words."""
    if rule.maximum is None:
        base = ngettext("au moins %(n)s personne", "au moins %(n)s personnes", rule.minimum) % {
            "n": rule.minimum
        }
        base = base if rule.minimum else _("ouvert")
    elif rule.maximum == rule.minimum:
        base = ngettext("%(n)s personne", "%(n)s personnes", rule.minimum) % {"n": rule.minimum}
    else:
        base = _("de %(low)s à %(high)s personnes") % {"low": rule.minimum, "high": rule.maximum}
    return _("%(rule)s, autant de femmes que d'hommes") % {"rule": base} if rule.parity else base


def _holding(day: date) -> QuerySet[SeatTerm]:
    return SeatTerm.objects.in_force(day).filter(seat=OuterRef("pk"), kind=TermKind.HOLDER)


def _rules(body: Body) -> list[CollegeRule]:
    return [
        CollegeRule(row.pk, row.name, row.minimum, row.maximum, row.parity)
        for row in body.colleges.all()
    ]


def _sitting(seats: Iterable[Seat], by_seat: dict[int, list[SeatTerm]]) -> list[Sitting]:
    """One for each seat that somebody holds, or that an organisation holds ès qualités."""
    found = []
    for seat in seats:
        holders = [term for term in by_seat[seat.pk] if term.kind == TermKind.HOLDER]
        if holders or seat.organisation_id:
            found.append(Sitting(seat.college_id, holders[0].sex if holders else ""))
    return found


def _interests(terms: list[SeatTerm], sees_all: bool, day: date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Interest.objects.in_force(day).filter(term__in=terms)
    if not sees_all:
        rows = rows.filter(public=True)
    for row in rows:
        found[row.term_id].append(row.words)
    return found


def _seat_line(
    seat: Seat, terms: list[SeatTerm], declared: dict[int, list[str]], sees_all: bool
) -> SeatLine:
    holder = next((term for term in terms if term.kind == TermKind.HOLDER), None)
    substitutes = [term for term in terms if term.kind == TermKind.SUBSTITUTE]
    shown = holder is not None and (sees_all or holder.named_in_public)
    words = [text for term in terms for text in declared[term.pk]]
    return SeatLine(
        id=seat.pk,
        label=seat.label,
        office="" if seat.office == Office.MEMBER else str(seat.get_office_display()),
        voting=seat.voting,
        organisation=seat.organisation.name if seat.organisation else "",
        organisation_id=seat.organisation_id,
        holder=holder.shown_name if holder and shown else "",
        function=holder.function if holder else "",
        hidden=holder is not None and not shown,
        since=holder.starts_on if holder else None,
        until=holder.last_day if holder else None,
        substitute=", ".join(
            term.shown_name for term in substitutes if sees_all or term.named_in_public
        ),
        vacant=holder is None and seat.organisation_id is None,
        interests=tuple(words),
        term_id=holder.pk if holder else None,
        telling=not NUMBERED.search(seat.label) or seat.college_id is None,
    )


def _college_line(state: Filled, seats: list[Seat], lines: dict[int, Any]) -> CollegeLine:
    rule = state.rule
    return CollegeLine(
        id=rule.key,
        name=rule.name,
        rule=rule_words(rule),
        filled=state.filled,
        lacks=tuple(shortfall_words(each) for each in state.shortfalls),
        uneven=tuple(
            shortfall_words(each) for each in state.shortfalls if each.lack != Lack.MISSING
        ),
        seats=tuple(lines[seat.pk] for seat in seats if seat.college_id == rule.key),
    )
