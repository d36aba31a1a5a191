"""Projects, and the application each makes to a call.

While it is written, an application is what people typed (`drafts.DraftField`). Submitting freezes
a version and writes from it the rows that instruction reads: requests, places, audiences.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.directory.services import fold
from faire_ensemble.apps.funding.lifecycle.applications import ApplicationState


class NumberSequence(models.Model):
    """The last project number given in a year: one row, whose lock makes two starts queue."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Project(models.Model):
    """An action, known by the same number every year; each application is one of its years."""

    number = models.CharField(max_length=20, unique=True)
    holder = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="projects"
    )
    title = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ApplicationStateChoice(models.TextChoices):
    DRAFT = ApplicationState.DRAFT.value, _("brouillon")
    SUBMITTED = ApplicationState.SUBMITTED.value, _("déposé")
    CORRECTION = ApplicationState.CORRECTION.value, _("correction demandée")
    DECIDED = ApplicationState.DECIDED.value, _("décidé")
    WITHDRAWN = ApplicationState.WITHDRAWN.value, _("retiré")


class FoldedField(models.CharField):
    """Another field without accent, case or punctuation, written with it: what searches read.

    Saving and bulk creation fill it; `QuerySet.update` does not.
    """

    def __init__(self, *, source: str = "", **options: Any) -> None:
        self.source = source
        super().__init__(**options)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = fold(str(getattr(model_instance, self.source)))
        setattr(model_instance, self.attname, text)
        return text

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


class Application(models.Model):
    """One file: a project answering a call for a year. `title` follows the draft."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="applications")
    call = models.ForeignKey("funding.Call", on_delete=models.PROTECT, related_name="applications")
    lead = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="applications_led"
    )
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True, default="")
    title_key = FoldedField(source="title", max_length=300, editable=False, default="")
    state = models.CharField(
        max_length=10,
        choices=ApplicationStateChoice.choices,
        default=ApplicationState.DRAFT.value,
    )
    objective = models.ForeignKey(
        "contract.Objective",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )
    solutions = models.ManyToManyField(
        "funding.ExpectedSolution", blank=True, related_name="applications"
    )
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewals"
    )
    total_budget = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    # Mean share of the grid's weighted points, 0 to 100, kept beside the scores to sort the board.
    score = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    created_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-year", "project__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "call", "year"],
                condition=~Q(state=ApplicationState.WITHDRAWN.value),
                name="application_once",
            ),
        ]
        indexes = [
            models.Index(fields=["call", "year", "state", "id"], name="application_board"),
            models.Index(fields=["call", "submitted_at", "id"], name="application_by_arrival"),
        ]

    def __str__(self) -> str:
        return self.title or self.project.number


class ApplicationPartner(models.Model):
    """An association that carries the project beside the lead, and what it does."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="applications_joined"
    )
    does = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "organisation"], name="application_partner_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}"


class Right(models.TextChoices):
    READ = "read", _("lire")
    WRITE = "write", _("écrire")
    SUBMIT = "submit", _("écrire et déposer")


class ApplicationMember(models.Model):
    """A person who writes, known by e-mail until an account with this proved address comes."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="members")
    email = models.EmailField()
    person = models.ForeignKey(
        "accounts.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="application_memberships",
    )
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    right = models.CharField(max_length=6, choices=Right.choices, default=Right.WRITE)
    invited_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "email"], name="application_member_once")
        ]

    def __str__(self) -> str:
        return self.email


class ApplicationVersion(models.Model):
    """What was submitted, frozen: `content` is a plain tree, `digest` its SHA-256. Append-only."""

    append_only: ClassVar = True

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["application", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="application_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} v{self.number}"


class ApplicationPlace(models.Model):
    """Where the project happens: a commune or a neighbourhood."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="places")
    territory = models.ForeignKey(
        "territory.Territory", on_delete=models.PROTECT, related_name="applications"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "territory"], name="application_place_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.territory}"


class Age(models.TextChoices):
    CHILD = "0-5", _("0 à 5 ans")
    SCHOOL = "6-15", _("6 à 15 ans")
    YOUNG = "16-25", _("16 à 25 ans")
    ADULT = "26-64", _("26 à 64 ans")
    SENIOR = "65+", _("65 ans et plus")


class Sex(models.TextChoices):
    WOMEN = "f", _("femmes et filles")
    MEN = "m", _("hommes et garçons")


class Audience(models.Model):
    """People expected, by place, age and sex; `territory` empty: from elsewhere."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="audiences")
    territory = models.ForeignKey(
        "territory.Territory",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="audiences",
    )
    age = models.CharField(max_length=5, choices=Age.choices)
    sex = models.CharField(max_length=1, choices=Sex.choices)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "territory", "age", "sex"], name="audience_once"
            ),
            models.UniqueConstraint(
                fields=["application", "age", "sex"],
                condition=Q(territory__isnull=True),
                name="audience_elsewhere_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.age} {self.sex}: {self.number}"
