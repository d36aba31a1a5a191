"""What was decided, in public: funded files with what was asked; of refusals, totals alone.

Who asked and was refused is not published: a refusal is between a funder and a holder, and says
nothing that anybody needs to check public money. Their number and amount are said, by year and
funder only: crossed with a place or a word, a total of one would name somebody.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import (
    Application,
    ApplicationPlace,
    Decision,
    FundingNature,
    ProgrammeLine,
)
from faire_ensemble.apps.funding.selectors.in_force import in_force
from faire_ensemble.apps.funding.selectors.lines import cents
from faire_ensemble.kit.charts import Bar, Bars, Figure, figure

PAGE_SIZE = 30
CHART_PLACES = 15
NEIGHBOURHOODS = ("priority", "monitored", "lived")
AWARD, REFUSE = ProgrammeLine.Outcome.AWARD, ProgrammeLine.Outcome.REFUSE


@dataclass(frozen=True, slots=True)
class DecisionFilters:
    """Every empty field means « all ». `place` is an official code: a commune counts its
    neighbourhoods. `text` is folded words of the title or the holder."""

    year: int | None = None
    funder: int | None = None
    place: str = ""
    objective: int | None = None
    text: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) not in (None, "") for each in fields(self))


@dataclass(frozen=True, slots=True)
class Funding:
    """What one funder decided for a file, in euros."""

    funder_id: int
    funder: str
    nature: str
    asked: Decimal
    awarded: Decimal
    reason: str
    body: str
    decided_on: date
    scenario_id: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """`code` is empty for what has no page."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class FundedFile:
    number: str
    title: str
    holder_id: int
    holder: str
    year: int
    objective: str
    objective_id: int | None
    places: tuple[Place, ...]
    fundings: tuple[Funding, ...]

    @property
    def asked(self) -> Decimal:
        return sum((each.asked for each in self.fundings), Decimal(0))

    @property
    def awarded(self) -> Decimal:
        return sum((each.awarded for each in self.fundings), Decimal(0))


@dataclass(frozen=True, slots=True)
class Total:
    """A line of totals; `files` are files with money."""

    key: str
    name: str
    files: int
    asked: Decimal
    awarded: Decimal


@dataclass(frozen=True, slots=True)
class Refusals:
    """What was refused, by year and funder at most."""

    count: int
    asked: Decimal


@dataclass(frozen=True, slots=True)
class Choices:
    years: tuple[int, ...]
    funders: tuple[tuple[int, str], ...]
    places: tuple[tuple[str, str], ...]
    objectives: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class DecisionList:
    files: tuple[FundedFile, ...]
    count: int
    asked: Decimal
    awarded: Decimal
    page: int
    pages: int
    by_funder: tuple[Total, ...]
    by_place: tuple[Total, ...]
    chart: Figure | None
    refusals: Refusals
    choices: Choices


def funded(filters: DecisionFilters) -> QuerySet[Decision]:
    """Awards in force that answer the filters."""
    found = in_force().filter(outcome=AWARD)
    if filters.year is not None:
        found = found.filter(request__application__year=filters.year)
    if filters.funder is not None:
        found = found.filter(request__funder=filters.funder)
    if filters.objective is not None:
        found = found.filter(request__application__objective=filters.objective)
    if filters.place:
        here = ApplicationPlace.objects.filter(
            Q(territory__code=filters.place) | Q(territory__communes__code=filters.place),
            application=OuterRef("request__application"),
        )
        found = found.filter(Exists(here))
    for word in filters.text.split():
        found = found.filter(
            Q(request__application__title_key__contains=word)
            | Q(request__application__lead__name_key__contains=word)
        )
    return found


def decision_list(filters: DecisionFilters, page: int = 1) -> DecisionList:
    """A page of funded files and the totals of all of them: a dozen queries, whatever their
    number."""
    found = funded(filters)
    sums = found.order_by().aggregate(
        files=Count("request__application", distinct=True), asked=Sum("asked"), amount=Sum("amount")
    )
    pages = max(1, -(-sums["files"] // PAGE_SIZE))
    page = min(max(page, 1), pages)
    by_place = _by_place(found)
    return DecisionList(
        files=_files(found, page),
        count=sums["files"],
        asked=cents(sums["asked"]),
        awarded=cents(sums["amount"]),
        page=page,
        pages=pages,
        by_funder=_by_funder(found),
        by_place=by_place,
        chart=_chart(by_place),
        refusals=_refusals(filters),
        choices=_choices(),
    )


def _files(found: QuerySet[Decision], page: int) -> tuple[FundedFile, ...]:
    """Three queries."""
    ids = found.order_by().values("request__application")
    start = (page - 1) * PAGE_SIZE
    files = list(
        Application.objects.filter(pk__in=ids)
        .select_related("project", "lead", "objective")
        .order_by("-year", "project__number", "pk")[start : start + PAGE_SIZE]
    )
    shown = [file.pk for file in files]
    fundings: dict[int, list[Funding]] = defaultdict(list)
    rows = found.filter(request__application__in=shown).select_related(
        "request__funder", "programme__scenario"
    )
    for row in rows.order_by("request__funder__name", "request"):
        fundings[row.request.application_id].append(_funding(row))
    places = places_of(shown)
    return tuple(
        FundedFile(
            number=file.project.number,
            title=file.title or file.project.title,
            holder_id=file.lead_id,
            holder=file.lead.name,
            year=file.year,
            objective=file.objective.title if file.objective else "",
            objective_id=file.objective_id,
            places=places[file.pk],
            fundings=tuple(fundings[file.pk]),
        )
        for file in files
    )


def _funding(row: Decision) -> Funding:
    scenario = row.programme.scenario if row.programme else None
    return Funding(
        funder_id=row.request.funder_id,
        funder=row.request.funder.name,
        nature=str(FundingNature(row.request.nature).label),
        asked=row.asked,
        awarded=row.amount,
        reason=row.reason,
        body=row.body,
        decided_on=timezone.localdate(row.decided_at),
        scenario_id=scenario.pk if scenario and scenario.published else None,
    )


def places_of(application_ids: Iterable[int]) -> dict[int, tuple[Place, ...]]:
    """Where each file happens: one query."""
    ids = list(application_ids)
    places: dict[int, list[Place]] = {pk: [] for pk in ids}
    rows = ApplicationPlace.objects.filter(application__in=ids).order_by("territory__name")
    for pk, code, name, kind in rows.values_list(
        "application", "territory__code", "territory__name", "territory__kind"
    ):
        places[pk].append(Place(code if kind in NEIGHBOURHOODS else "", name))
    return {pk: tuple(each) for pk, each in places.items()}


def _by_funder(found: QuerySet[Decision]) -> tuple[Total, ...]:
    rows = (
        found.order_by()
        .values_list("request__funder", "request__funder__name")
        .annotate(
            files=Count("request__application", distinct=True),
            asked=Sum("asked"),
            amount=Sum("amount"),
        )
    )
    return _sorted(rows)


def _by_place(found: QuerySet[Decision]) -> tuple[Total, ...]:
    """A file of several places counts whole in each: these totals do not add up."""
    rows = (
        found.filter(request__application__places__isnull=False)
        .order_by()
        .values_list(
            "request__application__places__territory__code",
            "request__application__places__territory__name",
        )
        .annotate(
            files=Count("request__application", distinct=True),
            asked=Sum("asked"),
            amount=Sum("amount"),
        )
    )
    return _sorted(rows)


def _sorted(rows: Iterable[tuple[object, str, int, Decimal, Decimal]]) -> tuple[Total, ...]:
    totals = [
        Total(str(key), name, files, cents(asked), cents(amount))
        for key, name, files, asked, amount in rows
    ]
    return tuple(sorted(totals, key=lambda total: (-total.awarded, total.name)))


def _chart(by_place: tuple[Total, ...]) -> Figure | None:
    if not by_place:
        return None
    shown = by_place[:CHART_PLACES]
    rest = len(by_place) - len(shown)
    note = _("Un dossier de plusieurs quartiers compte en entier dans chacun : n'additionnez pas.")
    if rest:
        note += " " + _("Les %(n)s premiers sont dessinés.") % {"n": len(shown)}
    return figure(
        Bars(
            title=_("Montants accordés par quartier ou commune"),
            unit="euros",
            bars=tuple(Bar(total.name, total.awarded) for total in shown),
            label_head=_("Quartier ou commune"),
            value_head=_("Accordé"),
        ),
        uid="par-quartier",
        source=_("Décisions des financeurs du contrat de ville"),
        note=note,
    )


def _refusals(filters: DecisionFilters) -> Refusals:
    """By year and funder only (see the module)."""
    found = in_force().filter(outcome=REFUSE)
    if filters.year is not None:
        found = found.filter(request__application__year=filters.year)
    if filters.funder is not None:
        found = found.filter(request__funder=filters.funder)
    sums = found.order_by().aggregate(count=Count("pk"), asked=Sum("asked"))
    return Refusals(sums["count"], cents(sums["asked"]))


def _choices() -> Choices:
    """What can be chosen among what was funded: four queries."""
    every = in_force().filter(outcome=AWARD).order_by()
    file = "request__application__"
    years = every.values_list(f"{file}year", flat=True).distinct()
    funders = every.values_list("request__funder", "request__funder__name").distinct()
    objectives = (
        every.filter(request__application__objective__isnull=False)
        .values_list(f"{file}objective", f"{file}objective__title")
        .distinct()
    )
    places = (
        every.filter(request__application__places__isnull=False)
        .values_list(f"{file}places__territory__code", f"{file}places__territory__name")
        .distinct()
    )

    def by_name(pair: tuple[object, str]) -> str:
        return pair[1].casefold()

    return Choices(
        years=tuple(sorted(years, reverse=True)),
        funders=tuple(sorted(funders, key=by_name)),
        places=tuple(sorted(places, key=by_name)),
        objectives=tuple(sorted(objectives, key=by_name)),
    )
