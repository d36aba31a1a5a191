"""The pages that say how the site works."""

import pytest
from django.conf import LazySettings
from django.test import Client


@pytest.mark.parametrize("address", ["/accessibilite/", "/mentions/"])
def test_static_pages_ask_nothing_of_the_database(client: Client, address: str):
    answer = client.get(address, headers={"accept-language": "fr"})
    assert answer.status_code == 200
    assert "à compléter par la collectivité" in answer.content.decode()


def test_contact_and_publisher_come_from_settings(client: Client, settings: LazySettings):
    settings.SITE_CONTACT, settings.SITE_PUBLISHER = "contact@ville.example", "Ma métropole"
    page = client.get("/mentions/").content.decode()
    assert "mailto:contact@ville.example" in page and "Ma métropole" in page


def test_demonstration_is_said_on_every_page(client: Client, settings: LazySettings):
    settings.FAIRE_DEMO = False
    assert "sont inventés" not in client.get("/mentions/").content.decode()
    settings.FAIRE_DEMO = True
    for address in ("/mentions/", "/aucune-page-ici/"):
        page = client.get(address, headers={"accept-language": "fr"}).content.decode()
        assert "les porteurs, dossiers et personnes sont inventés" in page
