"""Keeping many records true: what is to be done and how many, several at once, who answers."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.directory.conftest import person

from faire_ensemble.apps.directory.models import Place, Service
from faire_ensemble.apps.directory.selectors import directory_waits
from faire_ensemble.apps.directory.selectors.records.listed import records_page
from faire_ensemble.apps.directory.services import (
    BadRecord,
    add_contact,
    answer_for,
    confirm_services,
    entrust_service,
)
from faire_ensemble.apps.directory.services.records import keeping
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

LIST = "/aide/mes-fiches/"


def entered(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def counts(actor: Any) -> dict[str, int]:
    return {code: count for code, _words, count, _shown in records_page(actor, "", 1).views}


def test_each_view_says_how_many_and_shows_those(write, officer, holder, association) -> None:
    fresh, stale, alone, named = (write(name) for name in ("Fraîche", "Vieille", "Seule", "Nommée"))
    Service.objects.filter(pk=stale.pk).update(checked_on=date(2020, 1, 1))
    Service.objects.filter(pk=alone.pk).update(owner=None, organisation=association)
    add_contact(actor=officer, service_id=named.pk, name="Zoé", consent="écrit",
                consented_on=timezone.localdate())  # fmt: skip
    far = Service.objects.create(
        name="Au loin", place=Place.objects.create(name="Loin", commune_code="56001")
    )
    wanted = {"": 4, "a-verifier": 1, "sans-responsable": 1, "personnes": 1, "ailleurs": 1}
    assert counts(officer) == wanted
    page = entered(officer).get(LIST).text
    assert "sans responsable" in page and f"/aide/{far.pk}/" not in page
    for view, row in (("a-verifier", stale), ("sans-responsable", alone), ("personnes", named),
                      ("ailleurs", far)):  # fmt: skip
        page = entered(officer).get(LIST, {"vue": view}).text
        others = [each for each in (fresh, stale, alone, named, far) if each.pk != row.pk]
        assert f"/aide/{row.pk}/" in page, view
        assert not any(f"/aide/{each.pk}/" in page for each in others), view
    assert counts(holder) == {"": 1}
    assert entered(officer).get(LIST, {"vue": "x"}).status_code == 200


def test_what_waits_is_what_its_page_shows(write, officer) -> None:
    write("Vieille")
    Service.objects.update(checked_on=None)
    Service.objects.create(
        name="Au loin", place=Place.objects.create(name="Loin", commune_code="56001")
    )
    (line,) = directory_waits(officer)
    assert line.words == "1 fiche d'aide à vérifier"
    page = entered(officer).get(reverse(line.page) + line.query).text
    assert "Vieille" in page and "Au loin" not in page


def test_several_are_confirmed_from_the_list_and_only_ones_own(write, officer, holder) -> None:
    one, two, other = write("Un"), write("Deux"), write("Trois")
    Service.objects.update(checked_on=None)
    client = entered(officer)
    sent = {"vue": "a-verifier", "page": "1", "faire": "verifier", "fiche": [one.pk, two.pk]}
    answer = client.post(f"{LIST}faire/", sent, follow=True)
    assert answer.redirect_chain[0][0] == f"{LIST}?vue=a-verifier&page=1"
    assert "2 fiches sont vérifiées" in answer.text and f"/aide/{other.pk}/" in answer.text
    checked = Service.objects.filter(checked_on=timezone.localdate()).order_by("pk")
    assert list(checked) == [one, two]
    assert AuditEntry.objects.filter(subject=f"fiche:{one.pk}", verb="fiche d'aide vérifiée")
    nothing = client.post(f"{LIST}faire/", {"faire": "verifier", "fiche": "x"}, follow=True)
    assert "Cochez au moins une fiche" in nothing.text
    Service.objects.filter(pk=one.pk).update(owner=holder, checked_on=None)
    with pytest.raises(Refused):
        confirm_services(actor=holder, service_ids=[one.pk, other.pk])
    assert Service.objects.get(pk=one.pk).checked_on is None  # all or none
    assert (
        entered(holder).post(f"{LIST}faire/", {"faire": "verifier", "fiche": other.pk}).status_code
        == 403
    )


def test_whoever_may_correct_it_may_answer_for_it(write, officer, holder, association) -> None:
    made, other = write(organisation=association), write("Autre")
    Service.objects.update(owner=None)
    said = (
        entered(holder)
        .post(f"{LIST}faire/", {"faire": "repondre", "fiche": made.pk}, follow=True)
        .text
    )
    assert "Vous répondez de 1 fiche de plus" in said and "vous" in said
    assert Service.objects.get(pk=made.pk).owner == holder
    assert answer_for(actor=holder, service_ids=[made.pk]) == 0
    with pytest.raises(Refused):
        answer_for(actor=holder, service_ids=[other.pk])
    assert AuditEntry.objects.filter(verb="responsable d'une fiche d'aide changé").count() == 1


def test_a_record_is_given_to_an_account_which_is_told(
    write, officer, holder, association, monkeypatch
) -> None:
    sent = []
    monkeypatch.setattr(keeping.mail, "send", lambda to, subject, text: sent.append((to, text)))
    made = write(organisation=association)
    heir = person("heritiere")
    where = f"/aide/{made.pk}/confier/"
    client = entered(officer)
    assert where in client.get(f"/aide/{made.pk}/").text
    refused = client.post(where, {"email": "x@y.fr"})
    assert refused.status_code == 422 and "Aucun compte" in refused.text
    assert client.post(where, {"email": heir.email.upper()}).status_code == 302
    made.refresh_from_db()
    assert made.owner == heir
    ((to, text),) = sent
    assert to == heir.email and f"/aide/{made.pk}/" in text
    with pytest.raises(Refused, match="responsable"):  # corrects it, does not answer for it
        entrust_service(actor=holder, service_id=made.pk, email=officer.email)
    assert where not in entered(holder).get(f"/aide/{made.pk}/").text
    page = Client().get(f"/aide/{made.pk}/").text
    assert heir.email not in page and "heritiere" not in page
    assert "heritiere en répond" in client.get(f"/aide/{made.pk}/").text
    with pytest.raises(BadRecord):
        entrust_service(actor=heir, service_id=made.pk, email="personne@example.org")
