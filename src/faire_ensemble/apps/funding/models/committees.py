"""Committees: sessions, who came, the files looked at, what was proposed for each request."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.funding.lifecycle.sessions import SessionState


class Committee(models.Model):
    """A committee of a contract, for a commune or (empty) for all of them."""

    contract = models.ForeignKey(
        "contract.Contract", on_delete=models.PROTECT, related_name="committees"
    )
    name = models.CharField(max_length=200)
    territory = models.ForeignKey(
        "territory.Territory",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="committees",
    )

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["contract", "name"], name="committee_once")]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A voice in a committee: an organisation, or the person named in `label`."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    label = models.CharField(max_length=200)
    voting = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["label", "pk"]
        constraints = [models.UniqueConstraint(fields=["committee", "label"], name="seat_once")]

    def __str__(self) -> str:
        return self.label


class SessionStateChoice(models.TextChoices):
    PLANNED = SessionState.PLANNED.value, _("prévue")
    HELD = SessionState.HELD.value, _("en cours")
    CLOSED = SessionState.CLOSED.value, _("close")
    CANCELLED = SessionState.CANCELLED.value, _("annulée")


class Session(models.Model):
    """A meeting of a committee. `quorum` is the number of voting seats that must be present.

    `follows` is the session that lacked its quorum and whose agenda this one takes over.
    `minutes` is written when it closes, without the files: each has its own part.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True, default="")
    quorum = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=SessionStateChoice.choices, default=SessionState.PLANNED.value
    )
    minutes = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )

    class Meta:
        ordering: ClassVar = ["-starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "starts_at"], name="session_once")
        ]

    def __str__(self) -> str:
        return f"{self.committee} {self.starts_at:%Y-%m-%d}"


class Attendance(models.Model):
    """Whether a seat was filled, and by whom (a name, or nothing)."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendances")
    present = models.BooleanField(default=False)
    person_name = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "seat"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.seat}: {self.present}"


class AgendaItem(models.Model):
    """A file on the agenda of a session, and its part of the minutes, frozen at closing.

    Minutes are kept file by file because some readers may not read some files.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="agenda")
    application = models.ForeignKey(
        "funding.Application", on_delete=models.PROTECT, related_name="agenda_items"
    )
    rank = models.PositiveSmallIntegerField()
    discussion = models.TextField(blank=True, default="")
    minutes = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar = ["session", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "application"], name="agenda_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.application}"


class CommitteeProposal(models.Model):
    """What the session proposes for a request."""

    class Outcome(models.TextChoices):
        AWARD = "award", _("financer")
        REFUSE = "refuse", _("ne pas financer")
        ADJOURN = "adjourn", _("ajourner")

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="proposals")
    request = models.ForeignKey(
        "funding.FundingRequest", on_delete=models.PROTECT, related_name="committee_proposals"
    )
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "request"], name="committee_proposal_once"),
            models.CheckConstraint(
                condition=Q(outcome="award", amount__gt=0)
                | (~Q(outcome="award") & Q(amount__isnull=True)),
                name="committee_proposal_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.amount or ''}"
