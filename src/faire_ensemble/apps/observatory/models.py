"""Indicators, their vintages and values, and the targets set on gaps."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """The five themes of the 2015-2016 report, and two that describe who lives there."""

    POPULATION = "population", _("population")
    INCOME = "income", _("revenus")
    EMPLOYMENT = "employment", _("emploi")
    HOUSING = "housing", _("habitat et peuplement")
    EDUCATION = "education", _("éducation")
    HEALTH = "health", _("santé")
    URBAN = "urban", _("ambiance urbaine")


class Unit(models.TextChoices):
    PERCENT = "percent", _("%")
    EUROS = "euros", _("€")
    COUNT = "count", _("nombre")
    RATIO = "ratio", _("rapport")
    POINTS = "points", _("points")


class Direction(models.TextChoices):
    """What a rise means for residents."""

    GOOD = "good", _("une hausse est favorable")
    BAD = "bad", _("une hausse est défavorable")
    NEUTRAL = "neutral", _("une hausse ne dit rien en soi")


class ValueStatus(models.TextChoices):
    """Why a value is there, or is not: never shown as zero."""

    PUBLISHED = "published", _("publiée")
    SUPPRESSED = "suppressed", _("couverte par le secret statistique")
    MISSING = "missing", _("non disponible à la source")
    FLAGGED = "flagged", _("publiée avec une réserve de la source")


class Source(models.Model):
    """Where figures come from: dataset, publisher, licence."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    publisher = models.CharField(_("éditeur"), max_length=200)
    licence = models.CharField(_("licence"), max_length=120, blank=True, default="")
    address = models.URLField(_("adresse"), blank=True, default="")
    rolling_years = models.PositiveSmallIntegerField(
        _("nombre d'années de collecte d'un millésime"), default=1
    )

    class Meta:
        verbose_name = _("source")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """What is measured. `official_code` is the column of the publisher, kept as it is."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    official_code = models.CharField(_("code officiel"), max_length=40, blank=True, default="")
    dataset = models.CharField(_("jeu de données"), max_length=40, blank=True, default="")
    label = models.CharField(_("libellé"), max_length=200)
    theme = models.CharField(_("thème"), max_length=12, choices=Theme.choices)
    unit = models.CharField(_("unité"), max_length=10, choices=Unit.choices)
    direction = models.CharField(
        _("sens"), max_length=10, choices=Direction.choices, default=Direction.NEUTRAL
    )
    method = models.TextField(_("méthode"), blank=True, default="")
    headline = models.PositiveSmallIntegerField(
        _("rang parmi les chiffres clés (vide : non)"), null=True, blank=True
    )
    denominator = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="rates"
    )

    class Meta:
        verbose_name = _("indicateur")
        verbose_name_plural = _("indicateurs")
        ordering: ClassVar = ["theme", "headline", "label"]

    def __str__(self) -> str:
        return self.label


class Vintage(models.Model):
    """One year of one source."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="vintages")
    year = models.PositiveSmallIntegerField(_("année"))
    label = models.CharField(_("période"), max_length=80, blank=True, default="")

    class Meta:
        verbose_name = _("millésime")
        ordering: ClassVar = ["-year", "source"]
        constraints = [
            models.UniqueConstraint(fields=["source", "year"], name="vintage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.label or self.year}"


class Value(models.Model):
    """The value of an indicator for a territory and a vintage.

    `value` is exact, as published, and empty unless the status says published or flagged.
    `denominator` (persons, households…) is known only where the source gives it: without
    it no interval is computed.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    territory = models.ForeignKey(
        "territory.Territory", on_delete=models.PROTECT, related_name="values"
    )
    vintage = models.ForeignKey(Vintage, on_delete=models.PROTECT, related_name="values")
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=3, null=True, blank=True)
    status = models.CharField(
        max_length=12, choices=ValueStatus.choices, default=ValueStatus.PUBLISHED
    )
    note = models.CharField(_("note de la source"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("valeur")
        verbose_name_plural = _("valeurs")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "territory", "vintage"], name="value_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["published", "flagged"], value__isnull=False)
                | Q(status__in=["suppressed", "missing"], value__isnull=True),
                name="value_agrees_with_status",
            ),
        ]
        indexes = [models.Index(fields=["territory", "vintage"])]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.territory_id} {self.vintage_id}: {self.value}"


class Target(models.Model):
    """A gap to bring, between two years, to a share of what it was (0.5: halve it)."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    territory = models.ForeignKey(
        "territory.Territory", on_delete=models.PROTECT, related_name="targets"
    )
    base_year = models.PositiveSmallIntegerField(_("année de départ"))
    base_gap = models.DecimalField(_("écart de départ"), max_digits=18, decimal_places=6)
    target_year = models.PositiveSmallIntegerField(_("année d'arrivée"))
    remaining_share = models.DecimalField(
        _("part de l'écart qui doit rester"), max_digits=5, decimal_places=4, default="0.5"
    )
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("cible")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "territory", "target_year"], name="target_once"
            ),
            models.CheckConstraint(
                condition=Q(target_year__gt=F("base_year")), name="target_years_in_order"
            ),
            models.CheckConstraint(
                condition=Q(remaining_share__gte=0, remaining_share__lt=1),
                name="target_share_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} → {self.target_year}"
