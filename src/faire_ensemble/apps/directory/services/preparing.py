"""Preparing the arrays of the search once for every process (`selectors/finding/keeping`)."""

from django.db import transaction
from django.utils import timezone

from faire_ensemble.apps.directory.models import SearchEntry, SearchSnapshot
from faire_ensemble.apps.directory.selectors.finding.keeping import SMALL, built, head_revision
from faire_ensemble.apps.directory.selectors.finding.packing import FORM, pack

OFTEN = SMALL // 3
"""Changed records after which the arrays are made again: before they are too many to follow."""


def prepare_search() -> bool:
    """Make the arrays anew when there are none, when other code made them, or when they are far
    behind; whether they were. Without it answers are the same: only the first one is slower."""
    head = head_revision()
    kept = SearchSnapshot.objects.filter(form=FORM, revision__lte=head)
    since = kept.values_list("revision", flat=True).first()
    if since is not None:
        changed = SearchEntry.objects.filter(revision__gt=since)[:OFTEN].count()
        if changed < OFTEN:
            return False
    whole = built(head)
    values = {
        "revision": whole.built,
        "form": FORM,
        "content": pack(whole.base),
        "made_at": timezone.now(),
    }
    with transaction.atomic():
        SearchSnapshot.objects.update_or_create(pk=1, defaults=values)
    return True
