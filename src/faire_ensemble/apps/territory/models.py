"""Territories, how they nest, and their geometry through time."""

from datetime import date
from typing import ClassVar

import shapely
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class TerritoryKind(models.TextChoices):
    EPCI = "epci", _("métropole ou intercommunalité")
    COMMUNE = "commune", _("commune")
    PRIORITY = "priority", _("quartier prioritaire")
    MONITORED = "monitored", _("quartier de veille")
    LIVED = "lived", _("quartier vécu")
    GROUP = "group", _("ensemble de quartiers")


NEIGHBOURHOOD_KINDS = (TerritoryKind.PRIORITY, TerritoryKind.MONITORED, TerritoryKind.LIVED)


class Territory(models.Model):
    """Anything a figure can be about: an EPCI, a commune, a neighbourhood, a set of them.

    `code` is the official one: SIREN of the EPCI, INSEE code of the commune, QPV code; lived
    neighbourhoods get `LV` + number. `epci` is empty only on an EPCI or a national group.
    """

    kind = models.CharField(_("nature"), max_length=12, choices=TerritoryKind.choices)
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("nom"), max_length=200)
    epci = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    generation = models.PositiveSmallIntegerField(
        _("géographie (2014, 2024)"), null=True, blank=True
    )
    population = models.PositiveIntegerField(_("population municipale"), null=True, blank=True)
    population_source = models.CharField(max_length=200, blank=True, default="")
    communes = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="neighbourhoods"
    )

    class Meta:
        verbose_name = _("territoire")
        verbose_name_plural = _("territoires")
        ordering: ClassVar = ["kind", "name", "code"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="territory_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class EpciSiren(models.Model):
    """A SIREN that an EPCI bears or bore: a merger changes the number, not the identity."""

    epci = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="sirens")
    siren = models.CharField(max_length=9, unique=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    source = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return self.siren


class Perimeter(models.Model):
    """The geometry of a territory, valid from a date (included) to a date (excluded).

    `shape` is WKB, longitude/latitude WGS84. The bounding box serves queries without
    decoding the shape.
    """

    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="perimeters")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    shape = models.BinaryField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    area_km2 = models.FloatField()
    source = models.CharField(max_length=300)
    repair = models.CharField(_("réparation"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("périmètre")
        verbose_name_plural = _("périmètres")
        constraints = [
            models.UniqueConstraint(fields=["territory", "valid_from"], name="perimeter_once"),
            models.UniqueConstraint(
                fields=["territory"],
                condition=Q(valid_from__isnull=True),
                name="perimeter_undated_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="perimeter_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory} ({self.valid_from or '…'} – {self.valid_to or '…'})"

    @property
    def geometry(self) -> shapely.Geometry:
        return shapely.from_wkb(bytes(self.shape))

    def valid_on(self, day: date) -> bool:
        """Whether this perimeter is the one in force on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


class Address(models.Model):
    """A published address of an open commune: where a number of a street is.

    `key` is the published identifier, or one made from the address when the file has none.
    `street_key` is what streets are compared by (`core.addresses`); `number` is empty for what
    has none (a place, a whole street).
    """

    key = models.CharField(max_length=60, unique=True)
    commune = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="addresses")
    postcode = models.CharField(_("code postal"), max_length=5, blank=True, default="")
    street = models.CharField(_("rue"), max_length=200)
    street_key = models.CharField(max_length=200)
    number = models.PositiveIntegerField(_("numéro"), null=True, blank=True)
    repetition = models.CharField(_("bis, ter"), max_length=10, blank=True, default="")
    lon = models.FloatField(_("longitude"))
    lat = models.FloatField(_("latitude"))

    class Meta:
        verbose_name = _("adresse")
        verbose_name_plural = _("adresses")
        indexes = [
            models.Index(fields=["commune", "street_key"], name="address_commune_street"),
            models.Index(fields=["postcode", "street_key"], name="address_postcode_street"),
            models.Index(fields=["street_key"], name="address_street"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="address_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The address on one line; `commune` is read."""
        begins = " ".join(filter(None, (str(self.number or ""), self.repetition, self.street)))
        return f"{begins}, {self.postcode} {self.commune.name}".replace(",  ", ", ")
