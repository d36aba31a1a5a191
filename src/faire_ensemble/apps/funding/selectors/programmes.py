"""A programme as people decide it: its lines, filtered and paged, its totals, its money."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from faire_ensemble.apps.funding.models import Programme, ProgrammeLine
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.envelopes import Wallet, wallets
from faire_ensemble.apps.funding.selectors.problems import build_problem
from faire_ensemble.apps.funding.selectors.rules import Rules, rules_from_json
from faire_ensemble.apps.funding.selectors.visible import to_instruct
from faire_ensemble.core.allocation import Broken, Violation, check
from faire_ensemble.core.allocation import Programme as CoreProgramme

ZERO = Decimal(0)
PER_PAGE = 50
OUTCOME = ProgrammeLine.Outcome
DEPARTS = (
    Q(proposed__isnull=False)
    & ~Q(outcome="")
    & (Q(outcome=OUTCOME.ADJOURN) | ~Q(amount=F("proposed")))
)


@dataclass(frozen=True, slots=True)
class LineFilters:
    """`shown` is an outcome, `undecided` or `departures`; `text` a number or words of a title."""

    funder: int | None = None
    shown: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """An envelope of the year with what the programme takes of it."""

    label: str
    funder: str
    before: Decimal
    taken: Decimal

    @property
    def left(self) -> Decimal:
        return self.before - self.taken


@dataclass(frozen=True)
class ProgrammePage:
    """What the page of a programme shows."""

    lines: tuple[ProgrammeLine, ...]
    count: int
    page: int
    pages: int
    totals: dict[str, Any]
    money: tuple[Money, ...]
    funders: tuple[tuple[int, str], ...]


def visible_lines(actor: Actor, programme: Programme) -> QuerySet[ProgrammeLine]:
    """Lines of the files that a person may read to judge them: never their own, nor those they
    stepped aside from."""
    files = to_instruct(actor, programme.call.contract_id)
    return ProgrammeLine.objects.filter(programme=programme, request__application__in=files)


def programme_page(
    actor: Actor, programme: Programme, filters: LineFilters, page: int = 1
) -> ProgrammePage:
    """One page of fifty, in twenty queries at most whatever the number of lines."""
    lines = visible_lines(actor, programme)
    funders = lines.order_by("request__funder__name").values_list(
        "request__funder", "request__funder__name"
    )
    choices = tuple(dict.fromkeys(funders.distinct()))
    found = _filtered(lines, filters)
    count = found.count()
    pages = max(1, -(-count // PER_PAGE))
    page = min(max(page, 1), pages)
    rows = found.select_related(
        "request__application__project", "request__application__lead", "request__funder", "envelope"
    ).order_by("request__application__project__number", "request__funder__name", "pk")
    totals = lines.aggregate(
        all=Count("pk"),
        asked=Sum("request__asked"),
        suggested=Sum("proposed"),
        decided=Sum("amount"),
        undecided=Count("pk", filter=Q(outcome="")),
        award=Count("pk", filter=Q(outcome=OUTCOME.AWARD)),
        refuse=Count("pk", filter=Q(outcome=OUTCOME.REFUSE)),
        adjourn=Count("pk", filter=Q(outcome=OUTCOME.ADJOURN)),
        departures=Count("pk", filter=DEPARTS),
    )
    return ProgrammePage(
        lines=tuple(rows[(page - 1) * PER_PAGE : page * PER_PAGE]),
        count=count,
        page=page,
        pages=pages,
        totals={name: value or 0 for name, value in totals.items()},
        money=money_of(programme, wallets(programme.call.contract_id, programme.year)),
        funders=choices,
    )


def money_of(programme: Programme, found: Iterable[Wallet]) -> tuple[Money, ...]:
    """What each envelope has before the programme, and what the programme takes.

    Once adopted, the decisions in force have taken it already.
    """
    taken: dict[int | None, Decimal] = dict(
        programme.lines.filter(envelope__isnull=False)
        .order_by("envelope")
        .values_list("envelope")
        .annotate(total=Sum("amount"))
    )
    adopted = programme.adopted_at is not None
    money = []
    for each in found:
        mine = taken.get(each.row.pk, ZERO)
        before = each.balance.left + mine if adopted else each.balance.left
        money.append(Money(each.label, each.row.funder.name, before, mine))
    return tuple(money)


def _filtered(lines: QuerySet[ProgrammeLine], filters: LineFilters) -> QuerySet[ProgrammeLine]:
    if filters.funder is not None:
        lines = lines.filter(request__funder=filters.funder)
    if filters.shown == "undecided":
        lines = lines.filter(outcome="")
    elif filters.shown == "departures":
        lines = lines.filter(DEPARTS)
    elif filters.shown in OUTCOME.values:
        lines = lines.filter(outcome=filters.shown)
    for word in filters.text.split()[:6]:
        lines = lines.filter(
            Q(request__application__project__number__icontains=word)
            | Q(request__application__title__icontains=word)
            | Q(request__application__lead__name__icontains=word)
        )
    return lines


def broken_rules(actor: Actor, programme: Programme) -> list[Violation]:
    """What the amounts decided so far break, among the envelopes and the rules of the scenario
    that the programme started from. Files closed to the person are counted and not named."""
    rules = Rules() if programme.scenario is None else rules_from_json(programme.scenario.rules)
    # Which envelope pays is chosen line by line here: all those of the year count.
    built = build_problem(programme.call, programme.year, replace(rules, envelopes=()))
    names = {row.pk: name for name, row in built.requests.items()}
    given = programme.lines.filter(outcome=OUTCOME.AWARD).values_list("request", "amount")
    amounts = {names[pk]: amount for pk, amount in given if pk in names}
    readable = set(
        visible_lines(actor, programme).values_list(
            "request__application__project__number", flat=True
        )
    )
    hidden = {row.id for row in built.problem.applications} - readable
    return [
        each
        for each in check(built.problem, CoreProgramme(amounts))
        if each.kind is not Broken.STEP and each.id.partition(" · ")[0] not in hidden
    ]
