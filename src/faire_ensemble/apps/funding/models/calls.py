"""Calls for projects, shared by all their funders."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.funding.lifecycle.calls import CallState
from faire_ensemble.apps.funding.models.grants import FundingNature


class CallKind(models.TextChoices):
    ANNUAL = "annual", _("appel annuel")
    MULTI_YEAR = "multi_year", _("appel pluriannuel")
    PERMANENT = "permanent", _("appel permanent")
    EXPERIMENT = "experiment", _("appel à expérimentation")
    SOLUTION = "solution", _("appel à solution")


class CallStateChoice(models.TextChoices):
    DRAFT = CallState.DRAFT.value, _("en préparation")
    PUBLISHED = CallState.PUBLISHED.value, _("publié")
    ARCHIVED = CallState.ARCHIVED.value, _("archivé")


class Call(models.Model):
    """A call: who funds, for what, for whom, until when. `code` is its public address.

    `eligible_kinds` holds values of the directory's OrganisationKind; empty means everyone.
    Times are aware; a permanent call has no closing time.
    """

    contract = models.ForeignKey(
        "contract.Contract", on_delete=models.PROTECT, related_name="calls"
    )
    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=CallKind.choices, default=CallKind.ANNUAL)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, default="")
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=CallStateChoice.choices, default=CallState.DRAFT.value
    )
    eligible_kinds = models.JSONField(default=list, blank=True)
    objectives = models.ManyToManyField("contract.Objective", blank=True, related_name="calls")
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies"
    )
    # Set at each save of the builder: two officers editing the same call see each other.
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-first_year", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")), name="call_years_in_order"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="call_times_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CallRevision(models.Model):
    """A call as it was at one of its revisions: what two officers changed is read from here.

    `content` maps the sections of the builder to plain data (services/calls/content.py).
    """

    append_only = True

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    author = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["call", "number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="call_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.call_id} r{self.number}"


class CallFunder(models.Model):
    """A funder of the call, and what kind of money it brings."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="funders")
    funder = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="calls_funded"
    )
    nature = models.CharField(
        max_length=12, choices=FundingNature.choices, default=FundingNature.SPECIFIC
    )
    conditions = models.TextField(blank=True, default="")
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "funder"], name="call_funder_once")]

    def __str__(self) -> str:
        return f"{self.funder}"


class Criterion(models.Model):
    """A line of the grid on which files are scored, from 0 to `max_points`."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    rank = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    why = models.TextField(blank=True, default="")
    max_points = models.PositiveSmallIntegerField(default=4)
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "rank"], name="criterion_rank_once"),
            models.CheckConstraint(
                condition=Q(max_points__gte=1) & Q(weight__gte=1), name="criterion_counts"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class RequiredDocument(models.Model):
    """A document asked for, and why. `holder_kinds` empty: asked of every holder."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="documents")
    key = models.SlugField(max_length=40)
    rank = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    why = models.TextField(blank=True, default="")
    required = models.BooleanField(default=True)
    holder_kinds = models.JSONField(default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "key"], name="required_document_once")
        ]

    def __str__(self) -> str:
        return self.label


class QuestionKind(models.TextChoices):
    SHORT = "short", _("réponse courte")
    LONG = "long", _("réponse longue")
    NUMBER = "number", _("nombre")
    CHOICE = "choice", _("un choix dans une liste")
    YES_NO = "yes_no", _("oui ou non")


class Question(models.Model):
    """A question of the call. `key` never changes: answers hang on it, whatever its wording."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=40)
    rank = models.PositiveSmallIntegerField()
    retired = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "key"], name="question_once")]

    def __str__(self) -> str:
        return self.key


class QuestionVersion(models.Model):
    """A wording of a question; the highest number is the one asked now."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=300)
    why = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=8, choices=QuestionKind.choices)
    choices = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=False)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["question", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_once")
        ]

    def __str__(self) -> str:
        return self.label


class ExpectedSolution(models.Model):
    """What a resident expects, stated before holders answer (appel à solution)."""

    class State(models.TextChoices):
        RECEIVED = "received", _("reçue")
        KEPT = "kept", _("retenue")
        SET_ASIDE = "set_aside", _("mise de côté")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="solutions")
    text = models.TextField()
    territory = models.ForeignKey(
        "territory.Territory",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="expected_solutions",
    )
    author = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="expected_solutions"
    )
    written_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    reason = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="set_aside", reason=""), name="solution_set_aside_with_reason"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
