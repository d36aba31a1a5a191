"""Signing in with ProConnect and FranceConnect, against a provider made here (no network)."""

import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth import get_user_model
from django.test import Client

from faire_ensemble.config.adapters import ProviderAdapter
from faire_ensemble.config.identity import identity_settings
from faire_ensemble.kit.models import AuditEntry

ISSUER = "https://identite.exemple"
ENVIRON = {
    f"FAIRE_{name}_{part}": value
    for name in ("PROCONNECT", "FRANCECONNECT")
    for part, value in (("ISSUER", ISSUER), ("CLIENT_ID", "nous"), ("SECRET", "chut"))
}
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(requests.adapters.BaseAdapter):
    """An OpenID Connect provider that answers instead of the network."""

    def __init__(self) -> None:
        super().__init__()
        self.nonce = ""
        self.key = KEY
        self.as_jwt = True
        self.audience = "nous"
        self.person: dict[str, Any] = {
            "sub": "f3a9",
            "given_name": "Amina",
            "usual_name": "K.",
            "email": "amina@ville.exemple",
            "siret": "21590350100017",
        }
        self.sub_of_token = "f3a9"
        self.calls: list[str] = []

    def send(self, request: Any, **kwargs: Any) -> requests.Response:
        path = urlsplit(request.url).path
        self.calls.append(path)
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = 200, request, request.url
        kind, body = getattr(self, "at_" + path.strip("/").split("/")[-1].replace("-", "_"))()
        answer.headers["content-type"] = kind
        answer._content = body.encode()
        return answer

    def close(self) -> None: ...

    def at_openid_configuration(self) -> tuple[str, str]:
        ends = {
            f"{name}_endpoint": f"{ISSUER}/{name}"
            for name in ("authorization", "token", "userinfo")
        }
        return "application/json", json.dumps(
            {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks", **ends}
        )

    def at_jwks(self) -> tuple[str, str]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        return "application/json", json.dumps({"keys": [{**public, "kid": "k1", "alg": "RS256"}]})

    def at_token(self) -> tuple[str, str]:
        token = self.signed({"sub": self.sub_of_token, "nonce": self.nonce})
        return "application/json", json.dumps(
            {"access_token": "acces", "token_type": "Bearer", "id_token": token}
        )

    def at_userinfo(self) -> tuple[str, str]:
        if self.as_jwt:
            return "application/jwt", self.signed(self.person)
        return "application/json", json.dumps(self.person)

    def signed(self, claims: dict[str, Any]) -> str:
        now = int(time.time())
        full = {"iss": ISSUER, "aud": self.audience, "iat": now, "exp": now + 60, **claims}
        return jwt.encode(full, self.key, algorithm="RS256", headers={"kid": "k1"})


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Provider:
    for name, value in identity_settings(ENVIRON, "Essai").items():
        setattr(settings, name, value)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    made = Provider()

    def session(self: Any) -> requests.Session:
        opened = requests.Session()
        opened.mount("https://", made)
        return opened

    monkeypatch.setattr(ProviderAdapter, "get_requests_session", session)
    return made


def leave(client: Client, which: str = "proconnect", query: str = "") -> dict[str, str]:
    """Press the button; return what the provider is asked."""
    answer = client.post(f"/compte/oidc/{which}/login/{query}")
    assert answer.status_code == 302 and answer["Location"].startswith(f"{ISSUER}/authorization?")
    return {key: value[0] for key, value in parse_qs(urlsplit(answer["Location"]).query).items()}


def come_back(client: Client, provider: Provider, which: str = "proconnect") -> Any:
    asked = leave(client, which)
    provider.nonce = provider.nonce or asked["nonce"]
    return client.get(
        f"/compte/oidc/{which}/login/callback/", {"code": "c", "state": asked["state"]}
    )


def test_no_button_and_no_call_when_nothing_is_configured(client: Client, db: None) -> None:
    page = client.get("/compte/login/").content.decode()
    assert "ProConnect" not in page and "FranceConnect" not in page
    assert client.get("/compte/oidc/proconnect/login/").status_code == 404


def test_buttons_appear_and_the_form_may_leave_for_the_provider(
    client: Client, provider: Provider, db: None
) -> None:
    answer = client.get("/compte/login/")
    page = answer.content.decode()
    assert "identifier avec ProConnect" in page
    assert f"form-action 'self' {ISSUER} " in answer["Content-Security-Policy"]
    assert "/compte/oidc/franceconnect/login/" in page
    assert provider.calls == []


def test_the_request_has_a_long_state_a_nonce_and_nothing_from_the_address(
    client: Client, provider: Provider, db: None
) -> None:
    asked = leave(client, query="?auth_params=acr_values%3Deidas0%26nonce%3Dx&scope=admin")
    assert len(asked["state"]) >= 32 and len(asked["nonce"]) >= 32
    assert asked["acr_values"] == "eidas1" and asked["code_challenge_method"] == "S256"
    assert set(asked["scope"].split()) == {"openid", "given_name", "usual_name", "email", "siret"}
    assert asked["redirect_uri"].endswith("/compte/oidc/proconnect/login/callback/")
    assert leave(client)["nonce"] != asked["nonce"]


@pytest.mark.parametrize("as_jwt", [True, False])
def test_a_new_person_must_still_prove_the_address(
    client: Client, provider: Provider, db: None, mailoutbox: list[Any], as_jwt: bool
) -> None:
    provider.as_jwt = as_jwt
    answer = come_back(client, provider)
    assert answer.status_code == 302 and answer["Location"] == "/compte/confirm-email/"
    person = get_user_model().objects.get()
    assert (person.email, str(person)) == ("amina@ville.exemple", "Amina K.")
    assert not EmailAddress.objects.get(user=person).verified
    linked = SocialAccount.objects.get(user=person)
    assert linked.provider == "proconnect" and linked.uid == "f3a9"
    assert linked.extra_data == {"sub": "f3a9", "siret": "21590350100017"}
    assert client.get("/mon-compte/").status_code == 302
    assert len(mailoutbox) == 1 and mailoutbox[0].to == ["amina@ville.exemple"]


def test_a_person_who_proved_the_address_comes_back_signed_in(
    client: Client, provider: Provider, db: None
) -> None:
    come_back(client, provider)
    EmailAddress.objects.update(verified=True)
    again = Client()
    provider.nonce = ""
    assert come_back(again, provider)["Location"] == "/"
    assert again.get("/mon-compte/").status_code == 200
    assert get_user_model().objects.count() == 1
    entry = AuditEntry.objects.filter(verb="connexion").latest("sequence")
    assert entry.detail == {"moyens": ["socialaccount"]}


@pytest.mark.parametrize("verified", [True, False, None])
def test_an_account_that_exists_is_never_opened_by_its_address(
    client: Client, provider: Provider, db: None, verified: bool | None
) -> None:
    person = get_user_model().objects.create_user("amina@ville.exemple")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    if verified is not None:
        provider.person["email_verified"] = verified
    come_back(client, provider)
    assert not SocialAccount.objects.filter(user=person).exists()
    assert client.get("/mon-compte/").status_code == 302


FORGERIES = {
    "nonce": {"nonce": "autre"},
    "signature": {"key": OTHER_KEY},
    "audience": {"audience": "autre"},
    "subject": {"sub_of_token": "quelqu'un d'autre"},
}


@pytest.mark.parametrize("change", FORGERIES.values(), ids=list(FORGERIES))
def test_a_forged_answer_opens_nothing(
    client: Client, provider: Provider, db: None, change: dict[str, Any]
) -> None:
    for name, value in change.items():
        setattr(provider, name, value)
    answer = come_back(client, provider)
    assert answer.status_code in (200, 401, 403)
    assert not get_user_model().objects.exists()
    assert client.get("/mon-compte/").status_code == 302


def test_an_unknown_state_opens_nothing(client: Client, provider: Provider, db: None) -> None:
    answer = client.get("/compte/oidc/proconnect/login/callback/", {"code": "c", "state": "x"})
    assert answer.status_code in (200, 401, 403)
    assert not get_user_model().objects.exists() and provider.calls == []


def test_an_unknown_provider_does_not_exist(client: Client, db: None) -> None:
    assert client.get("/compte/oidc/inconnu/login/callback/").status_code == 404


def test_a_person_signed_in_links_then_unlinks_the_provider(
    client: Client, provider: Provider, db: None
) -> None:
    person = get_user_model().objects.create_user("amina@exemple.fr", "cheval-agrafe-batterie")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.force_login(person)
    client.post("/compte/reauthenticate/", {"password": "cheval-agrafe-batterie"})
    asked = leave(client, query="?process=connect")
    provider.nonce = asked["nonce"]
    way_back = {"code": "c", "state": asked["state"]}
    client.get("/compte/oidc/proconnect/login/callback/", way_back)
    linked = SocialAccount.objects.get(user=person)
    assert linked.uid == "f3a9"
    assert get_user_model().objects.get().email == "amina@exemple.fr"
    client.post("/compte/3rdparty/", {"account": linked.pk})
    assert not SocialAccount.objects.exists()
    kept = AuditEntry.objects.values_list("verb", "actor")
    reference = f"personne:{person.pk}"
    assert list(kept) == [("compte externe relié", reference), ("compte externe délié", reference)]


def test_without_a_password_the_last_way_in_is_kept_and_the_page_says_why(
    client: Client, db: None
) -> None:
    person = get_user_model().objects.create_user("amina@exemple.fr")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    linked = SocialAccount.objects.create(user=person, provider="openid_connect", uid="x")
    client.force_login(person)
    page = client.post("/compte/3rdparty/", {"account": linked.pk}).content.decode()
    assert SocialAccount.objects.exists()
    assert 'role="alert"' in page and "mot de passe" in page
