"""Processes of participation and their phases."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.participation.lifecycle import PhaseKind, ProcessState


class ProcessKind(models.TextChoices):
    CONSULTATION = "consultation", _("concertation")
    BUDGET = "budget", _("budget participatif")
    SOLUTION = "solution", _("appel à solution")
    FUND = "fund", _("fonds de participation des habitants")
    PETITION = "petition", _("pétitions (droit d'interpellation)")


class ProcessStateChoice(models.TextChoices):
    DRAFT = ProcessState.DRAFT.value, _("en préparation")
    PUBLISHED = ProcessState.PUBLISHED.value, _("publiée")
    CLOSED = ProcessState.CLOSED.value, _("terminée")


class PhaseKindChoice(models.TextChoices):
    PROPOSE = PhaseKind.PROPOSE.value, _("proposer")
    DISCUSS = PhaseKind.DISCUSS.value, _("discuter et soutenir")
    REVIEW = PhaseKind.REVIEW.value, _("étude par les services")
    SHOW = PhaseKind.SHOW.value, _("présentation publique")
    VOTE = PhaseKind.VOTE.value, _("voter")
    JURY = PhaseKind.JURY.value, _("jury")
    DELIVER = PhaseKind.DELIVER.value, _("réalisation")


class Entry(models.TextChoices):
    """How a person may be known, once, in a process."""

    ACCOUNT = "account", _("avec un compte")
    EMAIL = "email", _("avec une adresse électronique")
    CODE = "code", _("avec un code reçu sur papier")


class Process(models.Model):
    """A consultation, a participatory budget, a fund, petitions. `code` is its public address.

    `entries` lists values of `Entry`. `envelope` is in euros (budget, fund); `threshold` the
    number of supports that makes an answer owed (petition). An answer is owed by `owner` within
    `answer_days` of publication, unless the contribution says otherwise.
    """

    contract = models.ForeignKey(
        "contract.Contract", on_delete=models.PROTECT, related_name="processes"
    )
    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=ProcessKind.choices)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="")
    state = models.CharField(
        max_length=10, choices=ProcessStateChoice.choices, default=ProcessState.DRAFT.value
    )
    territory = models.ForeignKey(
        "territory.Territory",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="processes",
    )
    owner = models.ForeignKey(
        "directory.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="processes",
    )
    entries = models.JSONField(default=list, blank=True)
    minimum_age = models.PositiveSmallIntegerField(default=0)
    read_first = models.BooleanField(default=True)
    answer_days = models.PositiveSmallIntegerField(default=60)
    threshold = models.PositiveIntegerField(null=True, blank=True)
    envelope = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    categories = models.JSONField(default=list, blank=True)
    objectives = models.ManyToManyField("contract.Objective", blank=True, related_name="processes")
    # Keyed digests of addresses and codes: kept with the process, never shown.
    salt = models.CharField(max_length=64)
    numbered = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(envelope__isnull=True) | Q(envelope__gt=0),
                name="process_envelope_counts",
            ),
            models.CheckConstraint(
                condition=Q(threshold__isnull=True) | Q(threshold__gte=1),
                name="process_threshold_counts",
            ),
            models.CheckConstraint(
                condition=Q(answer_days__gte=1), name="process_answers_take_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Phase(models.Model):
    """A time of a process: `closes_at` is excluded, none is without end."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=10, choices=PhaseKindChoice.choices)
    title = models.CharField(max_length=200, blank=True, default="")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="phase_times_in_order",
            ),
            models.UniqueConstraint(fields=["process", "kind", "opens_at"], name="phase_once"),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()
