"""What waits for a carrier, a member, a facilitator: theirs, and only while it waits."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.initiatives.words import SITE, Place

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.initiatives.models import Task
from faire_ensemble.apps.initiatives.selectors import initiatives_wait
from faire_ensemble.apps.initiatives.services import contacts, groups, moderation
from faire_ensemble.kit.waiting import Waiting

pytestmark = pytest.mark.django_db


def waits(person: User) -> list[Waiting]:
    return initiatives_wait(person)


def words(person: User) -> list[str]:
    return [line.words for line in waits(person)]


def opens(client: Client, person: User) -> None:
    """Each line leads to a page that opens for the person."""
    client.force_login(person)
    for line in waits(person):
        assert client.get(reverse(line.page, args=line.args)).status_code == 200


def test_a_task_waits_for_its_owner_until_it_is_done(client: Client) -> None:
    place = Place()
    group, nadia = place.group(), place.person()
    today = timezone.localdate()

    def task(title: str, owner: User | None, days: int | None, state: str = "todo") -> Task:
        now = timezone.now()
        return Task.objects.create(
            group=group, title=title, owner=owner, state=state, made_at=now, changed_at=now,
            due_on=None if days is None else today + timedelta(days=days),
        )  # fmt: skip

    late = task("Imprimer l'affiche", nadia, -1)
    task("Acheter des outils", nadia, 4, "doing")
    task("Trouver une salle", nadia, None)
    task("Déjà fait", nadia, 4, "done")
    task("D'un autre", place.person("bruno"), 4)
    task("À personne", None, 4)
    assert [(line.words, line.late) for line in waits(nadia)] == [
        ("Tâche du groupe : Acheter des outils", False),
        ("Tâche du groupe : Imprimer l'affiche", True),
        ("Tâche du groupe : Trouver une salle", False),
    ]
    # « Bruno » is no member: the page of the group would not show it.
    assert words(place.person("bruno")) == []
    opens(client, nadia)
    late.state = "done"
    late.save()
    assert len(waits(nadia)) == 2
    groups.close_group(actor=nadia, group_id=group.pk, words="Nous avons fini.")
    assert waits(nadia) == []


def test_an_initiative_sent_back_waits_for_its_carrier(client: Client) -> None:
    place = Place()
    row = place.write()
    assert words(place.person()) == []
    moderation.propose_initiative(actor=place.person(), initiative_id=row.pk)
    assert words(place.person()) == [] and words(place.officer) == ["1 initiative à relire"]
    moderation.moderate(
        actor=place.officer, initiative_id=row.pk, publish=False, words="Dites où.", site=SITE
    )
    assert words(place.person()) == [f"Initiative à corriger : {row.title}"]
    opens(client, place.person())
    moderation.propose_initiative(actor=place.person(), initiative_id=row.pk)
    assert words(place.person()) == []


def test_whoever_is_written_to_has_an_answer_to_give_once(client: Client) -> None:
    place = Place()
    row = place.published()
    thread: Any = contacts.put_in_touch(
        actor=place.person("bruno"), initiative_id=row.pk, body="Comment faire ?", site=SITE
    )
    assert words(place.person("bruno")) == []
    assert words(place.person()) == [f"On vous écrit à propos de {row.title}"]
    opens(client, place.person())
    contacts.write_message(actor=place.person(), thread_id=thread.pk, body="Comme ça.")
    assert words(place.person()) == []


def test_whoever_asks_to_come_in_waits_where_the_answer_is_given(client: Client) -> None:
    place = Place()
    group = place.group(door="request")
    groups.join_group(actor=place.person("bruno"), group_id=group.pk, words="Je suis voisin.")
    (line,) = waits(place.person())
    assert line.words == "On demande à entrer dans le groupe Composter ensemble"
    client.force_login(place.person())
    address = reverse(line.page, args=line.args) + line.query
    page = client.get(address).content.decode()
    assert f'id="{address.split("#")[1]}"' in page and "Je suis voisin." in page
