"""Committees that a person may read: their list, and the page of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from faire_ensemble.apps.funding.lifecycle.sessions import SessionState
from faire_ensemble.apps.funding.models import Call, Committee, Seat, Session
from faire_ensemble.apps.funding.permissions.standing import Actor, mandates_in

RECENT = 12


@dataclass(frozen=True, slots=True)
class CommitteeList:
    """`manageable`: (pk, name) of the contracts where the person convenes committees."""

    committees: tuple[Committee, ...]
    coming: tuple[Session, ...]
    past: tuple[Session, ...]
    manageable: tuple[tuple[int, str], ...]


def committee_list(actor: Actor) -> CommitteeList:
    """Committees and sessions of the contracts that a person sits in."""
    names = dict(Call.objects.order_by().values_list("contract", "contract__name").distinct())
    names |= dict(Committee.objects.order_by().values_list("contract", "contract__name").distinct())
    mandates = {pk: mandates_in(actor, pk) for pk in names}
    readable = [
        pk for pk, held in mandates.items() if held.instructs or held.councils or held.elected
    ]
    committees = (
        Committee.objects.filter(contract__in=readable)
        .select_related("territory", "contract")
        .annotate(
            voices=Count("seats", filter=Q(seats__voting=True), distinct=True),
            held=Count("sessions", filter=Q(sessions__state=SessionState.CLOSED), distinct=True),
        )
    )
    sessions = (
        Session.objects.filter(committee__contract__in=readable)
        .select_related("committee")
        .annotate(files=Count("agenda"))
    )
    going = (SessionState.PLANNED, SessionState.HELD)
    return CommitteeList(
        committees=tuple(committees),
        coming=tuple(sessions.filter(state__in=going).order_by("starts_at", "pk")),
        past=tuple(sessions.exclude(state__in=going)[:RECENT]),
        manageable=tuple((pk, names[pk]) for pk in names if mandates[pk].officer),
    )


@dataclass(frozen=True, slots=True)
class CommitteePage:
    committee: Committee
    seats: tuple[Seat, ...]
    sessions: tuple[Session, ...]
    voices: int
    manages: bool


def committee_page(actor: Actor, committee: Committee) -> CommitteePage:
    """Who sits, which sessions."""
    seats = tuple(committee.seats.select_related("organisation"))
    return CommitteePage(
        committee=committee,
        seats=seats,
        sessions=tuple(committee.sessions.annotate(files=Count("agenda"))),
        voices=sum(seat.voting for seat in seats),
        manages=mandates_in(actor, committee.contract_id).officer,
    )


def seat_choices(contract_id: int) -> Iterable[tuple[Any, str]]:
    """Organisations that may sit: the funders of the contract's calls."""
    rows = Call.objects.filter(contract=contract_id, funders__isnull=False).order_by(
        "funders__funder__name"
    )
    return list(rows.values_list("funders__funder", "funders__funder__name").distinct())


def committee_to_read(committee_id: int) -> Committee | None:
    return Committee.objects.select_related("contract", "territory").filter(pk=committee_id).first()


def epci_of(contract_id: int) -> int:
    """The EPCI whose communes a committee of this contract may be for."""
    found = Call.objects.filter(contract=contract_id).values_list("contract__epci", flat=True)
    return int(found[0] or 0)
