"""Submitting: what is frozen, what is written, once; corrections; taking back."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from tests.apps.funding.application.filling import complete, type_in
from tests.year_of_a_call import Year

from faire_ensemble.apps.funding.models import Application, ApplicationVersion, NumberSequence
from faire_ensemble.apps.funding.selectors.content import digest_of
from faire_ensemble.apps.funding.services.applications import (
    start_application,
    withdraw_application,
)
from faire_ensemble.apps.funding.services.submission import NotReady, submit_application
from faire_ensemble.kit.verdicts import Refused

ONE = pytest.mark.django_db


def ready(year: Year) -> Any:
    writer = year.person("awa")
    draft = year.draft(writer=writer)
    type_in(writer, draft, complete(year))
    return writer, draft


@ONE
def test_a_version_is_frozen_and_its_rows_written(year: Year):
    writer, draft = ready(year)
    receipt = submit_application(actor=writer, application_id=draft.pk, after=0)
    draft.refresh_from_db()
    assert draft.state == "submitted" and draft.submitted_at
    assert draft.objective == year.objectives[0] and draft.total_budget == Decimal(1500)
    request = draft.requests.get()
    assert (request.asked, request.minimum, request.nature) == (1000, 600, "specific")
    assert [place.territory for place in draft.places.all()] == [year.quarter]
    assert {(a.territory_id, a.age, a.sex, a.number) for a in draft.audiences.all()} == {
        (year.quarter.pk, "6-15", "f", 12), (year.quarter.pk, "6-15", "m", 10),
        (None, "65+", "f", 3),
    }  # fmt: skip
    content = receipt.version.content
    assert content["fields"] == complete(year) and content["call"] == year.call.code
    assert receipt.version.digest == digest_of(content)
    assert draft.notices.get().key == "submitted:1"


@ONE
def test_an_incomplete_file_is_refused_whole(year: Year):
    writer = year.person("awa")
    draft = year.draft(writer=writer)
    with pytest.raises(NotReady) as raised:
        submit_application(actor=writer, application_id=draft.pk)
    assert any(remark.key == "project.title" for remark in raised.value.remarks)
    assert not draft.versions.exists() and not draft.requests.exists()


@ONE
def test_words_to_settle_come_first(year: Year):
    writer, draft = ready(year)
    type_in(writer, draft, {"project.title": "Un autre"})
    with pytest.raises(NotReady, match="départagés"):
        submit_application(actor=writer, application_id=draft.pk)


@ONE
def test_after_a_correction_the_second_version_answers(year: Year):
    writer, draft = ready(year)
    first = submit_application(actor=writer, application_id=draft.pk).version
    officer = year.person("cheffe")
    asked = draft.corrections.create(
        section="requests", message="Trop", on_version=first, asked_by=officer,
        asked_at=timezone.now(),
    )  # fmt: skip
    draft.requests.update(state="read")
    Application.objects.filter(pk=draft.pk).update(state="correction")
    second, base = year.funders[1].pk, f"request.{year.funders[0].pk}"
    type_in(writer, draft, {f"{base}.asked": "800"}, base=1)
    type_in(writer, draft, {f"request.{second}.asked": "200", f"request.{second}.minimum": "0"})
    late = submit_application(actor=writer, application_id=draft.pk, after=0)
    assert late.again and late.version == first
    done = submit_application(
        actor=writer, application_id=draft.pk, after=1, answers={asked.pk: "Réduit"}
    )
    asked.refresh_from_db()
    assert done.version.number == 2 and asked.answered_by == done.version
    assert (asked.state, asked.answer) == ("answered", "Réduit")
    states = {row.funder_id: (row.asked, row.state) for row in draft.requests.all()}
    assert states == {year.funders[0].pk: (800, "received"), second: (200, "received")}


@ONE
def test_what_is_no_longer_asked_is_withdrawn_and_what_is_decided_stays(year: Year):
    writer, draft = ready(year)
    submit_application(actor=writer, application_id=draft.pk)
    draft.requests.update(state="awarded", awarded=500)
    Application.objects.filter(pk=draft.pk).update(state="correction")
    base = f"request.{year.funders[0].pk}"
    type_in(writer, draft, {f"{base}.asked": "900"}, base=1)
    type_in(writer, draft, {"budget.income.own": "600"}, base=1)
    submit_application(actor=writer, application_id=draft.pk)
    assert draft.requests.get().asked == 1000


@ONE
def test_taking_back(year: Year):
    writer, draft = ready(year)
    submit_application(actor=writer, application_id=draft.pk)
    withdraw_application(actor=writer, application_id=draft.pk, reason="Plus d'équipe")
    draft.refresh_from_db()
    assert draft.state == "withdrawn" and draft.requests.get().state == "withdrawn"
    with pytest.raises(Refused):
        withdraw_application(actor=writer, application_id=draft.pk)


@ONE
def test_numbers_follow_and_skip_those_already_there(year: Year):
    writer = year.person("awa")
    first, second = (year.organisation(f"Porteur {rank}") for rank in "AB")
    year.draft().project.__class__.objects.update(number="P2026-00002")
    made = [
        start_application(actor=writer, call=year.call, lead_id=lead.pk)
        for lead in (first, second, first)
    ]
    assert [each.project.number for each in made[:2]] == ["P2026-00001", "P2026-00003"]
    assert made[2] == made[0], "an empty file of the same holder is taken again"


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_two_clicks_at_once_are_one_submission(year: Year):
    writer, draft = ready(year)
    ready_both = Barrier(2)

    def click() -> bool:
        try:
            ready_both.wait(10)
            done = submit_application(actor=writer, application_id=draft.pk, after=0)
            return done.again
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        clicks = [pool.submit(click) for _ in range(2)]
        again = sorted(each.result(30) for each in clicks)
    assert again == [False, True]
    assert ApplicationVersion.objects.count() == 1 and draft.requests.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_starts_at_once_get_different_numbers(year: Year):
    leads = [year.organisation(f"Porteur {rank}").pk for rank in range(4)]
    writers = [year.person(f"personne{rank}") for rank in range(4)]
    together = Barrier(4)

    def start(rank: int) -> str:
        try:
            together.wait(10)
            made = start_application(actor=writers[rank], call=year.call, lead_id=leads[rank])
            return made.project.number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(start, range(4)))
    assert len(set(numbers)) == 4 and NumberSequence.objects.get().last == 4
