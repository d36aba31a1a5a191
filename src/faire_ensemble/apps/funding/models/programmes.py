"""Envelopes, scenarios, the programme that people adopt, and decisions: append-only."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.funding.lifecycle.programmes import ProgrammeState
from faire_ensemble.apps.funding.models.grants import FundingNature


class Envelope(models.Model):
    """A funder's money for a year. A child is delegated from its parent's amount.

    Restricted to objectives or territories when it names any. Left to award = amount, less what
    was delegated, less what decisions took: computed under a lock, never stored.
    """

    contract = models.ForeignKey(
        "contract.Contract", on_delete=models.PROTECT, related_name="envelopes"
    )
    funder = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="envelopes"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    nature = models.CharField(
        max_length=12, choices=FundingNature.choices, default=FundingNature.SPECIFIC
    )
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    objectives = models.ManyToManyField("contract.Objective", blank=True, related_name="envelopes")
    territories = models.ManyToManyField(
        "territory.Territory", blank=True, related_name="envelopes"
    )

    class Meta:
        ordering: ClassVar = ["year", "funder__name", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "funder", "year", "name"], name="envelope_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="envelope_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class Scenario(models.Model):
    """One answer of the allocation to one set of rules.

    `problem` and `result` are the published JSON of `core.allocation`: anybody recomputes the
    second from the first with `faire allocate`. Never changed once computed.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("en attente de calcul")
        DONE = "done", _("calculé")
        FAILED = "failed", _("sans solution")

    call = models.ForeignKey("funding.Call", on_delete=models.PROTECT, related_name="scenarios")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    note = models.TextField(blank=True, default="")
    # What the officer chose, to start another scenario from it; the problem holds it resolved.
    rules = models.JSONField(default=dict)
    problem = models.JSONField()
    problem_digest = models.CharField(max_length=64)
    result = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    failure = models.TextField(blank=True, default="")
    published = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    computed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "year", "title"], name="scenario_once")
        ]

    def __str__(self) -> str:
        return self.title


class ProgrammeStateChoice(models.TextChoices):
    PREPARING = ProgrammeState.PREPARING.value, _("en préparation")
    ADOPTED = ProgrammeState.ADOPTED.value, _("adoptée")
    DROPPED = ProgrammeState.DROPPED.value, _("abandonnée")


class Programme(models.Model):
    """What people decide for a call and a year, starting from a scenario."""

    call = models.ForeignKey("funding.Call", on_delete=models.PROTECT, related_name="programmes")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    scenario = models.ForeignKey(
        Scenario, null=True, blank=True, on_delete=models.PROTECT, related_name="programmes"
    )
    state = models.CharField(
        max_length=9,
        choices=ProgrammeStateChoice.choices,
        default=ProgrammeState.PREPARING.value,
    )
    # Who decides, as the decision letters say it: « comité de pilotage du 12 mars 2016 ».
    decided_by_body = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-year", "-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "year"],
                condition=Q(state=ProgrammeState.PREPARING.value),
                name="programme_one_in_preparation",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ProgrammeLine(models.Model):
    """What is decided for a request, beside what was proposed; a departure keeps its reason.

    `proposed` is null without a proposal, 0 when it is not to fund; `proposed_why` is its reason.
    An empty `outcome` is still to decide.
    """

    class Outcome(models.TextChoices):
        AWARD = "award", _("financer")
        REFUSE = "refuse", _("ne pas financer")
        ADJOURN = "adjourn", _("ajourner")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="lines")
    request = models.ForeignKey(
        "funding.FundingRequest", on_delete=models.PROTECT, related_name="programme_lines"
    )
    envelope = models.ForeignKey(
        Envelope, null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )
    proposed = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    proposed_why = models.TextField(blank=True, default="")
    outcome = models.CharField(max_length=7, choices=Outcome.choices, blank=True, default="")
    amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    reason = models.TextField(blank=True, default="")
    departure = models.TextField(blank=True, default="")
    # Grows at each change: two officers deciding the same line see each other.
    revision = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "request"], name="programme_line_once"),
            models.CheckConstraint(
                condition=Q(outcome="award", amount__gt=0, envelope__isnull=False)
                | (~Q(outcome="award") & Q(amount=0)),
                name="programme_line_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.outcome} {self.amount}"


class Decision(models.Model):
    """What was decided for a request, by whom, why. Append-only: a later one replaces it.

    `number` orders the decisions of a request; the highest is the one in force.
    """

    append_only: ClassVar = True

    request = models.ForeignKey(
        "funding.FundingRequest", on_delete=models.PROTECT, related_name="decisions"
    )
    number = models.PositiveSmallIntegerField()
    programme = models.ForeignKey(
        Programme, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    envelope = models.ForeignKey(
        Envelope, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    outcome = models.CharField(max_length=7, choices=ProgrammeLine.Outcome.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    asked = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.TextField()
    departure = models.TextField(blank=True, default="")
    body = models.CharField(max_length=200)
    decided_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["request", "number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="decision_once"),
            models.CheckConstraint(
                condition=Q(outcome="award", amount__gt=0) | (~Q(outcome="award") & Q(amount=0)),
                name="decision_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} #{self.number}: {self.outcome} {self.amount}"


class Notice(models.Model):
    """A message to the holders of an application, kept and sent by e-mail.

    `key` says what it is about, so that the same news is told once.
    """

    application = models.ForeignKey(
        "funding.Application", on_delete=models.CASCADE, related_name="notices"
    )
    key = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-written_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="notice_once")]

    def __str__(self) -> str:
        return self.subject
