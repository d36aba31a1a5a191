"""Answers to contributions, and what becomes of what was promised."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.participation.lifecycle import FollowUpState


class AnswerVerdict(models.TextChoices):
    ACCEPTED = "accepted", _("oui, nous le faisons")
    PARTLY = "partly", _("oui, en partie")
    STUDIED = "studied", _("à l'étude")
    DONE = "done", _("existe déjà")
    REFUSED = "refused", _("non, et voici pourquoi")


class Answer(models.Model):
    """What is answered, once for one or many contributions. A later answer adds to it."""

    append_only = True

    process = models.ForeignKey(
        "participation.Process", on_delete=models.PROTECT, related_name="answers"
    )
    verdict = models.CharField(max_length=10, choices=AnswerVerdict.choices)
    body = models.TextField()
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.body[:80]


class AnswerLine(models.Model):
    """A contribution that an answer is to."""

    append_only = True

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="lines")
    contribution = models.ForeignKey(
        "participation.Contribution", on_delete=models.PROTECT, related_name="answers"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "contribution"], name="answer_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} → {self.contribution_id}"


class FollowUpStateChoice(models.TextChoices):
    PROMISED = FollowUpState.PROMISED.value, _("promis")
    DOING = FollowUpState.DOING.value, _("en cours")
    DONE = FollowUpState.DONE.value, _("fait")
    DROPPED = FollowUpState.DROPPED.value, _("abandonné")


class FollowUp(models.Model):
    """Something promised in an answer: a decision or an action, by when, by whom."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("décision")
        ACTION = "action", _("action")

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(
        "directory.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=8, choices=FollowUpStateChoice.choices, default=FollowUpState.PROMISED.value
    )

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        """Still owed after the day that was said."""
        owed = self.state in (FollowUpState.PROMISED, FollowUpState.DOING)
        return owed and self.due_on is not None and self.due_on < timezone.localdate()


class FollowUpStep(models.Model):
    """What was said of a follow-up, and the state it left it in; kept."""

    append_only = True

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=8, choices=FollowUpStateChoice.choices)
    words = models.TextField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.follow_up_id} {self.state}"


class Telling(models.Model):
    """What a contributor is told, once, in a digest: an answer, a step, a moderation."""

    contributor = models.ForeignKey(
        "participation.Contributor", on_delete=models.CASCADE, related_name="tellings"
    )
    key = models.CharField(max_length=80)
    text = models.TextField()
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["contributor", "key"], name="telling_once")]
        indexes: ClassVar = [
            models.Index(fields=["sent_at"], name="telling_waiting", condition=Q(sent_at=None))
        ]

    def __str__(self) -> str:
        return self.key
