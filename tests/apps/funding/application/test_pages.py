"""The pages of those who write, without a script: start, sections, submission."""

from typing import Any

import pytest
from django.test import Client
from tests.apps.funding.application.filling import complete, type_in
from tests.year_of_a_call import Year

from faire_ensemble.apps.funding.models import Application, DraftField

pytestmark = pytest.mark.django_db


def signed(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def post_page(client: Client, address: str, texts: dict[str, str]) -> Any:
    """Post a section as a browser without script does: every field, and the hidden bases."""
    page = client.get(address).context or {}
    return client.post(address, {"bases": "{}", **page, **texts})


def test_start_finds_in_the_directory_and_opens_the_first_section(year: Year):
    lead = year.organisation("Les Jardins", siret="73282932000074", siren="732829320")
    client = signed(year.person("awa"))
    page = client.get(f"/appels/{year.call.code}/commencer/?q=732 829 320 00074")
    assert "Les Jardins" in page.content.decode()
    answer = client.post(f"/appels/{year.call.code}/commencer/", {"organisation": lead.pk})
    made = Application.objects.get()
    assert answer.url == f"/dossiers/{made.pk}/ecrire/porteur/"
    assert "Les Jardins" in client.get(answer.url).content.decode()


def test_start_offers_the_structures_of_the_person_and_no_other(year: Year):
    writer = year.person("awa")
    draft = year.draft(writer=writer)
    year.organisation("Une autre", siret="73282932000074", siren="732829320")
    address = f"/appels/{year.call.code}/commencer/"
    page = signed(writer).get(address).content.decode()
    assert f'name="organisation" value="{draft.lead_id}"' in page and "Une autre<" not in page
    assert "Vos structures" not in signed(year.person("bob")).get(address).content.decode()


def test_a_wrong_siret_is_said_and_a_right_one_adds_the_association(year: Year):
    client = signed(year.person("awa"))
    address = f"/appels/{year.call.code}/commencer/"
    new = {"act": "add", "name": "Nouvelle", "kind": "association", "siret": "73282932000075"}
    page = client.post(address, new).content.decode()
    assert "clé de contrôle" in page and not Application.objects.exists()
    client.post(address, new | {"siret": "732 829 320 00074"})
    assert Application.objects.get().lead.siret == "73282932000074"


def test_every_section_opens_and_saves_by_its_button(year: Year):
    writer = year.person("awa")
    draft = year.draft(writer=writer)
    client = signed(writer)
    for slug in ("porteur", "projet", "lieux", "publics", "moyens", "demandes", "budget",
                 "indicateurs", "declarations"):  # fmt: skip
        address = f"/dossiers/{draft.pk}/ecrire/{slug}/"
        page = client.get(address)
        assert page.status_code == 200 and "<h1>" in page.content.decode()
    answer = client.post(
        f"/dossiers/{draft.pk}/ecrire/projet/",
        {"bases": "{}", "project.title": "Jardin", "then": "next"},
    )
    assert answer.url.endswith("?suite=1")
    summary = client.get(answer.url).content.decode()
    assert 'href="#champ-project-summary"' in summary and "quand même" in summary
    draft.refresh_from_db()
    assert draft.title == "Jardin"
    assert DraftField.objects.get(key="project.title").value == "Jardin"


def test_untouched_fields_of_an_old_page_change_nothing(year: Year):
    """The page was open while a colleague wrote: what was not touched stays theirs."""
    awa, bob = year.person("awa"), year.person("bob")
    draft = year.draft(writer=awa)
    draft.members.create(email=bob.email, person=bob, right="write", invited_at=draft.created_at)
    type_in(awa, draft, {"project.title": "Jardin", "project.needs": "Besoin"})
    address = f"/dossiers/{draft.pk}/ecrire/projet/"
    page = signed(bob).get(address).content.decode()
    bases = page.split('name="bases" value="')[1].split('"')[0].replace("&#34;", '"')
    type_in(awa, draft, {"project.title": "Jardin partagé"}, base=1)
    posted = {"bases": bases, "project.title": "Jardin", "project.needs": "Besoin urgent"}
    signed(bob).post(address, posted)
    values = dict(DraftField.objects.values_list("key", "value"))
    assert values["project.title"] == "Jardin partagé"
    assert values["project.needs"] == "Besoin urgent"
    assert not draft.edits.filter(kept=False).exists()


def test_checklist_then_submission_then_receipt_once(year: Year):
    writer = year.person("awa")
    draft = year.draft(writer=writer)
    client = signed(writer)
    page = client.get(f"/dossiers/{draft.pk}/deposer/").content.decode()
    assert "choses à compléter" in page and "Déposer le dossier" not in page
    type_in(writer, draft, complete(year))
    page = client.get(f"/dossiers/{draft.pk}/deposer/").content.decode()
    assert "Déposer le dossier" in page
    for _click in range(2):
        answer = client.post(f"/dossiers/{draft.pk}/deposer/", {"after": "0"})
        assert answer.url == f"/dossiers/{draft.pk}/recu/"
    assert draft.versions.count() == 1
    receipt = client.get(answer.url).content.decode()
    assert "1\u202f000,00" in receipt and draft.versions.get().digest in receipt
    assert client.get("/dossiers/").status_code == 200


def test_nobody_else_reads_a_draft(year: Year):
    draft = year.draft(writer=year.person("awa"))
    officer = year.mandated("cheffe", "officer")
    for person in (officer, year.person("autre")):
        client = signed(person)
        for end in ("", "ecrire/projet/", "champ/", "personnes/", "partenaires/", "deposer/",
                    "recu/", "retirer/"):  # fmt: skip
            assert client.get(f"/dossiers/{draft.pk}/{end}").status_code == 403, end
        assert draft.title not in client.get("/dossiers/").content.decode()
    assert Client().get(f"/dossiers/{draft.pk}/").status_code == 302


def test_people_and_partners(year: Year):
    writer = year.person("awa")
    draft = year.draft(writer=writer)
    client = signed(writer)
    partner = year.organisation("Partenaire")
    client.post(f"/dossiers/{draft.pk}/partenaires/", {"organisation": partner.pk})
    assert (
        "Ce que fait Partenaire"
        in client.get(f"/dossiers/{draft.pk}/ecrire/porteur/").content.decode()
    )
    client.post(
        f"/dossiers/{draft.pk}/personnes/",
        {"act": "invite", "email": "Bob@exemple.org", "right": "write",
         "organisation": partner.pk},
    )  # fmt: skip
    page = client.get(f"/dossiers/{draft.pk}/personnes/").content.decode()
    assert "bob@exemple.org" in page and "en attente" in page
    mine = draft.members.get(person=writer)
    client.post(f"/dossiers/{draft.pk}/personnes/", {"act": "remove", "member": mine.pk})
    assert draft.members.filter(person=writer).exists()


def test_constant_queries(year: Year, django_assert_max_num_queries: Any):
    writer = year.person("awa")
    draft = year.draft(writer=writer)
    type_in(writer, draft, complete(year))
    client = signed(writer)
    for _file in range(5):
        year.draft(writer=writer)
    with django_assert_max_num_queries(30):
        client.get(f"/dossiers/{draft.pk}/ecrire/projet/")
    with django_assert_max_num_queries(12):
        client.get("/dossiers/")


def test_the_audience_of_a_whole_metropolis_is_saved_at_once(year: Year):
    writer = year.person("awa")
    draft = year.draft(writer=writer)
    codes = [f"59{rank:03}" for rank in range(100, 220)]
    for code in codes:
        year.place("commune", code, f"Commune {code}")
    type_in(writer, draft, {f"place.{code}": "1" for code in codes})
    typed = {f"audience.{code}.{age}.{sex}": "1"
             for code in codes for age in ("0-5", "6-15", "16-25", "26-64", "65+")
             for sex in "fm"}  # fmt: skip
    answer = signed(writer).post(f"/dossiers/{draft.pk}/ecrire/publics/", {"bases": "{}", **typed})
    assert answer.status_code == 302
    assert DraftField.objects.filter(key__startswith="audience.").count() == 1200
