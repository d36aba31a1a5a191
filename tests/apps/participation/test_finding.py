"""The search of the site finds what people take part in, and nothing that is not public."""

import html
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from tests.apps.participation.words import Room

from faire_ensemble.apps.participation.models import BudgetProject
from faire_ensemble.apps.participation.selectors import find_participation


@pytest.fixture
def room(db: Any) -> Room:
    return Room()


def titles(query: str) -> set[str]:
    found = find_participation(query, 30)
    listed = (*found.processes, *found.contributions, *found.projects)
    assert found.total == len(listed)
    return {each.title for each in listed}


def project(room: Room, title: str, **fields: Any) -> BudgetProject:
    values = {"process": room.process, "number": 1 + BudgetProject.objects.count(),
              "title": title, "cost": Decimal(10), "state": "admitted"}  # fmt: skip
    return BudgetProject.objects.create(**(values | fields))


def test_every_kind_is_found_without_accents_and_by_all_words(room: Room):
    room.process.title = "Le square de l'Église"
    room.process.save()
    room.published("Des bancs près de l'église")
    project(room, "Une fontaine, place de l'Église")
    assert titles("EGLISE") == {
        "Le square de l'Église", "Des bancs près de l'église", "Une fontaine, place de l'Église",
    }  # fmt: skip
    assert titles("eglise bancs") == {"Des bancs près de l'église"}
    assert titles("  ") == titles("introuvable") == set()


def test_nothing_that_is_not_public_is_found(room: Room):
    room.write("Secret jamais lu")
    refused = room.published("Secret refusé")
    room.moderate("reject", refused, reason="off_topic")
    project(room, "Secret retiré", state="withdrawn")
    draft = room.make(state="draft", title="Secret en préparation")
    project(room, "Secret du brouillon", process=draft)
    assert titles("secret") == set()


def test_the_page_of_the_search_leads_to_each(room: Room, django_assert_max_num_queries: Any):
    written = room.published("Un verger")
    made = project(room, "Le verger partagé")
    page = html.unescape(Client().get("/recherche/?q=verger").content.decode())
    base = f"/participer/{room.process.code}"
    assert "2 réponses pour « verger »" in page
    assert f'href="{base}/contributions/{written.number}/"' in page
    assert f'href="{base}/projets/{made.number}/"' in page
    for rank in range(40):
        room.published(f"Encore un verger {rank}")
        project(room, f"Verger {rank}")
    with django_assert_max_num_queries(4):
        found = find_participation("verger", 30)
    assert len(found.contributions) == len(found.projects) == 30 and found.total == 82
