"""Who is called to a meeting, and where each may be written to."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from faire_ensemble.apps.governance.models import Body, Seat, SeatTerm, TermKind
from faire_ensemble.apps.governance.selectors.bodies import open_seats


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to convene; `address` is empty when none is known."""

    seat_id: int
    seat: str
    name: str
    address: str


def called_seats(body: Body, day: date) -> list[Seat]:
    """Seats that somebody holds on a day, or that an organisation holds ès qualités."""
    held = SeatTerm.objects.in_force(day).filter(seat__body=body, kind=TermKind.HOLDER)
    taken = set(held.values_list("seat_id", flat=True))
    seats = open_seats(day).filter(body=body).order_by("college__rank", "pk")
    return [seat for seat in seats if seat.organisation_id or seat.pk in taken]


def terms_by_seat(body: Body, day: date) -> dict[int, list[SeatTerm]]:
    """Holders and substitutes of a day, by seat."""
    found: dict[int, list[SeatTerm]] = defaultdict(list)
    terms = SeatTerm.objects.in_force(day).filter(seat__body=body).select_related("person")
    for term in terms.order_by("kind", "pk"):
        found[term.seat_id].append(term)
    return found


def recipients(body: Body, day: date) -> list[Recipient]:
    """One line for each person who sits, substitutes too; a seat held ès qualités by nobody named
    has one line without address."""
    terms = terms_by_seat(body, day)
    found = []
    for seat in called_seats(body, day):
        for term in terms[seat.pk]:
            address = term.email or (term.person.email if term.person else "")
            found.append(Recipient(seat.pk, seat.label, term.shown_name, address))
        if not terms[seat.pk]:
            found.append(Recipient(seat.pk, seat.label, "", ""))
    return found


def accounts_sitting(body: Body) -> list[tuple[int, str]]:
    """Accounts of those who sit today, who may be given a decision to see to: one query."""
    terms = SeatTerm.objects.in_force().filter(seat__body=body, person__isnull=False)
    found = {term.person_id: term.shown_name for term in terms.select_related("person")}
    return sorted(
        ((pk, name) for pk, name in found.items() if pk is not None), key=lambda each: each[1]
    )
