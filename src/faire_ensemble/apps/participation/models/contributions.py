"""What people write: who they are to a process, contributions, comments, supports, moderation."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.participation.lifecycle import ContributionState


class AccessCode(models.Model):
    """A code handed out on paper: only its keyed digest is kept, the code is shown once."""

    process = models.ForeignKey(
        "participation.Process", on_delete=models.CASCADE, related_name="access_codes"
    )
    digest = models.CharField(max_length=64)
    batch = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    void = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["process", "digest"], name="access_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.digest[:8]}"


class CodeTry(models.Model):
    """Wrong codes typed from one place in one hour; `origin` is a keyed digest."""

    process = models.ForeignKey(
        "participation.Process", on_delete=models.CASCADE, related_name="code_tries"
    )
    origin = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["process", "origin", "hour"], name="code_try_once")
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H} {self.count}"


class Contributor(models.Model):
    """A person in one process, known by an account, an address or a paper code; never by two.

    `email` is needed to answer. `reference` names an author of an imported platform. `site` is
    where they came in (https://…): links mailed to them lead there.
    """

    process = models.ForeignKey(
        "participation.Process", on_delete=models.CASCADE, related_name="contributors"
    )
    person = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    email = models.EmailField(blank=True, default="")
    email_digest = models.CharField(max_length=64, blank=True, default="")
    code = models.OneToOneField(
        AccessCode, null=True, blank=True, on_delete=models.PROTECT, related_name="contributor"
    )
    reference = models.CharField(max_length=120, blank=True, default="")
    name = models.CharField(max_length=80, blank=True, default="")
    language = models.CharField(max_length=8, default="fr")
    site = models.CharField(max_length=200, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["process", "person"],
                condition=Q(person__isnull=False),
                name="contributor_person_once",
            ),
            models.UniqueConstraint(
                fields=["process", "email_digest"],
                condition=~Q(email_digest=""),
                name="contributor_email_once",
            ),
            models.UniqueConstraint(
                fields=["process", "reference"],
                condition=~Q(reference=""),
                name="contributor_reference_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.pk}"


class PersonalLink(models.Model):
    """A secret mailed to a contributor, of which only the digest is kept.

    ENTER proves the address and confirms what waits for it; STOP ends the mails.
    """

    class Purpose(models.TextChoices):
        ENTER = "enter", _("entrer")
        STOP = "stop", _("ne plus recevoir de messages")

    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=6, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    contribution = models.ForeignKey(
        "participation.Contribution", null=True, on_delete=models.CASCADE, related_name="+"
    )
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.purpose} {self.digest[:8]}"


class ContributionStateChoice(models.TextChoices):
    UNCONFIRMED = ContributionState.UNCONFIRMED.value, _("adresse à confirmer")
    WAITING = ContributionState.WAITING.value, _("à lire")
    PUBLISHED = ContributionState.PUBLISHED.value, _("publiée")
    MERGED = ContributionState.MERGED.value, _("regroupée")
    REJECTED = ContributionState.REJECTED.value, _("non publiée")
    WITHDRAWN = ContributionState.WITHDRAWN.value, _("retirée")


class Contribution(models.Model):
    """A proposal, an idea, a petition. `number` is its name within the process.

    Longitude and latitude in degrees (WGS84); `territory` the neighbourhood they fall in, or the
    one that was chosen. `cost` in euros, as proposed. `answer_due_on` none: nothing owed yet.
    `source` names the row of an imported platform (`decidim:3131`); `supports_elsewhere` counts
    the supports it came with, of which no person is known.
    """

    process = models.ForeignKey(
        "participation.Process", on_delete=models.PROTECT, related_name="contributions"
    )
    number = models.PositiveIntegerField()
    contributor = models.ForeignKey(
        Contributor, on_delete=models.PROTECT, related_name="contributions"
    )
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True, default="")
    # Title and body without accents or case: what search and « similar » read.
    folded = models.TextField(blank=True, default="")
    category = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=8, default="fr")
    territory = models.ForeignKey(
        "territory.Territory",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contributions",
    )
    place = models.CharField(max_length=200, blank=True, default="")
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    state = models.CharField(
        max_length=12,
        choices=ContributionStateChoice.choices,
        default=ContributionState.WAITING.value,
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    answer_owner = models.ForeignKey(
        "directory.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answers_owed",
    )
    answer_due_on = models.DateField(null=True, blank=True)
    sent_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True, default="")
    supports_elsewhere = models.PositiveIntegerField(default=0)
    # Everybody who supports it, recounted under its row's lock (`recount`): lists sort by it.
    supporters = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="contribution_number_once"),
            models.UniqueConstraint(
                fields=["process", "source"],
                condition=~Q(source=""),
                name="contribution_source_once",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
                name="contribution_point_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=ContributionState.MERGED, merged_into__isnull=False)
                | (~Q(state=ContributionState.MERGED) & Q(merged_into__isnull=True)),
                name="contribution_merged_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gt=0), name="contribution_cost_counts"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["process", "state", "-published_at"], name="contribution_list"),
            models.Index(fields=["state", "answer_due_on"], name="contribution_due"),
            models.Index(fields=["process", "state", "-supporters"], name="contribution_backed"),
        ]

    def __str__(self) -> str:
        return self.title


class Kinship(models.Model):
    """A merge or a split, kept: `source` was joined to `target`, or taken out of it."""

    class Kind(models.TextChoices):
        MERGED = "merged", _("regroupée avec")
        SPLIT = "split", _("séparée de")

    append_only = True

    source = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="kin_of")
    target = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="kin")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reason = models.TextField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class Support(models.Model):
    """One person supports one contribution, once."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="supports"
    )
    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="supports")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contribution", "contributor"], name="support_once")
        ]

    def __str__(self) -> str:
        return f"{self.contributor_id} → {self.contribution_id}"


class Comment(models.Model):
    """A comment on a contribution, or an answer to another comment. Same states and moderation."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="comments"
    )
    contributor = models.ForeignKey(Contributor, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    body = models.TextField()
    # -1 against, 0 neither, 1 for: as the author said it.
    stance = models.SmallIntegerField(default=0)
    state = models.CharField(
        max_length=12,
        choices=ContributionStateChoice.choices,
        default=ContributionState.WAITING.value,
    )
    sent_at = models.DateTimeField()
    source = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stance__gte=-1, stance__lte=1), name="comment_stance_known"
            ),
            models.UniqueConstraint(
                fields=["contribution", "source"],
                condition=~Q(source=""),
                name="comment_source_once",
            ),
        ]

    def __str__(self) -> str:
        return self.body[:80]


class ModerationReason(models.TextChoices):
    NONE = "", _("conforme aux règles")
    OFFENSIVE = "offensive", _("injure, menace ou propos discriminatoire")
    PERSONAL = "personal", _("données personnelles de quelqu'un")
    ADVERTISING = "advertising", _("publicité")
    OFF_TOPIC = "off_topic", _("hors du sujet")
    REPEATED = "repeated", _("envoi répété")
    UNLAWFUL = "unlawful", _("contraire à la loi")
    AUTHOR = "author", _("à la demande de son auteur")


class Moderation(models.Model):
    """An act of moderation and its reason, kept. Of a contribution or of a comment, never both."""

    class Act(models.TextChoices):
        PUBLISH = "publish", _("publiée")
        REJECT = "reject", _("non publiée")
        WITHDRAW = "withdraw", _("retirée")

    append_only = True

    contribution = models.ForeignKey(
        Contribution, null=True, on_delete=models.PROTECT, related_name="moderations"
    )
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.PROTECT, related_name="moderations"
    )
    act = models.CharField(max_length=8, choices=Act.choices)
    reason = models.CharField(
        max_length=12, choices=ModerationReason.choices, blank=True, default=""
    )
    words = models.TextField(blank=True, default="")
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contribution__isnull=True, comment__isnull=False)
                | Q(contribution__isnull=False, comment__isnull=True),
                name="moderation_of_one",
            ),
            models.CheckConstraint(
                condition=~Q(act="reject", reason=""), name="moderation_rejects_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.reason}"
