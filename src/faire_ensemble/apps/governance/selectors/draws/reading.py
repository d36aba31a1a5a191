"""What the pages of a draw show."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.governance.lifecycle.draws import DRAW, QUOTAS_MAY_CHANGE, DrawState, Reply
from faire_ensemble.apps.governance.models import (
    College,
    Draw,
    DrawnPerson,
    DrawQuota,
    DrawRound,
    DrawSealing,
    PoolPerson,
)
from faire_ensemble.apps.governance.selectors.draws.problems import problem_of, quotas_of
from faire_ensemble.apps.governance.selectors.draws.telling import (
    change_words,
    failure_words,
    reason_words,
)
from faire_ensemble.core.sortition import InvalidDraw, Relaxation, contradictions, relaxation
from faire_ensemble.kit.jobs import someone_works

LARGE = 20_000
"""People beyond whom a page does not wait to know whether quotas can be kept (half a second of
computing at 20 000, measured on six quotas): the worker says it when it computes the panels."""


@dataclass(frozen=True, slots=True)
class DrawLine:
    """A draw in a list."""

    draw: Draw
    people: int
    open: bool


@dataclass(frozen=True, slots=True)
class OddsLine:
    """A quota and the chances of those who have the feature, in percent (None: nobody has it)."""

    category: str
    feature: str
    low: int
    high: int
    people: int
    least: Decimal | None
    most: Decimal | None


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round: chances in percent, the panel by code once drawn."""

    row: DrawRound
    least: Decimal
    deviation: Decimal
    odds: tuple[OddsLine, ...]
    panel: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawPage:
    """What anybody may read of a draw."""

    draw: Draw
    people: int
    quotas: tuple[DrawQuota, ...]
    rounds: tuple[RoundPage, ...]
    open: bool
    accepted: int
    declined: int


@dataclass(frozen=True, slots=True)
class QuotaShare:
    """A quota beside what the pool holds: how many, and their share in percent."""

    row: DrawQuota
    people: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Feasibility:
    """Whether a panel can keep the quotas: `sentence` says it, `change` what would do."""

    possible: bool
    sentence: str
    change: Relaxation | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(map(reason_words, self.change.reasons)) if self.change else ()

    @property
    def changes(self) -> tuple[str, ...]:
        return tuple(map(change_words, self.change.changes)) if self.change else ()


@dataclass(frozen=True, slots=True)
class DrawnLine:
    row: DrawnPerson
    person: PoolPerson
    features: str


@dataclass(frozen=True, slots=True)
class OfficePage:
    """What those who run the draw see and may do.

    `sealing`: panels being computed, or the last that had no result, while nothing came after;
    `failure`: why it had none. `worker`: whether a worker runs on this machine, None when nothing
    waits for one too long.
    """

    page: DrawPage
    shares: tuple[QuotaShare, ...]
    feasibility: Feasibility | None
    drawn: tuple[DrawnLine, ...]
    missing: int
    waiting: int
    may: frozenset[str]
    changeable: bool
    sealing: DrawSealing | None
    failure: str
    worker: bool | None


def draw_by_id(draw_id: int) -> Draw | None:
    """With its college and body."""
    return Draw.objects.select_related("college__body__territory").filter(pk=draw_id).first()


def college_by_id(college_id: int) -> College | None:
    return College.objects.select_related("body").filter(pk=college_id).first()


def person_by_key(key: str) -> PoolPerson | None:
    """Whoever a personal link opens."""
    if key.startswith("-"):
        return None
    return (
        PoolPerson.objects.select_related("draw__college__body", "drawn__round")
        .filter(key=key)
        .first()
    )


def draws(*, public: bool) -> list[DrawLine]:
    """Every draw, the latest first; those in preparation for officers only. One query."""
    rows = Draw.objects.select_related("college__body").annotate(people=Count("pool"))
    if public:
        rows = rows.exclude(state=DrawState.PREPARING)
    return [DrawLine(row, row.people, row.state == DrawState.OPEN) for row in rows]


def drawable_colleges(contract_ids: list[int]) -> list[College]:
    """Colleges to be drawn that no draw is under way for."""
    busy = Q(draws__state__in=[state for state in DrawState if state not in _OVER])
    return list(
        College.objects.filter(drawn=True, body__contract_id__in=contract_ids, body__ended_on=None)
        .exclude(busy)
        .select_related("body")
        .order_by("body__name", "rank")
    )


_OVER = (DrawState.SEATED, DrawState.CANCELLED)


def draw_page(draw: Draw) -> DrawPage:
    """Four queries, whatever the size of the pool."""
    replies = Counter(DrawnPerson.objects.filter(person__draw=draw).values_list("reply", flat=True))
    return DrawPage(
        draw=draw,
        people=draw.pool.count(),
        quotas=tuple(draw.quotas.all()),
        rounds=tuple(_round(row) for row in draw.rounds.all()),
        open=draw.state == DrawState.OPEN,
        accepted=replies[Reply.ACCEPTED],
        declined=replies[Reply.DECLINED],
    )


def office_page(draw: Draw) -> OfficePage:
    """The page of work. Feasibility is computed while quotas may still change."""
    page = draw_page(draw)
    changeable = DrawState(draw.state) in QUOTAS_MAY_CHANGE
    drawn = tuple(
        DrawnLine(row, row.person, ", ".join(map(str, row.person.features.values())))
        for row in DrawnPerson.objects.filter(person__draw=draw).select_related("person", "round")
    )
    kept = sum(line.row.reply != Reply.DECLINED for line in drawn)
    sealing = _sealing(draw)
    return OfficePage(
        page=page,
        shares=quota_shares(draw),
        feasibility=_feasibility(draw, page.people) if changeable else None,
        drawn=drawn,
        missing=max(0, draw.size - kept) if drawn else 0,
        waiting=sum(line.row.reply == Reply.WAITING for line in drawn),
        may=frozenset(act for act in DRAW.acts if DRAW.may(act, draw.state)),
        changeable=changeable,
        sealing=sealing,
        failure=failure_words(sealing) if sealing else "",
        worker=someone_works() if sealing and sealing.is_stuck else None,
    )


def _sealing(draw: Draw) -> DrawSealing | None:
    last = draw.sealings.order_by("-pk").first()
    return last if last and (last.ended_at is None or last.failure) else None


def feasibility(draw: Draw) -> Feasibility:
    """Whether the quotas can be kept with this pool, and the smallest change if not."""
    try:
        found = relaxation(problem_of(draw))
    except InvalidDraw as error:
        return Feasibility(False, str(error))
    if found is None:
        return Feasibility(
            False, _("Il n'y a pas assez d'adresses différentes pour une personne par adresse.")
        )
    if not found.changes:
        return Feasibility(True, _("Ces quotas peuvent être tenus avec cette réserve."))
    places = ngettext("%(n)s place déplacée", "%(n)s places déplacées", found.places) % {
        "n": found.places
    }
    sentence = _("Aucun panel ne peut tenir tous ces quotas. Plus petit changement (%(places)s) :")
    return Feasibility(False, sentence % {"places": places}, found)


def _feasibility(draw: Draw, people: int) -> Feasibility | None:
    """None when nothing can be said without computing long, or before anybody is there."""
    if 0 < people <= LARGE:
        return feasibility(draw)
    vain = contradictions(quotas_of(draw), draw.size)
    if not vain:
        return None
    words = _("Avec ces quotas, aucun panel n'est possible : %(why)s")
    return Feasibility(False, words % {"why": " ".join(map(reason_words, vain))})


def percent_of(chance: str | None) -> Decimal | None:
    """A kept fraction, in percent with two decimals."""
    if chance is None:
        return None
    return Decimal(round(Fraction(chance) * 10_000)) / 100


def drawn_line(draw: Draw, drawn_id: int) -> DrawnPerson | None:
    return DrawnPerson.objects.filter(person__draw=draw, pk=drawn_id).first()


def _round(row: DrawRound) -> RoundPage:
    panel: tuple[str, ...] = ()
    if row.number is not None:
        panel = tuple(row.panels_table.splitlines()[row.number].split(",")[1:])
    return RoundPage(
        row=row,
        least=percent_of(row.least_chance) or Decimal(0),
        deviation=percent_of(row.deviation) or Decimal(0),
        odds=tuple(_odds(each) for each in row.odds),
        panel=panel,
    )


def _odds(each: list[Any]) -> OddsLine:
    category, feature, low, high, people, least, _mean, most = each
    return OddsLine(category, feature, low, high, people, percent_of(least), percent_of(most))


def quota_shares(draw: Draw) -> tuple[QuotaShare, ...]:
    """Each quota beside what the pool holds: two queries."""
    held: Counter[tuple[str, str]] = Counter()
    total = 0
    for features in draw.pool.values_list("features", flat=True):
        total += 1
        held.update(features.items())
    return tuple(
        QuotaShare(
            row,
            held[row.category, row.feature],
            Decimal(round(1000 * held[row.category, row.feature] / total)) / 10
            if total
            else Decimal(0),
        )
        for row in draw.quotas.all()
    )
