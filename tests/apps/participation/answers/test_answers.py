"""Every contribution gets an answer: who owes it, by when, given once, kept to the end."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.apps.participation.words import Room

from faire_ensemble.apps.participation.models import (
    AnswerLine,
    Contribution,
    FollowUp,
    Telling,
)
from faire_ensemble.apps.participation.selectors.answers.lists import late_page, promises
from faire_ensemble.apps.participation.selectors.contributions.listing import Filters, list_page
from faire_ensemble.apps.participation.services import contributions as services
from faire_ensemble.apps.participation.services.answers import (
    Promise,
    answer,
    send_digests,
    set_owner,
    step,
)
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.kit.jobs import run_waiting
from faire_ensemble.kit.verdicts import Refused

DAY = timedelta(days=1)


def reply(room: Room, *rows: Contribution, actor: Any = None, **changes: Any) -> Any:
    values: dict[str, Any] = {"verdict": "refused", "body": "Le budget est épuisé."} | changes
    return answer(
        actor=actor or room.officer, process=room.process,
        contribution_ids=[row.pk for row in rows], **values,
    )  # fmt: skip


def overdue(row: Contribution, days: int = 1) -> Contribution:
    Contribution.objects.filter(pk=row.pk).update(answer_due_on=timezone.localdate() - days * DAY)
    row.refresh_from_db()
    return row


def page_of(room: Room, row: Contribution, client: Client | None = None) -> str:
    address = reverse("participation:contribution", args=[row.process.code, row.number])
    return (client or Client()).get(address).content.decode()


def test_publishing_sets_who_owes_it_and_by_when(room: Room):
    row = room.published()
    assert row.answer_due_on == timezone.localdate() + 60 * DAY
    text = page_of(room, row)
    assert "Réponse attendue au plus tard le" in text and "Ville de Lille" in text


def test_a_day_that_is_today_is_not_late(room: Room):
    overdue(room.published("Aujourd'hui"), days=0)
    late = overdue(room.published("Hier"))
    found = late_page()
    assert [line.title for line in found.lines] == [late.title]
    assert [(each.name, each.count) for each in found.owners] == [("Ville de Lille", 1)]


def test_the_late_list_is_public_and_counts_by_owner(room: Room):
    rows = [overdue(room.published(f"Idée {rank}"), days=rank + 1) for rank in range(3)]
    state = room.year.funders[0]
    set_owner(
        actor=room.officer, process=room.process, contribution_ids=[rows[2].pk], owner_id=state.pk
    )
    found = late_page()
    assert [(each.name, each.count) for each in found.owners] == [
        ("Ville de Lille", 2), (state.name, 1),
    ]  # fmt: skip
    assert [line.title for line in found.lines] == ["Idée 2", "Idée 1", "Idée 0"]
    text = Client().get(reverse("participation:late_answers")).content.decode()
    assert "Idée 2" in text and "3 réponses en retard" in text
    reply(room, *rows)
    text = Client().get(reverse("participation:late_answers")).content.decode()
    assert "Idée 2" not in text and "Aucune réponse n&#39;est en retard" in text


def test_merging_a_late_one_does_not_hide_it(room: Room):
    target, source = room.published("Des bancs"), overdue(room.published("Plus de bancs"))
    services.merge(
        actor=room.officer, process=room.process, target_id=target.pk,
        source_ids=[source.pk], reason="Le même",
    )  # fmt: skip
    assert [line.title for line in late_page().lines] == ["Des bancs"]
    services.split(actor=room.officer, process=room.process, source_id=source.pk, reason="Non")
    assert [line.title for line in late_page().lines] == ["Plus de bancs"]


def test_one_answer_for_many_shown_first(room: Room):
    rows = [room.published(f"Idée {rank}") for rank in range(3)]
    reply(room, *rows, promises=[Promise("Poser des bancs", due_on=timezone.localdate())])
    assert AnswerLine.objects.count() == 3 and FollowUp.objects.count() == 1
    for row in rows:
        text = page_of(room, row)
        assert text.index("non, et voici pourquoi") < text.index(f"{row.title}, pour")
        assert "Le budget est épuisé." in text and "Poser des bancs" in text
    assert {line.owed.standing for line in list_page(room.process, Filters()).lines} == {"given"}


def test_who_may_answer(room: Room):
    row = room.published()
    other = room.year.mandated("caf", "partner", room.year.funders[2])
    with pytest.raises(Refused, match="revient à un autre partenaire"):
        reply(room, row, actor=other)
    set_owner(
        actor=room.officer, process=room.process, contribution_ids=[row.pk],
        owner_id=room.year.funders[2].pk,
    )  # fmt: skip
    assert reply(room, row, actor=other).organisation == room.year.funders[2]
    with pytest.raises(Refused):
        reply(room, row, actor=room.account("passante"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"verdict": "peut-être"}, "Choisissez ce que vous répondez"),
        ({"body": "  "}, "Dites pourquoi"),
        ({"body": "x" * 5001}, "raccourcissez-la"),
    ],
)
def test_answers_that_cannot_be_given_say_why(room: Room, changes: dict[str, str], sentence: str):
    with pytest.raises(BadInput, match=sentence):
        reply(room, room.published(), **changes)
    with pytest.raises(BadInput, match="Cochez au moins une"):
        reply(room, room.write())


def test_what_was_answered_stays_said(room: Room):
    made = reply(room, room.published())
    with pytest.raises(IntegrityError), transaction.atomic():
        made.body = "Autre chose"
        made.save()
    row = Contribution.objects.get()
    reply(room, row, verdict="accepted", body="Finalement oui.")
    text = page_of(room, row)
    assert text.index("Finalement oui.") < text.index("Le budget est épuisé.")


def test_a_promise_is_followed_to_its_end_in_public(room: Room):
    row = room.published()
    reply(room, row, promises=[Promise("Poser des bancs", due_on=timezone.localdate() - DAY)])
    promise = FollowUp.objects.get()
    assert promise.owner == room.city and promises().counts[0][2:] == (1, 1)
    step(actor=room.officer, follow_up_id=promise.pk, act="start", words="Bancs commandés.")
    step(actor=room.officer, follow_up_id=promise.pk, act="stay", words="Livraison en mars.")
    step(actor=room.officer, follow_up_id=promise.pk, act="finish", words="Posés.")
    with pytest.raises(BadInput, match="ne se peut pas"):
        step(actor=room.officer, follow_up_id=promise.pk, act="start", words="Encore ?")
    for text in (
        Client().get(reverse("participation:promises")).content.decode(), page_of(room, row)
    ):  # fmt: skip
        assert text.index("Bancs commandés.") < text.index("Livraison") < text.index("Posés.")
    assert {state: n for state, _label, n, _late in promises().counts}["done"] == 1
    assert Telling.objects.filter(key__startswith="step").count() == 3
    stranger = room.year.mandated("caf", "partner", room.year.funders[2])
    with pytest.raises(Refused):
        step(actor=stranger, follow_up_id=promise.pk, act="stay", words="Rien")


def test_the_office_page_answers_what_is_ticked(room: Room):
    rows = [room.published(f"Idée {rank}") for rank in range(3)]
    client = Client()
    client.force_login(room.officer)
    address = reverse("participation:answer", args=[room.process.code])
    assert client.post(address, {"contribution": rows[0].pk}).status_code == 200
    typed = {
        "contribution": [rows[0].pk, rows[2].pk], "verdict": "partly", "body": "Deux bancs.",
        "promise": "Deux bancs", "kind": "action", "due_on": "2027-03-12",
    }  # fmt: skip
    assert client.post(address, typed).status_code == 302
    text = client.get(address).content.decode()
    assert "Idée 1" in text and "Idée 0" not in text and "Deux bancs" in text
    promise = FollowUp.objects.get()
    there = reverse("participation:follow_up", args=[room.process.code, promise.pk])
    assert "est commencé" in client.get(there).content.decode()
    assert client.post(there, {"act": "finish", "words": "Posés."}).status_code == 302
    promise.refresh_from_db()
    assert promise.state == "done"


def digests() -> list[Any]:
    send_digests()
    run_waiting()
    return mail.outbox


def test_one_mail_a_day_with_all_that_is_new(room: Room):
    author = room.contributor("jeanne")
    rows = [room.published(f"Idée {rank}", author=author) for rank in range(3)]
    reply(room, *rows)
    assert len(digests()) == 1 and len(digests()) == 1
    sent = mail.outbox[0]
    assert sent.to == ["jeanne@exemple.org"]
    assert all(f"Réponse à « Idée {rank} »" in sent.body for rank in range(3))
    assert "https://faire.exemple/participer/" in sent.body
    reply(room, rows[0], body="Encore une précision.")
    assert len(digests()) == 1
    Telling.objects.exclude(sent_at=None).update(sent_at=timezone.now() - timedelta(hours=25))
    assert len(digests()) == 2 and "Encore une précision." in mail.outbox[1].body
    assert "Idée 1" not in mail.outbox[1].body


def test_mails_stop_by_a_link_without_signing_in(room: Room):
    author = room.contributor("jeanne")
    row = room.published(author=author)
    link = re.findall(r"https://faire.exemple(\S+/arreter/\S+)", digests()[0].body)[0]
    assert "Ne plus rien" in Client().get(link).content.decode()
    author.refresh_from_db()
    assert author.stopped_at is None
    Client().post(link)
    author.refresh_from_db()
    assert author.stopped_at is not None
    Telling.objects.update(sent_at=timezone.now() - timedelta(days=2))
    reply(room, row)
    assert len(digests()) == 1
    assert Client().get(reverse("participation:stop_mails", args=["inconnu"])).status_code == 403


def test_nobody_unproved_or_without_address_is_written_to(room: Room):
    unproved = room.contributor("jeanne")
    room.published(author=unproved)
    unproved.confirmed_at = None
    unproved.save()
    code = services.make_codes(
        actor=room.officer, process_id=room.process.pk, batch="Rue", count=1
    )[0]
    paper = services.enter_with_code(process=room.process, typed=code, origin="1")
    room.published("Sur papier", author=paper)
    assert Telling.objects.count() == 2 and not digests()


def test_a_mail_is_in_the_language_of_its_reader(room: Room):
    author = room.contributor("jane")
    author.language = "en"
    author.save()
    reply(room, room.published(author=author))
    assert Telling.objects.filter(contributor=author).count() == 2
    assert len(digests()) == 1


def test_the_author_reads_the_answer_among_their_contributions(room: Room):
    person = room.account("jeanne")
    client = Client()
    client.force_login(person)
    author = services.contributor_of_person(room.process, person)
    reply(room, room.published(author=author))
    text = client.get(
        reverse("participation:my_contributions", args=[room.process.code])
    ).content.decode()
    assert "non, et voici pourquoi" in text and "Le budget est épuisé." in text


def fill(room: Room, count: int) -> None:
    for rank in range(count):
        row = room.published(f"Idée {rank} du lot {count}", category="Jeunesse")
        services.toggle_support(
            contributor_id=room.contributor().pk, contribution_id=row.pk, wanted=True
        )
        services.add_comment(
            contributor_id=room.contributor().pk, contribution_id=row.pk, body="Bien"
        )
        if rank % 2:
            reply(room, row, promises=[Promise(f"Promesse {rank}")])
        else:
            overdue(row)


def queries(address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert Client().get(address).status_code == 200
    return len(seen)


def test_lists_and_pages_ask_a_constant_number_of_queries(room: Room):
    fill(room, 2)
    first = Contribution.objects.get(number=2)
    addresses = [
        reverse("participation:contributions", args=[room.process.code]) + "?q=idee&theme=Jeunesse",
        reverse("participation:contribution", args=[room.process.code, first.number]),
        reverse("participation:late_answers"),
        reverse("participation:promises"),
        reverse("participation:similar_json", args=[room.process.code]) + "?titre=Idée du lot",
    ]
    before = [queries(each) for each in addresses]
    fill(room, 12)
    for _rank in range(6):
        services.add_comment(
            contributor_id=room.contributor().pk, contribution_id=first.pk, body="Encore"
        )
    assert [queries(each) for each in addresses] == before
    assert max(before) <= 16


def test_filters_narrow_the_list(room: Room):
    late = overdue(room.published("Éclairer la rue", category="Cadre de vie"))
    done = room.published(
        "Un terrain de foot", category="Jeunesse", territory_id=room.year.quarter.pk
    )
    reply(room, done)
    room.published("Un composteur")

    def titles(query: str) -> list[str]:
        address = reverse("participation:contributions", args=[room.process.code])
        text = Client().get(f"{address}?{query}").content.decode()
        return [each for each in ("Éclairer", "terrain", "composteur") if f">{each}" in text
                or f">Un {each}" in text]  # fmt: skip

    assert titles("q=eclairer") == ["Éclairer"] and titles("q=ECLAIRER+rue") == ["Éclairer"]
    assert titles("theme=Jeunesse") == ["terrain"]
    assert titles(f"quartier={room.year.quarter.pk}") == ["terrain"]
    assert titles("reponse=late") == ["Éclairer"] and titles("reponse=given") == ["terrain"]
    assert titles("reponse=owed") == ["composteur"]
    assert titles("q=rien") == [] and len(titles("page=999&quartier=abc&ordre=x")) == 3
    assert late.territory is None


def test_a_process_that_is_over_takes_nothing_more_and_still_owes_its_answers(room: Room):
    row = room.published()
    support = "Soutenir ou commenter"
    assert support in page_of(room, row)
    room.process.state = "closed"
    room.process.save()
    page = html.unescape(page_of(room, row))
    assert support not in page and "La réponse reste due." in page
    home = reverse("participation:process", args=[room.process.code])
    ended = html.unescape(Client().get(home).content.decode())
    assert "Cette démarche est terminée" in ended and "1 réponse attendue" in ended
    reply(room, row)
    assert "réponse attendue" not in Client().get(home).content.decode()
    assert "La réponse reste due." not in html.unescape(page_of(room, row))
    officer = Client()
    officer.force_login(room.officer)
    room.published("Une autre", process=room.make())
    desk = reverse("participation:answer", args=[room.process.code])
    assert "les réponses dues le restent" in officer.get(desk).content.decode()
