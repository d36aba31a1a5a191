"""What can be chosen on the board: filters, saved views, people and sessions for bulk acts."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from faire_ensemble.apps.contract.selectors import objective_choices
from faire_ensemble.apps.funding.lifecycle.sessions import SessionState
from faire_ensemble.apps.funding.models import CallFunder, SavedView, Session
from faire_ensemble.apps.funding.selectors.board.scope import Scope
from faire_ensemble.apps.funding.selectors.instructors import Instructor, instructors_of
from faire_ensemble.apps.territory.selectors import communes_of, neighbourhoods_of
from faire_ensemble.kit.numbers import moment

Choice = tuple[int, str]


@dataclass(frozen=True, slots=True)
class ViewChoice:
    """A saved view; `own` ones can be removed by the person."""

    id: int
    name: str
    query: str
    own: bool


@dataclass(frozen=True, slots=True)
class Choices:
    calls: tuple[Choice, ...]
    years: tuple[int, ...]
    funders: tuple[Choice, ...]
    objectives: tuple[Choice, ...]
    places: tuple[tuple[str, str], ...]
    views: tuple[ViewChoice, ...]
    instructors: tuple[Instructor, ...]
    sessions: tuple[Choice, ...]


def choices_of(scope: Scope) -> Choices:
    """Nine queries at most, whatever the number of files."""
    contract = scope.contract
    years = {year for call in contract.calls for year in range(call.first_year, call.last_year + 1)}
    funders = (
        CallFunder.objects.filter(call__contract=contract.id)
        .order_by("funder__name", "funder_id")
        .values_list("funder_id", "funder__name")
        .distinct()
    )
    return Choices(
        calls=tuple((call.id, call.title) for call in contract.calls),
        years=tuple(sorted(years, reverse=True)),
        funders=tuple(funders),
        objectives=tuple(objective_choices()),
        places=_places(contract.epci_id),
        views=saved_views(scope.actor.pk),
        instructors=instructors_of(contract.id) if scope.mandates.instructs else (),
        sessions=_sessions(contract.id) if scope.mandates.officer else (),
    )


def _places(epci_id: int | None) -> tuple[tuple[str, str], ...]:
    if epci_id is None:
        return ()
    quarters = neighbourhoods_of(epci_id).values_list("code", "name")
    communes = communes_of(epci_id).values_list("code", "name")
    return (*quarters, *communes)


def saved_views(person: int) -> tuple[ViewChoice, ...]:
    """One's own, and those that others share."""
    rows = SavedView.objects.filter(Q(person=person) | Q(shared=True)).order_by("name", "pk")
    return tuple(
        ViewChoice(pk, name, query, owner == person)
        for pk, name, query, owner in rows.values_list("pk", "name", "query", "person_id")
    )


def _sessions(contract_id: int) -> tuple[Choice, ...]:
    """Sessions to come, whose agenda may still change."""
    rows = Session.objects.filter(
        committee__contract=contract_id,
        state=SessionState.PLANNED,
        starts_at__gte=timezone.now(),
    ).order_by("starts_at", "pk")
    return tuple(
        (pk, f"{name}, {moment(starts)}")
        for pk, name, starts in rows.values_list("pk", "committee__name", "starts_at")
    )
