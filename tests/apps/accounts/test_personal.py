"""« Mes données »: what is handed over, in every app, and what goes when the account is erased."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.test import Client
from django.utils import timezone
from tests.apps.governance.room import Room
from tests.apps.initiatives.words import SITE, Place
from tests.apps.participation.words import Room as Words
from tests.year_of_a_call import Year

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.accounts.selectors import personal_data
from faire_ensemble.apps.accounts.services import erase_person
from faire_ensemble.apps.accounts.services.erasure import forget_again
from faire_ensemble.apps.directory.models import Service
from faire_ensemble.apps.funding.models import (
    ApplicationMember,
    Presence,
    Recusal,
    SavedView,
    Score,
)
from faire_ensemble.apps.governance.models import (
    FeedKey,
    Interest,
    Meeting,
    MeetingAttendance,
    SeatTerm,
    Summons,
)
from faire_ensemble.apps.initiatives.models import Initiative, Message, Thread
from faire_ensemble.apps.initiatives.services import groups
from faire_ensemble.apps.initiatives.services.claiming import claim
from faire_ensemble.apps.initiatives.services.naming import choose_name
from faire_ensemble.apps.initiatives.services.telling import tell
from faire_ensemble.apps.participation.services import contributions
from faire_ensemble.kit import personal

pytestmark = pytest.mark.django_db
MARK = "zqx"
"""What the person typed, and nobody else."""
TODAY = timezone.localdate()

# Rows that only bear the number of whoever did something: acts, as in the journal.
BY_NUMBER = {"by", "made_by", "saved_by", "settled_by", "created_by", "submitted_by", "asked_by",
             "adopted_by", "decided_by", "changed_by", "added_by", "recorded_by", "stopped_by",
             "author", "instructor"}  # fmt: skip
# Links to a person that a part hands over (and lets go of, or says why not).
COVERED = {
    "accounts.Mandate.person", "directory.Service.owner",
    "funding.ApplicationMember.person", "funding.Presence.person", "funding.Recusal.person",
    "funding.SavedView.person", "funding.Score.person",
    "governance.BodyDecision.owner_person", "governance.FeedKey.person",
    "governance.SeatTerm.person", "initiatives.Claim.person", "initiatives.Initiative.carrier",
    "initiatives.Membership.person", "initiatives.NoDigest.person",
    "initiatives.ShownName.person", "initiatives.Task.owner", "initiatives.Thread.asker",
    "initiatives.Thread.carrier", "initiatives.Told.person", "participation.Contributor.person",
}  # fmt: skip


@pytest.fixture
def amina(year: Year) -> User:
    """Somebody who does something everywhere; every word of theirs bears the mark."""
    made = year.person(f"{MARK}amina")
    fund(year, made)
    sit(Room(year), made)
    return made


def fund(year: Year, amina: User) -> None:
    file = year.draft(writer=amina)
    SavedView.objects.create(person=amina, name=f"{MARK} vue", query="etat=1")
    other = year.draft(title="Autre dossier")
    now = timezone.now()
    Recusal.objects.create(
        application=other, person=amina, reason=f"{MARK} ma sœur y travaille", declared_at=now
    )
    Score.objects.create(
        application=other, criterion=year.call.criteria.all()[0], person=amina, points=3,
        comment=f"{MARK} solide", given_at=now,
    )  # fmt: skip
    Presence.objects.create(application=other, person=amina, seen_at=now)
    Service.objects.create(name="Aide aux papiers", owner=amina)
    assert file.members.get().person == amina


def sit(room: Room, amina: User) -> None:
    term = room.term(
        room.state, amina, name=f"{MARK} Amina K.", email=f"{MARK}@exemple.org",
        function=f"{MARK} habitante", sex="f",
    )  # fmt: skip
    Interest.objects.create(term=term, words=f"{MARK} préside", declared_on=TODAY)
    FeedKey.objects.create(person=amina, digest="0" * 64, made_at=timezone.now())
    now = timezone.now()
    meeting = Meeting.objects.create(body=room.body, starts_at=now, changed_at=now)
    MeetingAttendance.objects.create(
        meeting=meeting, seat=room.state, presence="present", person_name=term.name
    )
    Summons.objects.create(
        meeting=meeting, seat=room.state, address=f"{MARK}@exemple.org", sent_at=now
    )
    room.body.decisions.create(
        title="Ouvrir la salle", owner_person=amina, owner_name=f"{MARK} Amina", year=2026,
        number=1, taken_on=date(2026, 1, 1), due_on=date(2026, 2, 1),
    )  # fmt: skip


def exported(person: User) -> dict[str, Any]:
    return json.loads(json.dumps(personal_data(person), cls=DjangoJSONEncoder))


def texts(value: Any) -> Iterator[str]:
    """Every piece of text of an export."""
    if isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value


def marked() -> dict[tuple[str, str, Any], str]:
    """Every text of the database that bears the mark, by table, column and row."""
    found = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                for pk, value in model._base_manager.values_list("pk", field.attname):
                    if MARK in str(value):
                        found[(model._meta.label, field.attname, pk)] = str(value)
    return found


def check_erased(person: User, staying: set[str]) -> None:
    """What goes was handed over; what stays is what is said to stay."""
    handed, before = list(texts(exported(person))), marked()
    erase_person(actor=person, person=person)
    after = marked()
    gone = [(place, text) for place, text in before.items() if after.get(place) != text]
    assert gone
    missing = {place[:2] for place, text in gone if text not in handed}
    # Copies of what is handed over, kept to search or to log in.
    assert missing <= {("initiatives.Initiative", "folded")}
    assert {f"{label}.{column}" for label, column, _pk in after} == staying
    assert personal.forget(person) == forget_again() == 0


def test_funding_the_directory_and_the_bodies(amina: User) -> None:
    data = exported(amina)
    assert data["governance"]["terms"][0]["name"] == f"{MARK} Amina K."
    assert data["governance"]["terms"][0]["seat__body__name"] == "Comité de pilotage"
    assert data["governance"]["interests"][0]["words"] == f"{MARK} préside"
    assert data["governance"]["attendances"][0]["person_name"] == f"{MARK} Amina K."
    assert data["governance"]["decisions"][0]["title"] == "Ouvrir la salle"
    assert len(data["governance"]["calendars"]) == 1
    assert data["funding"]["memberships"][0]["right"] == "submit"
    assert data["funding"]["saved_views"][0]["name"] == f"{MARK} vue"
    assert data["funding"]["scores"][0]["comment"] == f"{MARK} solide"
    assert data["directory"]["records"][0]["name"] == "Aide aux papiers"
    check_erased(amina, {
        "funding.Recusal.reason", "funding.Score.comment",
        "governance.MeetingAttendance.person_name",
    })  # fmt: skip
    term = SeatTerm.objects.get(seat__label="Préfecture du Nord")
    assert term.ends_on == TODAY and term.shown_name == "personne qui a effacé son compte"
    assert ApplicationMember.objects.get().email == f"efface-{amina.pk}@exemple.invalid"
    assert Service.objects.get().owner is None


def test_a_name_that_was_public_stays_in_the_list_of_who_sat(year: Year) -> None:
    room, elected = Room(year), year.person(f"{MARK}elue")
    room.term(room.state, elected, name=f"{MARK} Élue", named_in_public=True)
    check_erased(elected, {"governance.SeatTerm.name"})
    assert SeatTerm.objects.get(person=elected).ends_on == TODAY


def test_initiatives_exchanges_and_groups(db: None) -> None:
    place = Place()
    row = place.published()
    amina = place.person(f"{MARK}amina")
    choose_name(actor=amina, name=f"{MARK} Zoé")
    thread = Thread.objects.create(
        initiative=row, asker=amina, carrier=row.carrier, made_at=timezone.now()
    )
    for author, body in ((amina, f"{MARK} bonjour"), (row.carrier, "Leur réponse")):
        Message.objects.create(thread=thread, author=author, body=body, at=timezone.now())
    group = place.group()
    groups.join_group(actor=amina, group_id=group.pk, words=f"{MARK} je viens", site=SITE)
    alone = place.published("chloe", title="Boîte à livres")
    Initiative.objects.filter(pk=alone.pk).update(carrier=None)
    claim(actor=amina, initiative_id=alone.pk, words=f"{MARK} je la tiens")
    tell([amina.pk], key="k", text=f"{MARK} vous êtes attendue", path="/", site=SITE)
    data = exported(amina)["initiatives"]
    assert [each["body"] for each in data["messages"]] == [f"{MARK} bonjour"]
    assert data["exchanges"][0]["initiative"] == row.title and data["exchanges"][0]["asked"]
    assert data["memberships"][0]["group__title"] == group.title
    assert data["claims"][0]["initiative__title"] == alone.title
    assert data["shown_names"] == [{"name": f"{MARK} Zoé"}]
    carrier = exported(row.carrier)["initiatives"]
    assert [each["title"] for each in carrier["initiatives"]] == [row.title]
    assert f"{MARK} bonjour" not in texts(carrier)
    check_erased(amina, set())
    assert not Thread.objects.exists()
    erase_person(actor=row.carrier, person=row.carrier)
    assert Initiative.objects.get(pk=row.pk).carrier is None


def test_contributions_stay_without_their_author(db: None) -> None:
    room = Words()
    amina = room.account(f"{MARK}amina")
    author = contributions.contributor_of_person(room.process, amina)
    author.name = f"{MARK} Amina"
    author.save()
    row = room.published(author=author)
    data = exported(amina)["participation"]
    assert data["contributors"][0]["name"] == f"{MARK} Amina"
    assert data["contributions"][0]["title"] == row.title
    check_erased(amina, set())


def test_what_was_written_just_after_is_forgotten_in_its_turn(amina: User) -> None:
    erase_person(actor=amina, person=amina)
    SavedView.objects.create(person=amina, name="trop tard", query="")
    assert forget_again() == 1 and forget_again() == 0
    User.objects.update(erased_at=timezone.now() - timedelta(days=3))
    SavedView.objects.create(person=amina, name="bien trop tard", query="")
    assert forget_again() == 0


def test_every_link_to_a_person_is_an_act_or_is_handed_over() -> None:
    """A new one fails here until some part hands it over."""
    links = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("faire_ensemble.")
        for field in model._meta.concrete_fields
        if field.related_model is User and field.name not in BY_NUMBER
    }
    assert links == COVERED


def test_two_parts_of_one_name_are_refused() -> None:
    found = personal.parts()
    assert [each.name for each in found] == sorted(
        ["directory", "funding", "governance", "initiatives", "participation"]
    )
    with pytest.raises(ValueError, match="two parts"):
        personal.part("funding", read=lambda _person: {}, forget=lambda _person: 0)
    again = found[0]
    assert personal.part(again.name, read=again.read, forget=again.forget) == again


def test_the_page_gives_the_file_and_says_what_goes(amina: User, client: Client) -> None:
    client.force_login(amina)
    page = client.get("/mon-compte/effacer/", headers={"accept-language": "fr"}).content.decode()
    assert "les intérêts que vous aviez déclarés" in page
    found = client.get("/mon-compte/mes-donnees.json")
    assert found.json()["governance"]["terms"][0]["name"] == f"{MARK} Amina K."
