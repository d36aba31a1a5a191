"""Merges of records about the same help: what was, so that it can be undone; pairs that are two."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.directory.models.services import Service


class Merge(models.Model):
    """`absorbed` now leads to `kept`; `before` holds the values of `kept` that it completed."""

    kept = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="merged_by")
    before = models.JSONField(default=dict)
    moved_contacts = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("fusion de fiches")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(undone_at__isnull=True),
                name="merge_absorbed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.kept_id}"


class Apart(models.Model):
    """Somebody read two records that look alike and said that they are two; `first` is the lower
    key."""

    first = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("fiches à ne pas réunir")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="apart_in_order"),
            models.UniqueConstraint(fields=["first", "second"], name="apart_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
