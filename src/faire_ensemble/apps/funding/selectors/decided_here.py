"""What decisions fund in a place this year, for the page of the place."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Sum

from faire_ensemble.apps.funding.models import ApplicationPlace, ProgrammeLine
from faire_ensemble.apps.funding.selectors.in_force import in_force
from faire_ensemble.apps.funding.selectors.lines import cents

SHOWN = 3


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """A funded file: all its funders together, in euros."""

    title: str
    holder_id: int
    holder: str
    asked: Decimal
    awarded: Decimal


@dataclass(frozen=True, slots=True)
class DecidedHere:
    """The last decided year; `lines` are the largest of `count` files."""

    year: int
    count: int
    awarded: Decimal
    lines: tuple[DecidedLine, ...]


def decided_here(territory_ids: Iterable[int]) -> DecidedHere | None:
    """One query; None where nothing was decided."""
    here = ApplicationPlace.objects.filter(
        application=OuterRef("request__application"), territory__in=list(territory_ids)
    )
    rows = list(
        in_force()
        .filter(Exists(here), outcome=ProgrammeLine.Outcome.AWARD)
        .order_by()
        .values_list(
            "request__application__year",
            "request__application",
            "request__application__title",
            "request__application__lead",
            "request__application__lead__name",
        )
        .annotate(asked_sum=Sum("asked"), awarded=Sum("amount"))
        .order_by("-request__application__year", "-awarded", "request__application")
    )
    if not rows:
        return None
    year = rows[0][0]
    lines = [
        DecidedLine(title, holder_id, holder, cents(asked), cents(awarded))
        for of_year, _pk, title, holder_id, holder, asked, awarded in rows
        if of_year == year
    ]
    return DecidedHere(
        year=year,
        count=len(lines),
        awarded=sum((line.awarded for line in lines), Decimal(0)),
        lines=tuple(lines[:SHOWN]),
    )
