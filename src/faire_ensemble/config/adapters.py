"""What we change in django-allauth by its own hooks."""

import base64
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Providers are configured in the environment only, so no page asks the database for them."""

    def list_apps(
        self, request: HttpRequest, provider: Any = None, client_id: Any = None
    ) -> list[Any]:
        """The configured providers; SocialApp rows are not used here."""
        if not settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
            return []
        apps = super().list_apps(request, provider=provider, client_id=client_id)
        return [app for app in apps if app.pk is None]


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of second factors are encrypted at rest with a key drawn from SECRET_KEY.

    A copy of the database alone does not give the codes; changing SECRET_KEY without keeping
    the old one in SECRET_KEY_FALLBACKS makes everyone set up the second factor again.
    """

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(secret: str | bytes) -> bytes:
    digest = salted_hmac("faire.second-factor", "", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)
