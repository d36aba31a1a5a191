"""Accounts that are only an address are shown by the name they choose, never by the address."""

import pytest
from tests.apps.initiatives.words import SITE, Place

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.accounts.services.erasure import erase_person
from faire_ensemble.apps.initiatives.models import Group, Membership, ShownName
from faire_ensemble.apps.initiatives.services import groups
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.naming import choose_name
from faire_ensemble.kit.models import AuditEntry


def nameless(place: Place) -> User:
    return User.objects.create_user("sans-nom@secret.exemple")


def test_who_enters_a_group_says_a_name(place: Place):
    group, person = place.group(), nameless(place)
    client = place.client(person)
    where = f"/initiatives/groupes/{group.pk}/entrer/"
    answer = client.post(where, {"words": "", "name": ""})
    assert answer.status_code == 422 and "Donnez un prénom" in answer.content.decode()
    assert not Membership.objects.filter(person=person).exists()
    answer = client.post(where, {"name": "sans-nom@secret.exemple"})
    assert answer.status_code == 422 and "pas votre adresse" in answer.content.decode()
    client.post(where, {"name": "  Zoé  du quai "})
    page = place.client(place.person("nadia")).get(f"/initiatives/groupes/{group.pk}/")
    assert "Zoé du quai" in page.content.decode()
    assert 'value="Zoé du quai"' in client.get("/initiatives/les-miennes/").content.decode()


def test_who_opens_a_group_says_one_too(place: Place):
    client = place.client(nameless(place))
    form = {"title": "Ruches", "summary": "Des abeilles.", "door": "open"}
    assert client.post("/initiatives/groupes/ouvrir/", form).status_code == 422
    client.post("/initiatives/groupes/ouvrir/", {**form, "name": "Zoé"})
    assert Group.objects.get().title == "Ruches"
    page = client.get(f"/initiatives/groupes/{Group.objects.get().pk}/").content.decode()
    assert "Zoé" in page and "secret.exemple" not in page


def test_the_name_changes_and_goes_with_the_account(place: Place):
    person = nameless(place)
    choose_name(actor=person, name="Zoé")
    place.client(person).post("/initiatives/les-miennes/nom/", {"name": "Zoé B."})
    assert ShownName.objects.get().name == "Zoé B."
    with pytest.raises(BadInput, match="trop long"):
        choose_name(actor=person, name="x" * 81)
    assert "Zoé" not in str(list(AuditEntry.objects.values_list("detail", "subject")))
    groups.join_group(actor=person, group_id=place.group().pk, site=SITE)
    erase_person(actor=person, person=person)
    assert not ShownName.objects.exists()
    page = place.client(place.person("nadia")).get(
        f"/initiatives/groupes/{Group.objects.get().pk}/"
    )
    assert "Zoé" not in page.content.decode()
