"""Councils of residents: label, charter, training, money of their own, wishes and answers."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.governance.lifecycle.councils import Step


class StepChoice(models.TextChoices):
    CALLED = Step.CALLED.value, _("appel aux volontaires")
    DRAWN = Step.DRAWN.value, _("tirage au sort des habitants")
    COMPOSED = Step.COMPOSED.value, _("liste des deux collèges arrêtée")
    MAYOR = Step.MAYOR.value, _("maire consulté")
    EPCI = Step.EPCI.value, _("présidence de l'intercommunalité consultée")
    SUBMITTED = Step.SUBMITTED.value, _("dossier transmis à la préfecture")
    RECOGNISED = Step.RECOGNISED.value, _("reconnu par arrêté préfectoral")
    RENEWED = Step.RENEWED.value, _("composition renouvelée par arrêté")
    WITHDRAWN = Step.WITHDRAWN.value, _("reconnaissance retirée par arrêté")


class Council(models.Model):
    """What a conseil citoyen has besides a body: who carries it, its charter, its room."""

    body = models.OneToOneField("governance.Body", on_delete=models.CASCADE, related_name="council")
    carrier = models.ForeignKey(
        "directory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    charter_on = models.DateField(_("charte adoptée le"), null=True, blank=True)
    premises = models.CharField(_("lieu dédié"), max_length=300, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("conseil citoyen")
        verbose_name_plural = _("conseils citoyens")

    def __str__(self) -> str:
        return f"{self.body}"


class LabelStep(models.Model):
    """A step towards the label, on a day, with its reference and paper. Append-only."""

    append_only = True

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=StepChoice.choices)
    on = models.DateField(_("date"))
    reference = models.CharField(_("référence"), max_length=200, blank=True, default="")
    words = models.TextField(blank=True, default="")
    paper = models.ForeignKey(
        "kit.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    paper_name = models.CharField(max_length=200, blank=True, default="")
    told_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["council", "on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "step"],
                condition=~Q(step__in=["renewed", "withdrawn"]),
                name="label_step_once",
            ),
            models.CheckConstraint(
                condition=~Q(step__in=["recognised", "renewed", "withdrawn"]) | ~Q(reference=""),
                name="label_decision_has_reference",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.on}"


class Training(models.Model):
    """A training given to members of a council; `hours` for each person."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="trainings")
    title = models.CharField(_("formation"), max_length=200)
    on = models.DateField(_("date"))
    hours = models.DecimalField(_("heures"), max_digits=5, decimal_places=1)
    people = models.PositiveSmallIntegerField(_("personnes"))

    class Meta:
        ordering: ClassVar = ["council", "-on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0, people__gt=0), name="training_happens")
        ]

    def __str__(self) -> str:
        return self.title


class CouncilBudget(models.Model):
    """Money that a council spends by itself in a year, euros; `spent` follows its spendings."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="budgets")
    year = models.PositiveSmallIntegerField(_("année"))
    amount = models.DecimalField(_("montant"), max_digits=10, decimal_places=2)
    spent = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    granted_by = models.CharField(_("accordé par"), max_length=200, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["council", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["council", "year"], name="council_budget_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="council_budget_is_money"),
            models.CheckConstraint(
                condition=Q(spent__gte=0, spent__lte=F("amount")),
                name="council_budget_not_exceeded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount}"


class CouncilSpending(models.Model):
    """What a council spent. A refund is another row, negative. Append-only."""

    append_only = True

    budget = models.ForeignKey(CouncilBudget, on_delete=models.PROTECT, related_name="spendings")
    on = models.DateField(_("date"))
    label = models.CharField(_("dépense"), max_length=200)
    amount = models.DecimalField(_("montant"), max_digits=10, decimal_places=2)

    class Meta:
        ordering: ClassVar = ["budget", "on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="council_spending_is_money")
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.amount}"


class WishKind(models.TextChoices):
    WISH = "wish", _("vœu")
    QUESTION = "question", _("question")
    OPINION = "opinion", _("avis")


class Wish(models.Model):
    """What a council asks of a municipal council or another body, and the answer it got."""

    body = models.ForeignKey("governance.Body", on_delete=models.PROTECT, related_name="wishes")
    meeting = models.ForeignKey(
        "governance.Meeting",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="wishes",
    )
    kind = models.CharField(max_length=10, choices=WishKind.choices, default=WishKind.WISH)
    title = models.CharField(_("ce qui est demandé"), max_length=300)
    words = models.TextField(blank=True, default="")
    addressee = models.CharField(_("à qui"), max_length=200)
    sent_on = models.DateField(_("envoyé le"))
    due_on = models.DateField(_("réponse attendue le"))
    answer = models.TextField(_("réponse"), blank=True, default="")
    answered_on = models.DateField(_("répondu le"), null=True, blank=True)
    answered_by = models.CharField(_("par qui"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("vœu ou question")
        ordering: ClassVar = ["-sent_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="")
                | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="wish_answer_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("sent_on")), name="wish_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title
