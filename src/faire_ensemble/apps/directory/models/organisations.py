"""Organisations: who funds, who holds projects, who signs."""

from collections.abc import Iterable
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

    def known_as(self, references: Iterable[str]) -> dict[str, int]:
        """Those that bear these SIRET, RNA or names (as written), in one query at most.

        A name borne by several organisations designates none of them: a right is never guessed.
        """
        wanted = {text.strip() for text in references if text.strip()}
        if not wanted:
            return {}
        rows = self.filter(Q(siret__in=wanted) | Q(rna__in=wanted) | Q(name__in=wanted))
        named: dict[str, set[int]] = {}
        for pk, siret, rna, name in rows.values_list("pk", "siret", "rna", "name"):
            for reference in (siret, rna, name):
                if reference in wanted:
                    named.setdefault(reference, set()).add(pk)
        return {reference: pks.pop() for reference, pks in named.items() if len(pks) == 1}


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
