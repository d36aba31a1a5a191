"""Bodies, their colleges, their seats, and who sits there between two dates."""

from datetime import date, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.governance.lifecycle.terms import TermState, state_of


class BodyKind(models.TextChoices):
    STEERING = "steering", _("comité de pilotage")
    TECHNICAL = "technical", _("comité technique")
    INTERCOMMUNAL = "intercommunal", _("comité intercommunal")
    MAYORS = "mayors", _("conseil des maires")
    LOCAL = "local", _("comité de pilotage local")
    COORDINATION = "coordination", _("instance de coordination")
    NETWORK = "network", _("réseau")
    QUARTER = "quarter", _("conseil de quartier")
    CITIZENS = "citizens", _("conseil citoyen")
    OTHER = "other", _("autre instance")


class QuorumRule(models.TextChoices):
    NONE = "none", _("pas de quorum")
    THIRD = "third", _("un tiers des voix")
    HALF = "half", _("la moitié des voix")
    MAJORITY = "majority", _("plus de la moitié des voix")
    NUMBER = "number", _("un nombre de voix")


class Body(models.Model):
    """A body of a contract: what it is for, where, and its rules.

    `territory` is empty for the whole metropolis. `notice_days` counts clear days: neither the
    day of sending nor that of the meeting. `secretariat` writes its papers.
    """

    contract = models.ForeignKey(
        "contract.Contract", on_delete=models.PROTECT, related_name="bodies"
    )
    kind = models.CharField(_("nature"), max_length=14, choices=BodyKind.choices)
    name = models.CharField(_("nom"), max_length=200)
    description = models.TextField(_("à quoi elle sert"), blank=True, default="")
    territory = models.ForeignKey(
        "territory.Territory",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bodies",
    )
    secretariat = models.ForeignKey(
        "directory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contact = models.EmailField(_("adresse pour écrire"), blank=True, default="")
    quorum_rule = models.CharField(
        max_length=8, choices=QuorumRule.choices, default=QuorumRule.HALF
    )
    quorum_number = models.PositiveSmallIntegerField(null=True, blank=True)
    second_needs_quorum = models.BooleanField(
        _("la seconde convocation demande aussi le quorum"), default=False
    )
    notice_days = models.PositiveSmallIntegerField(
        _("délai de convocation (jours francs)"), default=5
    )
    proxies = models.PositiveSmallIntegerField(_("pouvoirs par personne"), default=1)
    meetings_a_year = models.PositiveSmallIntegerField(_("réunions par an, au moins"), default=0)
    founded_on = models.DateField(_("créée le"), null=True, blank=True)
    ended_on = models.DateField(_("dissoute le"), null=True, blank=True)
    source = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("instance")
        verbose_name_plural = _("instances")
        ordering: ClassVar = ["kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "name"], name="body_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="body_named"),
            models.CheckConstraint(
                condition=Q(quorum_rule="number", quorum_number__gte=1)
                | (~Q(quorum_rule="number") & Q(quorum_number__isnull=True)),
                name="body_quorum_number",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(founded_on__isnull=True)
                | Q(ended_on__gt=F("founded_on")),
                name="body_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class College(models.Model):
    """A part of a body with its own rule: how many seats must be filled, and how.

    `drawn`: its members are drawn by lot. `parity`: as many women as men, give or take one.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="colleges")
    rank = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("nom"), max_length=150)
    minimum = models.PositiveSmallIntegerField(_("membres au moins"), default=0)
    maximum = models.PositiveSmallIntegerField(_("membres au plus"), null=True, blank=True)
    drawn = models.BooleanField(_("tiré au sort"), default=False)
    parity = models.BooleanField(_("parité"), default=False)
    source = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("collège")
        verbose_name_plural = _("collèges")
        ordering: ClassVar = ["body", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "name"], name="college_name_once"),
            models.CheckConstraint(
                condition=Q(maximum__isnull=True) | Q(maximum__gte=F("minimum")),
                name="college_bounds_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Office(models.TextChoices):
    MEMBER = "member", _("membre")
    CHAIR = "chair", _("présidence")
    COCHAIR = "cochair", _("coprésidence")
    SECRETARY = "secretary", _("secrétariat")


class Seat(models.Model):
    """A place in a body. With an organisation, it is held ès qualités: by whoever represents it.

    Who sits there is a `SeatTerm`. `voting` seats count in the quorum.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    college = models.ForeignKey(
        College, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    label = models.CharField(_("siège"), max_length=200)
    office = models.CharField(max_length=10, choices=Office.choices, default=Office.MEMBER)
    voting = models.BooleanField(_("a une voix"), default=True)
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_on = models.DateField(_("supprimé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("siège")
        verbose_name_plural = _("sièges")
        ordering: ClassVar = ["body", "college__rank", "label", "pk"]
        constraints = [models.UniqueConstraint(fields=["body", "label"], name="body_seat_once")]

    def __str__(self) -> str:
        return self.label


class TermKind(models.TextChoices):
    HOLDER = "holder", _("titulaire")
    SUBSTITUTE = "substitute", _("suppléance")


class Origin(models.TextChoices):
    APPOINTED = "appointed", _("désignation")
    OFFICE = "office", _("ès qualités")
    ELECTED = "elected", _("élection")
    DRAWN = "drawn", _("tirage au sort")
    VOLUNTEER = "volunteer", _("volontariat")


class SeatTermQuerySet(models.QuerySet["SeatTerm"]):
    """Terms by date."""

    def in_force(self, on: date | None = None) -> Self:
        day = on or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)


ERASED = _("personne qui a effacé son compte")


class SeatTerm(models.Model):
    """Somebody in a seat between two dates: an account, or a name only.

    Not an `accounts.Mandate`, which gives rights on the tool. `ends_on` is the first day without
    the term. A seat has one open holder (a constraint) and no two at once (its row is locked).
    `origin_reference` names the draw, the deliberation or the letter. A resident's name is public
    only with their agreement (`named_in_public`). `sex` serves parity, and is never shown.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="terms")
    kind = models.CharField(max_length=10, choices=TermKind.choices, default=TermKind.HOLDER)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seat_terms",
    )
    name = models.CharField(_("nom"), max_length=150, blank=True, default="")
    function = models.CharField(_("fonction"), max_length=200, blank=True, default="")
    email = models.EmailField(_("adresse pour convoquer"), blank=True, default="")
    sex = models.CharField(max_length=1, blank=True, default="", choices=[("f", "f"), ("m", "m")])
    starts_on = models.DateField(_("depuis le"))
    ends_on = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True, default="")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.APPOINTED)
    origin_reference = models.CharField(max_length=200, blank=True, default="")
    named_in_public = models.BooleanField(_("nom public"), default=False)
    renews = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by"
    )

    objects = SeatTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandat dans une instance")
        verbose_name_plural = _("mandats dans les instances")
        ordering: ClassVar = ["seat", "kind", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="seat_term_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""), name="seat_term_somebody"
            ),
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(kind="holder", ends_on__isnull=True),
                name="seat_one_open_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_name} ({self.seat})"

    @property
    def shown_name(self) -> str:
        """The name written, else that of the account, else that it was erased."""
        if self.name or self.person is None:
            return self.name
        return str(self.person.get_full_name() or ("" if self.person.is_active else ERASED))

    @property
    def last_day(self) -> date | None:
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    @property
    def state(self) -> TermState:
        return state_of(self.starts_on, self.ends_on, timezone.localdate())


class InterestQuerySet(models.QuerySet["Interest"]):
    """Interests by date."""

    def in_force(self, on: date | None = None) -> Self:
        """Those not ended on a day."""
        day = on or timezone.localdate()
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))


class Interest(models.Model):
    """What somebody who sits declared: with which organisation, on which objective or file.

    Always shown to the secretary and to the body; to everybody when `public`. The agenda warns
    where an item meets it.
    """

    term = models.ForeignKey(SeatTerm, on_delete=models.CASCADE, related_name="interests")
    words = models.CharField(_("intérêt déclaré"), max_length=300)
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    objective = models.ForeignKey(
        "contract.Objective", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=20, blank=True, default="")
    reference = models.CharField(max_length=120, blank=True, default="")
    declared_on = models.DateField(_("déclaré le"))
    ended_on = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    public = models.BooleanField(default=False)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("intérêt déclaré")
        ordering: ClassVar = ["declared_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("declared_on")),
                name="interest_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def last_day(self) -> date | None:
        return self.ended_on - timedelta(days=1) if self.ended_on else None
