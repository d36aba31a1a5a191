"""The second menu shows each person the pages of work that answer them, and no other."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse

from faire_ensemble.apps.accounts.models import Mandate, Role, User
from faire_ensemble.config.desk import desk

PAGES = [reverse(name) for _section, pages in settings.DESK for name, _label, _roles in pages]
pytestmark = pytest.mark.django_db


def somebody(role: str) -> User:
    person = User.objects.create_user(email=f"{role}@exemple.fr")
    Mandate.objects.create(
        person=person, role=role, organisation="Exemple", valid_from=date(2020, 1, 1)
    )
    return person


def shown_to(person: Any) -> list[str]:
    request = RequestFactory().get("/")
    request.user = person
    sections = desk(request)["desk"]()
    return [address for section in sections for address, _label in section.pages]


@pytest.mark.parametrize("role", Role.values)
def test_the_menu_and_the_permissions_agree(role: str, client: Client):
    person = somebody(role)
    client.force_login(person)
    open_pages = [page for page in PAGES if client.get(page).status_code in (200, 404)]
    assert shown_to(person) == open_pages


def test_it_costs_one_query_and_nothing_to_passers_by(
    client: Client, django_assert_num_queries: Any
):
    person = somebody("officer")
    with django_assert_num_queries(1):
        assert len(shown_to(person)) == len(PAGES)
    assert "Votre travail" not in client.get("/").content.decode()
    client.force_login(person)
    assert "Votre travail" in client.get("/").content.decode()
