"""Plans annexed to the contract, and their follow-up lines."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.contract.lifecycle import WorkState
from faire_ensemble.apps.contract.models.objectives import WorkStateChoice


class PlanKind(models.TextChoices):
    DISCRIMINATION = "ptlcd", _("plan territorial de lutte contre les discriminations")
    RADICALISATION = "radicalisation", _("plan de prévention de la radicalisation")
    UPKEEP = "gusp", _("charte ou cadre de gestion urbaine et sociale de proximité")
    COMPANIES = "companies", _("charte avec les entreprises")
    TAX_RELIEF = "tfpb", _("conventions d'utilisation de l'abattement de TFPB")
    RENEWAL = "npnru", _("protocole ou convention de renouvellement urbain")
    RELOCATION = "housing", _("convention d'équilibre territorial, charte de relogement")
    SAFETY = "safety", _("schéma de sécurité et de prévention de la délinquance")
    OTHER = "other", _("autre document annexé")


class AnnexedPlan(models.Model):
    """A document that the contract annexes: its text as a file, a link, or not yet.

    `ends_on` is excluded, like the end of the contract.
    """

    contract = models.ForeignKey(
        "contract.Contract", on_delete=models.CASCADE, related_name="plans"
    )
    kind = models.CharField(_("nature"), max_length=14, choices=PlanKind.choices)
    title = models.CharField(_("intitulé"), max_length=200)
    summary = models.TextField(_("en quelques phrases"), blank=True, default="")
    owner = models.ForeignKey(
        "directory.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="annexed_plans",
    )
    starts_on = models.DateField(_("adopté le"), null=True, blank=True)
    ends_on = models.DateField(_("fin (exclue)"), null=True, blank=True)
    link = models.URLField(_("adresse du document"), max_length=500, blank=True, default="")
    document = models.ForeignKey(
        "kit.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document_name = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(_("source"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("plan annexé")
        verbose_name_plural = _("plans annexés")
        ordering: ClassVar = ["contract", "kind", "title"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "title"], name="plan_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gt=F("starts_on")),
                name="plan_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanLine(models.Model):
    """What a plan foresees: by whom, until when (that day included), how far it is."""

    plan = models.ForeignKey(AnnexedPlan, on_delete=models.CASCADE, related_name="lines")
    rank = models.PositiveSmallIntegerField(_("rang"))
    title = models.CharField(_("intitulé"), max_length=300)
    owner = models.ForeignKey(
        "directory.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plan_lines",
    )
    due_on = models.DateField(_("échéance"), null=True, blank=True)
    state = models.CharField(
        max_length=8, choices=WorkStateChoice.choices, default=WorkState.PLANNED.value
    )

    class Meta:
        verbose_name = _("ligne d'un plan annexé")
        ordering: ClassVar = ["plan", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "rank"], name="plan_line_rank_once"),
        ]

    def __str__(self) -> str:
        return self.title
