"""Pillars, objectives, what is done about them and how they are measured."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.contract.lifecycle import WorkState


class Pillar(models.Model):
    """`retired`: dropped by a version, kept for the objectives that files name."""

    contract = models.ForeignKey(
        "contract.Contract", on_delete=models.CASCADE, related_name="pillars"
    )
    rank = models.PositiveSmallIntegerField(_("rang"))
    title = models.CharField(_("intitulé"), max_length=200)
    retired = models.BooleanField(_("retiré du contrat"), default=False)

    class Meta:
        verbose_name = _("pilier")
        verbose_name_plural = _("piliers")
        ordering: ClassVar = ["contract", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "rank"], condition=Q(retired=False), name="pillar_rank_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Objective(models.Model):
    """What the contract wants to reach; what measures it, and the values aimed at, are
    `ObjectiveMeasure`.

    An objective that files or decisions name is not deleted when a version drops it: it is
    `retired`, keeps its history and is no longer offered.
    """

    pillar = models.ForeignKey(Pillar, on_delete=models.CASCADE, related_name="objectives")
    rank = models.PositiveSmallIntegerField(_("rang"))
    title = models.CharField(_("intitulé"), max_length=300)
    theme = models.CharField(_("thème"), max_length=12, blank=True, default="")
    retired = models.BooleanField(_("retiré du contrat"), default=False)

    class Meta:
        verbose_name = _("objectif")
        verbose_name_plural = _("objectifs")
        ordering: ClassVar = ["pillar", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["pillar", "rank"], condition=Q(retired=False), name="objective_rank_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ObjectiveMeasure(models.Model):
    """An indicator that measures an objective, and the value aimed at for a year, if any.

    The value is that of the indicator (44 %), not of a gap: targets on gaps are the observatory's.
    """

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="measures")
    indicator = models.ForeignKey(
        "observatory.Indicator", on_delete=models.PROTECT, related_name="measures"
    )
    target_value = models.DecimalField(
        _("valeur visée"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    target_year = models.PositiveSmallIntegerField(_("pour l'année"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("mesure d'un objectif")
        ordering: ClassVar = ["objective", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "indicator", "target_year"], name="measure_once"
            ),
            models.UniqueConstraint(
                fields=["objective", "indicator"],
                condition=Q(target_year__isnull=True),
                name="measure_without_year_once",
            ),
            models.CheckConstraint(
                condition=Q(target_value__isnull=True, target_year__isnull=True)
                | Q(target_value__isnull=False, target_year__isnull=False),
                name="measure_value_has_its_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objective_id} {self.indicator}"


class WorkStateChoice(models.TextChoices):
    PLANNED = WorkState.PLANNED.value, _("à faire")
    DOING = WorkState.DOING.value, _("en cours")
    DONE = WorkState.DONE.value, _("fait")
    DROPPED = WorkState.DROPPED.value, _("abandonné")


class OperationalObjective(models.Model):
    """What is done to reach an objective: by whom, until when (that day included)."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="operational")
    rank = models.PositiveSmallIntegerField(_("rang"))
    title = models.CharField(_("intitulé"), max_length=300)
    owner = models.ForeignKey(
        "directory.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="operational_objectives",
    )
    due_on = models.DateField(_("échéance"), null=True, blank=True)
    state = models.CharField(
        max_length=8, choices=WorkStateChoice.choices, default=WorkState.PLANNED.value
    )
    source = models.CharField(_("source"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("objectif opérationnel")
        verbose_name_plural = _("objectifs opérationnels")
        ordering: ClassVar = ["objective", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["objective", "rank"], name="operational_rank_once"),
        ]

    def __str__(self) -> str:
        return self.title
