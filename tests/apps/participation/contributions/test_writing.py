"""Proposing: once per person, within the phases, confirmed by the address it came from."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.participation.words import VISIT, Room

from faire_ensemble.apps.participation.models import (
    Contribution,
    Contributor,
    PersonalLink,
)
from faire_ensemble.apps.participation.services import contributions as services
from faire_ensemble.apps.participation.services.contributions.links import digest_of
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.kit.jobs import run_waiting
from faire_ensemble.kit.verdicts import Refused

TYPED = {"title": "Des bancs", "body": "Pour s'asseoir.", "email": "Jeanne@Exemple.org"}


def address(name: str, room: Room, *args: Any) -> str:
    return reverse(f"participation:{name}", args=[room.process.code, *args])


def propose(client: Client, room: Room, **changes: Any) -> Any:
    return client.post(address("propose", room), TYPED | {"etape": "envoyer"} | changes)


def mailed_link() -> str:
    run_waiting()
    return re.findall(r"https?://\S+/participation/lien/\S+/", mail.outbox[-1].body)[-1]


def test_an_address_is_enough_and_its_link_publishes_nothing_by_being_opened(room: Room):
    client = Client()
    read_again = client.post(address("propose", room), TYPED | {"etape": "relire"})
    assert "Relisez" in read_again.content.decode() and not Contribution.objects.exists()
    assert propose(client, room).status_code == 200
    made = Contribution.objects.get()
    assert made.state == "unconfirmed" and made.contributor.confirmed_at is None
    link = mailed_link()
    secret = link.rstrip("/").rsplit("/", 1)[1]
    assert PersonalLink.objects.get().digest == digest_of(secret)
    other = Client()
    assert "Des bancs" in other.get(link).content.decode()
    made.refresh_from_db()
    assert made.state == "unconfirmed"
    assert other.post(link, {"contribution": made.pk}).status_code == 302
    made.refresh_from_db()
    assert made.state == "waiting" and made.contributor.confirmed_at is not None
    assert "Des bancs" in other.get(address("my_contributions", room)).content.decode()


def test_a_link_confirms_only_what_its_owner_ticked(room: Room):
    propose(Client(), room)
    propose(Client(), room, title="Une autre, écrite par un inconnu")
    mine, other = Contribution.objects.order_by("pk")
    Client().post(mailed_link(), {"contribution": mine.pk})
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, other.state) == ("waiting", "unconfirmed")


def test_a_link_of_somebody_else_confirms_nothing_of_mine(room: Room):
    propose(Client(), room)
    mine = Contribution.objects.get()
    propose(Client(), room, email="autre@exemple.org", title="Autre chose")
    Client().post(mailed_link(), {"contribution": mine.pk})
    mine.refresh_from_db()
    assert mine.state == "unconfirmed"


def test_an_old_or_unknown_link_says_so(room: Room):
    propose(Client(), room)
    link = mailed_link()
    PersonalLink.objects.update(made_at=timezone.now() - timedelta(days=8))
    for each in (link, reverse("participation:enter_by_link", args=["inconnu"])):
        answer = Client().get(each)
        assert answer.status_code == 403 and "demandez-en un autre" in answer.content.decode()


def test_the_same_address_is_one_person_and_so_is_its_account(room: Room):
    first = services.contributor_of_address(room.process, "jeanne@exemple.org", VISIT)
    again = services.contributor_of_address(room.process, " Jeanne@EXEMPLE.org ", VISIT)
    assert first == again
    account = room.account("jeanne")
    assert services.contributor_of_person(room.process, account, VISIT) == first
    first.refresh_from_db()
    assert first.person == account and Contributor.objects.count() == 1
    assert services.contributor_of_address(room.process, account.email, VISIT) == first


def test_an_account_then_its_address_are_one_person(room: Room):
    account = room.account("paul")
    first = services.contributor_of_person(room.process, account, VISIT)
    assert services.contributor_of_address(room.process, "paul@exemple.org", VISIT) == first


def test_the_database_refuses_one_address_twice(room: Room):
    first = room.contributor("jeanne")
    with pytest.raises(IntegrityError):
        Contributor.objects.create(
            process=room.process, email_digest=first.email_digest, created_at=timezone.now()
        )


def test_two_processes_do_not_know_that_it_is_the_same_person(room: Room):
    other = room.make(salt="t" * 64)
    digests = {
        services.email_digest(process, "jeanne@exemple.org") for process in (room.process, other)
    }
    assert len(digests) == 2


def test_an_account_proposes_without_address_and_waits_to_be_read(room: Room):
    client = Client()
    client.force_login(room.account("jeanne"))
    answer = propose(client, room)
    assert answer.status_code == 302 and Contribution.objects.get().state == "waiting"


def test_where_nobody_reads_first_it_is_public_at_once_and_owed_an_answer(room: Room):
    process = room.make(read_first=False, answer_days=30)
    made = room.write(process=process)
    assert made.state == "published"
    assert made.answer_due_on == timezone.localdate() + timedelta(days=30)


def test_sent_twice_by_a_double_click_is_one(room: Room):
    author = room.contributor()
    assert room.write(author=author) == room.write(author=author)
    assert Contribution.objects.count() == 1


def test_one_person_cannot_flood_a_process(room: Room):
    author = room.contributor()
    for rank in range(settings.FAIRE_CONTRIBUTIONS_A_DAY):
        room.write(f"Idée {rank}", author=author)
    with pytest.raises(BadInput, match="revenez demain"):
        room.write("Une de trop", author=author)
    assert Contribution.objects.count() == settings.FAIRE_CONTRIBUTIONS_A_DAY
    Contribution.objects.update(sent_at=timezone.now() - timedelta(days=2))
    assert (
        room.write("Le lendemain", author=author).number == settings.FAIRE_CONTRIBUTIONS_A_DAY + 1
    )


def test_outside_of_its_phase_a_process_takes_nothing(room: Room):
    closed = room.make("review")
    with pytest.raises(Refused, match="en ce moment"):
        room.write(process=closed)
    answer = Client().get(reverse("participation:propose", args=[closed.code]))
    assert answer.status_code == 403 and "en ce moment" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Donnez un titre"),
        ({"title": "x" * 151}, "Le titre est trop long"),
        ({"body": " "}, "Dites ce que vous proposez"),
        ({"body": "x" * 5001}, "Le texte est trop long"),
        ({"email": "jeanne"}, "Cette adresse n&#x27;est pas complète"),
        ({"email": ""}, "Donnez votre adresse"),
        ({"cost": "mille euros"}, "n&#x27;est pas un montant"),
        ({"cost": "-5"}, "est négatif"),
        ({"category": "Inconnu"}, "Sélectionnez un choix valide"),
        ({"longitude": "3.06"}, "Le point est incomplet"),
    ],
)
def test_each_fault_gets_its_sentence(room: Room, changes: dict[str, str], sentence: str):
    room.process = room.make(kind="budget")
    answer = propose(Client(), room, **changes)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not Contribution.objects.exists() and not mail.outbox


def test_asking_for_a_link_does_not_tell_who_is_known(room: Room):
    room.contributor("jeanne")
    pages = [
        Client().post(address("enter", room), {"par": "email", "email": f"{name}@exemple.org"})
        for name in ("jeanne", "marie")
    ]
    texts = [re.sub("(jeanne|marie)", "", page.content.decode()) for page in pages]
    assert texts[0] == texts[1]


def test_an_address_is_not_flooded_by_somebody_else(room: Room):
    for _rank in range(20):
        services.send_entry(process=room.process, address="jeanne@exemple.org", visit=VISIT)
    run_waiting()
    assert len(mail.outbox) == 12


def test_a_link_leads_to_where_one_was_going_never_elsewhere(room: Room):
    client = Client()
    target = room.published()
    there = address("contribution", room, target.number)
    client.post(address("enter", room), {"par": "email", "email": "a@b.fr", "suite": there})
    assert client.post(mailed_link()).url == there
    code = services.make_codes(
        actor=room.officer, process_id=room.process.pk, batch="Rue", count=1
    )[0]
    for evil in ("https://ailleurs.fr/", "//ailleurs.fr/", "javascript:alert(1)"):
        answer = Client().post(address("enter", room), {"par": "code", "code": code, "suite": evil})
        assert answer.url == address("my_contributions", room)


def test_what_nobody_confirms_is_forgotten(room: Room):
    propose(Client(), room)
    old = timezone.now() - timedelta(days=8)
    kept = room.write()
    assert services.forget_unconfirmed() == 0
    Contribution.objects.update(sent_at=old)
    PersonalLink.objects.update(made_at=old)
    Contributor.objects.update(created_at=old)
    services.forget_unconfirmed()
    assert list(Contribution.objects.all()) == [kept]
    assert not Contributor.objects.filter(email="jeanne@exemple.org").exists()


def test_its_author_takes_it_back_and_nobody_else(room: Room):
    mine = room.published()
    with pytest.raises(Refused):
        services.withdraw_contribution(
            contributor_id=room.contributor().pk, contribution_id=mine.pk
        )
    services.withdraw_contribution(contributor_id=mine.contributor_id, contribution_id=mine.pk)
    mine.refresh_from_db()
    assert mine.state == "withdrawn" and mine.moderations.last().reason == "author"
    assert Client().get(address("contribution", room, mine.number)).status_code == 403


def test_one_connection_cannot_have_a_town_written_to(room: Room, settings: Any, mailoutbox: Any):
    settings.FAIRE_MAILS_PER_ORIGIN, settings.FAIRE_PROXIES = 2, 1
    cache.clear()

    def asks(name: str, there: str) -> Any:
        typed = {"par": "email", "email": f"{name}@exemple.org"}
        headers = {"x-forwarded-for": there}
        return Client().post(address("enter", room), typed, headers=headers)

    assert [asks(each, "192.0.2.1").status_code for each in "abc"] == [200, 200, 422]
    assert "revenez demain" in asks("d", "192.0.2.1").content.decode()
    typed = {"title": "Un banc", "body": "Devant l'école.", "email": "e@exemple.org",
             "etape": "envoyer"}  # fmt: skip
    refused = Client().post(
        address("propose", room), typed, headers={"x-forwarded-for": "192.0.2.1"}
    )
    assert refused.status_code == 422 and "Un banc" in refused.content.decode()
    assert not Contribution.objects.exists() and Contributor.objects.count() == 2
    assert asks("f", "192.0.2.2").status_code == 200
