"""What waits for the office on the first page is what its own page counts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.apps.participation.words import Room

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.contract.selectors import mandates_everywhere
from faire_ensemble.apps.participation.models import BudgetProject, Process
from faire_ensemble.apps.participation.selectors import participation_waits
from faire_ensemble.apps.participation.selectors.office import doors_of
from faire_ensemble.kit.waiting import Waiting


@pytest.fixture
def room(db: None) -> Room:
    return Room()


def waits(person: User) -> list[Waiting]:
    return participation_waits(mandates_everywhere(person))


def counted(person: User) -> list[int]:
    """What the office counts: texts to read, answers owed, projects to study."""
    doors = list(doors_of(person, Process.objects.values_list("pk", flat=True)).values())
    sums = [sum(getattr(door, name) or 0 for door in doors)
            for name in ("unread", "awaited", "studied")]  # fmt: skip
    return [each for each in sums if each]


def test_the_answers_owed_say_since_when(room: Room) -> None:
    today = timezone.localdate()
    for days in (-8, 6):
        row = room.published(f"Des bancs {days}")
        row.answer_due_on = today + timedelta(days=days)
        row.save()
    room.write("À lire")
    unread, owed = waits(room.officer)
    assert unread.words == "1 texte à relire" and unread.due is None
    assert owed.words == "2 réponses dues aux habitants, dont 1 en retard"
    assert owed.late and owed.due == today - timedelta(days=8)
    assert counted(room.officer) == [1, 2]


def test_a_partner_has_the_answers_and_the_projects_of_their_organisation(room: Room) -> None:
    other = room.year.organisation("Un bailleur", "landlord")
    city = room.year.mandated("ville", "partner", room.city)
    landlord = room.year.mandated("bailleur", "partner", other)
    due = timezone.localdate() + timedelta(days=3)
    for title, owner in (("Des bancs", None), ("Un arbre", None), ("Un hall", other)):
        row = room.published(title)
        row.answer_due_on, row.answer_owner = due, owner
        row.save()
    assert [line.words for line in waits(city)] == ["2 réponses dues aux habitants"]
    assert [line.words for line in waits(landlord)] == ["1 réponse due aux habitants"]
    budget = room.make("propose", kind="budget")
    for number, carrier in ((1, other), (2, room.city)):
        BudgetProject.objects.create(
            process=budget, number=number, title="Un jeu", state="review", carrier=carrier
        )
    for person in (city, landlord, room.officer):
        words = [line.words for line in waits(person)]
        assert "2 projets à étudier" in words
        assert [int(each.split()[0]) for each in words] == counted(person)


def test_a_resident_an_elected_member_and_a_council_have_nothing(room: Room) -> None:
    room.write("À lire")
    for role in ("elected", "council", "holder"):
        assert waits(room.year.mandated(role, role)) == []
    assert waits(room.account("habitante")) == []
