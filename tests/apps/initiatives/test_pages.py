"""The panorama and its pages: what is shown, in how many queries, to whom."""

from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from tests.apps.initiatives.words import Place

from faire_ensemble.apps.initiatives.models import Group, Initiative
from faire_ensemble.apps.initiatives.services import groups, moderation

SECRET = "ornithorynque"


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    return answer.content.decode()


def test_the_list_by_family_and_its_filters(place: Place):
    place.published(territory_id=place.year.quarter.pk)
    place.published("bruno", title="Ciné-débat", family="meet", second_family="build",
                    domain="culture", audience="youth", progress="ended")  # fmt: skip
    client = place.client()
    page = text_of(client, "/initiatives/")
    assert "2 initiatives" in page and "co-construire <span" in page
    for query, seen, unseen in (
        ("famille=meet", "Ciné-débat", "Jardin partagé"),
        ("q=cine+debat", "Ciné-débat", "Jardin partagé"),
        ("domaine=nature", "Jardin partagé", "Ciné-débat"),
        ("public=youth&etat=ended", "Ciné-débat", "Jardin partagé"),
        (f"lieu={place.year.quarter.pk}", "Jardin partagé", "Ciné-débat"),
    ):
        page = text_of(client, f"/initiatives/?{query}")
        assert seen in page and unseen not in page, query
    both = text_of(client, "/initiatives/?famille=build")
    assert "Ciné-débat" in both and "Jardin partagé" in both  # second family too
    assert "Aucune initiative ne correspond" in text_of(client, "/initiatives/?q=zzz")
    text_of(client, "/initiatives/?famille=x&lieu=9999999999&page=abc&q=%00")


def test_the_list_asks_as_much_for_one_as_for_many(place: Place):
    place.published()
    client = place.client()
    with CaptureQueriesContext(connection) as few:
        client.get("/initiatives/")
    for rank in range(15):
        row = place.published(f"p{rank}", title=f"Jardin {rank}")
    place.publish(place.copied(row))
    with CaptureQueriesContext(connection) as many:
        client.get("/initiatives/")
    assert len(many) == len(few)


def test_words_find_the_place_the_carrier_the_domain_and_forgive_slips(place: Place):
    place.published(territory_id=place.year.quarter.pk, place="cour de l'école Brossolette")
    place.published("bruno", title="Ciné-débat", family="meet", domain="culture",
                    carrier_name="Les Écrans du Pile")  # fmt: skip
    client = place.client()
    for words, seen, unseen in (
        (place.year.quarter.name, "Jardin partagé", "Ciné-débat"),
        ("ecole brossolette", "Jardin partagé", "Ciné-débat"),
        ("les jardins", "Jardin partagé", "Ciné-débat"),
        ("environnement", "Jardin partagé", "Ciné-débat"),
        ("ecrans", "Ciné-débat", "Jardin partagé"),
        ("gardens", "Jardin partagé", "Ciné-débat"),
    ):
        page = text_of(client, f"/initiatives/?q={quote(words)}")
        assert seen in page and unseen not in page, words
    page = text_of(client, "/initiatives/?q=jardain").replace("\xa0", " ")
    assert "Voici pour « jardin »" in page and "1 initiative" in page
    page = text_of(client, "/initiatives/?q=jardain&domaine=culture")
    assert "Voici pour" not in page and "0 initiatives" in page


def test_ones_own_are_one_click_from_the_lists(place: Place):
    for path in ("/initiatives/", "/initiatives/groupes/"):
        assert "/initiatives/les-miennes/" in text_of(place.client(place.person()), path)
        assert "/initiatives/les-miennes/" not in text_of(place.client(), path)


def test_the_line_is_shown_both_ways_without_what_is_not_published(place: Place):
    row = place.published()
    copy = place.copied(row)
    copy.title = "Jardin du quai"
    copy.save()
    client = place.client()
    assert "Jardin du quai" not in text_of(client, f"/initiatives/{row.pk}/")
    place.publish(copy)
    page = text_of(client, f"/initiatives/{row.pk}/")
    assert "Jardin du quai" in page and "reprise 1 fois ailleurs" in page
    page = text_of(client, f"/initiatives/{copy.pk}/")
    assert "D'après" in page.replace("&#39;", "'") and f'href="/initiatives/{row.pk}/"' in page
    again = place.copied(copy, "chloe")
    again.title = "Jardin des quais"
    again.save()
    place.publish(again)
    moderation.withdraw_initiative(actor=copy.carrier, initiative_id=copy.pk)
    page = text_of(client, f"/initiatives/{row.pk}/")
    assert "Jardin du quai" not in page and f"/initiatives/{again.pk}/" in page


@pytest.mark.parametrize("state", ["draft", "proposed", "withdrawn"])
def test_what_is_not_published_is_nowhere(place: Place, state: str):
    row = place.write(title=f"Le {SECRET}", body=SECRET, results=SECRET)
    if state != "draft":
        moderation.propose_initiative(actor=row.carrier, initiative_id=row.pk)
    if state == "withdrawn":
        moderation.withdraw_initiative(actor=row.carrier, initiative_id=row.pk)
    other = place.published("bruno", title="Autre jardin")
    for client in (place.client(), place.client(place.person("passant"))):
        for path, status in (
            ("/initiatives/", 200),
            ("/initiatives.csv", 200),
            (f"/initiatives/?q={SECRET[:5]}", 200),
            (f"/initiatives/{row.pk}/", 403),
            (f"/initiatives/{row.pk}/fiche.pdf", 403),
            (f"/initiatives/{other.pk}/", 200),
        ):
            assert SECRET not in text_of(client, path, status)
    assert SECRET in text_of(place.client(row.carrier), f"/initiatives/{row.pk}/")
    assert SECRET in text_of(place.client(place.officer), f"/initiatives/{row.pk}/")


def test_who_may_do_what(place: Place):
    """Visitor, passer-by, carrier, somebody of its organisation, officer."""
    centre = place.year.organisation("Centre social du Pile")
    row = place.published(organisation_id=centre.pk)
    mandated = place.year.mandated("animatrice", "holder", organisation="Centre social du Pile")
    people: dict[str, Any] = {
        "visitor": None, "passer": place.person("passant"), "carrier": row.carrier,
        "mandated": mandated, "officer": place.officer,
    }  # fmt: skip
    expected = {
        "modifier/": {"visitor": 302, "passer": 403, "carrier": 200, "mandated": 200,
                      "officer": 200},
        "retirer/": {"visitor": 302, "passer": 403, "carrier": 200, "mandated": 200,
                     "officer": 200},
        "faire-ici/": {"visitor": 200, "passer": 200, "carrier": 200, "mandated": 200,
                       "officer": 200},
        "ecrire/": {"visitor": 200, "passer": 200, "carrier": 403, "mandated": 200,
                    "officer": 200},
    }  # fmt: skip
    for path, by_person in expected.items():
        for name, status in by_person.items():
            answer = place.client(people[name]).get(f"/initiatives/{row.pk}/{path}")
            assert answer.status_code == status, (path, name)
    for name, status in {"visitor": 302, "passer": 403, "mandated": 403, "officer": 200}.items():
        for path in ("/gestion/initiatives/", f"/gestion/initiatives/{row.pk}/"):
            assert place.client(people[name]).get(path).status_code == status, (path, name)


def test_a_visitor_reads_what_an_act_does_and_comes_back_to_it(place: Place):
    row, group = place.published(), place.group()
    asked = place.group("chloe", title="Sur demande", door="request")
    client = place.client()
    for path, sentence in (
        (f"/initiatives/{row.pk}/faire-ici/", "Vous dites où"),
        (f"/initiatives/{row.pk}/ecrire/", "sans votre adresse"),
        ("/initiatives/raconter/", "deux phrases suffisent"),
        (f"/initiatives/groupes/ouvrir/?initiative={row.pk}", "c'est tout ce que le public"),
        (f"/initiatives/groupes/{group.pk}/entrer/", "un prénom suffit"),
        (f"/initiatives/groupes/{asked.pk}/entrer/", "Une personne qui anime répond"),
    ):
        page = text_of(client, path).replace("&#39;", "'")
        assert sentence in page, path
        back = quote(path, safe="/")
        assert f'href="/compte/login/?next={back}"' in page
        assert f'href="/compte/signup/?next={back}"' in page
        assert "Nadia" not in page and "secret.exemple" not in page
        answer = client.post(path, {"title": "x", "place": "rue des Arts", "body": "Bonjour"})
        assert answer.status_code == 302 and answer["Location"].startswith("/compte/login/")
    signing = client.get(f"/compte/signup/?next=/initiatives/{row.pk}/faire-ici/").text
    assert f'value="/initiatives/{row.pk}/faire-ici/"' in signing


def test_a_doorstep_opens_on_nothing_that_a_visitor_may_not_read(place: Place):
    draft, row = place.write(title=f"Le {SECRET}"), place.published("bruno", title="Autre jardin")
    groups.close_group(actor=place.person(), group_id=place.group().pk, words="Fini.")
    Initiative.objects.filter(pk=row.pk).update(contact_open=False)
    closed = Group.objects.get()
    for path in (
        f"/initiatives/{draft.pk}/faire-ici/",
        f"/initiatives/{draft.pk}/ecrire/",
        f"/initiatives/{row.pk}/ecrire/",
        f"/initiatives/groupes/{closed.pk}/entrer/",
    ):
        answer = place.client().get(path)
        assert answer.status_code == 302, path
        assert answer["Location"] == f"/compte/login/?next={path}"


def test_no_public_page_shows_an_account(place: Place):
    row = place.published()
    place.publish(place.copied(row))
    for path in ("/initiatives/", f"/initiatives/{row.pk}/", "/initiatives.csv"):
        page = text_of(place.client(), path)
        assert "secret.exemple" not in page and "Nadia" not in page


def test_the_sheet_is_tagged_and_says_the_same(place: Place):
    row = place.published(results="Trente familles.", worked="Le gardien ouvre l'eau.")
    answer = place.client().get(f"/initiatives/{row.pk}/fiche.pdf")
    assert answer["Content-Type"] == "application/pdf"
    document = PdfReader(BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in document.pages)
    assert "Trente familles." in text and "Le gardien ouvre" in text
    assert "/MarkInfo" in document.trailer["/Root"]


def test_the_form_on_a_phone_without_script(place: Place):
    client = place.client(place.person())
    answer = client.post("/initiatives/raconter/", {"title": ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Donnez un nom" in page and "avec vos mots" in page
    answer = client.post(
        "/initiatives/raconter/",
        {"title": "Boîte à livres", "body": "On prend, on laisse.", "family": "meet",
         "domain": "education", "faire": "proposer", "partners": "La poste\nLa mairie"},
    )  # fmt: skip
    row = Initiative.objects.get()
    assert answer.status_code == 302 and row.state == "proposed" and row.partners.count() == 2
    assert "Boîte à livres" in text_of(place.client(place.officer), "/gestion/initiatives/")
    page = text_of(client, f"/initiatives/{row.pk}/modifier/")
    assert "La poste\nLa mairie" in page


def test_a_neighbourhood_is_offered_with_its_town(place: Place):
    place.year.quarter.communes.set([place.year.commune])
    row = place.published()
    page = text_of(place.client(place.person("bruno")), f"/initiatives/{row.pk}/faire-ici/")
    assert f"{place.year.quarter.name} ({place.year.commune.name})" in page


def test_an_officer_decides_and_entrusts(place: Place):
    row = place.write()
    moderation.propose_initiative(actor=row.carrier, initiative_id=row.pk)
    office = place.client(place.officer)
    answer = office.post(f"/gestion/initiatives/{row.pk}/", {"faire": "renvoyer"})
    assert answer.status_code == 422 and "Dites ce qui est à corriger" in answer.content.decode()
    assert office.post(f"/gestion/initiatives/{row.pk}/", {"faire": "x"}).status_code == 422
    office.post(f"/gestion/initiatives/{row.pk}/", {"faire": "publier"})
    row.refresh_from_db()
    assert row.state == "published"
    Initiative.objects.filter(pk=row.pk).update(carrier=None)
    where = f"/gestion/initiatives/{row.pk}/confier/"
    assert "Aucun compte" in office.post(where, {"email": "x@y.fr"}).content.decode()
    office.post(where, {"email": place.person("bruno").email.upper()})
    row.refresh_from_db()
    assert row.carrier == place.person("bruno")


def test_open_data_runs_no_formula(place: Place):
    place.published(title="=cmd()")
    assert "'=cmd()" in text_of(place.client(), "/initiatives.csv")
