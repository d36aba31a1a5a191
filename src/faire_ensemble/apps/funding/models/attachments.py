"""Documents joined to an application."""

from typing import ClassVar

from django.db import models


class Attachment(models.Model):
    """A document, under the name its sender gave it.

    Removing it only dates the row: a submitted version may still show it.
    """

    application = models.ForeignKey(
        "funding.Application", on_delete=models.CASCADE, related_name="attachments"
    )
    document = models.ForeignKey(
        "funding.RequiredDocument",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="attachments",
    )
    stored = models.ForeignKey(
        "kit.StoredFile", on_delete=models.PROTECT, related_name="attachments"
    )
    name = models.CharField(max_length=200)
    added_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "document", "stored"],
                condition=models.Q(removed_at__isnull=True),
                name="attachment_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
