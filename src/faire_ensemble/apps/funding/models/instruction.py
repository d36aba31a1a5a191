"""Joint instruction: opinions, scores, corrections, recusals, who is looking now."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OpinionKind(models.TextChoices):
    FUNDER = "funder", _("avis d'un financeur")
    MAINSTREAM = "mainstream", _("avis d'un service de droit commun")
    COUNCIL = "council", _("avis d'un conseil citoyen")


class Advice(models.TextChoices):
    FAVOURABLE = "favourable", _("favorable")
    RESERVED = "reserved", _("favorable avec réserves")
    UNFAVOURABLE = "unfavourable", _("défavorable")


class Opinion(models.Model):
    """What an organisation thinks of a request (or of the whole file when `request` is empty).

    `internal` keeps it inside its organisation. Writing again dates the former row as
    superseded and makes a new one: nothing said is lost. `mainstream_*`: what droit commun could
    take over.
    """

    application = models.ForeignKey(
        "funding.Application", on_delete=models.CASCADE, related_name="opinions"
    )
    request = models.ForeignKey(
        "funding.FundingRequest",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="opinions",
    )
    kind = models.CharField(max_length=10, choices=OpinionKind.choices)
    organisation = models.ForeignKey(
        "directory.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="opinions",
    )
    # The council's name, since conseils citoyens are not organisations of the directory.
    on_behalf_of = models.CharField(max_length=200, blank=True, default="")
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    advice = models.CharField(max_length=12, choices=Advice.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    text = models.TextField(blank=True, default="")
    internal = models.BooleanField(default=False)
    mainstream_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    mainstream_means = models.TextField(blank=True, default="")
    written_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind", "organisation", "author", "internal"],
                condition=Q(superseded_at__isnull=True, request__isnull=False),
                name="opinion_on_request_once",
            ),
            models.UniqueConstraint(
                fields=["application", "kind", "organisation", "author", "internal"],
                condition=Q(superseded_at__isnull=True, request__isnull=True),
                name="opinion_of_service_once",
            ),
            models.UniqueConstraint(
                fields=["application", "kind", "author", "internal"],
                condition=Q(
                    superseded_at__isnull=True, request__isnull=True, organisation__isnull=True
                ),
                name="opinion_of_council_once",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="opinion_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.advice}"


class Score(models.Model):
    """Points that a person gives to a file on a criterion."""

    application = models.ForeignKey(
        "funding.Application", on_delete=models.CASCADE, related_name="scores"
    )
    criterion = models.ForeignKey(
        "funding.Criterion", on_delete=models.PROTECT, related_name="scores"
    )
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    points = models.PositiveSmallIntegerField()
    comment = models.CharField(max_length=500, blank=True, default="")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion", "person"], name="score_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.points}"


class Recusal(models.Model):
    """A person steps aside from a file, for good: it is closed to them and says why."""

    application = models.ForeignKey(
        "funding.Application", on_delete=models.CASCADE, related_name="recusals"
    )
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="recusals")
    # The organisations or councils the person sat for that day, as instructors read it.
    on_behalf_of = models.CharField(max_length=300, blank=True, default="")
    reason = models.CharField(max_length=500)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "person"], name="recusal_once")
        ]

    def __str__(self) -> str:
        return f"{self.application_id}"


class Referral(models.Model):
    """A mainstream service is asked what droit commun could take over: it may then read."""

    application = models.ForeignKey(
        "funding.Application", on_delete=models.CASCADE, related_name="referrals"
    )
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="referrals"
    )
    question = models.TextField(blank=True, default="")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "organisation"], name="referral_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}"


class Presence(models.Model):
    """Somebody has the file open: the last time their page said so."""

    application = models.ForeignKey(
        "funding.Application", on_delete=models.CASCADE, related_name="presences"
    )
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "person"], name="presence_once")
        ]

    def __str__(self) -> str:
        return f"{self.seen_at}"


class Correction(models.Model):
    """What an instructor asks to change after submission: an object of its own.

    `section` is a section of the form; `on_version` is what was read, `answered_by` the version
    that answers. Both stay, and are compared.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("demandée")
        ANSWERED = "answered", _("répondue")
        ACCEPTED = "accepted", _("acceptée")
        DROPPED = "dropped", _("abandonnée")

    application = models.ForeignKey(
        "funding.Application", on_delete=models.CASCADE, related_name="corrections"
    )
    section = models.CharField(max_length=30)
    message = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    on_version = models.ForeignKey(
        "funding.ApplicationVersion", on_delete=models.PROTECT, related_name="corrections"
    )
    answered_by = models.ForeignKey(
        "funding.ApplicationVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections_answered",
    )
    answer = models.TextField(blank=True, default="")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.section}: {self.message[:60]}"


class SavedView(models.Model):
    """Filters of the board that a person keeps; `shared` ones are offered to every instructor."""

    person = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name
