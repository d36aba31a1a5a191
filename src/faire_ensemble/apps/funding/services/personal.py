"""What funding keeps about a person: files they write, views they saved, files they left."""

from typing import Any

from faire_ensemble.apps.accounts.selectors import proved_addresses
from faire_ensemble.apps.funding.models import (
    ApplicationMember,
    Presence,
    Recusal,
    SavedView,
    Score,
)
from faire_ensemble.kit.personal import part


def read(person: Any) -> dict[str, list[Any]]:
    """Memberships, invitations to their proved addresses, saved views, recusals."""
    invited = ApplicationMember.objects.filter(person=None, email__in=proved_addresses(person))
    columns = ("application__title", "email", "right", "invited_at")
    members = ApplicationMember.objects.filter(person=person)
    return {
        "memberships": list(members.order_by("pk").values(*columns)),
        "invitations": list(invited.order_by("pk").values(*columns)),
        "saved_views": list(
            SavedView.objects.filter(person=person).order_by("pk").values("name", "query", "shared")
        ),
        "recusals": list(
            Recusal.objects.filter(person=person)
            .order_by("declared_at")
            .values("application__title", "on_behalf_of", "reason", "declared_at")
        ),
        "scores": list(
            Score.objects.filter(person=person)
            .order_by("given_at", "pk")
            .values("application__title", "criterion__label", "points", "comment", "given_at")
        ),
        "open_files": list(
            Presence.objects.filter(person=person).values("application__title", "seen_at")
        ),
    }


def forget(person: Any) -> int:
    """Addresses and views of their own go. Scores and recusals stay, under a number: they tell
    that a decision was fair. So do the views shared with other instructors."""
    nobody = f"efface-{person.pk}@exemple.invalid"
    count = (
        ApplicationMember.objects.filter(person=person).exclude(email=nobody).update(email=nobody)
    )
    invited = ApplicationMember.objects.filter(person=None, email__in=proved_addresses(person))
    count += invited.delete()[0]
    count += Presence.objects.filter(person=person).delete()[0]
    return count + SavedView.objects.filter(person=person, shared=False).delete()[0]


part("funding", read=read, forget=forget)
