"""What the annual report reads of a year of participation."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest
from tests.year_of_a_call import Year

from faire_ensemble.apps.participation.models import (
    Answer,
    AnswerLine,
    Contribution,
    Contributor,
    FollowUp,
    FollowUpStep,
    Process,
)
from faire_ensemble.apps.participation.selectors import year_of_participation
from faire_ensemble.apps.reporting.selectors.loading import load_material
from faire_ensemble.apps.reporting.selectors.outlook import outlook

ranks = count(1)


def at(year: int, month: int, day: int = 1) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


@pytest.fixture
def process(year: Year) -> Process:
    made = Process.objects.create(
        contract=year.contract,
        code="parc",
        kind="consultation",
        title="Le parc",
        state="published",
        salt="0" * 64,
        created_at=at(2025, 1),
    )
    made.phases.create(kind="propose", opens_at=at(2025, 2), closes_at=at(2025, 9))
    return made


def said(process: Process, state: str = "published", **fields: Any) -> Contribution:
    rank = next(ranks)
    author = Contributor.objects.create(
        process=process, reference=f"a{rank}", created_at=at(2025, 2)
    )
    return Contribution.objects.create(
        process=process,
        number=rank,
        contributor=author,
        title=f"Idée {rank}",
        state=state,
        **({"sent_at": at(2025, 3), "answer_due_on": date(2025, 6, 1)} | fields),
    )


def answered(contribution: Contribution, on: datetime) -> Answer:
    answer = Answer.objects.create(
        process=contribution.process, verdict="accepted", body="Oui.", at=on
    )
    AnswerLine.objects.create(answer=answer, contribution=contribution)
    return answer


def test_answers_are_in_time_late_or_owed_and_counted_once(process: Process, year: Year):
    in_time, late, next_year = said(process), said(process), said(process)
    answered(in_time, at(2025, 5))
    answered(in_time, at(2025, 11))  # adds to the first: not a second answer
    promised = FollowUp.objects.create(
        answer=answered(late, at(2025, 7)), kind="action", title="Planter"
    )
    FollowUpStep.objects.create(follow_up=promised, state="done", words="Fait", at=at(2025, 12))
    answered(next_year, at(2026, 2))
    said(process)
    said(process, "rejected")
    found = year_of_participation(year.epci.pk, 2025)
    assert (found.contributions, found.in_time, found.late, found.owed) == (4, 1, 1, 2)
    assert (found.kept, found.dropped) == (1, 0)
    assert year_of_participation(year.epci.pk, 2026).late == 1


@pytest.mark.parametrize(("asked", "shown"), [(2024, False), (2025, True), (2026, False)])
def test_the_report_names_the_processes_of_its_year(
    process: Process, year: Year, asked: int, shown: bool
):
    said = str(outlook(load_material(year.epci, asked)))
    assert ("Le parc" in said) is shown
