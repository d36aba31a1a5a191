"""Settings of sign-in from the environment: nothing outside by default, halves refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from faire_ensemble.config.identity import identity_settings

PROCONNECT = {
    "FAIRE_PROCONNECT_ISSUER": "https://agents.exemple/api/v2/",
    "FAIRE_PROCONNECT_CLIENT_ID": "nous",
    "FAIRE_PROCONNECT_SECRET": "chut",
}


def apps(environ: dict[str, str]) -> list[dict]:
    made = identity_settings(environ, "Essai")
    return made["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]


def test_no_provider_by_default_and_mail_stays_here() -> None:
    made = identity_settings({}, "Essai")
    assert apps({}) == [] and made["FAIRE_SIGN_IN_ORIGINS"] == []
    assert made["EMAIL_BACKEND"].endswith("mail.FolderBackend")
    assert made["FAIRE_REQUIRE_MFA"] is False


def test_https_brings_the_second_factor_of_stewards_unless_said_otherwise() -> None:
    assert identity_settings({"FAIRE_HTTPS": "1"}, "E")["FAIRE_REQUIRE_MFA"] is True
    said = {"FAIRE_HTTPS": "1", "FAIRE_REQUIRE_MFA": "0"}
    assert identity_settings(said, "E")["FAIRE_REQUIRE_MFA"] is False


def test_a_provider_is_described_for_allauth() -> None:
    (app,) = apps(PROCONNECT)
    assert app["provider_id"] == "proconnect" and app["client_id"] == "nous"
    assert app["settings"]["server_url"] == "https://agents.exemple/api/v2"
    assert {"siret", "usual_name"} <= set(app["settings"]["scope"])
    made = identity_settings(PROCONNECT, "E")
    assert made["FAIRE_SIGN_IN_ORIGINS"] == ["https://agents.exemple"]


def test_both_providers_together() -> None:
    resident = {
        key.replace("PROCONNECT", "FRANCECONNECT"): value for key, value in PROCONNECT.items()
    }
    assert [app["provider_id"] for app in apps(PROCONNECT | resident)] == [
        "proconnect",
        "franceconnect",
    ]


def test_a_provider_configured_by_halves_is_an_error_that_names_what_is_absent() -> None:
    half = {"FAIRE_PROCONNECT_ISSUER": "https://agents.exemple"}
    with pytest.raises(ImproperlyConfigured, match="FAIRE_PROCONNECT_CLIENT_ID, FAIRE_PROC"):
        identity_settings(half, "E")
    with pytest.raises(ImproperlyConfigured, match="n'est pas une adresse"):
        identity_settings(PROCONNECT | {"FAIRE_PROCONNECT_ISSUER": "agents.exemple"}, "E")


def test_never_linked_by_address_and_mail_by_smtp_when_given() -> None:
    made = identity_settings(PROCONNECT | {"FAIRE_SMTP_HOST": "mail.exemple"}, "E")
    assert made["SOCIALACCOUNT_EMAIL_AUTHENTICATION"] is False
    assert made["SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT"] is False
    assert made["EMAIL_BACKEND"].endswith("smtp.EmailBackend") and made["EMAIL_USE_TLS"]
    assert made["EMAIL_PORT"] == 587
    with pytest.raises(ImproperlyConfigured, match="nombre entier"):
        identity_settings({"FAIRE_SMTP_PORT": "abc"}, "E")
