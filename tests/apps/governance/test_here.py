"""« Qui décide ici »: the bodies of a neighbourhood and of a commune on their public pages."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.governance.room import Room

from faire_ensemble.apps.governance.models import Body, BodyDecision, Meeting
from faire_ensemble.apps.governance.selectors import bodies_here

NEIGHBOURHOOD, COMMUNE = "/quartiers/QP059074/", "/communes/59512/"
FRENCH = {"accept-language": "fr"}


@pytest.fixture
def local(room: Room) -> Body:
    """A steering committee of the commune: a chair, a meeting to come, three decisions."""
    made = room.make_body("Comité de Roubaix", kind="local", territory=room.year.commune)
    chair = room.seat("Maire", body=made, office="chair")
    room.term(chair, "Amina Bensalem", function="maire adjointe", named_in_public=True)
    meet(made, 20)
    meet(made, 9)
    for number in (1, 2, 3):
        decide(room, made, number)
    return made


def meet(body: Body, days: int, state: str = "convened") -> Meeting:
    now = timezone.now()
    return Meeting.objects.create(
        body=body, state=state, starts_at=now + timedelta(days=days), changed_at=now,
        convened_at=now if state == "convened" else None,
    )  # fmt: skip


def decide(room: Room, body: Body, number: int, **fields: Any) -> BodyDecision:
    values: dict[str, Any] = {
        "body": body, "year": 2026, "number": number, "owner_name": "Léa",
        "taken_on": date(2026, 1, number),
        "title": f"Ouvrir la salle {number}", "due_on": date(2100, 1, 1),
    }  # fmt: skip
    return BodyDecision.objects.create(**(values | fields))


def section(client: Client, address: str) -> str:
    page = client.get(address, headers=FRENCH).content.decode()
    return page.split('id="qui-decide"', 1)[1].split("financé</h2>", 1)[0].replace("\u00a0", " ")


def test_the_page_of_a_commune_says_who_decides_there(local: Body, client: Client) -> None:
    part = section(client, COMMUNE)
    assert f'href="/qui-decide/{local.pk}/"' in part
    assert "Présidence : Amina Bensalem, maire adjointe" in part
    next_one = Meeting.objects.order_by("starts_at").first()
    assert f'href="/qui-decide/reunions/{next_one.pk}/"' in part
    assert part.count("/qui-decide/reunions/") == 1
    assert "Ouvrir la salle 3" in part and "Ouvrir la salle 2" in part
    assert "Ouvrir la salle 1" not in part


def test_a_neighbourhood_has_its_own_bodies_then_those_of_its_commune(
    room: Room, local: Body, client: Client
) -> None:
    own = room.make_body("Conseil des Trois Ponts", kind="citizens", territory=room.year.quarter)
    found = bodies_here("QP059074", ["59512"])
    assert [(each.name, each.place) for each in found] == [(own.name, ""), (local.name, "Roubaix")]
    part = section(client, NEIGHBOURHOOD)
    assert part.index(own.name) < part.index(local.name)
    in_commune = [(each.name, each.place) for each in bodies_here("59512")]
    assert in_commune == [(local.name, ""), (own.name, "Trois Ponts")]


def test_what_is_not_public_is_not_shown(room: Room, local: Body, client: Client) -> None:
    hidden = room.make_body("Conseil", kind="citizens", territory=room.year.quarter)
    room.term(room.seat("Présidence", body=hidden, office="cochair"), "Bob Leroy")
    meet(hidden, 3, "planned")
    decide(room, hidden, 1, title="Affaire privée", restricted=True)
    part = section(client, NEIGHBOURHOOD)
    assert "Coprésidence : nom non publié" in part
    assert "Bob" not in part and "Affaire privée" not in part
    assert "Pas de réunion annoncée." in part


def test_dissolved_bodies_are_gone_and_a_place_without_any_says_so(
    local: Body, client: Client
) -> None:
    Body.objects.filter(pk=local.pk).update(ended_on=timezone.localdate())
    part = section(client, COMMUNE)
    assert local.name not in part and "Aucune instance propre à ce lieu" in part


def test_the_number_of_queries_does_not_grow(
    room: Room, local: Body, django_assert_num_queries: Any
) -> None:
    for number in range(8):
        body = room.make_body(f"Conseil {number}", territory=room.year.quarter)
        room.term(
            room.seat("Présidence", body=body, office="chair"), room.year.person(f"p{number}")
        )
        meet(body, number + 1)
        decide(room, body, 1)
    with django_assert_num_queries(5):
        found = bodies_here("QP059074", ["59512"])
        assert len(found) == 9 and all(each.chairs and each.decisions for each in found)
    with django_assert_num_queries(1):
        assert bodies_here("QP000000") == ()


def test_what_was_decided_here_is_counted_and_listed(
    room: Room, local: Body, client: Client
) -> None:
    own = room.make_body("Conseil des Trois Ponts", kind="citizens", territory=room.year.quarter)
    decide(room, own, 1, title="Poser un banc", due_on=date(2026, 2, 1))
    decide(room, own, 2, title="Planter", state="done")
    decide(room, own, 3, title="Affaire privée", restricted=True)
    decide(room, room.body, 1, title="Pour toute la métropole")
    for address, code in ((NEIGHBOURHOOD, "QP059074"), (COMMUNE, "59512")):
        part = section(client, address)
        assert "5 décisions prises ici" in part and " : 1 faite, 4 en attente" in part
        assert "dont 1 en retard" in part and f"/qui-decide/decisions/?lieu={code}" in part
    listed = client.get("/qui-decide/decisions/?lieu=QP059074", headers=FRENCH).content.decode()
    assert "Poser un banc" in listed and "Ouvrir la salle 1" in listed
    assert "Pour toute la métropole" not in listed and "Affaire privée" not in listed
    assert '<option value="QP059074" selected>' in listed
    assert "Montré : Trois Ponts." in listed.replace("\u00a0", " ")
    nowhere = client.get("/qui-decide/decisions/?lieu=XX", headers=FRENCH).content.decode()
    assert "Aucune décision ne répond" in nowhere


def test_a_decision_leads_to_the_page_of_its_objective(room: Room, client: Client) -> None:
    objective = room.year.objectives[0]
    made = decide(room, room.body, 1, objective=objective)
    page = client.get(f"/qui-decide/decisions/{made.pk}/", headers=FRENCH).content.decode()
    assert f'href="/objectifs/{objective.pk}/"' in page


def test_one_place_is_chosen_for_meetings_decisions_and_bodies(
    room: Room, local: Body, client: Client
) -> None:
    meet(room.body, 4)
    decide(room, room.body, 1, title="Pour toute la métropole", due_on=date(2026, 2, 1))
    decide(room, local, 4, title="Réparer ici", due_on=date(2026, 2, 1))
    everywhere = client.get("/qui-decide/", headers=FRENCH).content.decode()
    assert "Pour toute la métropole" in everywhere and "Réparer ici" in everywhere
    for code in ("59512", "QP059074"):
        page = client.get(f"/qui-decide/?lieu={code}", headers=FRENCH).content.decode()
        assert "Réparer ici" in page and "Pour toute la métropole" not in page
        assert local.name in page and f">{room.body.name}<" not in page
        assert f'value="{code}" selected' in page and f"?lieu={code}" in page
    assert ">Trois Ponts</option>" not in everywhere and ">Roubaix</option>" in everywhere
    room.make_body("Conseil des Trois Ponts", kind="citizens", territory=room.year.quarter)
    own = client.get("/qui-decide/?page=1", headers=FRENCH).content.decode()
    assert own.index(">Roubaix</option>") < own.index(">Trois Ponts</option>")
    nowhere = client.get("/qui-decide/?lieu=XX", headers=FRENCH).content.decode()
    assert "Aucune instance" in nowhere and "annoncée ici" in nowhere
