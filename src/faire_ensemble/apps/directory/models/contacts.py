"""Contacts: a person's name is shown only as long as the person agrees."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.directory.models.services import Service


class Contact(models.Model):
    """Somebody to ask for. Withdrawn, the row stays with its dates and without the person."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("nom de la personne"), max_length=150, blank=True, default="")
    role = models.CharField(_("fonction"), max_length=150, blank=True, default="")
    phone = models.CharField(_("téléphone"), max_length=30, blank=True, default="")
    email = models.EmailField(_("courriel"), blank=True, default="")
    consented_on = models.DateField(_("accord donné le"))
    consent = models.CharField(_("comment l'accord a été donné"), max_length=200)
    withdrawn_at = models.DateTimeField(_("accord retiré le"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, consented_on__isnull=False)
                & ~Q(name="")
                & ~Q(consent="")
                | Q(withdrawn_at__isnull=False, name="", role="", phone="", email=""),
                name="contact_named_only_with_consent",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
