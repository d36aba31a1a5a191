"""Calls in a list: what a person must understand in five seconds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from faire_ensemble.apps.directory.selectors import organisation_kinds
from faire_ensemble.apps.funding.lifecycle.calls import CallState, Phase, phase
from faire_ensemble.apps.funding.models import Call, CallFunder


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call: for whom (`eligible`, empty for everyone), until when, who funds.

    `days_left` counts calendar days on the clock of the site, 0 on the last day; none when there
    is no closing or it has passed. `last_day` is the closing as people say it: a call that closes
    at 00:00 on the 1st closes the day before `at_midnight`.
    """

    id: int
    code: str
    kind: str
    kind_label: str
    title: str
    summary: str
    first_year: int
    last_year: int
    state: str
    state_label: str
    phase: Phase
    opens_at: datetime | None
    closes_at: datetime | None
    last_day: datetime | None
    at_midnight: bool
    days_left: int | None
    eligible: tuple[str, ...]
    funders: tuple[str, ...]

    @property
    def years(self) -> str:
        """2026, or 2026-2028."""
        if self.first_year == self.last_year:
            return f"{self.first_year}"
        return f"{self.first_year}-{self.last_year}"


@dataclass(frozen=True, slots=True)
class CallLists:
    """Published calls by what they are doing now; the soonest to close or to open first."""

    open: tuple[CallLine, ...]
    coming: tuple[CallLine, ...]
    closed: tuple[CallLine, ...]


def public_calls(now: datetime | None = None) -> CallLists:
    """Every published or archived call: two queries whatever their number."""
    lines = _lines(Call.objects.exclude(state=CallState.DRAFT), now or timezone.now())
    never = datetime.max.replace(tzinfo=timezone.get_default_timezone()) - timedelta(days=2)
    return CallLists(
        open=_those(lines, Phase.OPEN, lambda line: line.closes_at or never),
        coming=_those(lines, Phase.COMING, lambda line: line.opens_at or never),
        closed=tuple(reversed(_those(lines, Phase.CLOSED, lambda line: line.closes_at or never))),
    )


def current_calls(now: datetime | None = None) -> tuple[CallLine, ...]:
    """The calls to which one may apply now: two queries."""
    return public_calls(now).open


def calls_of(contract_ids: Iterable[int] | None, now: datetime | None = None) -> list[CallLine]:
    """Every call of some contracts (of all when none are named), drafts included: two queries."""
    calls = Call.objects.all()
    if contract_ids is not None:
        calls = calls.filter(contract__in=list(contract_ids))
    return _lines(calls, now or timezone.now())


def line_of(call: Call, now: datetime | None = None) -> CallLine:
    """The line of one call: one query."""
    prefetch_related_objects([call], _funders())
    return _line(call, now or timezone.now(), organisation_kinds())


def _funders() -> "Prefetch[str, QuerySet[CallFunder], str]":
    return Prefetch("funders", CallFunder.objects.select_related("funder"))


def _lines(calls: QuerySet[Call], now: datetime) -> list[CallLine]:
    kinds = organisation_kinds()
    return [_line(call, now, kinds) for call in calls.prefetch_related(_funders())]


def _those(
    lines: list[CallLine], doing: Phase, when: Callable[[CallLine], datetime]
) -> tuple[CallLine, ...]:
    return tuple(sorted((line for line in lines if line.phase == doing), key=when))


def _line(call: Call, now: datetime, kinds: dict[str, str]) -> CallLine:
    doing = phase(call.state, call.opens_at, call.closes_at, now)
    last_day, at_midnight = _as_said(call.closes_at)
    left = None
    if last_day is not None and doing != Phase.CLOSED:
        left = max(0, (last_day.date() - timezone.localtime(now).date()).days)
    return CallLine(
        id=call.pk,
        code=call.code,
        kind=call.kind,
        kind_label=call.get_kind_display(),
        title=call.title,
        summary=call.summary,
        first_year=call.first_year,
        last_year=call.last_year,
        state=call.state,
        state_label=call.get_state_display(),
        phase=doing,
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        last_day=last_day,
        at_midnight=at_midnight,
        days_left=left,
        eligible=tuple(kinds[kind] for kind in call.eligible_kinds if kind in kinds),
        funders=tuple(str(row.funder) for row in call.funders.all()),
    )


def _as_said(closes_at: datetime | None) -> tuple[datetime | None, bool]:
    """The last day on the clock of the site, and whether it ends at midnight."""
    if closes_at is None:
        return None, False
    local = timezone.localtime(closes_at)
    if local.time() == time(0):
        return local - timedelta(minutes=1), True
    return local, False
