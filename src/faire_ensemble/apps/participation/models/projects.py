"""Projects of participatory budgets and funds: reviews, jury, delivery."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.participation.lifecycle import ProjectState


class ProjectStateChoice(models.TextChoices):
    REVIEW = ProjectState.REVIEW.value, _("à l'étude")
    ADMITTED = ProjectState.ADMITTED.value, _("au catalogue")
    REFUSED = ProjectState.REFUSED.value, _("non retenu à l'étude")
    WITHDRAWN = ProjectState.WITHDRAWN.value, _("retiré")
    WON = ProjectState.WON.value, _("lauréat")
    LOST = ProjectState.LOST.value, _("non lauréat")
    DELIVERING = ProjectState.DELIVERING.value, _("en réalisation")
    DELIVERED = ProjectState.DELIVERED.value, _("réalisé")
    ABANDONED = ProjectState.ABANDONED.value, _("abandonné")


class ExclusiveGroup(models.Model):
    """Projects of which at most one can win (same place, same purpose)."""

    process = models.ForeignKey(
        "participation.Process", on_delete=models.CASCADE, related_name="exclusive_groups"
    )
    label = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["process", "label"], name="exclusive_group_once")
        ]

    def __str__(self) -> str:
        return self.label


class BudgetProject(models.Model):
    """A project that may be put to the vote. `number` never changes; `cost` in euros, once known.

    `origins` are the contributions it comes from: their authors are told what becomes of it.
    """

    process = models.ForeignKey(
        "participation.Process", on_delete=models.PROTECT, related_name="projects"
    )
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True, default="")
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    category = models.CharField(max_length=120, blank=True, default="")
    territory = models.ForeignKey(
        "territory.Territory",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="budget_projects",
    )
    place = models.CharField(max_length=200, blank=True, default="")
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    group = models.ForeignKey(
        ExclusiveGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="projects"
    )
    origins = models.ManyToManyField(
        "participation.Contribution", blank=True, related_name="projects"
    )
    carrier = models.ForeignKey(
        "directory.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="budget_projects",
    )
    state = models.CharField(
        max_length=10, choices=ProjectStateChoice.choices, default=ProjectState.REVIEW.value
    )
    # What the ballots said (none: not counted), and euros given to a winner, by tally or jury.
    tally_won = models.BooleanField(null=True, blank=True)
    awarded = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    source = models.CharField(max_length=120, blank=True, default="")
    # Columns of an imported file that have no field here, as written.
    extra = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="project_number_once"),
            models.UniqueConstraint(
                fields=["process", "source"], condition=~Q(source=""), name="project_source_once"
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gt=0), name="project_cost_counts"
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
                name="project_point_whole",
            ),
            models.CheckConstraint(
                condition=Q(awarded__isnull=True) | Q(awarded__gt=0), name="project_award_counts"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProjectStep(models.Model):
    """An act in the life of a project, the state it left it in, and why; public, kept."""

    append_only = True

    project = models.ForeignKey(BudgetProject, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=ProjectStateChoice.choices)
    words = models.TextField(blank=True, default="")
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.act} {self.state}"


class ReviewKind(models.TextChoices):
    TECHNICAL = "technical", _("étude technique")
    LEGAL = "legal", _("étude juridique")
    FINANCIAL = "financial", _("étude financière")


class Review(models.Model):
    """A review and its reasons; the latest of each kind counts. `cost` in euros (financial)."""

    class Verdict(models.TextChoices):
        FAVOURABLE = "favourable", _("favorable")
        AMEND = "amend", _("à modifier")
        UNFAVOURABLE = "unfavourable", _("défavorable")

    append_only = True

    project = models.ForeignKey(BudgetProject, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=10, choices=ReviewKind.choices)
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    reason = models.TextField()
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="review_gives_its_reason"),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gt=0), name="review_cost_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind} {self.verdict}"


class JuryOverride(models.Model):
    """What the jury changes to the result of the tally, with its reason; the latest counts."""

    append_only = True

    project = models.ForeignKey(BudgetProject, on_delete=models.PROTECT, related_name="overrides")
    keeps = models.BooleanField()
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    reason = models.TextField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="jury_gives_its_reason")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.keeps}"


class Milestone(models.Model):
    """A step of the delivery. `done_on` none: not yet."""

    project = models.ForeignKey(BudgetProject, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class Spending(models.Model):
    """Euros spent on a project; a refund is negative."""

    append_only = True

    project = models.ForeignKey(BudgetProject, on_delete=models.PROTECT, related_name="spendings")
    spent_on = models.DateField()
    what = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["spent_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="spending_counts")]

    def __str__(self) -> str:
        return f"{self.what} {self.amount}"


class ProjectPhoto(models.Model):
    """A photo of a project; `words` describes it to those who do not see it."""

    project = models.ForeignKey(BudgetProject, on_delete=models.CASCADE, related_name="photos")
    stored = models.ForeignKey("kit.StoredFile", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    taken_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "stored"], name="project_photo_once"),
            models.CheckConstraint(condition=~Q(words=""), name="project_photo_described"),
        ]

    def __str__(self) -> str:
        return self.words


class PublishedElection(models.Model):
    """The whole file of a vote counted elsewhere: anyone downloads it and counts it again.

    `text` is what is given out, without what could name a voter; `digest` is its own (core.tally),
    `source_digest` that of the file received, which tells a second import. `budget` is in
    `currency`. `voters` holds what was withheld as totals, `compared` what other rules would have
    chosen, computed once at import.
    """

    process = models.OneToOneField(
        "participation.Process", on_delete=models.PROTECT, related_name="published_election"
    )
    source = models.CharField(max_length=200, unique=True)
    source_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    text = models.TextField()
    vote_type = models.CharField(max_length=12)
    rule = models.CharField(max_length=80, blank=True, default="")
    budget = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=8, default="EUR")
    ballots = models.PositiveIntegerField()
    meta = models.JSONField(default=dict)
    voters = models.JSONField(default=list)
    compared = models.JSONField(default=dict)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.source
