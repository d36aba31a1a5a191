"""What everybody reads of calls: which are open, what each asks, what became of answers."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from faire_ensemble.apps.funding.models import (
    ExpectedSolution,
    Question,
    QuestionVersion,
    RequiredDocument,
)
from faire_ensemble.apps.funding.selectors import calls

PARIS = ZoneInfo("Europe/Paris")


def ask(call: Any, key: str, *wordings: dict[str, Any], rank: int = 1, retired: bool = False):
    """A question with its successive wordings."""
    question = Question.objects.create(call=call, key=key, rank=rank, retired=retired)
    for number, wording in enumerate(wordings, start=1):
        values = {"label": key, "kind": "short", "written_at": timezone.now()} | wording
        QuestionVersion.objects.create(question=question, number=number, **values)
    return question


def test_calls_are_told_apart_by_what_they_are_doing(year) -> None:
    now = timezone.now()
    coming = year.make_call(opens_at=now + timedelta(days=3), closes_at=None, kind="permanent")
    closed = year.make_call(closes_at=now - timedelta(minutes=1))
    year.make_call(state="draft")
    archived = year.make_call(state="archived", closes_at=now - timedelta(days=400),
                              opens_at=now - timedelta(days=500))  # fmt: skip
    lists = calls.public_calls(now)
    assert [line.id for line in lists.open] == [year.call.pk]
    assert [line.id for line in lists.coming] == [coming.pk]
    assert [line.id for line in lists.closed] == [closed.pk, archived.pk]
    assert calls.current_calls(now) == lists.open


def test_the_lists_cost_two_queries_whatever_their_number(year, django_assert_num_queries) -> None:
    for _ in range(12):
        year.make_call()
    with django_assert_num_queries(2):
        assert len(calls.public_calls().open) == 13


@pytest.mark.parametrize(
    ("closes", "now", "last_day", "midnight", "left"),
    [
        ("2026-11-30T18:00", "2026-11-23T09:00", "2026-11-30", False, 7),
        ("2026-11-30T18:00", "2026-11-30T17:59", "2026-11-30", False, 0),
        ("2026-12-01T00:00", "2026-11-23T09:00", "2026-11-30", True, 7),
        # 23:30 in Paris is the same day there, though it is 22:30 in London.
        ("2026-11-30T23:30", "2026-11-29T23:50", "2026-11-30", False, 1),
        # Over the change to summer time, days remain days.
        ("2027-03-29T12:00", "2027-03-27T23:00", "2027-03-29", False, 2),
        ("2026-11-30T18:00", "2026-11-30T18:00", "2026-11-30", False, None),
    ],
)
def test_days_left_are_counted_on_the_clock_of_the_site(
    year, closes: str, now: str, last_day: str, midnight: bool, left: int | None
) -> None:
    year.call.opens_at = None
    year.call.closes_at = datetime.fromisoformat(closes).replace(tzinfo=PARIS)
    line = calls.line_of(year.call, datetime.fromisoformat(now).replace(tzinfo=PARIS))
    assert line.last_day is not None
    assert line.last_day.date().isoformat() == last_day
    assert (line.at_midnight, line.days_left) == (midnight, left)


def test_a_permanent_call_has_no_days_left(year) -> None:
    year.call.closes_at = None
    line = calls.line_of(year.call)
    assert line.days_left is None and line.phase == "open"


def test_a_line_says_who_funds_and_for_whom(year) -> None:
    year.call.eligible_kinds = ["association", "commune", "vanished"]
    year.call.last_year = 2028
    line = calls.line_of(year.call)
    assert line.eligible == ("association", "commune ou CCAS")
    assert line.funders[0] == "État" and len(line.funders) == 3
    assert line.years == "2026-2028"


def test_the_page_has_everything_for_a_constant_number_of_queries(
    year, django_assert_max_num_queries
) -> None:
    for rank in range(5):
        ask(year.call, f"q{rank}", {}, {"label": "Autrement dit"}, rank=rank)
        RequiredDocument.objects.create(call=year.call, key=f"d{rank}", rank=rank, label="RIB")
    with django_assert_max_num_queries(9):
        page = calls.call_page(year.call.code)
    assert page is not None
    assert [title for _, title in page.objectives] == ["Apprendre", "Se soigner"]
    assert [line.name for line in page.funders][0] == "État"
    assert page.funders[2].nature == "mainstream"
    assert len(page.questions) == len(page.documents) == 5
    assert [line.share for line in page.criteria] == [50, 50]
    assert not page.takes_solutions


def test_no_page_for_an_unknown_code(db) -> None:
    assert calls.call_page("inconnu") is None


def test_the_question_asked_is_the_latest_wording(year) -> None:
    ask(year.call, "public", {"label": "Quel public ?"},
        {"label": "Pour qui ?", "kind": "choice", "choices": ["Tous", "Jeunes"]})  # fmt: skip
    ask(year.call, "ancienne", {}, rank=2, retired=True)
    ask(year.call, "sans-mots", rank=3)
    (asked,) = calls.questions_asked(year.call)
    assert (asked.key, asked.label, asked.version) == ("public", "Pour qui ?", 2)
    assert asked.choices == ("Tous", "Jeunes")


def test_choices_count_for_choices_alone(year) -> None:
    ask(year.call, "libre", {"kind": "long", "choices": ["reste d'avant"]})
    assert calls.questions_asked(year.call)[0].choices == ()


def test_documents_depend_on_who_holds(year) -> None:
    RequiredDocument.objects.create(call=year.call, key="rib", rank=1, label="RIB")
    RequiredDocument.objects.create(
        call=year.call, key="statuts", rank=2, label="Statuts", holder_kinds=["association"]
    )
    assert [d.key for d in calls.documents_asked(year.call)] == ["rib", "statuts"]
    assert [d.key for d in calls.documents_asked(year.call, "commune")] == ["rib"]
    assert [d.key for d in calls.documents_asked(year.call, "association")] == ["rib", "statuts"]
    assert calls.documents_asked(year.call)[1].asked_of == ("association",)


def test_a_renamed_question_keeps_its_answers(year) -> None:
    ask(year.call, "public", {"label": "Quel public ?"}, {"label": "Pour qui ?"})
    (line,) = calls.answered_questions(year.call, {"public": "Les jeunes"})
    assert (line.question.label, line.answer, line.remark) == ("Pour qui ?", "Les jeunes", "")


def test_a_retired_question_is_shown_when_it_was_answered(year) -> None:
    ask(year.call, "ancienne", {}, rank=1, retired=True)
    ask(year.call, "actuelle", {}, rank=2)
    lines = calls.answered_questions(year.call, {"ancienne": "Oui, déjà"})
    assert [(line.question.key, line.retired) for line in lines] == [
        ("actuelle", False),
        ("ancienne", True),
    ]
    assert lines[1].answer == "Oui, déjà" and "n'est plus posée" in lines[1].remark
    assert len(calls.answered_questions(year.call, {"ancienne": "  "})) == 1


@pytest.mark.parametrize(
    ("kind", "answer", "told"),
    [
        ("choice", "Tous", ""),
        ("choice", "Personnes âgées", "n'est plus dans la liste"),
        ("number", "1 200", ""),
        ("number", "3,5", ""),
        ("number", "une dizaine", "Un nombre est attendu"),
        ("number", ",", "Un nombre est attendu"),
        ("yes_no", "Oui", ""),
        ("yes_no", "peut-être", "« oui » ou « non »"),
        ("long", "tout va", ""),
        ("choice", "", ""),
    ],
)
def test_an_answer_that_no_longer_fits_stays_and_says_so(
    year, kind: str, answer: str, told: str
) -> None:
    ask(year.call, "q", {"kind": kind, "choices": ["Tous", "Jeunes"]})
    (line,) = calls.answered_questions(year.call, {"q": answer})
    assert line.answer == answer
    assert told in line.remark and bool(told) == bool(line.remark)


def test_only_kept_solutions_are_public(year) -> None:
    author = year.person("habitante")
    for state in ("received", "kept", "set_aside"):
        ExpectedSolution.objects.create(
            call=year.call, text=f"Un banc ({state})", author=author, state=state,
            reason="déjà fait",
            written_at=timezone.now(), territory=year.quarter,
        )  # fmt: skip
    (kept,) = calls.kept_solutions(year.call)
    assert (kept.text, kept.place) == ("Un banc (kept)", "Trois Ponts")
