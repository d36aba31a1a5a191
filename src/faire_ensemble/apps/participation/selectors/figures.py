"""What was said and answered in a year: read by the annual report."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from faire_ensemble.apps.participation.lifecycle import (
    ContributionState,
    FollowUpState,
    ProcessState,
)
from faire_ensemble.apps.participation.models import Contribution, FollowUpStep, Process

# Merged ones count: their authors wrote, and are owed the answer.
COUNTED = (ContributionState.PUBLISHED, ContributionState.MERGED)


@dataclass(frozen=True, slots=True)
class YearOfParticipation:
    """Counts of a year in the contracts of an EPCI.

    `in_time` and `late` are first answers given in the year, before or after their due date;
    `owed` those due by the end of the year and not given by then. `kept` and `dropped` are
    follow-ups that ended in the year.
    """

    processes: tuple[tuple[str, str], ...]
    contributions: int
    in_time: int
    late: int
    owed: int
    kept: int
    dropped: int


def year_of_participation(epci_id: int, year: int) -> YearOfParticipation:
    """Five queries. A process counts in each year that one of its phases touches."""
    here = timezone.get_current_timezone()
    start, end = (datetime(each, 1, 1, tzinfo=here) for each in (year, year + 1))
    mine = Q(process__contract__epci=epci_id)
    processes = (
        Process.objects.exclude(state=ProcessState.DRAFT)
        .filter(
            Q(phases__closes_at__isnull=True) | Q(phases__closes_at__gt=start),
            contract__epci=epci_id,
            phases__opens_at__lt=end,
        )
        .distinct()
        .order_by("created_at", "pk")
    )
    seen = Contribution.objects.filter(mine, state__in=COUNTED)
    answered = seen.annotate(first=Min("answers__answer__at"))
    last_day = (end - timedelta(days=1)).date()
    in_time = late = 0
    for due, first in answered.filter(first__gte=start, first__lt=end).values_list(
        "answer_due_on", "first"
    ):
        if due is None or timezone.localdate(first) <= due:
            in_time += 1
        else:
            late += 1
    owed = answered.filter(
        Q(first__isnull=True) | Q(first__gte=end), answer_due_on__lte=last_day
    ).count()
    ends = FollowUpStep.objects.filter(
        follow_up__answer__process__contract__epci=epci_id, at__gte=start, at__lt=end
    ).aggregate(
        kept=Count("pk", filter=Q(state=FollowUpState.DONE)),
        dropped=Count("pk", filter=Q(state=FollowUpState.DROPPED)),
    )
    return YearOfParticipation(
        processes=tuple((each.title, str(each.get_kind_display())) for each in processes),
        contributions=seen.filter(sent_at__gte=start, sent_at__lt=end).count(),
        in_time=in_time,
        late=late,
        owed=owed,
        kept=ends["kept"],
        dropped=ends["dropped"],
    )
