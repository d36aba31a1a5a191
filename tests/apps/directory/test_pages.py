"""The list of organisations."""

from typing import Any

import pytest
from django.test import Client

from faire_ensemble.apps.directory.services import identify, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def sixty(db: Any) -> None:
    register([identify(f"Centre social n° {rank:02}") for rank in range(60)])
    register(
        [
            identify("Théâtre de l'Éphémère", "41921355800028", "419213558"),
            identify("W", rna="W333216789"),
        ]
    )


def read(client: Client, query: str = "") -> str:
    response = client.get(f"/organisations/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_fifty_a_page_in_two_queries(
    client: Client, sixty: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        page = read(client)
    assert page.count('<tr><th scope="row">') == 50 and "Page 1 sur 2" in page
    assert read(client, "?page=2").count('<tr><th scope="row">') == 12


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?q=ephemere theatre", 1),
        ("?q=SOCIAL 05", 1),
        ("?q=419 213 558", 1),
        ("?q=41921355800028", 1),
        ("?q=W3332", 1),
        ("?q=rien du tout", 0),
        ("?q=%25", 62),
        ("?q=%00", 62),
        ("?page=x", 50),
    ],
)
def test_search_by_name_or_number(client: Client, sixty: None, query: str, count: int) -> None:
    assert read(client, query).count('<tr><th scope="row">') == min(count, 50)


def test_an_empty_directory_says_who_must_complete_it(client: Client) -> None:
    assert "À compléter par l" in read(client)
