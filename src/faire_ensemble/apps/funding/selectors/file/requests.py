"""The requests of a file, the person's own first: everybody sees what the others give."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from faire_ensemble.apps.funding.lifecycle.requests import OPEN
from faire_ensemble.apps.funding.models import Application, FundingRequest, RequestedYear
from faire_ensemble.apps.funding.permissions.standing import Mandates


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request in words and euros. `share`: of the project's budget, in percent."""

    id: int
    funder_id: int
    funder: str
    own: bool
    nature: str
    state: str
    state_label: str
    open: bool
    asked: Decimal
    minimum: Decimal
    committed: Decimal
    awarded: Decimal | None
    share: Decimal | None
    instructor_id: int | None
    instructor: str
    years: tuple[tuple[int, Decimal], ...]


def requests_of(application: Application, mandates: Mandates) -> tuple[RequestLine, ...]:
    """Two queries."""
    later: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    years = RequestedYear.objects.filter(request__application=application).order_by("year")
    for request, year, asked in years.values_list("request_id", "year", "asked"):
        later[request].append((year, asked))
    found = (
        FundingRequest.objects.filter(application=application)
        .select_related("funder", "instructor")
        .order_by("pk")
    )
    lines = [
        RequestLine(
            id=each.pk,
            funder_id=each.funder_id,
            funder=each.funder.name,
            own=each.funder_id in mandates.acting_for,
            nature=each.get_nature_display(),
            state=each.state,
            state_label=each.get_state_display(),
            open=each.state in OPEN,
            asked=each.asked,
            minimum=each.minimum,
            committed=each.committed,
            awarded=each.awarded,
            share=100 * each.asked / application.total_budget if application.total_budget else None,
            instructor_id=each.instructor_id,
            instructor=str(each.instructor) if each.instructor else "",
            years=tuple(later[each.pk]),
        )
        for each in found
    ]
    return tuple(sorted(lines, key=lambda line: not line.own))
