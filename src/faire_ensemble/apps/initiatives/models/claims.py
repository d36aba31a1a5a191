"""Somebody says that they carry an initiative whose page nobody keeps; officers answer."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from faire_ensemble.apps.initiatives.models.initiatives import Initiative


class Claim(models.Model):
    """Open until the page is entrusted to somebody, or the claim refused with its reason."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="claims")
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=500)
    at = models.DateTimeField()
    refused_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "person"], name="claim_once"),
            models.CheckConstraint(condition=~Q(words=""), name="claim_says_why"),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True, reason="")
                | Q(refused_at__isnull=False) & ~Q(reason=""),
                name="claim_refused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.person_id}"
