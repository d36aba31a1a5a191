"""What the governance keeps about a person: where they sit, what they declared, what they owe."""

from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from faire_ensemble.apps.governance.models import (
    BodyDecision,
    FeedKey,
    Interest,
    MeetingAttendance,
    Seat,
    SeatTerm,
    Summons,
)
from faire_ensemble.kit.personal import part


def read(person: Any) -> dict[str, list[Any]]:
    """Terms, interests, presences under their name, decisions in their charge, calendar."""
    terms = SeatTerm.objects.filter(person_id=person.pk)
    presences = MeetingAttendance.objects.filter(
        seat__terms__in=terms, person_name=F("seat__terms__name")
    ).exclude(person_name="")
    owned = BodyDecision.objects.filter(owner_person_id=person.pk)
    calendar = FeedKey.objects.filter(person_id=person.pk)
    return {
        "terms": list(
            terms.order_by("starts_on", "pk").values(
                "seat__body__name", "seat__label", "kind", "name", "function", "email", "sex",
                "starts_on", "ends_on", "end_reason", "origin", "origin_reference",
                "named_in_public",
            )
        ),
        "interests": list(
            Interest.objects.filter(term__in=terms).order_by("declared_on", "pk").values(
                "words", "organisation__name", "objective__title", "kind", "reference",
                "declared_on", "ended_on", "public",
            )
        ),
        "attendances": list(
            presences.order_by("meeting__starts_at", "pk").distinct().values(
                "meeting__body__name", "meeting__starts_at", "presence", "person_name"
            )
        ),
        "decisions": list(
            owned.order_by("taken_on", "pk").values(
                "body__name", "year", "number", "title", "owner_name", "due_on", "state"
            )
        ),
        "letters": list(
            _letters(person).order_by("sent_at", "pk").values(
                "meeting__body__name", "meeting__starts_at", "address", "sent_at"
            )
        ),
        "calendars": list(calendar.values("made_at")),
    }  # fmt: skip


def forget(person: Any) -> int:
    """Terms end, interests and addresses go. A name stays only where it was public: minutes and
    the list of who sat are kept as acts of the body."""
    terms = SeatTerm.objects.filter(person_id=person.pk)
    seats = Seat.objects.filter(pk__in=terms.values("seat"))
    # Whoever is giving one of these seats waits, or is waited for.
    list(seats.select_for_update(no_key=True).order_by("pk"))
    count = _letters(person).update(address="")
    count += sum(_end(term) for term in terms.order_by("pk"))
    count += terms.filter(named_in_public=False).exclude(name="").update(name="")
    for field in ("email", "sex", "function"):
        count += terms.exclude(**{field: ""}).update(**{field: ""})
    count += Interest.objects.filter(term__in=terms).delete()[0]
    owned = BodyDecision.objects.filter(owner_person_id=person.pk)
    count += owned.exclude(owner_name="").update(owner_name="")
    return count + FeedKey.objects.filter(person_id=person.pk).delete()[0]


def _letters(person: Any) -> QuerySet[Summons]:
    """Letters sent to their address, or to the one typed for a seat they hold."""
    terms = SeatTerm.objects.filter(person_id=person.pk).exclude(email="")
    addresses = {person.email, *terms.values_list("email", flat=True)}
    return Summons.objects.filter(address__in=addresses)


def _end(term: SeatTerm) -> int:
    """Today, or the day after it begins: a term lasts a day at least."""
    day = max(timezone.localdate(), term.starts_on + timedelta(days=1))
    if term.ends_on is not None and term.ends_on <= day:
        return 0
    term.ends_on, term.end_reason = day, "Compte effacé"
    term.save(update_fields=["ends_on", "end_reason"])
    return 1


part("governance", read=read, forget=forget)
