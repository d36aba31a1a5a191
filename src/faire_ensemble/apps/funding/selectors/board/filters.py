"""Filters of the board, and the files that answer to them."""

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OrderBy, OuterRef, Q, QuerySet

from faire_ensemble.apps.funding.lifecycle.applications import UNDER_INSTRUCTION
from faire_ensemble.apps.funding.lifecycle.requests import OPEN
from faire_ensemble.apps.funding.models import (
    ApplicationPlace,
    FundingRequest,
    OpinionKind,
    Referral,
)
from faire_ensemble.apps.funding.selectors.board.scope import Scope
from faire_ensemble.apps.funding.selectors.opinions import counted, of_funders, readable


@dataclass(frozen=True, slots=True)
class BoardFilters:
    """What the person chose; empty fields mean « all ».

    `funder`, `request_state`, `mine`, `unassigned` and `missing` are about one and the same
    request of the file; `missing` alone is every opinion that the person owes. `place` is an
    official code: a commune holds its neighbourhoods. `holder` and `search` are folded texts.
    Scores go from 0 to 100.
    """

    call: int | None = None
    year: int | None = None
    state: str = ""
    request_state: str = ""
    funder: int | None = None
    objective: int | None = None
    place: str = ""
    holder: str = ""
    score_from: Decimal | None = None
    score_to: Decimal | None = None
    advice: str = ""
    mine: bool = False
    unassigned: bool = False
    missing: bool = False
    search: str = ""
    order: str = ""

    def __bool__(self) -> bool:
        return any(
            getattr(self, each.name) not in (None, "", False)
            for each in fields(self)
            if each.name != "order"
        )


# Orders by name in the address; each ends with the key, so that pages never overlap.
ORDERS: dict[str, tuple[str, bool]] = {
    "": ("submitted_at", True),
    "ancien": ("submitted_at", False),
    "numero": ("project__number", False),
    "titre": ("title_key", False),
    "porteur": ("lead__name_key", False),
    "note": ("shown_score", True),
    "budget": ("total_budget", True),
}


def matching(scope: Scope, filters: BoardFilters) -> QuerySet[Any]:
    """The files of the scope that the person asks for, without order."""
    files = scope.files
    if filters.call is not None:
        files = files.filter(call=filters.call)
    if filters.year is not None:
        files = files.filter(year=filters.year)
    if filters.state:
        files = files.filter(state=filters.state)
    if filters.objective is not None:
        files = files.filter(objective=filters.objective)
    for word in filters.holder.split():
        files = files.filter(lead__name_key__contains=word)
    for word in filters.search.split():
        files = files.filter(
            Q(title_key__contains=word)
            | Q(lead__name_key__contains=word)
            | Q(project__number__icontains=word)
        )
    if filters.place:
        files = files.filter(pk__in=_placed(filters.place).values("application"))
    if scope.reads_scores and filters.score_from is not None:
        files = files.filter(shown_score__gte=filters.score_from)
    if scope.reads_scores and filters.score_to is not None:
        files = files.filter(shown_score__lte=filters.score_to)
    if filters.advice:
        given = readable(scope.mandates).filter(advice=filters.advice, superseded_at=None)
        files = files.filter(pk__in=given.values("application"))
    requests = _requests(scope, filters)
    if requests is None:
        return files
    found = Q(pk__in=requests.values("application"))
    return files.filter(_with_own_opinions(scope, filters, found))


def ordered(files: QuerySet[Any], filters: BoardFilters) -> QuerySet[Any]:
    """In the order asked for, what is unknown last."""
    field, falling = ORDERS.get(filters.order, ORDERS[""])
    # Submission times are never unknown: a plain order lets the index answer.
    if field == "submitted_at":
        return files.order_by("-submitted_at" if falling else "submitted_at",
                              "-pk" if falling else "pk")  # fmt: skip
    return files.order_by(OrderBy(F(field), descending=falling, nulls_last=True), "pk")


def _with_own_opinions(scope: Scope, filters: BoardFilters, found: Q) -> Q:
    """With `missing`, also the opinions awaited from a service that was asked and from a conseil
    citoyen, which are about no request; nothing else waits for members of a council alone."""
    if not filters.missing or filters.funder is not None or filters.request_state:
        return found
    if filters.mine or filters.unassigned:
        return found
    given = counted().filter(
        kind=OpinionKind.MAINSTREAM,
        application=OuterRef("application"),
        organisation=OuterRef("organisation"),
    )
    referred = Referral.objects.filter(organisation__in=scope.mandates.acting_for)
    asked = Q(pk__in=referred.exclude(Exists(given)).values("application"))
    if scope.mandates.councils:
        spoken = counted().filter(
            kind=OpinionKind.COUNCIL, on_behalf_of__in=scope.mandates.councils
        )
        asked |= ~Q(pk__in=spoken.values("application"))
    asked &= Q(state__in=UNDER_INSTRUCTION)
    return found | asked if scope.mandates.instructs or not scope.mandates.councils else asked


def _placed(code: str) -> QuerySet[ApplicationPlace]:
    return ApplicationPlace.objects.filter(
        Q(territory__code=code) | Q(territory__communes__code=code)
    )


def _requests(scope: Scope, filters: BoardFilters) -> QuerySet[FundingRequest] | None:
    """One request of the file that answers to all that is asked of requests."""
    requests = FundingRequest.objects.all()
    if filters.funder is not None:
        requests = requests.filter(funder=filters.funder)
    if filters.request_state:
        requests = requests.filter(state=filters.request_state)
    if filters.mine:
        requests = requests.filter(instructor=scope.actor.pk)
    if filters.unassigned:
        requests = requests.filter(instructor=None, state__in=OPEN)
    if filters.missing:
        heard = of_funders().filter(request=OuterRef("pk"))
        requests = requests.filter(state__in=OPEN).exclude(Exists(heard))
    if filters.unassigned or filters.missing:
        requests = _own(scope, requests, filters)
    asked = (
        filters.funder is not None
        or filters.request_state
        or filters.mine
        or filters.unassigned
        or filters.missing
    )
    return requests if asked else None


def _own(
    scope: Scope, requests: QuerySet[FundingRequest], filters: BoardFilters
) -> QuerySet[FundingRequest]:
    """What waits is what waits for oneself, unless one looks at a funder or leads the contract."""
    if scope.mandates.officer or filters.funder is not None or not scope.mandates.acting_for:
        return requests
    return requests.filter(funder__in=scope.mandates.acting_for)
