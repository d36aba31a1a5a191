"""Two carriers put in touch, and what people are told."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Thread(models.Model):
    """An exchange between who asks and who carries an initiative, through the site.

    Each sees the other's address only once both said yes. `copy` is the initiative that the one
    who asks starts, when there is one. Stopped by either, it says nothing more.
    """

    initiative = models.ForeignKey(
        "initiatives.Initiative", on_delete=models.CASCADE, related_name="threads"
    )
    copy = models.ForeignKey(
        "initiatives.Initiative", null=True, on_delete=models.SET_NULL, related_name="asked_in"
    )
    asker = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    carrier = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    asker_agrees = models.BooleanField(default=False)
    carrier_agrees = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    site = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints = [
            # Told once: whoever asks again finds the same thread.
            models.UniqueConstraint(fields=["initiative", "asker"], name="thread_once"),
            models.CheckConstraint(condition=~Q(asker=F("carrier")), name="thread_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.asker_id} → {self.carrier_id}"


class Message(models.Model):
    """What one wrote to the other."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.body[:80]


class Told(models.Model):
    """A sentence for the next daily mail of somebody; `key` tells once. `path` leads there."""

    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    text = models.TextField()
    path = models.CharField(max_length=300, blank=True, default="")
    site = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="told_once")]
        indexes: ClassVar = [models.Index(fields=["sent_at"], name="told_waiting")]

    def __str__(self) -> str:
        return self.text[:80]


class ShownName(models.Model):
    """The name somebody chose to be shown under, to the other of an exchange and in groups."""

    person = models.OneToOneField(
        "accounts.User", on_delete=models.CASCADE, related_name="shown_here"
    )
    name = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="shown_name_written")
        ]

    def __str__(self) -> str:
        return self.name


class NoDigest(models.Model):
    """Somebody who wants no daily mail from initiatives and groups."""

    person = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}"
