"""The funding year of the demonstration: the report's numbers, and every constraint held."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Count, F, Q, Sum
from django.test import Client
from django.utils import timezone

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.funding.lifecycle.calls import Phase, phase
from faire_ensemble.apps.funding.models import (
    AgendaItem,
    Application,
    Attendance,
    Call,
    Decision,
    Envelope,
    FundingRequest,
    Grant,
    Notice,
    Opinion,
    Programme,
    Score,
    Session,
)
from faire_ensemble.apps.participation.models import AnswerLine, Contribution, Vote
from faire_ensemble.apps.participation.selectors.answers.lists import late_page
from faire_ensemble.config.demonstration import asking, draw, facts, meetings
from faire_ensemble.core.tally import read_pb, verify

pytestmark = pytest.mark.django_db
YEAR = 2016


@pytest.fixture(scope="module")
def files() -> list[asking.File]:
    return asking.files()


def of_2016() -> Any:
    return Application.objects.filter(year=YEAR)


def test_files_are_the_same_at_each_draw(files: list[asking.File]) -> None:
    assert asking.files() == files
    assert asking.renewals(files, 60) == asking.renewals(files, 60)


def test_files_have_the_numbers_of_the_report(files: list[asking.File]) -> None:
    assert len({file.number for file in files}) == len(files) == 1700
    assert len({file.holder.name for file in files}) == 300
    assert len({ask.funder for file in files for ask in file.asks}) == 7
    assert {len(file.asks) for file in files} == {1, 2, 3, 4}
    refused = sum(not file.funded for file in files)
    assert 400 < refused < 700


def test_amounts_asked_are_in_order(files: list[asking.File]) -> None:
    for file in files:
        assert len({ask.funder for ask in file.asks}) == len(file.asks)
        for ask in file.asks:
            assert ask.asked >= ask.minimum > 0 and ask.awarded is not None
            assert ask.asked >= ask.awarded
            assert not ask.awarded or ask.awarded >= ask.minimum
            assert ask.reason


def test_sessions_are_shared_by_size() -> None:
    found = meetings.share({"a": 90, "b": 9, "c": 1}, 10)
    assert sum(found.values()) == 10 and min(found.values()) == 1
    assert found["a"] > found["b"]


def test_grants_and_decisions_tell_the_same_amounts(counts: dict[str, int]) -> None:
    given = Decision.objects.filter(outcome="award")
    assert given.aggregate(total=Sum("amount"))["total"] == 40_000_000
    told = Counter(
        given.values_list("request__application__project__number", "request__funder", "amount")
    )
    granted = Counter(Grant.objects.values_list("reference", "funder", "amount_awarded"))
    assert told == granted and sum(told.values()) == 1700


def test_every_file_has_its_version_its_requests_and_its_place(counts: dict[str, int]) -> None:
    assert of_2016().count() == counts["files"] == 1700
    assert of_2016().values("lead").distinct().count() == 300
    bad = Application.objects.annotate(
        n_versions=Count("versions", distinct=True),
        n_requests=Count("requests", distinct=True),
        n_places=Count("places", distinct=True),
        n_people=Count("audiences", distinct=True),
    ).filter(
        ~Q(n_versions=1) | Q(n_requests=0) | Q(n_requests__gt=4) | Q(n_places=0) | Q(n_people=0)
    )
    assert not bad.exists()


def test_envelopes_pay_what_was_decided(counts: dict[str, int]) -> None:
    rows = Envelope.objects.filter(year=YEAR).annotate(spent=Sum("decisions__amount"))
    assert {row.nature for row in rows} == {"specific", "mainstream"}
    assert all((row.spent or 0) <= row.amount for row in rows)
    strangers = Decision.objects.filter(outcome="award").exclude(
        envelope__funder=F("request__funder"), envelope__nature=F("request__nature")
    )
    assert not strangers.exists()


def test_requests_say_what_was_decided(counts: dict[str, int]) -> None:
    requests = FundingRequest.objects.filter(application__year=YEAR)
    assert set(requests.values_list("state", flat=True)) == {"awarded", "refused"}
    assert not requests.exclude(decisions__amount=F("awarded")).exists()
    assert not requests.filter(awarded__gt=F("asked")).exists()
    assert not Decision.objects.filter(reason="").exists()
    programme = Programme.objects.get()
    assert programme.state == "adopted" and programme.lines.count() == requests.count()
    raised = programme.lines.filter(outcome="award").exclude(proposed=F("amount"))
    assert raised.exists() and not raised.filter(departure="").exists()


def test_forty_two_sessions_looked_at_every_file(counts: dict[str, int]) -> None:
    sessions = Session.objects.all()
    assert sessions.count() == 42 and not sessions.exclude(state="closed").exists()
    assert AgendaItem.objects.values("application").distinct().count() == 1700
    assert AgendaItem.objects.count() == 1700
    assert not sessions.filter(minutes="").exists()
    assert not AgendaItem.objects.filter(minutes="").exists()
    for session in sessions.select_related("committee"):
        present = Attendance.objects.filter(session=session, present=True, seat__voting=True)
        assert present.count() >= session.quorum
        assert session.starts_at.year == YEAR and session.agenda.exists()


def test_opinions_and_scores(counts: dict[str, int]) -> None:
    assert set(Opinion.objects.values_list("kind", flat=True)) == {"funder", "council"}
    assert Opinion.objects.filter(internal=True).count() > 100
    assert Score.objects.exists() and not Application.objects.filter(score=None).exists()


def test_the_next_year_is_under_instruction(counts: dict[str, int]) -> None:
    waiting = Application.objects.filter(year=YEAR + 1)
    assert waiting.count() == counts["waiting"] == 60
    assert not waiting.exclude(state="submitted").exists()
    assert not waiting.exclude(project=F("previous__project")).exists()
    states = set(FundingRequest.objects.filter(application__in=waiting).values_list("state"))
    assert states == {("received",), ("read",)}
    asked = FundingRequest.objects.filter(application__in=waiting).aggregate(t=Sum("asked"))["t"]
    money = Envelope.objects.filter(year=YEAR + 1).aggregate(t=Sum("amount"))["t"]
    assert Decimal(0) < money < asked


def test_one_call_is_open_and_never_closes(counts: dict[str, int]) -> None:
    now = timezone.now()
    doing = {call.code: phase(call.state, call.opens_at, call.closes_at, now) for call in
             Call.objects.all()}  # fmt: skip
    assert doing == {
        "appel-a-projets-2016": Phase.CLOSED,
        "appel-a-projets-2017": Phase.CLOSED,
        "petits-projets": Phase.OPEN,
    }
    assert Call.objects.get(code="petits-projets").closes_at is None


def test_no_message_waits_and_nobody_has_a_password(counts: dict[str, int]) -> None:
    assert Notice.objects.count() == 1700
    assert not Notice.objects.filter(sent_at=None).exists()
    people = User.objects.all()
    assert all(person.email.endswith("@demonstration.invalid") for person in people)
    assert not any(person.has_usable_password() for person in people)


@pytest.mark.parametrize("key", [each["key"] for each in facts.table("year.toml")["people"]])
def test_each_person_finds_something_to_do(
    counts: dict[str, int], client: Client, settings: Any, key: str
) -> None:
    settings.FAIRE_DEMO = True
    answer = client.post("/demonstration/", {"as": key}, follow=True)
    assert answer.status_code == 200
    if key.startswith("association"):
        person = User.objects.get(pk=client.session["_auth_user_id"])
        assert person.application_memberships.exists()
    else:
        assert "P2016-" in answer.content.decode()


def test_names_of_the_draw_are_marked(files: list[asking.File]) -> None:
    mark = facts.table("invented.toml")["mark"]
    people, _grants = draw.invented()
    assert {file.holder for file in files} == set(people)
    assert all(file.holder.name.endswith(mark) for file in files)
    assert all(call["title"].endswith(mark) for call in facts.table("year.toml")["calls"])


def test_residents_are_answered_and_late_answers_show(counts: dict[str, int]) -> None:
    assert Contribution.objects.count() == counts["contributions"] == 10
    for row in Contribution.objects.all():
        assert row.supporters == row.supports.count()
    assert AnswerLine.objects.filter(contribution__answer_due_on__isnull=False).count() == 6
    assert late_page().total == 2


def test_its_budget_has_the_size_of_lille(counts: dict[str, int]) -> None:
    """185 projects, 20 kept, more than 1 M€; the ballots published give the same result."""
    vote = Vote.objects.get(state="published")
    kept = vote.process.projects.filter(tally_won=True)
    assert vote.projects.count() == 185 and kept.count() == 20
    assert kept.aggregate(sum=Sum("cost"))["sum"] > 1_000_000
    assert not verify(read_pb(vote.pb)).faults and vote.counted.count() == counts["ballots"]
    assert not vote.ballots.exists() and not vote.secret
