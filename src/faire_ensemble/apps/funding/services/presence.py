"""Saying that one has a file open. Not an act: nothing is recorded, and old rows go."""

from datetime import timedelta

from django.utils import timezone

from faire_ensemble.apps.funding.models import Application, Presence
from faire_ensemble.apps.funding.permissions.instruction import can_see_who_looks
from faire_ensemble.apps.funding.permissions.standing import Actor, Standing
from faire_ensemble.kit.verdicts import require

KEPT = timedelta(hours=1)


def note_presence(*, actor: Actor, application: Application, known: Standing | None = None) -> None:
    """The person is looking now. One row a person and file, so that two tabs are one."""
    require(can_see_who_looks(actor, application, known))
    now = timezone.now()
    Presence.objects.filter(application=application, seen_at__lt=now - KEPT).delete()
    Presence.objects.bulk_create(
        [Presence(application=application, person=actor, seen_at=now)],
        update_conflicts=True,
        unique_fields=["application", "person"],
        update_fields=["seen_at"],
    )
