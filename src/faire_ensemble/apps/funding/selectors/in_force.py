"""Decisions in force: the last one of each request."""

from django.db.models import Exists, OuterRef, QuerySet

from faire_ensemble.apps.funding.models import Decision


def in_force() -> QuerySet[Decision]:
    """Decisions that no later one replaced."""
    later = Decision.objects.filter(request=OuterRef("request"), number__gt=OuterRef("number"))
    return Decision.objects.filter(~Exists(later))
