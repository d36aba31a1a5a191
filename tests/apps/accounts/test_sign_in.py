"""Signing up and in, as a browser without script does it; what the trail keeps of it."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.kit import audit
from faire_ensemble.kit.models import AuditEntry

PASSWORD = "cheval-agrafe-batterie"
CODE = re.compile(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", re.MULTILINE)


@pytest.fixture(autouse=True)
def fresh_limits(db: Any) -> None:
    cache.clear()


def code_in(mailoutbox: list[Any]) -> str:
    return CODE.findall(mailoutbox[-1].body)[-1]


def verbs() -> list[str]:
    return list(AuditEntry.objects.values_list("verb", flat=True))


def test_an_address_and_its_code_make_an_account(client: Client, mailoutbox: list[Any]) -> None:
    answer = client.post("/compte/signup/", {"email": "Amina@Exemple.fr"})
    assert answer["Location"] == "/compte/confirm-email/"
    assert client.get("/mon-compte/").status_code == 302
    assert mailoutbox[0].to == ["amina@exemple.fr"]
    wrong = client.post("/compte/confirm-email/", {"code": "AAAA-AAAA"})
    assert wrong.status_code == 200 and "aria-invalid" in wrong.content.decode()
    client.post("/compte/confirm-email/", {"code": code_in(mailoutbox)})
    assert "amina@exemple.fr" in client.get("/mon-compte/").content.decode()
    person = User.objects.get()
    assert person.email == "amina@exemple.fr" and not person.has_usable_password()
    assert EmailAddress.objects.get(user=person).verified
    assert verbs() == ["compte créé", "connexion"]
    assert {entry.actor for entry in AuditEntry.objects.all()} == {f"personne:{person.pk}"}


def test_a_known_address_learns_nothing_to_a_stranger(
    client: Client, person: Any, mailoutbox: list[Any]
) -> None:
    person()
    known = client.post("/compte/signup/", {"email": "amina@exemple.fr"})
    unknown = Client().post("/compte/signup/", {"email": "autre@exemple.fr"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert User.objects.filter(email="amina@exemple.fr").count() == 1


def test_a_code_signs_in_without_password(
    client: Client, person: Any, mailoutbox: list[Any]
) -> None:
    person()
    client.post("/compte/login/code/", {"email": "AMINA@exemple.fr", "next": "/mon-compte/"})
    answer = client.post("/compte/login/code/confirm/", {"code": code_in(mailoutbox)})
    assert answer.status_code == 302
    assert client.get("/mon-compte/").status_code == 200
    assert AuditEntry.objects.get().detail == {"moyens": ["code"]}


def test_three_wrong_codes_end_the_attempt(
    client: Client, person: Any, mailoutbox: list[Any]
) -> None:
    person()
    client.post("/compte/login/code/", {"email": "amina@exemple.fr"})
    right = code_in(mailoutbox)
    for _ in range(3):
        client.post("/compte/login/code/confirm/", {"code": "AAAA-AAAA"})
    client.post("/compte/login/code/confirm/", {"code": right})
    assert client.get("/mon-compte/").status_code == 302
    assert verbs() == []


def test_a_password_signs_in_and_a_wrong_one_leaves_no_entry(client: Client, person: Any) -> None:
    person(password=PASSWORD)
    form = {"login": "amina@exemple.fr", "password": "faux"}
    refused = client.post("/compte/login/", form)
    assert "incorrects" in refused.content.decode() and verbs() == []
    client.post("/compte/login/", {**form, "password": PASSWORD})
    assert client.get("/mon-compte/").status_code == 200
    assert AuditEntry.objects.get().detail == {"moyens": ["password"]}


def test_attempts_are_limited_for_all_workers(person: Any, settings: Any) -> None:
    assert settings.CACHES["default"]["BACKEND"].endswith("kit.cache.SharedCache")
    person(password=PASSWORD)
    form = {"login": "amina@exemple.fr", "password": "faux"}
    for _ in range(5):
        assert Client().post("/compte/login/", form).status_code == 200
    limited = Client().post("/compte/login/", {**form, "password": PASSWORD})
    assert "Trop" in limited.content.decode()


@pytest.mark.parametrize(
    "weak", ["court", "123456789012", "motdepasse", "amina@exemple.fr", "passwordpassword"[:8]]
)
def test_weak_passwords_are_refused(client: Client, person: Any, weak: str) -> None:
    client.force_login(person())
    answer = client.post("/compte/password/set/", {"password1": weak, "password2": weak})
    assert answer.status_code == 200 and "errorlist" in answer.content.decode()
    assert not User.objects.get().has_usable_password()


def test_setting_a_password_is_kept_in_the_trail(client: Client, person: Any) -> None:
    client.force_login(person())
    client.post("/compte/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get().check_password(PASSWORD)
    assert verbs() == ["mot de passe créé"]


def test_a_closed_account_does_not_sign_in(client: Client, person: Any) -> None:
    user = person(password=PASSWORD)
    User.objects.filter(pk=user.pk).update(is_active=False)
    client.post("/compte/login/", {"login": user.email, "password": PASSWORD})
    assert client.get("/mon-compte/").status_code == 302


def set_up_totp(client: Client) -> str:
    page = client.get("/compte/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page)
    assert secret
    code = totp.format_hotp_value(
        totp.hotp_value(secret[1], next(iter(totp.yield_hotp_counters_from_time())))
    )
    assert client.post("/compte/2fa/totp/activate/", {"code": code}).status_code == 302
    return secret[1]


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_is_asked_encrypted_and_kept_in_the_trail(
    client: Client, person: Any
) -> None:
    user = person(password=PASSWORD)
    form = {"login": user.email, "password": PASSWORD}
    client.post("/compte/login/", form)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    secret = set_up_totp(client)
    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)
    other = Client()
    assert other.post("/compte/login/", form)["Location"].startswith("/compte/2fa/authenticate/")
    assert other.get("/mon-compte/").status_code == 302
    recovery = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    assert other.post("/compte/2fa/authenticate/", {"code": "000000"}).status_code == 200
    other.post("/compte/2fa/authenticate/", {"code": recovery.wrap().get_unused_codes()[0]})
    assert other.get("/mon-compte/").status_code == 200
    assert verbs() == ["connexion", "second facteur ajouté", "second facteur ajouté", "connexion"]
    assert AuditEntry.objects.last().detail == {"moyens": ["password", "mfa"]}
    assert audit.verify() == (4, None)


def test_the_superuser_of_the_command_line_comes_in_by_code(
    client: Client, db: Any, mailoutbox: list[Any]
) -> None:
    User.objects.create_superuser("racine@exemple.fr", PASSWORD)
    client.post("/compte/login/", {"login": "racine@exemple.fr", "password": PASSWORD})
    client.post("/compte/confirm-email/", {"code": code_in(mailoutbox)})
    assert client.get("/mandats/").status_code == 200
    assert client.get("/admin/").status_code == 200


def test_the_admin_uses_the_same_sign_in(client: Client, db: Any) -> None:
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/compte/login/")


PAGES = ["/compte/login/", "/compte/signup/", "/compte/login/code/", "/compte/password/reset/"]
OWN = [
    "/compte/email/",
    "/compte/password/set/",
    "/compte/2fa/",
    "/compte/2fa/totp/activate/",
    "/compte/2fa/webauthn/add/",
    "/compte/3rdparty/",
    "/compte/logout/",
    "/mon-compte/",
    "/mon-compte/effacer/",
]


def check_page(answer: Any) -> None:
    """Ours: one heading, the site's frame, French, labelled fields, nothing inline."""
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1 and 'class="site-header"' in page and "</footer>" in page
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert not re.search(r'\son\w+="|\sstyle="|<style', page)
    for script in re.findall(r"<script\b[^>]*>", page):
        assert "src=" in script or 'type="application/json"' in script
    for field in re.findall(r"<(?:input|select|textarea)\b[^>]*>", page):
        if 'type="hidden"' not in field:
            found = re.search(r'id="([^"]+)"', field)
            assert found and f'for="{found[1]}"' in page, field


@pytest.mark.parametrize("address", PAGES)
def test_pages_for_visitors_look_like_the_site(client: Client, db: Any, address: str) -> None:
    check_page(client.get(address))


@pytest.mark.parametrize("address", OWN)
def test_pages_of_the_account_look_like_the_site(client: Client, person: Any, address: str) -> None:
    client.force_login(person())
    check_page(client.get(address))
