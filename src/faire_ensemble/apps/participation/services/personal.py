"""What participation keeps about a person: what they proposed, said and supported, by process.

Ballots are not among it: nothing links one to whoever cast it (docs/methods/vote.md).
"""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from faire_ensemble.apps.participation.models import Comment, Contribution, Contributor, Support
from faire_ensemble.kit.personal import part


def read(person: Any) -> dict[str, list[Any]]:
    """Who they are to each process, and what they wrote there."""
    own = _contributors(person)
    return {
        "contributors": list(
            own.order_by("pk").values(
                "process__title", "name", "email", "language", "created_at", "confirmed_at",
                "stopped_at",
            )
        ),
        "contributions": list(
            Contribution.objects.filter(contributor__in=own).order_by("sent_at", "pk").values(
                "process__title", "number", "title", "body", "place", "longitude", "latitude",
                "state", "sent_at",
            )
        ),
        "comments": list(
            Comment.objects.filter(contributor__in=own).order_by("sent_at", "pk").values(
                "contribution__title", "body", "stance", "state", "sent_at"
            )
        ),
        "supports": list(
            Support.objects.filter(contributor__in=own).order_by("at", "pk").values(
                "contribution__title", "at"
            )
        ),
    }  # fmt: skip


def forget(person: Any) -> int:
    """Their address and name go; their words stay, which others answered."""
    named = _contributors(person).exclude(email="", email_digest="", name="")
    return named.update(email="", email_digest="", name="", stopped_at=timezone.now())


def _contributors(person: Any) -> QuerySet[Contributor]:
    return Contributor.objects.filter(person=person)


part("participation", read=read, forget=forget)
