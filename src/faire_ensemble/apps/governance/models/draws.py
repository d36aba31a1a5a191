"""Draws by lot: a pool, quotas, numbered panels sealed before the number is known, replies."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.governance.lifecycle.draws import DrawState, Reply

USUAL_WAIT = timedelta(minutes=2)
"""A worker that is free begins in a second."""


class DrawStateChoice(models.TextChoices):
    PREPARING = DrawState.PREPARING.value, _("en préparation")
    OPEN = DrawState.OPEN.value, _("appel aux volontaires")
    SEALING = DrawState.SEALING.value, _("calcul des panels en cours")
    SEALED = DrawState.SEALED.value, _("panels scellés, numéro à tirer")
    DRAWN = DrawState.DRAWN.value, _("tiré, réponses attendues")
    SEATED = DrawState.SEATED.value, _("installé")
    CANCELLED = DrawState.CANCELLED.value, _("abandonné")


class SealingFailure(models.TextChoices):
    """Why panels could not be computed, said to whoever reads it (`selectors.draws.telling`)."""

    QUOTAS = "quotas", _("Aucun panel ne peut tenir tous les quotas.")
    HOMES = "homes", _("Il n'y a pas assez de foyers pour tirer une personne par foyer : réduisez "
                       "le nombre de places, élargissez l'appel ou permettez plusieurs personnes "
                       "par foyer.")  # fmt: skip
    STUCK = "stuck", _("Le calcul des panels n'a pas abouti : élargissez un quota, ou prévenez "
                       "l'administration du site.")  # fmt: skip
    CHANGED = "changed", _("La réserve ou les quotas ont changé pendant le calcul : recommencez.")
    STOPPED = "stopped", _("Le calcul a été arrêté avant la fin.")
    BROKEN = "broken", _("Le calcul s'est arrêté sur une panne : demandez-le encore, et prévenez "
                         "l'administration du site s'il s'arrête de nouveau.")  # fmt: skip
    LOST = "lost", _("Le calcul a été interrompu : demandez-le encore. S'il l'est de nouveau, "
                     "élargissez un quota ou prévenez l'administration du site.")  # fmt: skip


class ReplyChoice(models.TextChoices):
    WAITING = Reply.WAITING.value, _("réponse attendue")
    ACCEPTED = Reply.ACCEPTED.value, _("accepte")
    DECLINED = Reply.DECLINED.value, _("refuse ou ne répond pas")


class Draw(models.Model):
    """A draw for a college of a body.

    `by_household`: at most one person of an address. `erased_at`: names and addresses are gone.
    """

    college = models.ForeignKey(
        "governance.College", on_delete=models.PROTECT, related_name="draws"
    )
    size = models.PositiveSmallIntegerField(_("places"))
    by_household = models.BooleanField(_("une personne par adresse au plus"), default=True)
    closes_on = models.DateField(_("inscriptions jusqu'au"))
    contact = models.EmailField(_("adresse pour écrire"))
    words = models.TextField(_("ce qui est proposé"), blank=True, default="")
    state = models.CharField(
        max_length=10, choices=DrawStateChoice.choices, default=DrawStateChoice.PREPARING
    )
    seated_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tirage au sort")
        verbose_name_plural = _("tirages au sort")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1), name="draw_has_seats"),
            models.UniqueConstraint(
                fields=["college"],
                condition=~Q(state__in=["seated", "cancelled"]),
                name="college_one_draw_at_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.college.body} — {self.college}"


class DrawQuota(models.Model):
    """From `low` to `high` seats for those who have this feature."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="quotas")
    rank = models.PositiveSmallIntegerField()
    category = models.CharField(_("catégorie"), max_length=60)
    feature = models.CharField(_("valeur"), max_length=80)
    low = models.PositiveSmallIntegerField(_("au moins"))
    high = models.PositiveSmallIntegerField(_("au plus"))

    class Meta:
        ordering: ClassVar = ["draw", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "category", "feature"], name="draw_quota_once"),
            models.CheckConstraint(condition=Q(low__lte=F("high")), name="draw_quota_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.category} : {self.feature}"


class PoolOrigin(models.TextChoices):
    VOLUNTEER = "volunteer", _("volontaire")
    ROLL = "roll", _("liste importée")


class PoolPerson(models.Model):
    """Somebody who may be drawn, known in public by `code` only.

    What follows `code` is erased after the draw, features and household number excepted: they are
    what the published draw is recomputed from. `key` opens the person's own page (their letter
    bears it). `household` is a number without meaning, the same for one address.
    """

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="pool")
    code = models.CharField(max_length=8)
    key = models.CharField(max_length=32, unique=True)
    origin = models.CharField(max_length=10, choices=PoolOrigin.choices)
    features = models.JSONField(default=dict)
    household = models.CharField(max_length=8, blank=True, default="")
    name = models.CharField(max_length=150, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=30, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    agreed_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField()

    class Meta:
        verbose_name = _("personne de la réserve")
        ordering: ClassVar = ["draw", "code"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "code"], name="pool_code_once"),
            models.UniqueConstraint(
                fields=["draw", "email"], condition=~Q(email=""), name="pool_email_once"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DrawRound(models.Model):
    """Numbered panels and the number that chose one: the first, then one for replacements.

    `reply_by`: the last day to answer from one's own page; those who run the draw may note later.

    The tables are what `faire draw` reads; `announced` says how the number will be drawn, before
    it is. `odds` keeps the chances by feature: [category, feature, low, high, people, least, mean,
    most], chances in thousandths of a percent.
    """

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="rounds")
    rank = models.PositiveSmallIntegerField()
    size = models.PositiveSmallIntegerField()
    people_table = models.TextField()
    quotas_table = models.TextField()
    panels_table = models.TextField()
    data_digest = models.CharField(max_length=64)
    panels_digest = models.CharField(max_length=64)
    solver = models.CharField(max_length=40)
    panels = models.PositiveSmallIntegerField()
    least_chance = models.CharField(max_length=80)
    attained = models.BooleanField()
    deviation = models.CharField(max_length=80)
    odds = models.JSONField(default=list)
    announced = models.CharField(max_length=300)
    sealed_at = models.DateTimeField()
    seed = models.CharField(max_length=200, blank=True, default="")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    witnesses = models.CharField(max_length=300, blank=True, default="")
    drawn_at = models.DateTimeField(null=True, blank=True)
    reply_by = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["draw", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "rank"], name="draw_round_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=True, drawn_at__isnull=True)
                | Q(number__isnull=False, drawn_at__isnull=False),
                name="draw_number_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__lt=F("panels")),
                name="draw_number_names_a_panel",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True) | Q(drawn_at__gte=F("sealed_at")),
                name="draw_after_sealing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw} ({self.rank})"


class DrawSealing(models.Model):
    """Panels asked for, computed by the worker: under way until `ended_at`.

    `before` is the state that the draw is given back to, with `failure` (a SealingFailure), when
    there is no result; `failure_values` are what its sentence needs.
    """

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="sealings")
    before = models.CharField(max_length=10, choices=DrawStateChoice.choices)
    announced = models.CharField(max_length=300)
    relaxed = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=10, blank=True, default="")
    failure_values = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["draw", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw"], condition=Q(ended_at__isnull=True), name="draw_one_sealing_at_once"
            ),
            models.CheckConstraint(
                condition=Q(failure="") | Q(ended_at__isnull=False),
                name="draw_sealing_failed_is_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw} ({self.asked_at})"

    @property
    def is_stuck(self) -> bool:
        """Asked for some time ago and not begun: there is no worker, or a busy one."""
        waits = self.started_at is None and self.ended_at is None
        return waits and self.asked_at < timezone.now() - USUAL_WAIT


class DrawnPerson(models.Model):
    """Somebody drawn in a round, and what they said of the seat."""

    round = models.ForeignKey(DrawRound, on_delete=models.PROTECT, related_name="drawn")
    person = models.OneToOneField(PoolPerson, on_delete=models.PROTECT, related_name="drawn")
    reply = models.CharField(
        max_length=10, choices=ReplyChoice.choices, default=ReplyChoice.WAITING
    )
    replied_at = models.DateTimeField(null=True, blank=True)
    named_in_public = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("personne tirée")
        ordering: ClassVar = ["round", "person__code"]

    def __str__(self) -> str:
        return f"{self.person} {self.reply}"
