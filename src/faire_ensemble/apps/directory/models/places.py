"""Places: where one goes to be helped."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.directory.models.hours import HasHours


class Place(HasHours):
    """An address people go to, or the base of a bus that goes to them (`mobile`).

    `commune_code` and `commune_name` are as published; `commune` is the same one when it is open
    here. `neighbourhoods` are those of every kind and geography that hold the point.
    `source_key` tells a published row, so that it is not created twice.
    """

    name = models.CharField(_("nom du lieu"), max_length=200)
    address = models.CharField(_("adresse"), max_length=300, blank=True, default="")
    extra = models.CharField(_("complément"), max_length=300, blank=True, default="")
    postcode = models.CharField(_("code postal"), max_length=5, blank=True, default="")
    commune_code = models.CharField(max_length=5, blank=True, default="", db_index=True)
    commune_name = models.CharField(_("commune"), max_length=100, blank=True, default="")
    commune = models.ForeignKey(
        "territory.Territory", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    neighbourhoods = models.ManyToManyField(
        "territory.Territory", blank=True, related_name="help_places"
    )
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    transport = models.CharField(_("comment venir"), max_length=300, blank=True, default="")
    accessibility = models.JSONField(default=list, blank=True)
    accessibility_note = models.CharField(max_length=300, blank=True, default="")
    mobile = models.BooleanField(_("itinérant"), default=False)
    source_key = models.CharField(max_length=60, null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
                name="place_point_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def town(self) -> str:
        """« 59100 Roubaix », as on an envelope."""
        return f"{self.postcode} {self.commune_name}".strip()
