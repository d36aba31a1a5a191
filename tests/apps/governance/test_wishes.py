"""Wishes and questions of a conseil de quartier, from the vote of an assembly to the answer."""

import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.governance.room import Room
from tests.apps.governance.test_pages import post, text_of
from tests.apps.governance.test_recording import recorded

from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.models import Body, Meeting, Wish
from faire_ensemble.apps.governance.services import BadCouncil

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter(room: Room) -> Body:
    """A conseil de quartier that `room.member` keeps."""
    body = room.make_body("Conseil de quartier du Brun Pain", kind="quarter", notice_days=0)
    room.term(room.seat("Secrétariat", body=body, office="secretary"), room.member)
    return body


@pytest.fixture
def keeper(room: Room, client: Client) -> Client:
    client.force_login(room.member)
    return client


def asked_on(body: Body, actor: Any, ago: int, **fields: Any) -> Wish:
    values: dict[str, Any] = {
        "title": "Un banc", "addressee": "Conseil municipal",
        "on": timezone.localdate() - timedelta(days=ago),
    }  # fmt: skip
    return services.send_wish(actor=actor, body_id=body.pk, **(values | fields))


def test_the_secretary_writes_a_wish_voted_before_and_its_answer(
    room: Room, quarter: Body, keeper: Client
):
    meeting = services.record_meeting(
        actor=room.member, body_id=quarter.pk, day=timezone.localdate() - timedelta(days=90),
        hour=time(18), title="Assemblée",
    )  # fmt: skip
    address = f"/gestion/instances/{quarter.pk}/voeux/"
    sent = timezone.localdate() - timedelta(days=80)
    asked = {
        "acte": "voeu", "voeu-kind": "question", "voeu-title": "Quand rouvre la salle ?",
        "voeu-addressee": "Conseil municipal", "voeu-on": sent.isoformat(),
        "voeu-meeting_id": str(meeting.pk),
    }  # fmt: skip
    assert "Rien ne part d'ici" in text_of(keeper, address)
    later = (timezone.localdate() + timedelta(days=2)).isoformat()
    refused = post(keeper, address, **(asked | {"voeu-on": later}))
    assert "un vœu s'inscrit quand il est remis" in refused
    shown = post(keeper, address, **asked)
    wish = Wish.objects.get()
    assert (wish.sent_on, wish.meeting_id) == (sent, meeting.pk)
    assert "Quand rouvre la salle ?" in text_of(keeper, "/gestion/instances/")
    assert "Demandes sans réponse" in text_of(Client(), "/qui-decide/")
    answer = {"acte": "reponse", "voeu": wish.pk, f"r{wish.pk}-answer": "En mai.",
              f"r{wish.pk}-answered_by": "Ville"}  # fmt: skip
    early = (sent - timedelta(days=1)).isoformat()
    assert "ne vient pas avant la demande" in post(
        keeper, address, **answer, **{f"r{wish.pk}-on": early}
    )
    assert "à venir" in post(keeper, address, **answer, **{f"r{wish.pk}-on": later})
    shown = post(keeper, address, **answer, **{f"r{wish.pk}-on": sent.isoformat()})
    assert "En mai." in shown
    assert "Demandes sans réponse" not in text_of(Client(), "/qui-decide/")
    assert "Réponses attendues" not in text_of(keeper, "/gestion/instances/")


def test_the_meeting_that_voted_it_is_named_once_it_is_told(room: Room, quarter: Body):
    now = timezone.now()
    meeting = Meeting.objects.create(body=quarter, starts_at=now, changed_at=now, state="closed",
                                     closed_at=now)  # fmt: skip
    asked_on(quarter, room.member, 0, meeting_id=meeting.pk)
    link = f'href="/qui-decide/reunions/{meeting.pk}/">réunion du'
    body = f"/qui-decide/{quarter.pk}/"
    assert link not in text_of(Client(), body)
    Meeting.objects.filter(pk=meeting.pk).update(published_at=now)
    assert link in text_of(Client(), body)
    with pytest.raises(BadCouncil, match="pas de cette instance") as refused:
        other = recorded(room)
        asked_on(quarter, room.member, 0, title="Autre", meeting_id=other.pk)
    assert refused.value.field == "meeting_id"


def test_refusals_are_beside_their_field(room: Room, quarter: Body):
    for fields, field in (
        ({"title": " "}, "title"), ({"addressee": " "}, "addressee"), ({"kind": "x"}, "kind"),
        ({"due_on": timezone.localdate() - timedelta(days=9)}, "due_on"),
    ):  # fmt: skip
        with pytest.raises(BadCouncil) as refused:
            asked_on(quarter, room.member, 3, **fields)
        assert refused.value.field == field


def test_pages_of_wishes_cost_the_same_for_many(room: Room, quarter: Body, keeper: Client):
    addresses = ("/qui-decide/", f"/qui-decide/{quarter.pk}/", "/gestion/instances/")
    asked_on(quarter, room.member, 100)
    for address in addresses:
        text_of(keeper, address)  # what is read once a process
    few = [queries_of(keeper, address) for address in addresses]
    for rank in range(12):
        asked_on(quarter, room.member, 100 + rank, title=f"Demande {rank}")
    assert [queries_of(keeper, address) for address in addresses] == few


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        text_of(client, address)
    return len(found)


@pytest.mark.parametrize("kind", ["quarter", "citizens"])
def test_every_link_that_a_secretary_is_shown_opens(room: Room, client: Client, kind: str):
    body = room.make_body("Conseil", kind=kind, notice_days=0)
    room.term(room.seat("Secrétariat", body=body, office="secretary"), room.member)
    now = timezone.now()
    for days in (-9, 9):
        Meeting.objects.create(body=body, starts_at=now + timedelta(days=days), changed_at=now)
    asked_on(body, room.member, 3)
    client.force_login(room.member)
    answers: dict[str, int] = {}
    todo = [f"/qui-decide/{body.pk}/", "/gestion/instances/"]
    todo += [
        f"/gestion/instances/reunions/{pk}/" for pk in body.meetings.values_list("pk", flat=True)
    ]
    while todo:
        address = todo.pop()
        if address in answers:
            continue
        answer = client.get(address)
        answers[address] = answer.status_code
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            main = answer.content.decode().split("<main", 1)[1]
            todo += re.findall(r'href="(/(?:qui-decide|gestion)/[^"#?]*)', main)
    assert len(answers) > 12
    assert {address for address, status in answers.items() if status != 200} == set()
