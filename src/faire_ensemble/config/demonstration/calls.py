"""The calls of the demonstration: a closed year, the next one under instruction, one open."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from faire_ensemble.apps.funding.lifecycle.calls import CallState
from faire_ensemble.apps.funding.models import (
    Call,
    CallFunder,
    Criterion,
    Question,
    QuestionVersion,
    RequiredDocument,
)
from faire_ensemble.config.demonstration import draw, facts
from faire_ensemble.config.demonstration.keys import Keys, at
from faire_ensemble.config.demonstration.known import known

TOWN_CONDITION = "Pour les projets qui ont lieu sur son territoire."


def add_calls(keys: Keys) -> list[Call]:
    """In the order of the facts, each with its grid, documents and questions."""
    return [_add(keys, fact) for fact in keys.words["calls"]]


def _add(keys: Keys, fact: dict[str, Any]) -> Call:
    # A permanent call is open now: its year is the one of the build.
    year = fact.get("year") or timezone.localdate().year
    closes = fact.get("closes")
    call = Call.objects.create(
        contract=keys.contract, code=fact["code"], kind=fact["kind"], title=fact["title"],
        summary=fact["summary"].strip(), first_year=year, last_year=year,
        opens_at=at(fact["opens"], 0),
        closes_at=at(closes + timedelta(days=1), 0) if closes else None,
        state=CallState.PUBLISHED,
    )  # fmt: skip
    call.objectives.set(keys.objectives)
    CallFunder.objects.bulk_create(
        CallFunder(call=call, funder_id=funder, nature=nature, conditions=conditions, rank=rank)
        for rank, (funder, nature, conditions) in enumerate(_funders(keys), start=1)
    )
    Criterion.objects.bulk_create(
        Criterion(call=call, rank=rank, **each)
        for rank, each in enumerate(keys.words["criteria"], start=1)
    )
    RequiredDocument.objects.bulk_create(
        RequiredDocument(call=call, rank=rank, **each)
        for rank, each in enumerate(keys.words["documents"], start=1)
    )
    _add_questions(call, keys.words["questions"])
    return call


def _add_questions(call: Call, words: Iterable[dict[str, Any]]) -> None:
    for rank, fact in enumerate(words, start=1):
        question = Question.objects.create(call=call, key=fact["key"], rank=rank)
        QuestionVersion.objects.create(
            question=question, number=1, label=fact["label"], why=fact["why"],
            kind=fact["kind"], written_at=known(call.opens_at),
        )  # fmt: skip


def _funders(keys: Keys) -> list[tuple[int, str, str]]:
    """Organisation, nature, conditions: the named funders first, then each town."""
    found = [
        (keys.funder(name, ""), nature, "")
        for name, nature in keys.natures.items()
        if name != draw.COMMUNES
    ]
    communes = dict.fromkeys(town.commune for town in facts.towns())
    return found + [
        (keys.funder(draw.COMMUNES, commune), keys.natures[draw.COMMUNES], TOWN_CONDITION)
        for commune in communes
    ]
