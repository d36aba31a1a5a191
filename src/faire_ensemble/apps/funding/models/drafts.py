"""What is being typed, field by field, as it was typed.

A save says which revision it started from. When the field moved on meanwhile, the words of both
persons are kept: the current ones stay, the others wait as a conflict until somebody settles it.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class DraftField(models.Model):
    """The current text of a field. `revision` grows by one at each save, under a row lock."""

    application = models.ForeignKey(
        "funding.Application", on_delete=models.CASCADE, related_name="fields"
    )
    key = models.CharField(max_length=120)
    value = models.TextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="draft_field_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} r{self.revision}"


class DraftEdit(models.Model):
    """One save of a field. `kept` tells whether it became the current text; a conflict did not."""

    application = models.ForeignKey(
        "funding.Application", on_delete=models.CASCADE, related_name="edits"
    )
    key = models.CharField(max_length=120)
    value = models.TextField(blank=True, default="")
    based_on = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(null=True, blank=True)
    kept = models.BooleanField()
    saved_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["application", "key", "saved_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "key", "revision"], name="draft_edit_once"
            ),
            models.CheckConstraint(
                condition=Q(kept=False) | Q(revision__isnull=False), name="draft_edit_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {'r' if self.kept else 'conflict'}{self.revision or ''}"
