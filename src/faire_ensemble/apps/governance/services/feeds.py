"""The secret of one's own calendar."""

import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from faire_ensemble.apps.contract.selectors import signed_in
from faire_ensemble.apps.governance.models import FeedKey
from faire_ensemble.apps.governance.selectors.calendar import key_digest
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require


def renew_feed_key(*, actor: Any) -> str:
    """A new secret, shown once; the former address answers no more."""
    require(signed_in(actor))
    key = secrets.token_urlsafe(32)
    with transaction.atomic():
        FeedKey.objects.update_or_create(
            person=actor, defaults={"digest": key_digest(key), "made_at": timezone.now()}
        )
        audit.record(
            actor=actor, verb="agenda personnel ouvert", subject=audit.person_reference(actor.pk)
        )
    return key
