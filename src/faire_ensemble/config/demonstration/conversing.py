"""What residents of the demonstration wrote, and what they were answered: all invented.

Dates count back from the day the demonstration is built, so that what is open, owed and late is
as alive as on a real site.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.contract.models import Contract
from faire_ensemble.apps.participation.models import (
    Answer,
    AnswerLine,
    Comment,
    Contribution,
    Contributor,
    FollowUp,
    FollowUpStep,
    Phase,
    Process,
    Support,
)
from faire_ensemble.apps.participation.services.contributions.writing import folded_text
from faire_ensemble.apps.territory.models import Territory
from faire_ensemble.config.demonstration import facts
from faire_ensemble.config.demonstration.draw import Draw
from faire_ensemble.config.demonstration.keys import Keys, at

RESIDENTS = 90
FIRST, APART = 32, 17  # days: the latest contribution, and from one to the one before
ANSWERED_AFTER, DONE_AFTER, PROMISED_FOR = 12, 15, 60  # days


def add_conversations(found: Keys, people: dict[str, User]) -> int:
    """The consultation, the petitions and the residents' fund; how many contributions."""
    words = facts.table("participation.toml")
    officer = people["cheffe-de-projet"]
    places = list(
        Territory.objects.filter(epci=found.contract.epci, kind="priority").order_by("code")
    )
    draw = Draw(words["seed"])
    consultation = _process(found.contract, "consultation", words["consultation"])
    petitions = _process(found.contract, "petition", words["petitions"])
    _process(found.contract, "fund", words["fund"])
    written = 0
    for process, rows in (
        (consultation, words["consultation"]["contributions"]),
        (petitions, words["petitions"]["contributions"]),
    ):
        residents = _residents(process)
        for rank, row in enumerate(rows):
            sent = timezone.localdate() - timedelta(days=FIRST + APART * rank)
            place = draw.one(places)
            made = _contribution(process, residents[rank], row, place, sent)
            written += 1
            _supports(made, residents, row, sent, draw)
            if row.get("verdict"):
                _answer(made, row, sent, officer)
    return written


def _process(contract: Contract, kind: str, words: dict[str, Any]) -> Process:
    made = Process.objects.create(
        contract=contract,
        code=words["code"],
        kind=kind,
        title=words["title"],
        summary=words["summary"],
        body=words.get("body", "").strip(),
        state="published",
        territory=contract.epci,
        owner=contract.partners.get(organisation__name=words["owner"]).organisation,
        entries=["account", "email"],
        answer_days=60,
        threshold=words.get("threshold"),
        envelope=words.get("envelope"),
        categories=words.get("categories", []),
        salt=facts.digest()[:64],
        created_at=at(words["opens"]),
    )
    Phase.objects.create(process=made, kind="propose", opens_at=at(words["opens"]))
    return made


def _residents(process: Process) -> list[Contributor]:
    """Known by a number alone: nobody can be told anything."""
    return Contributor.objects.bulk_create(
        Contributor(
            process=process,
            reference=f"demonstration:{rank}",
            name=f"Habitant·e {rank}",
            confirmed_at=process.created_at,
            created_at=process.created_at,
        )
        for rank in range(1, RESIDENTS + 1)
    )


def _contribution(
    process: Process, author: Contributor, row: dict[str, Any], place: Territory, sent: date
) -> Contribution:
    process.numbered += 1
    process.save(update_fields=["numbered"])
    published = sent + timedelta(days=1)
    owed = process.threshold is None or row["supports"] >= process.threshold
    return Contribution.objects.create(
        process=process,
        number=process.numbered,
        contributor=author,
        title=row["title"],
        body=row["body"],
        folded=folded_text(row["title"], row["body"]),
        supporters=row["supports"],
        category=row.get("category", ""),
        territory=place,
        state="published",
        sent_at=at(sent, 18),
        published_at=at(published),
        answer_due_on=published + timedelta(days=process.answer_days) if owed else None,
    )


def _supports(
    made: Contribution,
    residents: list[Contributor],
    row: dict[str, Any],
    sent: date,
    draw: Draw,
) -> None:
    others = [each for each in residents if each.pk != made.contributor_id]
    draw.shuffle(others)
    moments = _moments(sent)
    Support.objects.bulk_create(
        Support(contribution=made, contributor=each, at=next(moments))
        for each in others[: row["supports"]]
    )
    Comment.objects.bulk_create(
        Comment(
            contribution=made,
            contributor=others[-1 - rank],
            body=text,
            state="published",
            sent_at=next(moments),
        )
        for rank, text in enumerate(row.get("comments", []))
    )


def _moments(sent: date) -> Iterator[datetime]:
    """One every three hours from the day after."""
    moment = at(sent + timedelta(days=1), 10)
    while True:
        moment = min(moment + timedelta(hours=3), timezone.now())
        yield moment


def _answer(made: Contribution, row: dict[str, Any], sent: date, officer: User) -> None:
    given = at(sent + timedelta(days=ANSWERED_AFTER))
    answer = Answer.objects.create(
        process=made.process,
        verdict=row["verdict"],
        body=row["answer"],
        organisation=made.process.owner,
        by=officer,
        at=given,
    )
    AnswerLine.objects.create(answer=answer, contribution=made)
    if not row["follow_up"]:
        return
    promise = FollowUp.objects.create(
        answer=answer,
        kind="action",
        title=row["follow_up"],
        owner=made.process.owner,
        due_on=timezone.localdate(given) + timedelta(days=PROMISED_FOR),
        state="done" if row["done"] else "promised",
    )
    if row["done"]:
        FollowUpStep.objects.create(
            follow_up=promise,
            state="done",
            words=row["done_words"],
            by=officer,
            at=given + timedelta(days=DONE_AFTER),
        )
