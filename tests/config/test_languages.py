"""The whole site in English: nothing the catalogue knows is left in French, the switch holds."""

import re
from html import unescape

import pytest
from babel.messages.pofile import read_po
from django.test import Client
from tests.architecture.test_translations import FOLDER

PAGES = (
    "/",
    "/carte/",
    "/quartiers/",
    "/indicateurs/",
    "/subventions/",
    "/contrat/",
    "/organisations/",
    "/rapport/",
    "/sources/",
    "/recherche/?q=zzzz",
    "/accessibilite/",
    "/mentions/",
    "/compte/login/",
    "/compte/signup/",
    "/aucune-page-ici/",
)


def french_only() -> set[str]:
    """Sentences that differ in English, as a reader would see them."""
    with (FOLDER / "django.po").open("rb") as file:
        entries = [message for message in read_po(file, locale="en") if message.id]
    return {
        message.id.strip()
        for message in entries
        if isinstance(message.id, str) and message.id != message.string
    } - {""}


def texts(page: str) -> set[str]:
    bare = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    said = [
        *re.findall(r">([^<]+)<", bare),
        *re.findall(r'(?:aria-label|content|alt|title|placeholder)="([^"]*)"', bare),
    ]
    return {" ".join(unescape(text).split()) for text in said}


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_an_english_page_has_no_french_sentence(client: Client, address: str):
    answer = client.get(address, headers={"accept-language": "en"}, follow=True)
    page = answer.content.decode()
    assert '<html lang="en">' in page
    assert not texts(page) & french_only()


@pytest.mark.django_db
def test_the_switch_keeps_the_page_and_its_choices(client: Client):
    here = "/subventions/?annee=2023"
    answer = client.post("/langue/", {"language": "en", "next": here})
    assert (answer.status_code, answer["Location"]) == (302, here)
    page = client.get(here, headers={"accept-language": "fr"}).content.decode()
    assert '<html lang="en">' in page and f'name="next" value="{here}"' in page


@pytest.mark.django_db
def test_the_switch_never_leads_elsewhere(client: Client):
    answer = client.post("/langue/", {"language": "en", "next": "https://ailleurs.example/"})
    assert answer["Location"] == "/"
