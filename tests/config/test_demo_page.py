"""Entering the demonstration as one of its persons: only there, only them."""

import pytest
from django.test import Client

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.config.demonstration import facts
from faire_ensemble.config.demonstration.people import address

pytestmark = pytest.mark.django_db
WHERE = "/demonstration/"
KEY = "cheffe-de-projet"


def person(**fields: object) -> User:
    return User.objects.create_user(address(KEY), None, **fields)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("method", ["get", "post"])
def test_elsewhere_there_is_no_such_page(client: Client, settings: object, method: str) -> None:
    settings.FAIRE_DEMO = False  # type: ignore[attr-defined]
    person()
    assert getattr(client, method)(WHERE, {"as": KEY}).status_code == 404
    assert not signed_in(client)


def test_every_role_has_its_button(client: Client, settings: object) -> None:
    settings.FAIRE_DEMO = True  # type: ignore[attr-defined]
    answer = client.get(WHERE)
    page = answer.content.decode()
    for each in facts.table("year.toml")["people"]:
        assert f'value="{each["key"]}"' in page
    assert "sont inventées" in page and "no-store" in answer["Cache-Control"]
    assert not signed_in(client)


def test_one_enters_as_an_invented_person(client: Client, settings: object) -> None:
    settings.FAIRE_DEMO = True  # type: ignore[attr-defined]
    made = person()
    answer = client.post(WHERE, {"as": KEY})
    assert answer.status_code == 302 and answer["Location"] == "/instruction/"
    assert client.session["_auth_user_id"] == str(made.pk)


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/participer/essayer/voter/", "/participer/essayer/voter/"),
        ("https://ailleurs.example/", "/instruction/"),
        ("//ailleurs.example/", "/instruction/"),
    ],
)
def test_one_comes_back_to_the_page_that_asked(
    client: Client, settings: object, asked: str, leads: str
) -> None:
    settings.FAIRE_DEMO = True  # type: ignore[attr-defined]
    person()
    page = client.get(WHERE, {"next": asked}).content.decode()
    assert (f'name="next" value="{asked}"' in page) == (asked == leads)
    assert client.post(WHERE, {"as": KEY, "next": asked})["Location"] == leads


@pytest.mark.parametrize("key", ["", "admin", "root@exemple.fr", "elue"])
def test_nobody_else_can_be_entered(client: Client, settings: object, key: str) -> None:
    settings.FAIRE_DEMO = True  # type: ignore[attr-defined]
    User.objects.create_user("root@exemple.fr", None)
    person()
    assert client.post(WHERE, {"as": key}).status_code == 404
    assert not signed_in(client)


@pytest.mark.parametrize("rights", [{"is_staff": True}, {"is_superuser": True}])
def test_an_account_that_grew_rights_is_closed(
    client: Client, settings: object, rights: dict[str, bool]
) -> None:
    settings.FAIRE_DEMO = True  # type: ignore[attr-defined]
    person(**rights)
    assert client.post(WHERE, {"as": KEY}).status_code == 404


def test_an_account_with_a_password_is_closed(client: Client, settings: object) -> None:
    settings.FAIRE_DEMO = True  # type: ignore[attr-defined]
    User.objects.create_user(address(KEY), "un mot de passe à moi")
    assert client.post(WHERE, {"as": KEY}).status_code == 404


def test_the_form_wants_its_token(settings: object) -> None:
    settings.FAIRE_DEMO = True  # type: ignore[attr-defined]
    person()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(WHERE, {"as": KEY}).status_code == 403
    assert not signed_in(strict)
