"""The contrat de ville, the codes that name it, and its signatories."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.kit.last_days import last_day


class Contract(models.Model):
    """An agreement for the priority neighbourhoods of one EPCI, over several years."""

    epci = models.ForeignKey(
        "territory.Territory", on_delete=models.PROTECT, related_name="contracts"
    )
    name = models.CharField(_("nom"), max_length=200)
    signed_on = models.DateField(_("signé le"), null=True, blank=True)
    starts_on = models.DateField(_("début"))
    ends_on = models.DateField(_("fin (exclue)"), null=True, blank=True)
    orientations = models.TextField(_("orientations"), blank=True, default="")
    source = models.CharField(_("source"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("contrat de ville")
        verbose_name_plural = _("contrats de ville")
        ordering: ClassVar = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["epci", "starts_on"], name="contract_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="contract_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        return last_day(self.ends_on) if self.ends_on else None


class ContractCode(models.Model):
    """A code under which the State's files name this contract (CV192, then CN05911M)."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=20, unique=True)
    first_year = models.PositiveSmallIntegerField(_("première année"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("dernière année"), null=True, blank=True)
    source = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("code du contrat")
        verbose_name_plural = _("codes du contrat")
        ordering: ClassVar = ["first_year", "code"]

    def __str__(self) -> str:
        return self.code


class PartnerRole(models.TextChoices):
    LEAD = "lead", _("pilote")
    SIGNATORY = "signatory", _("signataire")
    ASSOCIATED = "associated", _("associé")


class Partner(models.Model):
    """An organisation that signs or accompanies the contract."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="partnerships"
    )
    role = models.CharField(
        max_length=12, choices=PartnerRole.choices, default=PartnerRole.SIGNATORY
    )

    class Meta:
        verbose_name = _("partenaire")
        constraints = [
            models.UniqueConstraint(fields=["contract", "organisation"], name="partner_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}"
