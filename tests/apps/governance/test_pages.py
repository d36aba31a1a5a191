"""Every page answers, to whom it should, with as many queries for many rows as for few."""

import io
import re
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from tests.apps.governance.room import Room
from tests.apps.governance.test_councils import PDF

from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.lifecycle.meetings import PARIS
from faire_ensemble.apps.governance.models import (
    Body,
    BodyDecision,
    FeedKey,
    Meeting,
    MinuteLine,
    Paper,
    SeatTerm,
    Summons,
)
from faire_ensemble.apps.governance.selectors import calendar as feed
from faire_ensemble.kit.numbers import HARD

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, f"{address}: {answer.status_code}"
    return unescape(answer.content.decode()).replace(HARD, " ")


def post(client: Client, address: str, **data: Any) -> str:
    answer = client.post(address, data, follow=True)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return unescape(answer.content.decode()).replace(HARD, " ")


@pytest.fixture
def secretary(room: Room, client: Client) -> Client:
    client.force_login(room.secretary)
    return client


def test_a_steering_committee_from_its_letter_to_its_decisions(room: Room, secretary: Client):
    day = timezone.localdate() + timedelta(days=20)
    page = post(
        secretary, f"/gestion/instances/{room.body.pk}/reunions/", day=day, hour="18:00",
        minutes_long=120, place="Hôtel de métropole",
    )  # fmt: skip
    meeting = Meeting.objects.get()
    office = f"/gestion/instances/reunions/{meeting.pk}/"
    assert "Réunion prévue" in page
    public = f"/qui-decide/reunions/{meeting.pk}/"
    assert Client().get(public).status_code == 404  # nobody is told before the letters
    refused = post(secretary, f"{office}acte/", acte="convoquer")
    assert "ordre du jour est vide" in refused
    post(secretary, office, **{"acte": "item", "item-title": "Programmation 2027"})
    post(secretary, office, **{"acte": "item", "item-title": "Situation d'un quartier",
                               "item-restricted": "on"})  # fmt: skip
    assert "Convocations envoyées" in post(secretary, f"{office}acte/", acte="convoquer")
    shown = text_of(Client(), public)
    assert "Programmation 2027" in shown and "Situation d'un quartier" not in shown
    meeting.starts_at = timezone.now() - timedelta(hours=1)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=meeting.starts_at)
    post(secretary, f"{office}acte/", acte="ouvrir")
    held = text_of(secretary, office)
    assert "quorum non atteint" in held
    presences = {f"presence-{seat.pk}": "present" for seat in (room.state, room.residents)}
    assert "quorum atteint" in post(secretary, f"{office}presences/", **presences)
    item = meeting.items.order_by("rank")[0]
    address = f"/gestion/instances/points/{item.pk}/"
    post(secretary, address, **{"acte": "ecrire", "texte-1": "Le projet est présenté.",
                                "texte-2": "Un avis réservé.", "reserve-2": "1"})  # fmt: skip
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    wrong = post(secretary, address, **{"acte": "decider", "decision-title": "Ouvrir l'appel",
                                        "decision-due_on": due})  # fmt: skip
    assert "dites qui s'en charge" in wrong
    post(secretary, address, **{"acte": "decider", "decision-title": "Ouvrir l'appel",
                                "decision-due_on": due, "decision-owner_name": "Service politique "
                                "de la ville"})  # fmt: skip
    post(secretary, f"{office}acte/", acte="clore")
    assert "pas encore publié" in text_of(Client(), public)
    assert Client().get(f"{public}compte-rendu.pdf").status_code == 404
    post(secretary, f"{office}acte/", acte="publier")
    shown = text_of(Client(), public)
    assert "Le projet est présenté." in shown and "Ouvrir l'appel" in shown
    assert "Un avis réservé." not in shown and "Situation d'un quartier" not in shown
    assert "Un avis réservé." in text_of(secretary, public)
    decision = BodyDecision.objects.get()
    follow = f"/gestion/instances/decisions/{decision.pk}/"
    assert "ce qui a été fait" in post(secretary, follow, acte="suivre", suite="finish")
    post(secretary, follow, acte="suivre", suite="finish", words="Appel ouvert le 3 mars")
    assert "Appel ouvert le 3 mars" in text_of(Client(), f"/qui-decide/decisions/{decision.pk}/")


def closed_meeting(room: Room, published: bool = True) -> Meeting:
    now = timezone.now()
    meeting = Meeting.objects.create(
        body=room.body, starts_at=now - timedelta(days=3), changed_at=now, state="closed",
        convened_at=now, closed_at=now, published_at=now if published else None, quorum=2,
        place="Mairie",
    )  # fmt: skip
    for rank, restricted in ((1, False), (2, True)):
        item = meeting.items.create(rank=rank, title=f"Point{rank}", restricted=restricted)
        MinuteLine.objects.create(item=item, rank=1, text=f"Dit{rank}")
        MinuteLine.objects.create(item=item, rank=2, text=f"Tu{rank}", restricted=True)
        BodyDecision.objects.create(
            body=room.body, meeting=meeting, item=item, year=2026, number=rank,
            title=f"Décision{rank}", owner_name="Service", taken_on=date(2026, 1, 1),
            due_on=date(2026, 2, 1), restricted=restricted,
        )  # fmt: skip
    return meeting


SECRETS = ("Tu1", "Tu2", "Point2", "Dit2", "Décision2")
PUBLIC = ("Point1", "Dit1", "Décision1")


def test_no_public_page_holds_a_restricted_line(room: Room):
    meeting = closed_meeting(room)
    secret = BodyDecision.objects.get(restricted=True)
    addresses = [
        "/qui-decide/", f"/qui-decide/{room.body.pk}/", f"/qui-decide/reunions/{meeting.pk}/",
        "/qui-decide/decisions/", "/qui-decide/decisions/?retard=1", "/qui-decide/agenda.ics",
        f"/qui-decide/{room.body.pk}/agenda.ics",
        f"/qui-decide/decisions/{BodyDecision.objects.get(restricted=False).pk}/",
    ]  # fmt: skip
    seen = ""
    for client in (Client(), stranger(room)):
        for address in addresses:
            shown = text_of(client, address)
            seen += shown
            for word in SECRETS:
                assert word not in shown, f"{word} in {address}"
        assert client.get(f"/qui-decide/decisions/{secret.pk}/").status_code == 403
    assert all(word in seen for word in PUBLIC)


def stranger(room: Room) -> Client:
    client = Client()
    client.force_login(room.stranger)
    return client


def test_the_public_minutes_hold_no_restricted_line(room: Room):
    meeting = closed_meeting(room)
    address = f"/qui-decide/reunions/{meeting.pk}/compte-rendu.pdf"

    def words(client: Client) -> str:
        answer = client.get(address)
        assert answer["Content-Type"] == "application/pdf"
        reader = pypdf.PdfReader(io.BytesIO(answer.content))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        return " ".join(page.extract_text() for page in reader.pages)

    public = words(Client())
    assert all(word in public for word in PUBLIC)
    assert not [word for word in SECRETS if word in public]
    inside = Client()
    inside.force_login(room.member)
    assert all(word in words(inside) for word in PUBLIC + SECRETS)


def test_calendars_are_read_back(room: Room, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(feed, "PAST", timedelta(days=36_500))  # the dates below grow old
    start = datetime(2026, 12, 15, 18, 0, tzinfo=PARIS)
    now = timezone.now()
    title = "Programmation ; bilan, et suites des décisions prises dans l'année avec accents éàü"
    values = {"body": room.body, "changed_at": now, "convened_at": now}
    told = Meeting.objects.create(
        starts_at=start, state="convened", title=title, place="Salle, 2e étage", sequence=3,
        online_url="https://exemple.org/secret", **values,
    )  # fmt: skip
    summer = Meeting.objects.create(
        starts_at=datetime(2026, 7, 1, 18, 0, tzinfo=PARIS), state="cancelled",
        cancel_reason="Canicule", **values,
    )  # fmt: skip
    hidden = Meeting.objects.create(
        body=room.body, changed_at=now, starts_at=start + timedelta(days=30), state="planned"
    )
    answer = Client().get(f"/qui-decide/{room.body.pk}/agenda.ics")
    raw = answer.content
    assert answer["Content-Type"].startswith("text/calendar")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert b"DTSTART;TZID=Europe/Paris:20261215T180000" in raw and b"secret" not in raw
    calendar = Calendar.from_ical(raw)
    events = {int(str(e["uid"]).split("@")[0].split("-")[1]): e for e in calendar.walk("VEVENT")}
    assert set(events) == {told.pk, summer.pk}
    assert events[told.pk]["sequence"] == 3 and title in events[told.pk]["summary"]
    assert events[told.pk].decoded("dtstart") == start
    assert str(events[told.pk]["location"]) == "Salle, 2e étage"
    assert events[summer.pk]["status"] == "CANCELLED"
    (zone,) = calendar.walk("VTIMEZONE")
    paris = zone.to_tz()
    for month in range(1, 13):
        day = datetime(2027, month, 28, 12, 0)  # noqa: DTZ001 - each zone is given its turn
        assert day.replace(tzinfo=paris).utcoffset() == day.replace(tzinfo=PARIS).utcoffset()
    services.change_meeting(
        actor=room.secretary, meeting_id=moved(room).pk, day=date(2026, 12, 22), hour=time(18),
        now=datetime(2026, 11, 1, tzinfo=PARIS),
    )  # fmt: skip
    again = Client().get(f"/qui-decide/{room.body.pk}/agenda.ics").content
    assert b"DTSTART;TZID=Europe/Paris:20261222T180000" in again and b"TENTATIVE" in again
    Meeting.objects.get(starts_at__day=22).delete()
    own = own_feed(room)
    found = Calendar.from_ical(own.content)
    assert len(found.walk("VEVENT")) == 3 and b"secret" in own.content.replace(b"\r\n ", b"")
    assert "no-store" in own["Cache-Control"]
    planned = [e for e in found.walk("VEVENT") if str(e["uid"]).startswith(f"meeting-{hidden.pk}@")]
    assert planned[0]["status"] == "TENTATIVE"


def moved(room: Room) -> Meeting:
    """One whose letters left: moved, it stays in the calendars, to be confirmed."""
    now = timezone.now()
    made = Meeting.objects.create(
        body=room.body, starts_at=datetime(2026, 12, 21, 18, 0, tzinfo=PARIS), changed_at=now,
        state="convened", convened_at=now,
    )  # fmt: skip
    Summons.objects.create(meeting=made, seat=room.residents, sent_at=now)
    return made


def own_feed(room: Room) -> Any:
    client = Client()
    client.force_login(room.member)
    first = re.search(r"<code>\S+?(/qui-decide/\S+)</code>", post(client, FEED))
    second = re.search(r"<code>\S+?(/qui-decide/\S+)</code>", post(client, FEED))
    assert first and second and FeedKey.objects.count() == 1
    assert Client().get(first[1]).status_code == 404  # renewed: the former secret is dead
    return Client().get(second[1])


FEED = "/gestion/instances/mon-agenda/"


def test_office_pages_open_to_those_who_keep_and_to_no_other(room: Room):
    meeting = closed_meeting(room)
    council = room.make_body("Conseil citoyen", kind="citizens")
    keeper = [
        f"/gestion/instances/{room.body.pk}/reunions/",
        f"/gestion/instances/reunions/{meeting.pk}/",
        f"/gestion/instances/{room.body.pk}/voeux/",
        f"/gestion/instances/decisions/{BodyDecision.objects.all()[0].pk}/",
    ]
    officer = [
        "/gestion/instances/nouvelle/",
        f"/gestion/instances/{room.body.pk}/",
        f"/gestion/instances/{room.body.pk}/regles/",
        f"/gestion/instances/{council.pk}/",
        f"/gestion/instances/{council.pk}/conseil/",
        f"/gestion/instances/{council.pk}/conseil/moyens/",
        f"/gestion/instances/sieges/{room.residents.pk}/",
    ]
    expected = {room.officer: (200, 200), room.secretary: (200, 403), room.member: (403, 403)}
    for person, (for_keeper, for_officer) in expected.items():
        client = Client()
        client.force_login(person)
        assert client.get("/gestion/instances/").status_code == 200
        for addresses, status in ((keeper, for_keeper), (officer, for_officer)):
            for address in addresses:
                assert client.get(address).status_code == status, f"{person} {address}"
    assert stranger(room).get("/gestion/instances/").status_code == 403


def test_a_seat_given_on_the_page_of_a_body(room: Room, client: Client):
    client.force_login(room.officer)
    address = f"/gestion/instances/{room.body.pk}/"
    wrong = post(
        client, address,
        **{"acte": "term", "term-seat": room.state.pk, "term-name": "Camille",
           "term-kind": "holder", "term-origin": "office", "term-starts_on": "2026-05-01",
           "term-ends_on": "2026-04-01"},
    )  # fmt: skip
    assert "finirait le 1er avril 2026" in wrong
    post(
        client, address,
        **{"acte": "term", "term-seat": room.state.pk, "term-name": "Camille",
           "term-kind": "holder", "term-origin": "office", "term-starts_on": "2026-05-01"},
    )  # fmt: skip
    term = SeatTerm.objects.get(name="Camille")
    page, told, end = f"/gestion/instances/sieges/{room.state.pk}/", "interet-%s", "fin-%s"
    told, end = told % term.pk, end % term.pk
    post(client, page, **{"acte": told, f"{told}-words": "préside un centre social"})
    post(client, page, **{"acte": end, f"{end}-on": "2026-05-31", f"{end}-reason": "Mutation"})
    term.refresh_from_db()
    assert (term.ends_on, term.end_reason) == (date(2026, 6, 1), "Mutation")
    assert term.interests.count() == 1


def test_public_pages_cost_the_same_for_many(room: Room, django_assert_max_num_queries):
    closed_meeting(room)
    client = Client()
    limits = {"/qui-decide/": 12, f"/qui-decide/{room.body.pk}/": 16, "/qui-decide/decisions/": 10}
    for address, limit in limits.items():
        with django_assert_max_num_queries(limit):
            client.get(address)
    for rank in range(12):
        other = room.make_body(f"Comité local {rank}", kind="local", territory=room.year.commune)
        room.term(room.seat("Maire", body=other), f"Personne {rank}")
        services.take_decision(
            actor=room.officer, body_id=room.body.pk, title=f"Décision {rank}",
            due_on=timezone.localdate(), owner_organisation_id=room.year.funders[rank % 3].pk,
            objective_id=room.year.objectives[rank % 2].pk,
        )  # fmt: skip
        Meeting.objects.create(
            body=room.body, starts_at=timezone.now() + timedelta(days=rank + 1), state="convened",
            changed_at=timezone.now(),
        )  # fmt: skip
    for address, limit in limits.items():
        with django_assert_max_num_queries(limit):
            client.get(address)


def test_an_hour_that_does_not_exist_in_the_form(room: Room, secretary: Client):
    shown = post(
        secretary, f"/gestion/instances/{room.body.pk}/reunions/", day="2027-03-28",
        hour=time(2, 30).isoformat(), minutes_long=60,
    )  # fmt: skip
    assert "02:30 n'existe pas" in shown and not Meeting.objects.exists()


def test_the_order_of_the_agenda_and_a_body_dissolved(room: Room, client: Client):
    client.force_login(room.officer)
    meeting = Meeting.objects.create(
        body=room.body, starts_at=timezone.now() + timedelta(days=9), changed_at=timezone.now()
    )
    items = [meeting.items.create(rank=rank, title=f"Point {rank}") for rank in (1, 2, 3)]
    post(
        client, f"/gestion/instances/reunions/{meeting.pk}/acte/",
        **{"acte": "ranger", f"rang-{items[2].pk}": "0", f"rang-{items[0].pk}": "x", "rang-": "1"},
    )  # fmt: skip
    ordered = list(meeting.items.order_by("rank").values_list("title", "rank"))
    assert ordered == [("Point 3", 1), ("Point 1", 2), ("Point 2", 3)]
    address = f"/gestion/instances/{room.body.pk}/"
    asked = {"acte": "dissolve", "dissolve-on": "2026-01-01"}
    assert "encore prévue" in post(client, address, **asked)
    post(client, f"/gestion/instances/reunions/{meeting.pk}/",
         **{"acte": "cancel", "cancel-reason": "Fin du contrat"})  # fmt: skip
    assert "dissoute le 1er janvier 2026" not in post(client, address, **asked)
    assert "dissoute le 1er janvier 2026" in text_of(Client(), f"/qui-decide/{room.body.pk}/")
    assert room.body.name not in text_of(Client(), "/qui-decide/")


def status(client: Client, address: str) -> int:
    """What a file answers; read to its end, which closes it and leaves the connection open."""
    answer = client.get(address)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def test_papers_go_to_those_who_may_read_them(room: Room, secretary: Client):
    meeting = Meeting.objects.create(
        body=room.body, starts_at=timezone.now() + timedelta(days=9), changed_at=timezone.now(),
        place="Mairie",
    )  # fmt: skip
    office = f"/gestion/instances/reunions/{meeting.pk}/"
    for name, public in (("public.pdf", "on"), ("interne.pdf", "")):
        file = SimpleUploadedFile(name, PDF, content_type="application/pdf")
        data = {"acte": "paper", "paper-file": file} | ({"paper-public": public} if public else {})
        post(secretary, office, **data)
    public_paper, inner = Paper.objects.order_by("pk")
    assert (public_paper.restricted, inner.restricted) == (False, True)
    address = f"/qui-decide/documents/{public_paper.pk}/"
    assert status(Client(), address) == 403  # the meeting is not convened yet
    meeting.convened_at = timezone.now()
    meeting.state = "convened"
    meeting.save()
    assert status(Client(), address) == 200
    assert "interne.pdf" not in text_of(Client(), f"/qui-decide/reunions/{meeting.pk}/")
    inside = f"/qui-decide/documents/{inner.pk}/"
    assert status(Client(), inside) == status(stranger(room), inside) == 403
    assert status(secretary, inside) == 200


def test_a_reference_that_leads_nowhere_is_refused_on_the_page(room: Room, secretary: Client):
    closed_meeting(room)
    decision = BodyDecision.objects.get(restricted=False)
    shown = post(
        secretary, f"/gestion/instances/decisions/{decision.pk}/",
        **{"acte": "lier", "lien-kind": "application", "lien-reference": "P-9999"},
    )  # fmt: skip
    assert "« P-9999 » n'est la référence de rien de public" in shown


def test_a_body_described_then_changed_on_its_pages(room: Room, client: Client):
    client.force_login(room.officer)
    rules = {"quorum_rule": "number", "quorum_number": 3, "notice_days": 4, "proxies": 0,
             "meetings_a_year": 2, "territory": room.year.commune.pk}  # fmt: skip
    same = post(client, "/gestion/instances/nouvelle/", kind="local", name="Comité de pilotage",
                **rules)  # fmt: skip
    assert "s'appelle déjà « Comité de pilotage »" in same
    lacking = post(client, "/gestion/instances/nouvelle/", kind="local", name="Autre",
                   **(rules | {"quorum_number": ""}))  # fmt: skip
    assert "nombre de voix nécessaires" in lacking
    post(client, "/gestion/instances/nouvelle/", kind="local", name="Comité de Roubaix", **rules)
    made = Body.objects.get(name="Comité de Roubaix")
    assert (made.territory, made.quorum_number, made.proxies) == (room.year.commune, 3, 0)
    address = f"/gestion/instances/{made.pk}/regles/"
    assert 'value="Comité de Roubaix"' in text_of(client, address)
    post(client, address, name="Comité local", **(rules | {"quorum_rule": "third"}))
    made.refresh_from_db()
    assert (made.name, made.quorum_rule, made.quorum_number) == ("Comité local", "third", None)
    assert "Comité local" in text_of(Client(), "/qui-decide/?lieu=59512")
    assert "Comité local" not in text_of(Client(), "/qui-decide/?lieu=%00x")
