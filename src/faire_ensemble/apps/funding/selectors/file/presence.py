"""Who else has a file open."""

from datetime import datetime, timedelta

from faire_ensemble.apps.funding.models import Application, Presence, Recusal

# Four heartbeats of presence.js (20 s): one lost on the way does not make somebody vanish.
RECENT = timedelta(seconds=80)


def looking_now(application: Application, person: int, now: datetime) -> tuple[str, ...]:
    """Names of the others, by name: two queries in one. Without JavaScript, since their page
    was opened."""
    aside = Recusal.objects.filter(application=application).values("person")
    rows = (
        Presence.objects.filter(application=application, seen_at__gte=now - RECENT)
        .exclude(person=person)
        .exclude(person__in=aside)
        .select_related("person")
    )
    return tuple(sorted(str(each.person) for each in rows))
