"""What was signed: the contract, then its avenants, each frozen."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContractVersion(models.Model):
    """The text as it was signed: `content` is `core.agreement` data, `digest` its SHA-256.

    Number 0 is the contract, the following ones its avenants. Append-only.
    """

    append_only: ClassVar = True

    contract = models.ForeignKey(
        "contract.Contract", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("intitulé"), max_length=200)
    signed_on = models.DateField(_("signé le"))
    why = models.TextField(_("pourquoi"), blank=True, default="")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version signée")
        verbose_name_plural = _("versions signées")
        ordering: ClassVar = ["contract", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="contract_version_once"),
        ]

    def __str__(self) -> str:
        return self.title
