"""What initiatives keep about a person: pages they keep, what they wrote, groups they are in."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from faire_ensemble.apps.initiatives.models import (
    Claim,
    Group,
    GroupFile,
    Initiative,
    Membership,
    Message,
    NoDigest,
    NoteVersion,
    ShownName,
    Task,
    Thread,
    Told,
)
from faire_ensemble.kit.personal import part


def read(person: Any) -> dict[str, list[Any]]:
    """Pages carried, exchanges (their own words only: the others' are the others'), groups."""
    return {
        "shown_names": list(ShownName.objects.filter(person=person).values("name")),
        "initiatives": list(
            Initiative.objects.filter(carrier=person).order_by("pk").values(
                "title", "body", "state", "place", "carrier_name", "made_at", "published_at"
            )
        ),
        "exchanges": [
            {"initiative": row.initiative.title, "asked": row.asker_id == person.pk,
             "address_shown": row.asker_agrees if row.asker_id == person.pk
             else row.carrier_agrees, "made_at": row.made_at, "stopped_at": row.stopped_at}
            for row in _threads(person).select_related("initiative").order_by("pk")
        ],
        "messages": list(
            Message.objects.filter(author=person).order_by("at", "pk").values(
                "thread__initiative__title", "body", "at"
            )
        ),
        "memberships": list(
            Membership.objects.filter(person=person).order_by("pk").values(
                "group__title", "role", "state", "words", "since"
            )
        ),
        "groups_opened": list(
            Group.objects.filter(made_by=person).order_by("pk").values("title", "made_at")
        ),
        "notes": list(
            NoteVersion.objects.filter(saved_by=person).order_by("saved_at", "pk").values(
                "note__group__title", "title", "body", "saved_at"
            )
        ),
        "files": list(
            GroupFile.objects.filter(added_by=person).order_by("added_at", "pk").values(
                "group__title", "name", "added_at", "removed_at"
            )
        ),
        "tasks": list(
            Task.objects.filter(owner=person).order_by("pk").values(
                "group__title", "title", "due_on", "state"
            )
        ),
        "claims": _claims(person),
        "told": list(
            Told.objects.filter(person=person).order_by("at", "pk").values("text", "at", "sent_at")
        ),
        "no_daily_mail": list(NoDigest.objects.filter(person=person).values("since")),
    }  # fmt: skip


def _claims(person: Any) -> list[Any]:
    """Pages that they said they carry, and the answer."""
    rows = Claim.objects.filter(person=person).order_by("at", "pk")
    return list(rows.values("initiative__title", "words", "at", "refused_at", "reason"))


def forget(person: Any) -> int:
    """Exchanges stop, their words in them and what waits to be mailed go; pages and notes stay,
    without them."""
    threads = _threads(person)
    count: int = threads.count()
    threads.delete()
    count += Initiative.objects.filter(carrier=person).update(carrier=None)
    count += Task.objects.filter(owner=person).update(owner=None)
    count += (
        Membership.objects.filter(person=person)
        .exclude(state="left")
        .update(state="left", role="member", words="", since=timezone.now())
    )
    for model in (Claim, ShownName, Told, NoDigest):
        count += model.objects.filter(person=person).delete()[0]
    return count


def _threads(person: Any) -> Any:
    return Thread.objects.filter(Q(asker=person) | Q(carrier=person))


part("initiatives", read=read, forget=forget)
