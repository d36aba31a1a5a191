"""Money already published: grants awarded to organisations."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class FundingNature(models.TextChoices):
    SPECIFIC = "specific", _("crédits spécifiques")
    MAINSTREAM = "mainstream", _("droit commun")
    UNKNOWN = "unknown", _("non précisé")


class AidForm(models.TextChoices):
    CASH = "cash", _("aide en numéraire")
    IN_KIND = "in_kind", _("aide en nature")
    BOTH = "both", _("aide en numéraire et en nature")
    UNKNOWN = "", _("non précisé")


class Grant(models.Model):
    """A grant as its funder published it; asked, awarded and paid are three amounts.

    `external_key` identifies the published line inside its `dataset`, so that importing the
    same file again changes nothing. A negative amount is a claw-back: it is kept. Aid in kind is
    valued apart: it never enters the sums of money.
    """

    dataset = models.CharField(_("jeu de données"), max_length=60)
    external_key = models.CharField(max_length=120)
    funder = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="grants_given"
    )
    holder = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="grants_received"
    )
    contract = models.ForeignKey(
        "contract.Contract",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="grants",
    )
    objective = models.ForeignKey(
        "contract.Objective",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="grants",
    )
    territory = models.ForeignKey(
        "territory.Territory",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="grants",
    )
    scheme = models.CharField(_("dispositif"), max_length=120, blank=True, default="")
    nature = models.CharField(
        max_length=12, choices=FundingNature.choices, default=FundingNature.UNKNOWN
    )
    purpose = models.CharField(_("objet"), max_length=1000, blank=True, default="")
    year = models.PositiveSmallIntegerField(_("année"), db_index=True)
    agreed_on = models.DateField(_("date de la convention"), null=True, blank=True)
    reference = models.CharField(_("référence"), max_length=200, blank=True, default="")
    amount_asked = models.DecimalField(
        _("montant demandé"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    amount_awarded = models.DecimalField(_("montant attribué"), max_digits=14, decimal_places=2)
    amount_paid = models.DecimalField(
        _("montant versé"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    amount_in_kind = models.DecimalField(
        _("valeur estimée des aides en nature"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
    )
    aid_form = models.CharField(
        _("forme"), max_length=8, choices=AidForm.choices, blank=True, default=""
    )
    payment_period = models.CharField(
        _("date ou période de versement"), max_length=60, blank=True, default=""
    )
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("subvention")
        verbose_name_plural = _("subventions")
        ordering: ClassVar = ["-year", "-amount_awarded", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "external_key"], name="grant_once"),
        ]
        indexes = [
            models.Index(fields=["-year", "-amount_awarded", "id"]),
            models.Index(
                fields=["funder", "year", "scheme", "source", "amount_awarded"], name="grant_totals"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.year}: {self.amount_awarded} €"
