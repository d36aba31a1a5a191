"""Services: what help is given, to whom, how one comes; each record is somebody's to keep true."""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.directory.models.hours import HasHours
from faire_ensemble.apps.directory.models.organisations import Organisation
from faire_ensemble.apps.directory.models.places import Place

TRUE_FOR = timedelta(days=180)
"""A record that nobody confirmed for six months is shown as « à vérifier »."""


def unconfirmed(today: date) -> Q:
    """The rows whose `to_check` is true."""
    return Q(checked_on__isnull=True) | Q(checked_on__lt=today - TRUE_FOR)


class Service(HasHours):
    """One kind of help, at a place or without one (telephone, home, bus).

    Its own hours, when it has any, count before those of its place. `areas` empty: for everyone,
    wherever they live. `by_hand`: somebody corrected what was imported, and a later import leaves
    it alone. `invented` marks what the demonstration made up. A record merged into
    another one stays, and its address leads to the other.
    """

    name = models.CharField(_("nom"), max_length=200)
    description = models.TextField(_("ce qu'on y trouve"), blank=True, default="", max_length=2000)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="services"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="services"
    )
    kinds = models.JSONField(_("quelle aide"), default=list)
    audiences = models.JSONField(_("pour qui"), default=list, blank=True)
    languages = models.JSONField(_("langues"), default=list, blank=True)
    coming = models.JSONField(_("comment"), default=list, blank=True)
    free = models.BooleanField(_("gratuit"), null=True, blank=True)
    price = models.CharField(_("prix"), max_length=200, blank=True, default="")
    areas = models.ManyToManyField("territory.Territory", blank=True, related_name="help_served")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("responsable de la fiche"),
    )
    checked_on = models.DateField(_("vérifié le"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(_("n'existe plus depuis le"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed"
    )
    source = models.CharField(_("source"), max_length=300, blank=True, default="")
    source_key = models.CharField(max_length=60, null=True, blank=True, unique=True)
    by_hand = models.BooleanField(default=False)
    invented = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("fiche")
        verbose_name_plural = _("fiches")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="service_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown(self) -> bool:
        """Whether it is found: neither closed nor merged into another."""
        return self.closed_on is None and self.merged_into_id is None

    def to_check(self, today: date) -> bool:
        """Whether nobody confirmed it for six months."""
        return self.checked_on is None or today - self.checked_on > TRUE_FOR
