"""What was tried, by whom, for whom, for how much, and what made it work."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.initiatives.lifecycle import InitiativeState


class Family(models.TextChoices):
    """The five families of the panorama of 2019 (Conseil de développement de la MEL)."""

    MEET = "meet", _("se rencontrer")
    HELP = "help", _("s'entraider")
    DECIDE = "decide", _("décider ensemble")
    BUILD = "build", _("co-construire")
    FEAST = "feast", _("faire la fête")


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("tout le monde")
    CHILDREN = "children", _("enfants")
    YOUTH = "youth", _("jeunes")
    FAMILIES = "families", _("familles")
    SENIORS = "seniors", _("personnes âgées")
    GENERATIONS = "generations", _("plusieurs générations ensemble")
    JOBSEEKERS = "jobseekers", _("personnes en recherche d'emploi")
    VULNERABLE = "vulnerable", _("personnes isolées ou en difficulté")
    NEWCOMERS = "newcomers", _("nouveaux habitants")


class Domain(models.TextChoices):
    HOUSING = "housing", _("habitat et cadre de vie")
    TRANSPORT = "transport", _("déplacements")
    WORK = "work", _("emploi et entreprises")
    SERVICES = "services", _("services publics et démarches")
    CULTURE = "culture", _("culture et mémoire")
    HEALTH = "health", _("santé et autonomie")
    EDUCATION = "education", _("éducation et lecture")
    NATURE = "nature", _("jardins et environnement")
    SOLIDARITY = "solidarity", _("solidarité et alimentation")
    CITIZENSHIP = "citizenship", _("citoyenneté et droits")
    SPORT = "sport", _("sport")
    FESTIVITY = "festivity", _("fêtes et rencontres")


class CostKind(models.TextChoices):
    UNKNOWN = "unknown", _("coût non connu")
    FREE = "free", _("sans dépense")
    ONCE = "once", _("une seule fois")
    YEARLY = "yearly", _("par an")


class Progress(models.TextChoices):
    IDEA = "idea", _("à l'état d'idée")
    RUNNING = "running", _("en cours")
    ENDED = "ended", _("terminée")


class InitiativeStateChoice(models.TextChoices):
    DRAFT = InitiativeState.DRAFT.value, _("brouillon")
    PROPOSED = InitiativeState.PROPOSED.value, _("en attente de lecture")
    PUBLISHED = InitiativeState.PUBLISHED.value, _("publiée")
    WITHDRAWN = InitiativeState.WITHDRAWN.value, _("retirée")


class Initiative(models.Model):
    """An initiative and its page.

    `carrier` is the account that keeps the page, never shown; `organisation` or `carrier_name`
    (a group of residents, a body that the directory does not hold) is who carries it, shown.
    `cost` in euros, once or a year (`cost_kind`). `copied_from` is where the idea was taken,
    `root` the first of that line (none on a first). Years are as people say them.
    """

    family = models.CharField(max_length=8, choices=Family.choices)
    second_family = models.CharField(max_length=8, choices=Family.choices, blank=True, default="")
    title = models.CharField(max_length=150)
    body = models.TextField(blank=True, default="")
    # Title, then the rest, without accents or case: what search and « similar » read.
    folded = models.TextField(blank=True, default="")
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.EVERYONE)
    domain = models.CharField(max_length=12, choices=Domain.choices)
    cost_kind = models.CharField(max_length=8, choices=CostKind.choices, default=CostKind.UNKNOWN)
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    results = models.TextField(blank=True, default="")
    worked = models.TextField(blank=True, default="")
    hard = models.TextField(blank=True, default="")
    territory = models.ForeignKey(
        "territory.Territory",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="initiatives",
    )
    place = models.CharField(max_length=200, blank=True, default="")
    started = models.PositiveSmallIntegerField(null=True, blank=True)
    ended = models.PositiveSmallIntegerField(null=True, blank=True)
    progress = models.CharField(max_length=8, choices=Progress.choices, default=Progress.RUNNING)
    state = models.CharField(
        max_length=10, choices=InitiativeStateChoice.choices, default=InitiativeState.DRAFT.value
    )
    organisation = models.ForeignKey(
        "directory.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="initiatives",
    )
    carrier_name = models.CharField(max_length=200, blank=True, default="")
    carrier = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    contact_open = models.BooleanField(default=True)
    source = models.CharField(max_length=300, blank=True, default="")
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies"
    )
    root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="line"
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    # What an officer has read: a page changed after it was published is shown to them again.
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_kind__in=["unknown", "free"], cost__isnull=True)
                | Q(cost_kind__in=["once", "yearly"], cost__isnull=False, cost__gt=0),
                name="initiative_cost_said",
            ),
            models.CheckConstraint(
                condition=Q(second_family="") | ~Q(second_family=F("family")),
                name="initiative_second_family_differs",
            ),
            models.CheckConstraint(
                condition=Q(started__isnull=True)
                | Q(ended__isnull=True)
                | Q(ended__gte=F("started")),
                name="initiative_years_in_order",
            ),
            models.CheckConstraint(
                condition=Q(copied_from__isnull=True, root__isnull=True)
                | Q(copied_from__isnull=False, root__isnull=False),
                name="initiative_line_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "family"], name="initiative_by_family"),
            models.Index(fields=["state", "domain"], name="initiative_by_domain"),
        ]

    def __str__(self) -> str:
        return self.title


class Partner(models.Model):
    """Who helps: an organisation of the directory, or a name where the directory has none."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "directory.Organisation",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="helped_initiatives",
    )
    name = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "organisation"], name="initiative_partner_once"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, name="")
                | (Q(organisation__isnull=True) & ~Q(name="")),
                name="initiative_partner_named",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.organisation)


class InitiativeStep(models.Model):
    """An act in the life of a page, the state it left it in, and why; kept."""

    append_only = True

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=InitiativeStateChoice.choices)
    words = models.TextField(blank=True, default="")
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(act="return", words=""), name="initiative_return_gives_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.act} {self.state}"


class InitiativePhoto(models.Model):
    """A photo; `words` describes it to those who do not see it."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="photos")
    stored = models.ForeignKey("kit.StoredFile", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "stored"], name="initiative_photo_once"),
            models.CheckConstraint(condition=~Q(words=""), name="initiative_photo_described"),
        ]

    def __str__(self) -> str:
        return self.words
