"""What readers see when something fails."""

import pytest
from django.test import Client, RequestFactory

from faire_ensemble.kit import errors


def test_unknown_address_is_answered_kindly(client: Client):
    answer = client.get("/aucune-page-ici/")
    assert answer.status_code == 404
    assert "n&#39;existe pas" in answer.content.decode()
    assert "/aucune-page-ici/" not in answer.content.decode().split("<main")[1]


@pytest.mark.django_db
def test_form_without_token_is_refused_in_plain_french():
    answer = Client(enforce_csrf_checks=True).post("/compte/login/", {"login": "a@b.fr"})
    assert answer.status_code == 403
    assert "rechargez-la" in answer.content.decode()


def test_breakdown_page_needs_neither_database_nor_person():
    answer = errors.broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Vous n&#39;y êtes pour rien" in answer.content.decode()


def test_breakdown_is_answered_by_that_page(client: Client, monkeypatch: pytest.MonkeyPatch):
    def fail() -> None:
        raise RuntimeError("disque plein")

    monkeypatch.setattr("faire_ensemble.apps.portal.views.last_imports", fail)
    client.raise_request_exception = False
    answer = client.get("/sources/")
    assert answer.status_code == 500
    assert "disque plein" not in answer.content.decode()


def test_language_is_chosen_by_a_form_without_cookie_beforehand(client: Client):
    before = client.get("/mentions/", headers={"accept-language": "fr"})
    assert not before.cookies
    answer = client.post("/langue/", {"language": "en", "next": "/mentions/"})
    assert answer["Location"] == "/mentions/"
    assert 'lang="en"' in client.get("/mentions/").content.decode()


def test_language_form_never_leads_elsewhere(client: Client):
    answer = client.post("/langue/", {"language": "en", "next": "https://ailleurs.example/"})
    assert answer["Location"] == "/"
