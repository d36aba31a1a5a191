"""How persons sign in: the settings of django-allauth (why: docs/adr/0005-accounts.md).

FAIRE_PROCONNECT_ISSUER, _CLIENT_ID, _SECRET        agents sign in with ProConnect
FAIRE_FRANCECONNECT_ISSUER, _CLIENT_ID, _SECRET     residents sign in with FranceConnect
FAIRE_PROXIES              number of trusted reverse proxies in front of the site (default 0)
FAIRE_REQUIRE_MFA          1: stewards and the admin need a second factor (default: FAIRE_HTTPS)
FAIRE_SMTP_HOST, _PORT, _USER, _PASSWORD, _TLS, FAIRE_MAIL_FROM    how mail leaves
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# Scopes and level: ProConnect names families differently (`usual_name`) and tells the SIRET;
# FranceConnect demands the eIDAS level in each request.
PROVIDERS: dict[str, dict[str, Any]] = {
    "proconnect": {
        "name": "ProConnect",
        "prefix": "FAIRE_PROCONNECT",
        "scope": ["openid", "given_name", "usual_name", "email", "siret"],
        "auth_params": {"acr_values": "eidas1"},
    },
    "franceconnect": {
        "name": "FranceConnect",
        "prefix": "FAIRE_FRANCECONNECT",
        "scope": ["openid", "given_name", "family_name", "email"],
        "auth_params": {"acr_values": "eidas1"},
    },
}
SMTP = "django.core.mail.backends.smtp.EmailBackend"
FOLDER = "faire_ensemble.kit.mail.FolderBackend"


def identity_settings(environ: Mapping[str, str], site_name: str) -> dict[str, Any]:
    """All the settings of accounts, from the environment; `site_name` signs mails and codes."""
    https = environ.get("FAIRE_HTTPS") == "1"
    proxies = _number(environ, "FAIRE_PROXIES", 0)
    apps = [app for app in (_provider(environ, key) for key in PROVIDERS) if app]
    return {
        **_sign_in(site_name, https),
        **_second_factor(environ, site_name, https),
        **_mail(environ, site_name),
        "FAIRE_PROXIES": proxies,
        "ALLAUTH_TRUSTED_PROXY_COUNT": proxies,
        "SOCIALACCOUNT_PROVIDERS": {
            "openid_connect": {
                "provider_class": "faire_ensemble.config.oidc.StateProvider",
                "OAUTH_PKCE_ENABLED": True,
                "APPS": apps,
            }
        },
        # An address given by a provider never opens an account that exists already.
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": False,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_ADAPTER": "faire_ensemble.config.adapters.ProviderAdapter",
        # The sign-in form leaves for the provider: the browser checks `form-action` there too.
        "FAIRE_SIGN_IN_ORIGINS": [_origin(app["settings"]["server_url"]) for app in apps],
    }


def _sign_in(site_name: str, https: bool) -> dict[str, Any]:
    return {
        "LOGIN_URL": "account_login",
        # The first page says what waits; a newcomer sees the account first.
        "LOGIN_REDIRECT_URL": "/",
        "ACCOUNT_SIGNUP_REDIRECT_URL": "/mon-compte/",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        # A password is optional: an address and the code sent to it are enough.
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1", "password2"],
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
        "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
        "ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND": True,
        "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
        "ACCOUNT_LOGIN_BY_CODE_TIMEOUT": 15 * 60,
        "ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND": True,
        "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED": True,
        "ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT": 15 * 60,
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if https else "http",
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": f"[{site_name}] ",
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
            for name, options in (
                ("UserAttributeSimilarityValidator", {"user_attributes": ["email"]}),
                ("MinimumLengthValidator", {"min_length": 12}),
                ("CommonPasswordValidator", {}),
                ("NumericPasswordValidator", {}),
            )
        ],
    }


def _second_factor(environ: Mapping[str, str], site_name: str, https: bool) -> dict[str, Any]:
    return {
        "MFA_ADAPTER": "faire_ensemble.config.adapters.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes", "webauthn"],
        "MFA_TOTP_ISSUER": site_name,
        "MFA_TOTP_TOLERANCE": 1,
        "FAIRE_REQUIRE_MFA": environ.get("FAIRE_REQUIRE_MFA", "1" if https else "0") == "1",
    }


def _mail(environ: Mapping[str, str], site_name: str) -> dict[str, Any]:
    """SMTP when a host is given; else mails are written in FAIRE_HOME/mail (offline use)."""
    sender = environ.get("FAIRE_MAIL_FROM", f"{site_name} <ne-pas-repondre@localhost>")
    host = environ.get("FAIRE_SMTP_HOST", "")
    return {
        "DEFAULT_FROM_EMAIL": sender,
        "SERVER_EMAIL": sender,
        "EMAIL_BACKEND": environ.get("FAIRE_EMAIL_BACKEND", SMTP if host else FOLDER),
        "EMAIL_HOST": host or "localhost",
        "EMAIL_PORT": _number(environ, "FAIRE_SMTP_PORT", 587),
        "EMAIL_HOST_USER": environ.get("FAIRE_SMTP_USER", ""),
        "EMAIL_HOST_PASSWORD": environ.get("FAIRE_SMTP_PASSWORD", ""),
        "EMAIL_USE_TLS": environ.get("FAIRE_SMTP_TLS", "1") == "1",
        "EMAIL_TIMEOUT": 10,
    }


def _provider(environ: Mapping[str, str], key: str) -> dict[str, Any] | None:
    """The allauth description of one provider, or nothing when it is not configured at all.

    A provider configured by halves is an error: a button that fails is worse than none.
    """
    wanted = PROVIDERS[key]
    names = [f"{wanted['prefix']}_{part}" for part in ("ISSUER", "CLIENT_ID", "SECRET")]
    given = [environ.get(name, "").strip() for name in names]
    if not any(given):
        return None
    absent = [name for name, value in zip(names, given, strict=True) if not value]
    if absent:
        raise ImproperlyConfigured(
            f"{wanted['name']} est configuré à moitié : donnez aussi {', '.join(absent)}."
        )
    issuer, client_id, secret = given
    if urlsplit(issuer).scheme not in ("https", "http"):
        raise ImproperlyConfigured(f"{names[0]} n'est pas une adresse : « {issuer} ».")
    return {
        "provider_id": key,
        "name": wanted["name"],
        "client_id": client_id,
        "secret": secret,
        "settings": {
            "server_url": issuer.rstrip("/"),
            "scope": wanted["scope"],
            "auth_params": wanted["auth_params"],
        },
    }


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit():
        raise ImproperlyConfigured(f"{name} doit être un nombre entier : « {text} ».")
    return int(text)
