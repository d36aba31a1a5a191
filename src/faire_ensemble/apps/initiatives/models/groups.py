"""Working groups: members, notes and all their versions, files, tasks."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.initiatives.lifecycle import MembershipState, TaskState


class Door(models.TextChoices):
    OPEN = "open", _("ouvert : chacun entre")
    REQUEST = "request", _("sur demande : un animateur répond")


class GroupRole(models.TextChoices):
    FACILITATOR = "facilitator", _("anime")
    MEMBER = "member", _("membre")


class MembershipStateChoice(models.TextChoices):
    ASKED = MembershipState.ASKED.value, _("attend une réponse")
    ACTIVE = MembershipState.ACTIVE.value, _("membre")
    REFUSED = MembershipState.REFUSED.value, _("demande non acceptée")
    LEFT = MembershipState.LEFT.value, _("parti")


class TaskStateChoice(models.TextChoices):
    WAITING = TaskState.WAITING.value, _("à faire")
    DOING = TaskState.DOING.value, _("en cours")
    DONE = TaskState.DONE.value, _("faite")
    DROPPED = TaskState.DROPPED.value, _("abandonnée")


class Group(models.Model):
    """A working group. `summary` and the initiatives are public; all the rest is its members'.

    `closed_by_office`: an officer ended it, and `closing_words` say why rather than what it did.
    """

    title = models.CharField(max_length=150)
    summary = models.TextField()
    door = models.CharField(max_length=8, choices=Door.choices, default=Door.OPEN)
    territory = models.ForeignKey(
        "territory.Territory", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    initiatives = models.ManyToManyField(
        "initiatives.Initiative", blank=True, related_name="groups"
    )
    made_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_words = models.TextField(blank=True, default="")
    closed_by_office = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(summary=""), name="group_says_what_for"),
            models.CheckConstraint(
                condition=Q(closed_by_office=False)
                | (Q(closed_at__isnull=False) & ~Q(closing_words="")),
                name="group_closed_by_office_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Membership(models.Model):
    """A person's place in a group, now."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, choices=GroupRole.choices, default=GroupRole.MEMBER)
    state = models.CharField(max_length=8, choices=MembershipStateChoice.choices)
    words = models.CharField(max_length=500, blank=True, default="")
    since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["role", "since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(state="active") | Q(role="member"), name="facilitator_is_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.person_id} {self.state}"


class Note(models.Model):
    """The current text of a note. `revision` grows by one at each save, under a row lock."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="notes")
    title = models.CharField(max_length=150)
    body = models.TextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class NoteVersion(models.Model):
    """A save. `kept`: it became the current text (`revision`). Otherwise the note had moved on
    after `based_on`: both texts stay until somebody settles which one counts."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="versions")
    title = models.CharField(max_length=150)
    body = models.TextField(blank=True, default="")
    based_on = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(null=True, blank=True)
    kept = models.BooleanField()
    saved_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["saved_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["note", "revision"], name="note_revision_once"),
            models.CheckConstraint(
                condition=Q(kept=True, revision__isnull=False)
                | Q(kept=False, revision__isnull=True),
                name="note_version_numbered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.note_id} {self.revision or 'conflict'}"


class GroupFile(models.Model):
    """A file given to the group, under the name its sender gave it.

    Taken away, its row stays (who gave what, when) and its content goes: `stored` is none.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="files")
    stored = models.ForeignKey(
        "kit.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    added_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "stored"],
                condition=Q(removed_at__isnull=True),
                name="group_file_once",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, stored__isnull=False)
                | Q(removed_at__isnull=False, stored__isnull=True),
                name="group_file_kept_until_removed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Task(models.Model):
    """What somebody promised to do. `owner` none: nobody yet."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=8, choices=TaskStateChoice.choices, default=TaskState.WAITING.value
    )
    made_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title
