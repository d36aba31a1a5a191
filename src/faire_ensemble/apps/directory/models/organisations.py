"""Organisations: who funds, who holds projects, who signs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    STATE = "state", _("État")
    REGION = "region", _("Région")
    DEPARTMENT = "department", _("Département")
    EPCI = "epci", _("métropole ou intercommunalité")
    COMMUNE = "commune", _("commune ou CCAS")
    ASSOCIATION = "association", _("association")
    LANDLORD = "landlord", _("bailleur social")
    PUBLIC = "public", _("autre organisme public")
    SOCIAL = "social", _("organisme de sécurité sociale")
    COMPANY = "company", _("entreprise")
    OTHER = "other", _("autre ou non précisé")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations by what people call them."""

    def designated_by(self, reference: str) -> list[int]:
        """At most two of those that bear this SIRET, RNA or name: two means none is designated."""
        named = Q(siret=reference) | Q(rna=reference) | Q(name=reference)
        return list(self.filter(named).order_by("pk").values_list("pk", flat=True)[:2])


class Organisation(models.Model):
    """An organisation, known by its SIRET, else its RNA, its SIREN, or its name as published.

    `name_key` is the name folded (no accent, case or punctuation): it identifies the
    organisations that a file names without any number. A SIREN alone is the legal person;
    each SIRET is one of its establishments.
    """

    name = models.CharField(_("nom"), max_length=300)
    name_key = models.CharField(max_length=300, db_index=True)
    kind = models.CharField(
        _("nature"),
        max_length=12,
        choices=OrganisationKind.choices,
        default=OrganisationKind.OTHER,
    )
    siret = models.CharField(max_length=14, null=True, blank=True, unique=True)
    siren = models.CharField(max_length=9, blank=True, default="", db_index=True)
    rna = models.CharField(max_length=10, null=True, blank=True, unique=True)
    commune = models.ForeignKey(
        "territory.Territory",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="organisations",
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["siren"],
                condition=models.Q(siret__isnull=True) & ~models.Q(siren=""),
                name="organisation_siren_once",
            ),
            models.UniqueConstraint(
                fields=["name_key"],
                condition=models.Q(siret__isnull=True, rna__isnull=True, siren=""),
                name="organisation_unnumbered_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
