"""When something becomes public, and from when its answer is owed."""

from datetime import date, timedelta

from django.utils import timezone

from faire_ensemble.apps.participation.lifecycle import CONTRIBUTION
from faire_ensemble.apps.participation.models import Contribution, Process, ProcessKind
from faire_ensemble.apps.participation.selectors.contributions.counting import supporters


def due_day(process: Process, now: date) -> date:
    """The last day on which the answer is in time."""
    return now + timedelta(days=process.answer_days)


def receive(contribution: Contribution, process: Process) -> None:
    """Save one that is WAITING; it is public at once where the process does not read first."""
    if process.read_first:
        contribution.save()
    else:
        make_public(contribution, process)


def make_public(contribution: Contribution, process: Process) -> None:
    """Publish and save. An answer is owed from now, but for petitions: their supports decide."""
    contribution.state = CONTRIBUTION.after("publish", contribution.state)
    contribution.published_at = contribution.published_at or timezone.now()
    if process.kind != ProcessKind.PETITION and contribution.answer_due_on is None:
        contribution.answer_due_on = due_day(process, timezone.localdate())
    contribution.save()


def recount(contribution: Contribution) -> None:
    """Write how many support it. Its row must be locked: the last to count sees everybody."""
    contribution.supporters = supporters(contribution)
    contribution.save(update_fields=["supporters"])
