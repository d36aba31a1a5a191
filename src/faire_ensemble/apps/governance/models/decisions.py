"""Decisions, each with somebody who does it and a day; and what became of them, step by step."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.governance.lifecycle.decisions import DecisionState


class DecisionStateChoice(models.TextChoices):
    TAKEN = DecisionState.TAKEN.value, _("prise")
    UNDER_WAY = DecisionState.UNDER_WAY.value, _("en cours")
    DONE = DecisionState.DONE.value, _("faite")
    DROPPED = DecisionState.DROPPED.value, _("abandonnée")
    SUPERSEDED = DecisionState.SUPERSEDED.value, _("remplacée")


class BodyDecision(models.Model):
    """What a body decided. Somebody owns it (a constraint): an organisation, or a person by name.

    `number` counts in the body and year: « 2026-3 ». `state` is that of the last step.
    """

    body = models.ForeignKey("governance.Body", on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(
        "governance.Meeting",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    item = models.ForeignKey(
        "governance.AgendaItem",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(_("décision"), max_length=300)
    words = models.TextField(_("précisions"), blank=True, default="")
    owner_organisation = models.ForeignKey(
        "directory.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_decisions",
    )
    owner_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_decisions",
    )
    owner_name = models.CharField(_("qui s'en charge"), max_length=150, blank=True, default="")
    taken_on = models.DateField(_("prise le"))
    due_on = models.DateField(_("à faire pour le"))
    state = models.CharField(
        max_length=10, choices=DecisionStateChoice.choices, default=DecisionState.TAKEN.value
    )
    restricted = models.BooleanField(_("réservée aux membres"), default=False)
    objective = models.ForeignKey(
        "contract.Objective",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="decisions",
    )
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        ordering: ClassVar = ["-taken_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "number"], name="decision_number_once"),
            models.CheckConstraint(
                condition=Q(owner_organisation__isnull=False)
                | Q(owner_person__isnull=False)
                | ~Q(owner_name=""),
                name="decision_has_an_owner",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="decision_says_something"),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("taken_on")), name="decision_due_after_taken"
            ),
            models.CheckConstraint(
                condition=Q(state="superseded", superseded_by__isnull=False)
                | (~Q(state="superseded") & Q(superseded_by__isnull=True)),
                name="decision_superseded_by_another",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="decision_due")]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    @property
    def label(self) -> str:
        return f"{self.year}-{self.number}"


class DecisionStep(models.Model):
    """One thing said of a decision. Append-only: database triggers refuse any change.

    `by` is how the audit trail names the person, or the organisation that spoke.
    """

    append_only = True

    decision = models.ForeignKey(BodyDecision, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=DecisionStateChoice.choices)
    at = models.DateTimeField()
    words = models.TextField(blank=True, default="")
    by = models.CharField(max_length=254)

    class Meta:
        ordering: ClassVar = ["decision", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d}"


class DecisionLink(models.Model):
    """An application or a contribution that a decision is about, by its public reference.

    Those rows live in apps above: `settings.GOVERNANCE_LINKS` says how each kind is found.
    """

    decision = models.ForeignKey(BodyDecision, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["decision", "kind", "reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "kind", "reference"], name="decision_link_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"
