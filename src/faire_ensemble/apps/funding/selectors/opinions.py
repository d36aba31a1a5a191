"""Opinions that a person may read, and those that count."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from faire_ensemble.apps.funding.models import Opinion, OpinionKind, Recusal
from faire_ensemble.apps.funding.permissions.standing import Mandates


def readable(mandates: Mandates) -> QuerySet[Opinion]:
    """Shared opinions, and the internal ones of the organisations a person acts for."""
    return Opinion.objects.filter(Q(internal=False) | Q(organisation__in=mandates.acting_for))


def counted() -> QuerySet[Opinion]:
    """Shared, current, and not from somebody who stepped aside from the file."""
    aside = Recusal.objects.filter(application=OuterRef("application"), person=OuterRef("author"))
    return Opinion.objects.filter(internal=False, superseded_at=None).exclude(Exists(aside))


def of_funders() -> QuerySet[Opinion]:
    """What funders propose for their requests."""
    return counted().filter(kind=OpinionKind.FUNDER, request__isnull=False)
