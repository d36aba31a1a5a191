"""What happens to an account, kept in the audit trail. Connected by `AccountsConfig.ready`.

Only acts of persons who have proved who they are: a visitor who fails to sign in must not be
able to write in a record that nobody can shorten, so failures are limited (allauth) and go to
the server's log instead. No address and no secret is written, only `personne:<id>`.
"""

import logging
from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa
from allauth.socialaccount import signals as social
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.dispatch import Signal

from faire_ensemble.kit import audit

logger = logging.getLogger("faire_ensemble.accounts")

VERBS: dict[str, Signal] = {
    "compte créé": account.user_signed_up,
    "connexion": account.user_logged_in,
    "mot de passe créé": account.password_set,
    "mot de passe changé": account.password_changed,
    "mot de passe réinitialisé": account.password_reset,
    "adresse principale changée": account.email_changed,
    "adresse ajoutée": account.email_added,
    "adresse retirée": account.email_removed,
    "second facteur ajouté": mfa.authenticator_added,
    "second facteur retiré": mfa.authenticator_removed,
    "codes de secours refaits": mfa.authenticator_reset,
    "compte externe relié": social.social_account_added,
    "compte externe délié": social.social_account_removed,
}


def connect() -> None:
    """Listen to allauth; each act becomes one entry."""
    for verb, signal in VERBS.items():
        signal.connect(_recorder(verb), weak=False, dispatch_uid=f"faire.audit.{verb}")
    user_login_failed.connect(_log_failure, dispatch_uid="faire.log.failure")


def _recorder(verb: str) -> Any:
    def keep(sender: Any, request: Any = None, **received: Any) -> None:
        person = received.get("user") or _owner(received)
        if person is None:
            return
        with transaction.atomic():
            audit.record(
                actor=person,
                verb=verb,
                subject=audit.person_reference(person.pk),
                detail=_detail(verb, request, person, received),
            )

    return keep


def _owner(received: dict[str, Any]) -> Any:
    """The person of a social account signal, which gives the account or the login."""
    login = received.get("sociallogin")
    account_given = received.get("socialaccount") or (login and login.account)
    return account_given.user if account_given else None


def _detail(verb: str, request: Any, person: Any, received: dict[str, Any]) -> dict[str, Any]:
    """The way in for a sign-in, the kind of second factor; nothing that identifies."""
    if verb == "connexion" and request is not None:
        records = get_authentication_records(request, person)
        return {"moyens": [str(record.get("method", "")) for record in records]}
    if "authenticator" in received:
        return {"genre": str(received["authenticator"].type)}
    return {}


def _log_failure(sender: Any, credentials: dict[str, Any], **received: Any) -> None:
    logger.warning("sign-in refused")
