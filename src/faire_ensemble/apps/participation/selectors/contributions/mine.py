"""What a person wrote in a process, whatever became of it, and what they were told."""

from dataclasses import dataclass

from django.utils import timezone

from faire_ensemble.apps.participation.lifecycle import CONTRIBUTION, ContributionState
from faire_ensemble.apps.participation.models import (
    Comment,
    Contribution,
    Contributor,
    Moderation,
    Telling,
)
from faire_ensemble.apps.participation.selectors.answers.standing import Owed, with_answers
from faire_ensemble.apps.participation.selectors.contributions.lines import owed_by


@dataclass(frozen=True, slots=True)
class MyContribution:
    """One's own; `refusal` why it is not published."""

    number: int
    title: str
    state: str
    state_label: str
    public: bool
    owed: Owed
    refusal: str
    withdrawable: bool


@dataclass(frozen=True, slots=True)
class Mine:
    contributions: tuple[MyContribution, ...]
    comments: tuple[Comment, ...]
    told: tuple[Telling, ...]


def mine(contributor: Contributor) -> Mine:
    """Everything of a person in this process (a constant number of queries)."""
    today = timezone.localdate()
    rows = list(
        with_answers(Contribution.objects.filter(contributor=contributor))
        .select_related("process__owner", "answer_owner")
        .order_by("-sent_at", "-pk")
    )
    refusals = {
        act.contribution_id: act
        for act in Moderation.objects.filter(
            contribution__in=rows, act=Moderation.Act.REJECT
        ).order_by("at", "pk")
    }
    return Mine(
        contributions=tuple(
            MyContribution(
                number=row.number,
                title=row.title,
                state=row.state,
                state_label=str(row.get_state_display()),
                public=row.state in (ContributionState.PUBLISHED, ContributionState.MERGED),
                owed=owed_by(row, today),
                refusal=_why(refusals.get(row.pk)) if row.state == "rejected" else "",
                withdrawable=CONTRIBUTION.may("withdraw", row.state),
            )
            for row in rows
        ),
        comments=tuple(
            Comment.objects.filter(contributor=contributor)
            .select_related("contribution")
            .order_by("-sent_at", "-pk")
        ),
        told=tuple(Telling.objects.filter(contributor=contributor).order_by("-at", "-pk")),
    )


def unconfirmed(contributor: Contributor) -> list[Contribution]:
    """What waits for its author to say it is theirs."""
    return list(
        Contribution.objects.filter(
            contributor=contributor, state=ContributionState.UNCONFIRMED
        ).order_by("sent_at", "pk")
    )


def _why(act: Moderation | None) -> str:
    if act is None:
        return ""
    return " ".join(part for part in (f"{act.get_reason_display()}.", act.words) if part)
