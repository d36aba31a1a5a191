"""Files that may go on the agenda of a session, by filter."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from faire_ensemble.apps.funding.lifecycle.applications import UNDER_INSTRUCTION
from faire_ensemble.apps.funding.lifecycle.requests import OPEN
from faire_ensemble.apps.funding.lifecycle.sessions import SessionState
from faire_ensemble.apps.funding.models import (
    AgendaItem,
    Application,
    ApplicationPlace,
    Call,
    CommitteeProposal,
    FundingRequest,
    Session,
)
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.opinions import counted
from faire_ensemble.apps.funding.selectors.visible import to_instruct

SHOWN = 200


@dataclass(frozen=True, slots=True)
class AgendaFilters:
    """`place` is the code of a commune (its neighbourhoods count) or of a neighbourhood."""

    place: str = ""
    call: int | None = None
    with_opinion: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Candidates:
    """`files` are at most `SHOWN` of `count`."""

    files: tuple[Application, ...]
    count: int
    places: tuple[tuple[str, str], ...]
    calls: tuple[tuple[int, str], ...]


def candidates(actor: Actor, session: Session, filters: AgendaFilters) -> Candidates:
    """Files to choose from: six queries."""
    contract = session.committee.contract_id
    found = matching(actor, session, filters)
    places = (
        ApplicationPlace.objects.filter(application__call__contract=contract)
        .order_by("territory__kind", "territory__name")
        .values_list("territory__code", "territory__name")
        .distinct()
    )
    communes = (
        ApplicationPlace.objects.filter(
            application__call__contract=contract, territory__communes__isnull=False
        )
        .order_by("territory__communes__name")
        .values_list("territory__communes__code", "territory__communes__name")
        .distinct()
    )
    return Candidates(
        files=tuple(
            found.select_related("project", "lead").order_by("project__number", "pk")[:SHOWN]
        ),
        count=found.count(),
        places=tuple(dict.fromkeys([*communes, *places])),
        calls=tuple(Call.objects.filter(contract=contract).values_list("pk", "title")),
    )


def matching(actor: Actor, session: Session, filters: AgendaFilters) -> QuerySet[Application]:
    """Files under instruction that no other session has, or that one adjourned."""
    elsewhere = AgendaItem.objects.filter(application=OuterRef("pk")).exclude(
        session__state=SessionState.CANCELLED
    )
    adjourned = CommitteeProposal.objects.filter(
        item=OuterRef("pk"),
        item__session__state=SessionState.CLOSED,
        outcome=CommitteeProposal.Outcome.ADJOURN,
    )
    asking = FundingRequest.objects.filter(application=OuterRef("pk"), state__in=OPEN)
    found = to_instruct(actor, session.committee.contract_id).filter(
        Exists(asking),
        ~Exists(elsewhere.filter(Q(session=session) | ~Exists(adjourned))),
        state__in=UNDER_INSTRUCTION,
    )
    if filters.place:
        here = ApplicationPlace.objects.filter(application=OuterRef("pk")).filter(
            Q(territory__code=filters.place) | Q(territory__communes__code=filters.place)
        )
        found = found.filter(Exists(here))
    if filters.call is not None:
        found = found.filter(call=filters.call)
    if filters.with_opinion:
        found = found.filter(Exists(counted().filter(application=OuterRef("pk"))))
    for word in filters.text.split():
        found = found.filter(Q(title_key__contains=word) | Q(lead__name_key__contains=word))
    return found
