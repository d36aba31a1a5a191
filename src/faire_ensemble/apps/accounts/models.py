"""Persons, and the mandates that give them a role for an organisation."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.accounts.lifecycle import MandateState, state_of


class UserManager(BaseUserManager["User"]):
    """Persons are known by their e-mail address; letter case does not matter."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("Une adresse électronique est nécessaire.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person. No user name: the e-mail address is the identity."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("adresse électronique"), unique=True)
    # Set when the person had their data erased: the row stays, so that old acts keep a subject.
    erased_at = models.DateTimeField(_("données effacées le"), null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class Role(models.TextChoices):
    """What a mandate lets a person do; read by the permissions of every app."""

    RESIDENT = "resident", _("habitante ou habitant")
    HOLDER = "holder", _("porteur de projet")
    COUNCIL = "council", _("conseil citoyen")
    OFFICER = "officer", _("chef de projet")
    PARTNER = "partner", _("partenaire")
    ANALYST = "analyst", _("observatoire")
    ELECTED = "elected", _("élue ou élu")
    STEWARD = "steward", _("administration de l'outil")


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates by date."""

    def in_force(self, on: date | None = None) -> Self:
        """Those that give their role on a day (today by default)."""
        day = on or timezone.localdate()
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class Mandate(models.Model):
    """A role of a person, for an organisation, in a contract, between two dates.

    The organisation and the contract live in higher apps, so they are kept as public
    references (SIRET or name; contract code) and not as foreign keys.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mandates")
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices)
    organisation = models.CharField(_("organisation (SIRET, RNA ou nom)"), max_length=200)
    contract = models.CharField(_("contrat (vide : tous)"), max_length=20, blank=True, default="")
    valid_from = models.DateField(_("depuis le"))
    valid_to = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "organisation", "contract", "valid_from"],
                name="mandate_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="mandate_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.organisation}"

    @property
    def last_day(self) -> date | None:
        """The last day of the mandate, as people say it; none while its end is not known."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None

    @property
    def state(self) -> MandateState:
        """Planned, in force or ended, today."""
        return state_of(self.valid_from, self.valid_to, timezone.localdate())
