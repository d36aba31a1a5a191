"""Signing in with ProConnect and FranceConnect, where they ask more than plain OpenID Connect.

Both demand a long `state` and a `nonce`, and give the person's data as a signed JWT instead of
JSON (OpenID Connect Core 1.0, sections 3.1.2.1 and 5.3.2). The signature, issuer, audience
and nonce are checked here every time.
"""

import secrets
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponseBase

from faire_ensemble.kit.access import public


class StateAdapter(OpenIDConnectOAuth2Adapter):
    """Reads the answers of the State's providers."""

    expected_nonce = ""

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(
                self.profile_url, headers={"Authorization": f"Bearer {access_token}"}
            )
            response.raise_for_status()
        if response.headers.get("content-type", "").startswith("application/jwt"):
            return self._verified(response.text, self.get_provider().app)
        data: dict[str, Any] = response.json()
        return data

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        data = self._verified(id_token, app)
        if not self.expected_nonce or data.get("nonce") != self.expected_nonce:
            raise OAuth2Error("Invalid nonce")
        return data

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any
    ) -> Any:
        """Refuse an answer without identity token, or about two different persons."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("No id_token")
        login = super().complete_login(request, app, token, **kwargs)
        data = login.account.extra_data
        if data["userinfo"].get("sub") != data["id_token"].get("sub"):
            raise OAuth2Error("userinfo is about somebody else")
        # Kept data: what names the person, nothing of the tokens.
        login.account.extra_data = {
            name: data["userinfo"][name] for name in ("sub", "siret") if name in data["userinfo"]
        }
        return login

    def _verified(self, token: str, app: SocialApp) -> dict[str, Any]:
        data: dict[str, Any] = jwtkit.verify_and_decode(
            credential=token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        return data


class StateProvider(OpenIDConnectProvider):
    """Sends persons to a provider with a long state and a nonce; nothing comes from the address."""

    package = "allauth.socialaccount.providers.openid_connect"  # Where its addresses are.
    oauth2_adapter_class = StateAdapter

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **kwargs: Any,
    ) -> HttpResponseBase:
        """`state` and `nonce`: 32 random bytes each; the nonce waits in the session."""
        nonce = secrets.token_urlsafe(32)
        kwargs["auth_params"] = {**self.get_auth_params(), "nonce": nonce}
        kwargs["scope"] = self.get_scope()
        answer: HttpResponseBase = super().redirect(
            request,
            process,
            next_url,
            data,
            nonce=nonce,
            state_id=secrets.token_urlsafe(32),
            **kwargs,
        )
        return answer

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """ProConnect says `usual_name` where others say `family_name`."""
        fields: dict[str, Any] = super().extract_common_fields(data)
        told = data.get("userinfo", data)
        fields["last_name"] = told.get("family_name") or told.get("usual_name")
        return fields


class StateCallbackView(OAuth2CallbackView):
    """The way back: gives the adapter the nonce that was sent."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        self.adapter.expected_nonce = (state or {}).get("nonce", "")
        return state, response


@public
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Where the provider sends the person back."""
    try:
        view = StateCallbackView.adapter_view(StateAdapter(request, provider_id))
        response: HttpResponseBase = view(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return response
