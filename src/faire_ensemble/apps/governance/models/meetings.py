"""Meetings: convened, attended, written down line by line."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.governance.lifecycle.meetings import MeetingState


class MeetingStateChoice(models.TextChoices):
    PLANNED = MeetingState.PLANNED.value, _("prévue")
    CONVENED = MeetingState.CONVENED.value, _("convoquée")
    HELD = MeetingState.HELD.value, _("en cours")
    CLOSED = MeetingState.CLOSED.value, _("terminée")
    ADJOURNED = MeetingState.ADJOURNED.value, _("ajournée, faute de quorum")
    CANCELLED = MeetingState.CANCELLED.value, _("annulée")


class Meeting(models.Model):
    """A meeting of a body.

    `quorum` (voices) is frozen when it opens. `needs_quorum` is false on a second convening whose
    body asks for none; `follows` is then the meeting that lacked it. `sequence` counts the changes
    that calendars must hear of. Nothing of its minutes is public before `published_at`; the online
    address never is. `recorded_at`: it was held first and written here later, no letter left from
    here; `called_on` is then the day its letters left, as its secretary says, empty when not known.
    """

    body = models.ForeignKey("governance.Body", on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(_("objet"), max_length=200, blank=True, default="")
    starts_at = models.DateTimeField(_("jour et heure"))
    minutes_long = models.PositiveSmallIntegerField(_("durée en minutes"), default=120)
    place = models.CharField(_("lieu"), max_length=300, blank=True, default="")
    online_url = models.URLField(_("adresse de la visioconférence"), blank=True, default="")
    open_to_all = models.BooleanField(_("ouverte à tous"), default=False)
    state = models.CharField(
        max_length=10, choices=MeetingStateChoice.choices, default=MeetingState.PLANNED.value
    )
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)
    needs_quorum = models.BooleanField(default=True)
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    convened_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    called_on = models.DateField(_("convoquée le"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("réunion")
        verbose_name_plural = _("réunions")
        ordering: ClassVar = ["-starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "starts_at"],
                condition=~Q(state="cancelled"),
                name="meeting_once",
            ),
            models.CheckConstraint(condition=Q(minutes_long__gte=1), name="meeting_lasts"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(closed_at__isnull=False),
                name="meeting_published_once_closed",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True, called_on__isnull=True)
                | Q(recorded_at__isnull=False, convened_at__isnull=True),
                name="meeting_recorded_or_convened",
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="meeting_by_time")]

    def __str__(self) -> str:
        return f"{self.body} {self.starts_at:%Y-%m-%d}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes_long)

    @property
    def being_recorded(self) -> bool:
        """Held before it was written here, and its minutes not finished: nothing of it is told."""
        return self.recorded_at is not None and self.state == MeetingState.HELD

    @property
    def papers_told(self) -> bool:
        """Whether its public papers may be read: its letters left, or its minutes are public."""
        return self.convened_at is not None or (
            self.recorded_at is not None and self.published_at is not None
        )


class Summons(models.Model):
    """A letter sent to somebody who sits; `address` is empty when none is known."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="summons")
    seat = models.ForeignKey("governance.Seat", on_delete=models.PROTECT, related_name="+")
    address = models.EmailField(blank=True, default="")
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["meeting", "seat", "pk"]

    def __str__(self) -> str:
        return f"{self.seat}"


class AgendaItem(models.Model):
    """A point of the agenda, from an open decision, a wish, a point put off, or typed.

    `kind` and `reference` name an application or a contribution by its public reference.
    `restricted`: its title, minutes and decisions are for members only. `put_off`: it comes back.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    rank = models.PositiveSmallIntegerField()
    title = models.CharField(_("point"), max_length=300)
    presenter = models.CharField(_("présenté par"), max_length=150, blank=True, default="")
    restricted = models.BooleanField(_("réservé aux membres"), default=False)
    put_off = models.BooleanField(_("remis à plus tard"), default=False)
    objective = models.ForeignKey(
        "contract.Objective", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision = models.ForeignKey(
        "governance.BodyDecision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reviews",
    )
    wish = models.ForeignKey(
        "governance.Wish", null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    kind = models.CharField(max_length=20, blank=True, default="")
    reference = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("point de l'ordre du jour")
        ordering: ClassVar = ["meeting", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "decision"], name="agenda_decision_once"),
            models.UniqueConstraint(fields=["meeting", "wish"], name="agenda_wish_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.title}"


class MinuteLine(models.Model):
    """A paragraph of the minutes of an item: public, or for members only."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="lines")
    rank = models.PositiveSmallIntegerField()
    text = models.TextField()
    restricted = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["item", "rank", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Paper(models.Model):
    """A document of a meeting, under the name its sender gave it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="papers"
    )
    stored = models.ForeignKey("kit.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    restricted = models.BooleanField(_("réservé aux membres"), default=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["meeting", "pk"]

    def __str__(self) -> str:
        return self.name


class Presence(models.TextChoices):
    PRESENT = "present", _("présent")
    PROXY = "proxy", _("a donné pouvoir")
    EXCUSED = "excused", _("excusé")
    ABSENT = "absent", _("absent")


class MeetingAttendance(models.Model):
    """Whether a seat was filled at a meeting, by whom, or to which seat it gave its voice."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(
        "governance.Seat", on_delete=models.PROTECT, related_name="attendances"
    )
    presence = models.CharField(max_length=8, choices=Presence.choices, default=Presence.ABSENT)
    person_name = models.CharField(max_length=150, blank=True, default="")
    proxy_to = models.ForeignKey(
        "governance.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["meeting", "seat", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="meeting_seat_once"),
            models.CheckConstraint(
                condition=Q(presence="proxy", proxy_to__isnull=False)
                | (~Q(presence="proxy") & Q(proxy_to__isnull=True)),
                name="proxy_names_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(proxy_to__isnull=True) | ~Q(proxy_to=F("seat")),
                name="proxy_to_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.presence}"


class FeedKey(models.Model):
    """The secret of somebody's own calendar: only its SHA-256 is kept, and it can be renewed."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_key"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}"
