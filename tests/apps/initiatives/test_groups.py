"""Working groups: who enters, who reads, who runs, how they end."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.apps.initiatives.words import SITE, Place

from faire_ensemble.apps.accounts.services.erasure import erase_person
from faire_ensemble.apps.initiatives.models import Group, Membership, Note, Task, Told
from faire_ensemble.apps.initiatives.selectors import initiatives_wait
from faire_ensemble.apps.initiatives.services import groups
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.urls.groups import urlpatterns
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

SECRET = "ornithorynque"
OF_EVERYBODY = {"groups", "group", "new_group", "join", "leave"}
OF_OFFICERS = ("close_group",)  # from outside, with the reason: see below


class Room:
    """A group with a secret in each of its drawers, and whoever may knock."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.group = place.group()
        self.member = place.member(self.group, "bruno")
        runs = place.person("nadia")
        self.note = groups.write_note(
            actor=runs, group_id=self.group.pk, title=SECRET, body=SECRET, site=SITE
        )
        self.task = groups.add_task(
            actor=runs, group_id=self.group.pk, title=f"Tâche {SECRET}", site=SITE
        )
        left = place.member(self.group, "driss")
        groups.leave_group(actor=left, group_id=self.group.pk)
        Group.objects.filter(pk=self.group.pk).update(door="request")
        asking = place.member(self.group, "elise")
        refused = place.member(self.group, "farid")
        groups.answer_request(
            actor=runs, group_id=self.group.pk, person_id=refused.pk, accept=False,
            words="Complet.", site=SITE,
        )  # fmt: skip
        self.outside: dict[str, Any] = {
            "visitor": None, "passer": place.person("passant"), "officer": place.officer,
            "left": left, "asking": asking, "refused": refused,
        }  # fmt: skip

    def address(self, name: str, keys: Any) -> str:
        values = {
            "group_id": self.group.pk, "note_id": self.note.pk, "task_id": self.task.pk,
            "version_id": 1, "file_id": 1,
        }  # fmt: skip
        return reverse(f"initiatives:{name}", kwargs={key: values[key] for key in keys})


@pytest.fixture
def room(place: Place) -> Room:
    return Room(place)


def test_nobody_outside_reads_or_does_anything_inside(room: Room):
    before = content()
    for pattern in urlpatterns:
        name = str(pattern.name)
        where = room.address(name, pattern.pattern.converters)
        for who, person in room.outside.items():
            if who == "officer" and name in OF_OFFICERS:
                continue
            client = room.place.client(person)
            for method in ("get", "post") if name not in OF_EVERYBODY else ("get",):
                answer = getattr(client, method)(
                    where, {"title": "x", "body": "x", "faire": "finish", "words": "x"}
                )
                assert SECRET.encode() not in answer.getvalue(), (name, who)
                if name not in OF_EVERYBODY:
                    wanted = (302,) if person is None else (403, 405)
                    assert answer.status_code in wanted, (name, who, method)
    assert content() == before


def content() -> list[Any]:
    return [
        list(Group.objects.order_by("pk").values()),
        list(Note.objects.order_by("pk").values()),
        list(Task.objects.order_by("pk").values()),
        list(Membership.objects.order_by("pk").values()),
    ]


def test_members_read_and_work_but_do_not_run(room: Room):
    client = room.place.client(room.member)
    for pattern in urlpatterns:
        name = str(pattern.name)
        if name in ("settle", "file_download"):
            continue
        answer = client.get(room.address(name, pattern.pattern.converters))
        runs = name in ("edit_group", "close_group", "link_initiatives")
        posts = name in ("leave", "members", "add_file", "move_task")
        wanted = 403 if runs or name == "join" else 405 if posts else 200
        if name == "join":
            wanted = 200  # the page opens, the act is refused
        assert answer.status_code == wanted, name
        answer.getvalue()  # a file, read to its end, is closed
    page = client.get(f"/initiatives/groupes/{room.group.pk}/")
    assert SECRET in page.content.decode() and "no-store" in page["Cache-Control"]
    for act in ("accepter", "facilitator"):
        answer = client.post(
            f"/initiatives/groupes/{room.group.pk}/membres/",
            {"faire": act, "personne": room.outside["asking"].pk},
        )
        assert answer.status_code == 403


def test_a_page_never_shows_an_address(room: Room):
    for person in (room.member, room.place.person("nadia"), None):
        page = room.place.client(person).get(f"/initiatives/groupes/{room.group.pk}/")
        assert "secret.exemple" not in page.content.decode()


def test_what_waits_leads_to_where_it_is_answered(room: Room):
    runs = room.place.person("nadia")
    (line,) = initiatives_wait(runs)
    assert line.words == "On demande à entrer dans le groupe Composter ensemble"
    answer = room.place.client(runs).get(reverse(line.page, args=line.args))
    page = answer.content.decode()
    assert answer.status_code == 200 and f'id="{line.query[1:]}"' in page and "Accepter" in page


def test_asking_being_let_in_and_told(room: Room):
    asking = room.outside["asking"]
    told = Told.objects.filter(person=room.place.person("nadia"), key__startswith="asked")
    assert told.count() == 2
    with pytest.raises(Refused, match="déjà envoyée"):
        groups.join_group(actor=asking, group_id=room.group.pk, site=SITE)
    runs = room.place.person("nadia")
    groups.answer_request(
        actor=runs, group_id=room.group.pk, person_id=asking.pk, accept=True, site=SITE
    )
    assert "Vous êtes membre" in Told.objects.filter(person=asking).get().text
    with pytest.raises(BadInput, match="déjà répondu"):
        groups.answer_request(
            actor=runs, group_id=room.group.pk, person_id=asking.pk, accept=False, words="x"
        )
    with pytest.raises(Refused, match="déjà membre"):
        groups.join_group(actor=asking, group_id=room.group.pk)


def test_a_refusal_says_why_and_an_open_door_does_not_undo_it(room: Room):
    refused = room.outside["refused"]
    assert "Complet." in Told.objects.get(person=refused).text
    with pytest.raises(BadInput, match="Dites pourquoi"):
        groups.answer_request(
            actor=room.place.person("nadia"), group_id=room.group.pk,
            person_id=room.outside["asking"].pk, accept=False,
        )  # fmt: skip
    Group.objects.filter(pk=room.group.pk).update(door="open")
    with pytest.raises(Refused, match="n'ont pas accepté"):
        groups.join_group(actor=refused, group_id=room.group.pk)


def test_the_last_to_run_a_group_names_another_before_leaving(room: Room):
    runs = room.place.person("nadia")
    with pytest.raises(BadInput, match="dernière personne"):
        groups.leave_group(actor=runs, group_id=room.group.pk)
    with pytest.raises(BadInput, match="dernière personne"):
        groups.change_role(actor=runs, group_id=room.group.pk, person_id=runs.pk, role="member")
    groups.change_role(
        actor=runs, group_id=room.group.pk, person_id=room.member.pk, role="facilitator"
    )
    groups.leave_group(actor=runs, group_id=room.group.pk)
    with pytest.raises(Refused):
        groups.write_note(actor=runs, group_id=room.group.pk, title="x", body="x")


def test_who_leaves_leaves_their_tasks_to_take(room: Room):
    runs = room.place.person("nadia")
    task = groups.add_task(
        actor=runs, group_id=room.group.pk, title="Appeler", owner_id=room.member.pk, site=SITE
    )
    assert "Une tâche vous est confiée" in Told.objects.get(key__startswith=f"task:{task.pk}").text
    groups.leave_group(actor=room.member, group_id=room.group.pk)
    task.refresh_from_db()
    assert task.owner is None


def test_closed_it_is_read_and_not_written(room: Room):
    runs = room.place.person("nadia")
    with pytest.raises(BadInput, match="Dites ce que le groupe a fait"):
        groups.close_group(actor=runs, group_id=room.group.pk, words=" ")
    groups.close_group(actor=runs, group_id=room.group.pk, words="Trois bacs posés.", site=SITE)
    assert (
        "Trois bacs posés." in Told.objects.get(person=room.member, key__startswith="closed").text
    )
    assert (
        "Trois bacs posés."
        in room.place.client().get(f"/initiatives/groupes/{room.group.pk}/").content.decode()
    )
    page = room.place.client(room.member).get(f"/initiatives/groupes/{room.group.pk}/")
    assert SECRET in page.content.decode() and "Écrire une note" not in page.content.decode()
    for act in (
        lambda: groups.write_note(actor=runs, group_id=room.group.pk, title="x", body="x"),
        lambda: groups.add_task(actor=runs, group_id=room.group.pk, title="x"),
        lambda: groups.join_group(actor=room.outside["passer"], group_id=room.group.pk),
    ):
        with pytest.raises(Refused, match="clos"):
            act()
    groups.leave_group(actor=runs, group_id=room.group.pk)


def test_an_officer_closes_from_outside_says_why_and_reads_nothing(room: Room):
    officer, where = room.place.officer, f"/initiatives/groupes/{room.group.pk}/"
    client = room.place.client(officer)
    assert f'href="{where}fermer/"' in client.get(where).text
    asked = client.get(f"{where}fermer/")
    assert "Pourquoi vous le fermez" in asked.text and SECRET not in asked.text
    silent = client.post(f"{where}fermer/", {"words": " "})
    assert silent.status_code == 422 and "Dites pourquoi vous fermez ce groupe" in silent.text
    with pytest.raises(BadInput, match="Dites pourquoi"):
        groups.close_group(actor=officer, group_id=room.group.pk, words=" ")
    assert client.post(f"{where}fermer/", {"words": "Plus personne n'anime."}).status_code == 302
    public = room.place.client().get(where).text
    assert "Fermé par l&#39;équipe du contrat de ville" in public
    assert "Plus personne n&#39;anime." in public and "Ce que le groupe a fait" not in public
    told = Told.objects.get(person=room.member, key__startswith="closed").text
    assert "L'équipe du contrat de ville a fermé" in told and "Plus personne" in told
    entry = AuditEntry.objects.filter(verb="groupe clos par l'équipe").get()
    assert entry.subject == f"groupe:{room.group.pk}"
    assert entry.detail["motif"] == "Plus personne n'anime."
    assert SECRET not in client.get(where).text
    with pytest.raises(Refused, match="déjà clos"):
        groups.close_group(actor=officer, group_id=room.group.pk, words="Encore.")
    with pytest.raises(Refused):
        groups.close_group(
            actor=room.outside["passer"], group_id=room.place.group("chloe").pk, words="Non."
        )


def test_tasks_move_and_what_is_late_is_first(room: Room):
    task = room.task
    groups.move_task(actor=room.member, task_id=task.pk, act="start")
    groups.move_task(actor=room.member, task_id=task.pk, act="finish")
    with pytest.raises(BadInput, match="C'est déjà fait"):
        groups.move_task(actor=room.member, task_id=task.pk, act="finish")
    late = groups.add_task(actor=room.member, group_id=room.group.pk, title="En retard ?")
    Task.objects.filter(pk=late.pk).update(due_on=timezone.localdate().replace(year=2020))
    page = room.place.client(room.member).get(f"/initiatives/groupes/{room.group.pk}/")
    text = page.content.decode()
    assert "en retard" in text and text.index("En retard ?") < text.index(f"Tâche {SECRET}")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " "}, "Dites ce qui est à faire"),
        ({"title": "x" * 201}, "201 caractères"),
        ({"title": "x", "owner_id": 0}, "membre du groupe"),
        ({"title": "x", "due_on": timezone.localdate().replace(year=2020)}, "est passée"),
    ],
)
def test_bad_tasks(room: Room, fields: dict[str, Any], sentence: str):
    with pytest.raises(BadInput, match=sentence):
        groups.add_task(actor=room.member, group_id=room.group.pk, **fields)


def test_a_task_of_another_group_is_not_reached_through_mine(room: Room):
    other = room.place.group("chloe", title="Autre groupe")
    theirs = groups.add_task(
        actor=room.place.person("chloe"), group_id=other.pk, title="À eux", site=SITE
    )
    client = room.place.client(room.member)
    where = f"/initiatives/groupes/{room.group.pk}/taches/{theirs.pk}/"
    assert client.get(where).status_code == 404
    assert client.post(f"{where}avancer/", {"faire": "finish"}).status_code == 404


def test_only_what_is_published_is_linked(room: Room):
    draft, row = room.place.write("chloe"), room.place.published("chloe", title="Compost du quai")
    runs = room.place.person("nadia")
    with pytest.raises(BadInput, match="n'est pas publiée"):
        room.place.group(title="Autre", initiative_id=draft.pk)
    with pytest.raises(BadInput, match="n'est pas publiée"):
        groups.link_initiative(actor=runs, group_id=room.group.pk, initiative_id=draft.pk)
    with pytest.raises(Refused):
        groups.link_initiative(actor=room.member, group_id=room.group.pk, initiative_id=row.pk)
    groups.link_initiative(actor=runs, group_id=room.group.pk, initiative_id=row.pk)
    public = room.place.client().get(f"/initiatives/groupes/{room.group.pk}/").content.decode()
    assert "Compost du quai" in public
    assert "Composter" in room.place.client().get(f"/initiatives/{row.pk}/").content.decode()
    with pytest.raises(Refused):
        groups.unlink_initiative(actor=room.member, group_id=room.group.pk, initiative_id=row.pk)


def test_an_initiative_is_found_by_name_and_linked_from_the_group(room: Room):
    row = room.place.published("chloe", title="Compost du quai", place="quai de l'Épeule")
    room.place.published("chloe", title="Ciné-débat")
    runs = room.place.client(room.place.person("nadia"))
    where = f"/initiatives/groupes/{room.group.pk}/initiatives/"
    assert where in runs.get(f"/initiatives/groupes/{room.group.pk}/").text
    for words in ("quai", "epeule", "compots"):
        page = runs.get(where, {"q": words}).text
        assert "Compost du quai" in page and "Ciné-débat" not in page, words
    assert "Ciné-débat" in runs.get(where).text
    answer = runs.post(where, {"faire": "lier", "initiative": row.pk, "q": "quai"}, follow=True)
    assert answer.redirect_chain == [(f"{where}?q=quai", 302)]
    assert "est liée au groupe" in answer.text and "0 initiative" in answer.text
    runs.post(where, {"faire": "lier", "initiative": row.pk})  # a second click
    assert list(room.group.initiatives.all()) == [row]
    assert "n'est pas publiée" in runs.post(
        where, {"faire": "lier", "initiative": "x"}, follow=True
    ).text.replace("&#39;", "'")
    runs.post(where, {"faire": "retirer", "initiative": row.pk})
    assert not room.group.initiatives.exists()
    verbs = ["groupe lié à une initiative", "groupe délié d'une initiative"]
    kept = AuditEntry.objects.filter(verb__in=verbs).order_by("pk")
    assert list(kept.values_list("verb", flat=True)) == verbs


def test_changing_its_words_leaves_its_links(room: Room):
    row = room.place.published("chloe", title="Compost du quai")
    runs = room.place.person("nadia")
    groups.link_initiative(actor=runs, group_id=room.group.pk, initiative_id=row.pk)
    client, where = room.place.client(runs), f"/initiatives/groupes/{room.group.pk}/modifier/"
    assert "Composter ensemble" in client.get(where).text
    answer = client.post(where, {"title": "Composter", "summary": "Ensemble.", "door": "open"})
    assert answer.status_code == 302
    room.group.refresh_from_db()
    assert room.group.title == "Composter" and room.group.initiatives.get() == row


def test_a_group_is_linked_from_the_initiative(room: Room):
    row = room.place.published("chloe", title="Compost du quai")
    page, where = f"/initiatives/{row.pk}/", f"/initiatives/{row.pk}/groupes/"
    runs = room.place.client(room.place.person("nadia"))
    assert where in runs.get(page).text
    assert where not in room.place.client(room.member).get(page).text
    assert "Composter ensemble" in runs.get(where).text
    said = runs.post(where, {"faire": "lier", "groupe": room.group.pk}, follow=True).text
    assert "est liée au groupe" in said and "Délier" in said
    member = room.place.client(room.member)
    assert member.post(where, {"faire": "retirer", "groupe": room.group.pk}).status_code == 403
    assert "Vous n'animez aucun groupe" in member.get(where).text.replace("&#39;", "'")
    assert list(room.group.initiatives.all()) == [row]
    assert runs.post(where, {"faire": "lier", "groupe": "x"}).status_code == 404
    opened = runs.post(
        f"/initiatives/groupes/ouvrir/?initiative={row.pk}",
        {"title": "Autre groupe", "summary": "Essayer.", "door": "open", "name": "Nadia"},
    )
    assert opened.status_code == 302
    assert Group.objects.get(title="Autre groupe").initiatives.get() == row


def test_pages_ask_as_much_for_one_as_for_many(room: Room):
    runs = room.place.person("nadia")
    few = queries_of(room)
    Group.objects.filter(pk=room.group.pk).update(door="open")
    for rank in range(6):
        room.place.member(room.group, f"membre{rank}")
        groups.write_note(actor=runs, group_id=room.group.pk, title=f"n{rank}", body="x")
        groups.add_task(
            actor=runs, group_id=room.group.pk, title=f"t{rank}", owner_id=room.member.pk
        )
        room.place.member(room.place.group("chloe", title=f"Groupe {rank}"), "bruno")
    assert queries_of(room) == few


def queries_of(room: Room) -> list[int]:
    client, counted = room.place.client(room.member), []
    inside = f"/initiatives/groupes/{room.group.pk}/"
    for address in (inside, "/initiatives/groupes/", "/initiatives/les-miennes/"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counted.append(len(asked))
    return counted


def test_an_erased_account_is_no_member_any_more(room: Room):
    erase_person(actor=room.member, person=room.member)
    assert Membership.objects.get(group=room.group, person=room.member).state == "left"


def test_the_database_refuses_two_places_and_a_facilitator_outside(room: Room):
    row = Membership.objects.get(group=room.group, person=room.member)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            group=room.group, person=room.member, state="active", since=row.since
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=row.pk).update(state="left", role="facilitator")
