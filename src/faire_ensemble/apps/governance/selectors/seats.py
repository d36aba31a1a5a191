"""A seat: who holds it, who stands in, who held it before, what they declared."""

from collections import defaultdict
from dataclasses import dataclass

from faire_ensemble.apps.accounts.selectors import roles_held
from faire_ensemble.apps.contract.selectors import codes_of
from faire_ensemble.apps.governance.lifecycle.terms import TermState
from faire_ensemble.apps.governance.models import Interest, Seat, SeatTerm, TermKind


@dataclass(frozen=True, slots=True)
class TermCard:
    """A term with what was declared in it.

    `renewable`: it has an end and is not renewed yet. `roles`: what the account holds on the tool
    today, in words. `access`: an account is linked, and reads what the body keeps for members.
    """

    term: SeatTerm
    declared: tuple[Interest, ...]
    renewable: bool
    access: bool
    roles: tuple[str, ...]

    @property
    def substitute(self) -> bool:
        return self.term.kind == TermKind.SUBSTITUTE


@dataclass(frozen=True, slots=True)
class SeatPage:
    """`holder` is None for a vacant seat, or one that only an organisation holds.

    `again` is the last holder of a vacant seat, who may be renewed.
    """

    seat: Seat
    holder: TermCard | None
    substitutes: tuple[TermCard, ...]
    planned: tuple[TermCard, ...]
    past: tuple[TermCard, ...]
    again: TermCard | None

    @property
    def cards(self) -> tuple[TermCard, ...]:
        """Those that something may be done with."""
        held = () if self.holder is None else (self.holder,)
        last = () if self.again is None else (self.again,)
        return (*held, *self.substitutes, *self.planned, *last)


def seat_by_id(seat_id: int) -> Seat | None:
    return (
        Seat.objects.select_related("body__contract", "college", "organisation")
        .filter(pk=seat_id)
        .first()
    )


def seat_page(seat: Seat) -> SeatPage:
    """Five queries at most, whatever the number of terms."""
    terms = list(
        seat.terms.select_related("person", "renewed_by").order_by("-starts_on", "kind", "pk")
    )
    declared: dict[int, list[Interest]] = defaultdict(list)
    for row in Interest.objects.filter(term__in=terms).select_related("organisation", "objective"):
        declared[row.term_id].append(row)
    accounts = [term.person_id for term in terms if term.person_id is not None]
    roles = roles_held(accounts, codes_of(seat.body.contract_id)) if accounts else {}
    cards = [_card(term, declared[term.pk], roles) for term in terms]
    by_state: dict[TermState, list[TermCard]] = defaultdict(list)
    for card in cards:
        by_state[card.term.state].append(card)
    current = by_state[TermState.IN_FORCE]
    holder = next((card for card in current if not card.substitute), None)
    past = by_state[TermState.ENDED]
    last = next((card for card in past if not card.substitute), None)
    return SeatPage(
        seat=seat,
        holder=holder,
        substitutes=tuple(card for card in current if card.substitute),
        planned=tuple(reversed(by_state[TermState.PLANNED])),
        past=tuple(past),
        again=last if holder is None and last is not None and last.renewable else None,
    )


def _card(term: SeatTerm, declared: list[Interest], roles: dict[int, list[str]]) -> TermCard:
    return TermCard(
        term=term,
        declared=tuple(declared),
        renewable=term.ends_on is not None and not hasattr(term, "renewed_by"),
        access=term.person_id is not None and term.state is not TermState.ENDED,
        roles=tuple(roles.get(term.person_id or 0, ())),
    )
