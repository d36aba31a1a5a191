"""What people type wrong: the sentence stands beside the field, and what was typed stays."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.governance.room import Room

from faire_ensemble.apps.governance.models import (
    AgendaItem,
    Body,
    BodyDecision,
    Meeting,
    MeetingAttendance,
    SeatTerm,
)
from faire_ensemble.kit.numbers import HARD

pytestmark = pytest.mark.django_db
FRENCH = {"accept-language": "fr"}


@pytest.fixture
def office(room: Room, client: Client) -> Client:
    client.force_login(room.officer)
    return client


@pytest.fixture
def held(room: Room) -> Meeting:
    """A meeting being held of the three voting seats, two voices needed; a point written."""
    now = timezone.now()
    meeting = Meeting.objects.create(
        body=room.body, state="held", starts_at=now, changed_at=now, convened_at=now, quorum=2
    )
    for seat in (room.state, room.metropolis, room.residents):
        MeetingAttendance.objects.create(meeting=meeting, seat=seat)
    AgendaItem.objects.create(meeting=meeting, rank=1, title="Programmation")
    return meeting


def send(client: Client, address: str, **data: Any) -> str:
    answer = client.post(address, data, headers=FRENCH, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode()).replace(HARD, " ")


def beside(page: str, field: str) -> str:
    """The errors that the field itself points to."""
    control = page.split(f'name="{field}"', 1)[1].split(">", 1)[0]
    described = control.split('aria-describedby="', 1)[1].split('"', 1)[0].split()
    error = next(name for name in described if name.startswith("erreur-") or "_error" in name)
    return page.split(f'id="{error}"', 1)[1].split("</ul>", 1)[0]


def present(page: str, *typed: str) -> bool:
    """Whether each value typed is in its field again."""
    return all(f'value="{text}"' in page or f">{text}<" in page for text in typed)


def test_a_mandate_that_ends_before_it_starts(room: Room, office: Client) -> None:
    page = send(
        office, f"/gestion/instances/{room.body.pk}/",
        **{"acte": "term", "term-seat": room.state.pk, "term-name": "Camille Martin",
           "term-function": "préfète", "term-kind": "holder", "term-origin": "office",
           "term-starts_on": "2026-05-01", "term-ends_on": "2026-04-30"},
    )  # fmt: skip
    error = beside(page, "term-ends_on")
    assert "finirait le 30 avril 2026, avant d'avoir commencé le 1er mai 2026" in error
    assert present(page, "Camille Martin", "préfète", "2026-05-01", "2026-04-30")
    assert not SeatTerm.objects.filter(name="Camille Martin").exists()


def test_a_seat_already_held(room: Room, office: Client) -> None:
    page = send(
        office, f"/gestion/instances/sieges/{room.residents.pk}/",
        **{"acte": "holder", "holder-name": "Camille Martin", "holder-origin": "office",
           "holder-starts_on": "2026-05-01"},
    )  # fmt: skip
    assert "est déjà tenu par quelqu'un" in beside(page, "holder-starts_on")
    assert present(page, "Camille Martin", "2026-05-01")


def test_two_bodies_of_one_name_in_a_contract(room: Room, office: Client) -> None:
    typed = {"kind": "local", "name": "Comité  de pilotage", "description": "Pour le sud.",
             "quorum_rule": "number", "quorum_number": "7", "notice_days": "4", "proxies": "2",
             "meetings_a_year": "3"}  # fmt: skip
    page = send(office, "/gestion/instances/nouvelle/", **typed)
    assert "s'appelle déjà « Comité de pilotage »" in beside(page, "name")
    assert present(page, "Comité  de pilotage", "7", "4", "2", "3") and "Pour le sud." in page
    assert Body.objects.count() == 1
    page = send(office, "/gestion/instances/nouvelle/", **typed | {"quorum_number": ""})
    assert "nombre de voix" in beside(page, "quorum_number")


def test_a_decision_without_owner_or_due_before_the_meeting(
    room: Room, office: Client, held: Meeting
) -> None:
    MeetingAttendance.objects.filter(meeting=held).update(presence="present")
    address = f"/gestion/instances/points/{held.items.get().pk}/"
    today = timezone.localdate()
    typed = {"acte": "decider", "texte-1": "Le projet est présenté.", "texte-2": "",
             "decision-title": "Ouvrir la salle", "decision-words": "Dès mardi.",
             "decision-due_on": (today + timedelta(days=9)).isoformat()}  # fmt: skip
    page = send(office, address, **typed)
    assert "dites qui s'en charge" in beside(page, "decision-owner_organisation")
    assert present(page, "Ouvrir la salle", typed["decision-due_on"]) and "Dès mardi." in page
    assert "Le projet est présenté.</textarea>" in page
    past = (today - timedelta(days=1)).isoformat()
    page = send(
        office, address, **typed | {"decision-owner_name": "Service", "decision-due_on": past}
    )
    assert "vient avant la décision" in beside(page, "decision-due_on")
    assert present(page, "Service", past)
    assert not BodyDecision.objects.exists()
    assert [line.text for line in held.items.get().lines.all()] == ["Le projet est présenté."]


def test_minutes_kept_do_not_lose_the_decision_being_typed(
    room: Room, office: Client, held: Meeting
) -> None:
    address = f"/gestion/instances/points/{held.items.get().pk}/"
    page = send(office, address, **{"acte": "ecrire", "texte-1": "Dit.",
                                    "decision-title": "Ouvrir la salle"})  # fmt: skip
    assert "Compte rendu de ce point enregistré." in page and present(page, "Ouvrir la salle")
    assert "obligatoire" not in page and not BodyDecision.objects.exists()


def test_what_was_said_stays_when_the_meeting_was_closed_meanwhile(
    room: Room, office: Client, held: Meeting
) -> None:
    address = f"/gestion/instances/points/{held.items.get().pk}/"
    Meeting.objects.filter(pk=held.pk).update(state="closed", closed_at=timezone.now())
    page = send(office, address, **{"acte": "ecrire", "texte-1": "Dit trop tard."})
    assert "Dit trop tard.</textarea>" in page and "close" in page


def test_a_meeting_closed_without_quorum(room: Room, office: Client, held: Meeting) -> None:
    page = send(office, f"/gestion/instances/reunions/{held.pk}/acte/", acte="clore")
    assert "Le quorum n'est pas atteint : 0 voix présentes, il en faut 2." in page
    assert "Fixez une seconde réunion" in page
    page = send(
        office, f"/gestion/instances/reunions/{held.pk}/",
        **{"acte": "second", "second-day": "2020-01-01", "second-hour": "18:00"},
    )  # fmt: skip
    assert "Cette date est passée" in beside(page, "second-day")
    assert present(page, "2020-01-01", "18:00")
    held.refresh_from_db()
    assert held.state == "held"


def test_attendance_of_somebody_without_seat(room: Room, office: Client, held: Meeting) -> None:
    address = f"/gestion/instances/reunions/{held.pk}/presences/"
    name, state = f"nom-{room.residents.pk}", f"presence-{room.state.pk}"
    typed = {state: "present", f"nom-{room.state.pk}": "Camille",
             f"presence-{room.residents.pk}": "present", name: "Zoé Passage"}  # fmt: skip
    page = send(office, address, **typed)
    assert "Zoé Passage ne tient pas le siège" in beside(page, name)
    assert present(page, "Zoé Passage", "Camille")
    chosen = page.split(f'name="{state}"', 1)[1].split("</select>", 1)[0]
    assert 'value="present" selected' in chosen
    assert not held.attendances.filter(presence="present").exists()
    page = send(office, address, **typed | {name: ""})
    assert "Présences enregistrées." in page and "quorum atteint" in page


def test_a_proxy_to_nobody_there(room: Room, office: Client, held: Meeting) -> None:
    address = f"/gestion/instances/reunions/{held.pk}/presences/"
    giver = room.state.pk
    page = send(office, address, **{f"presence-{giver}": "proxy"})
    assert "dites à quel autre siège" in beside(page, f"pouvoir-{giver}")
    page = send(office, address, **{f"presence-{giver}": "proxy",
                                    f"pouvoir-{giver}": room.metropolis.pk})  # fmt: skip
    assert "se donne à quelqu'un de présent" in beside(page, f"pouvoir-{giver}")
    assert f'value="{room.metropolis.pk}" selected' in page


def test_attendance_of_a_meeting_closed_meanwhile(
    room: Room, office: Client, held: Meeting
) -> None:
    Meeting.objects.filter(pk=held.pk).update(state="closed", closed_at=timezone.now())
    page = send(office, f"/gestion/instances/reunions/{held.pk}/presences/",
                **{f"presence-{room.state.pk}": "present"})  # fmt: skip
    assert "est close" in page or "n'est plus" in page
    assert not held.attendances.filter(presence="present").exists()
