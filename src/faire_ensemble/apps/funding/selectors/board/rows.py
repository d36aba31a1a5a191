"""The rows of a page of the board, as ready texts: the page is read often, by many."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from faire_ensemble.apps.funding.models import (
    Advice,
    ApplicationPlace,
    ApplicationStateChoice,
    FundingRequest,
    RequestStateChoice,
)
from faire_ensemble.apps.funding.selectors.board.scope import Scope
from faire_ensemble.apps.funding.selectors.opinions import of_funders
from faire_ensemble.kit.numbers import euros, number

PAGE_SIZE = 50
PLACES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class RequestCell:
    """A request as the board shows it. `own`: addressed to the person's organisation."""

    funder: str
    own: bool
    asked: str
    state: str
    state_label: str
    awarded: str
    advices: str
    instructor: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    id: int
    number: str
    title: str
    lead: str
    year: int
    state: str
    state_label: str
    objective: str
    places: str
    score: str
    requests: tuple[RequestCell, ...]


def rows_of(scope: Scope, files: QuerySet[Any]) -> tuple[BoardRow, ...]:
    """Four queries for the files given (one page), in their order."""
    found = list(
        files.values_list(
            "pk", "project__number", "title", "lead__name", "year", "state", "objective__title",
            "shown_score",
        )
    )  # fmt: skip
    ids = [row[0] for row in found]
    places, requests = _places(ids), _requests(scope, ids)
    states = dict(ApplicationStateChoice.choices)
    return tuple(
        BoardRow(
            id=pk,
            number=project,
            title=title or project,
            lead=lead,
            year=year,
            state=state,
            state_label=str(states[state]),
            objective=objective or "",
            places=places.get(pk, ""),
            score=number(score, 0) if score is not None else "",
            requests=tuple(requests[pk]),
        )
        for pk, project, title, lead, year, state, objective, score in found
    )


def _places(ids: Sequence[int]) -> dict[int, str]:
    """The first names, and how many more."""
    names: dict[int, list[str]] = defaultdict(list)
    rows = ApplicationPlace.objects.filter(application__in=ids).order_by("pk")
    for pk, name in rows.values_list("application_id", "territory__name"):
        names[pk].append(name)
    return {
        pk: ", ".join(each[:PLACES_SHOWN])
        + (f" +{len(each) - PLACES_SHOWN}" if len(each) > PLACES_SHOWN else "")
        for pk, each in names.items()
    }


def _requests(scope: Scope, ids: Sequence[int]) -> dict[int, list[RequestCell]]:
    """By file, the person's own requests first."""
    advices = _advices(ids)
    states = dict(RequestStateChoice.choices)
    own = scope.mandates.acting_for
    cells: dict[int, list[RequestCell]] = defaultdict(list)
    rows = FundingRequest.objects.filter(application__in=ids).order_by("pk")
    for (
        pk, application, funder, name, asked, state, awarded, first, last
    ) in rows.values_list(
        "pk", "application_id", "funder_id", "funder__name", "asked", "state", "awarded",
        "instructor__first_name", "instructor__last_name",
    ):  # fmt: skip
        cells[application].append(
            RequestCell(
                funder=name,
                own=funder in own,
                asked=euros(asked),
                state=state,
                state_label=str(states[state]),
                awarded=euros(awarded) if awarded is not None else "",
                advices=advices.get(pk, ""),
                instructor=f"{first or ''} {last or ''}".strip(),
            )
        )
    for each in cells.values():
        each.sort(key=lambda cell: not cell.own)
    return cells


def _advices(ids: Sequence[int]) -> dict[int, str]:
    """Shared and current opinions of the funders, by request."""
    labels = dict(Advice.choices)
    said: dict[int, list[str]] = defaultdict(list)
    rows = of_funders().filter(application__in=ids).order_by("written_at", "pk")
    for request, advice, amount in rows.values_list("request_id", "advice", "amount"):
        proposed = f" ({euros(amount)})" if amount is not None else ""
        said[request or 0].append(f"{labels[advice]}{proposed}")
    return {request: ", ".join(each) for request, each in said.items()}
