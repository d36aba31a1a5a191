"""Pages of stewards and of oneself: what they show, what they write, how many queries."""

import json
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from faire_ensemble.apps.accounts import services
from faire_ensemble.apps.accounts.models import Mandate, Role, User
from faire_ensemble.kit import audit
from faire_ensemble.kit.models import AuditEntry, ImportRun

FORM = {
    "email": "amina@exemple.fr",
    "role": Role.HOLDER,
    "organisation": "Association",
    "contract": "",
    "first_day": "2026-01-01",
    "last_day": "2026-01-31",
}


def text(answer: Any) -> str:
    """The page as read: entities undone, no-break spaces as spaces."""
    return unescape(answer.content.decode()).replace("\xa0", " ")


@pytest.fixture
def as_steward(client: Client, steward: User) -> Client:
    client.force_login(steward)
    return client


def test_a_steward_gives_a_mandate_by_first_and_last_day(as_steward, person) -> None:
    amina = person()
    answer = as_steward.post("/mandats/donner/", FORM, follow=True)
    assert "Mandat donné" in answer.content.decode()
    mandate = Mandate.objects.get(person=amina)
    assert mandate.valid_to.isoformat() == "2026-02-01"
    assert mandate.last_day.isoformat() == "2026-01-31"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"email": "inconnu@exemple.fr"}, "Aucun compte n'a cette adresse"),
        ({"last_day": "2025-12-31"}, "Le dernier jour vient avant le premier"),
        ({"organisation": ""}, "errorlist"),
        ({"role": "roi"}, "errorlist"),
        ({"email": "intendante@exemple.fr"}, "vous-même"),
    ],
)
def test_a_mandate_that_cannot_be_is_refused_on_its_field(
    as_steward, person, change: dict[str, str], told: str
) -> None:
    person()
    page = text(as_steward.post("/mandats/donner/", FORM | change))
    assert told in page
    assert not AuditEntry.objects.exists()


def test_the_same_mandate_twice_is_explained(as_steward, person) -> None:
    person()
    as_steward.post("/mandats/donner/", FORM)
    page = as_steward.post("/mandats/donner/", FORM).content.decode()
    assert "a déjà ce mandat" in page and 'role="alert"' in page


def test_a_steward_ends_a_mandate(as_steward, person) -> None:
    mandate = Mandate.objects.get(person=person(role=Role.OFFICER))
    today = timezone.localdate()
    page = as_steward.get(f"/mandats/{mandate.pk}/terminer/").content.decode()
    assert f'value="{today - timedelta(days=1)}"' in page
    as_steward.post(f"/mandats/{mandate.pk}/terminer/", {"last_day": today.isoformat()})
    mandate.refresh_from_db()
    assert mandate.last_day == today
    late = as_steward.post(f"/mandats/{mandate.pk}/terminer/", {"last_day": "2019-01-01"})
    assert "après le début" in late.content.decode()


def test_a_steward_does_not_end_their_own_stewardship(as_steward, steward) -> None:
    own = Mandate.objects.get(person=steward)
    answer = as_steward.post(f"/mandats/{own.pk}/terminer/", {"last_day": "2030-01-01"})
    assert answer.status_code == 403 and "propre mandat" in answer.content.decode()


def test_a_token_is_needed_to_give_a_mandate(steward, person) -> None:
    person()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(steward)
    assert strict.post("/mandats/donner/", FORM).status_code == 403
    assert not Mandate.objects.filter(role=Role.HOLDER).exists()


def test_the_list_of_persons_has_a_constant_number_of_queries(
    as_steward, person, django_assert_num_queries
) -> None:
    for number in range(3):
        person(f"a{number}", Role.HOLDER)
    # session, person, right, second factor not asked, count, persons, mandates
    with django_assert_num_queries(7):
        as_steward.get("/mandats/")
    for number in range(30):
        person(f"b{number}", Role.HOLDER)
    with django_assert_num_queries(7):
        page = as_steward.get("/mandats/").content.decode()
    assert "34 personnes" in page
    found = as_steward.get("/mandats/", {"q": "b7"}).content.decode()
    assert "1 personne" in found and "b7@exemple.fr" in found and "b8@" not in found


def test_the_journal_names_persons_with_a_constant_number_of_queries(
    as_steward, person, django_assert_num_queries
) -> None:
    people = [person(f"a{number}") for number in range(3)]

    def write(count: int) -> None:
        for number in range(count):
            with transaction.atomic():
                actor = people[number % 3]
                audit.record(actor=actor, verb="essai", subject="x", detail={"n": number, "v": []})

    write(3)
    with django_assert_num_queries(7):
        page = as_steward.get("/journal/").content.decode()
    assert "a1@exemple.fr" in page and "n : 2" in page and "v :" not in page
    write(60)
    with django_assert_num_queries(7):
        page = as_steward.get("/journal/").content.decode()
    assert "Page 1 sur 2" in page
    assert "Page 2 sur 2" in as_steward.get("/journal/?page=2").content.decode()


def test_verification_says_intact_with_a_seal_then_broken(
    as_steward, unguarded_audit_trail
) -> None:
    with transaction.atomic():
        entry = audit.record(actor=None, verb="essai", subject="x")
    page = text(as_steward.get("/journal/verification/"))
    assert "Journal intact : 1 entrées" in page and f"1:{entry.digest}" in page
    with unguarded_audit_trail():
        AuditEntry.objects.update(verb="autre")
    page = text(as_steward.get("/journal/verification/"))
    assert "Journal rompu à l'entrée 1" in page and "contenu a été modifié" in page


def import_run(actor: User, remarks: int = 3) -> ImportRun:
    now = timezone.now()
    return ImportRun.objects.create(
        kind="grants",
        file_name="<subventions>.csv",
        sha256="a" * 64,
        actor=f"personne:{actor.pk}",
        started_at=now,
        finished_at=now,
        report={
            "read": 12345,
            "refused": remarks,
            "values": {"montants": 4},
            "remarks": [
                {
                    "severity": "refused",
                    "reason": f"montant illisible {number}",
                    "line": number,
                    "column": "Montant",
                    "value": "12,a",
                }
                for number in range(remarks)
            ],
        },
    )


def test_imports_are_read_by_analysts_with_every_remark(
    client, person, django_assert_num_queries
) -> None:
    analyst = person("analyste", Role.ANALYST)
    client.force_login(analyst)
    run = import_run(analyst, remarks=150)
    with django_assert_num_queries(7):
        page = client.get("/imports/").content.decode()
    assert "&lt;subventions&gt;.csv" in page and "12\u202f345" in page and "analyste@" in page
    for _ in range(5):
        import_run(analyst)
    with django_assert_num_queries(7):
        client.get("/imports/")
    first = client.get(f"/imports/{run.pk}/").content.decode()
    assert "montant illisible 99" in first and "montant illisible 100" not in first
    second = client.get(f"/imports/{run.pk}/?page=2").content.decode()
    assert "montant illisible 149" in second and "montants" in second
    assert client.get("/imports/999999/").status_code == 404


def test_my_account_shows_my_mandates_and_my_doors(client, person, steward) -> None:
    amina = person(role=Role.OFFICER)
    client.force_login(amina)
    page = client.get("/mon-compte/").content.decode()
    assert "chef de projet" in page and "en cours" in page
    assert "/imports/" in page and "/journal/" not in page and "/mandats/" not in page
    client.force_login(steward)
    page = client.get("/mon-compte/").content.decode()
    assert "/journal/" in page and "/mandats/" in page and "/admin/" not in page


def test_my_account_asks_for_the_second_factor_that_my_role_needs(
    client, steward, settings
) -> None:
    settings.FAIRE_REQUIRE_MFA = True
    client.force_login(steward)
    page = client.get("/mon-compte/").content.decode()
    assert "demande une double authentification" in page and "/journal/" not in page
    assert "double authentification" in client.get("/journal/").content.decode()


def test_my_data_are_handed_over_as_a_file(client, person) -> None:
    client.force_login(person())
    answer = client.get("/mon-compte/mes-donnees.json")
    assert 'filename="mes-donnees.json"' in answer["Content-Disposition"]
    assert json.loads(answer.content)["person"]["email"] == "amina@exemple.fr"


def test_erasing_asks_for_a_box_then_signs_out(client, person) -> None:
    amina = person()
    client.force_login(amina)
    client.post("/mon-compte/effacer/", {})
    assert User.objects.get(pk=amina.pk).erased_at is None
    assert client.post("/mon-compte/effacer/", {"sure": "on"})["Location"] == "/"
    assert User.objects.get(pk=amina.pk).erased_at is not None
    assert client.get("/mon-compte/").status_code == 302


def test_the_last_superuser_reads_why_they_cannot_go(client, superuser) -> None:
    client.force_login(superuser)
    answer = client.post("/mon-compte/effacer/", {"sure": "on"})
    assert answer.status_code == 403 and "dernier compte" in answer.content.decode()


def test_the_header_costs_a_visitor_no_query(client, db, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        page = client.get("/compte/login/").content.decode()
    assert "Se connecter" in page and "Mon compte" not in page


@pytest.mark.parametrize("model", ["accounts/user", "accounts/mandate", "kit/auditentry"])
def test_the_admin_shows_and_changes_nothing(client, superuser, model: str) -> None:
    client.force_login(superuser)
    with transaction.atomic():
        audit.record(actor=superuser, verb="essai", subject="x")
    services.give_mandate(
        actor=superuser, person=superuser, role=Role.STEWARD, organisation="Métropole"
    )
    assert client.get(f"/admin/{model}/").status_code == 200
    assert client.get(f"/admin/{model}/add/").status_code == 403
    first = {"accounts/user": User, "accounts/mandate": Mandate, "kit/auditentry": AuditEntry}[
        model
    ]
    pk = first.objects.first().pk
    assert client.get(f"/admin/{model}/{pk}/change/").status_code == 200
    assert client.post(f"/admin/{model}/{pk}/change/", {}).status_code == 403
    assert client.post(f"/admin/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403
