"""What partners promise: what, how much, by when, and what proves it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.contract.lifecycle import CommitmentState


class CommitmentStateChoice(models.TextChoices):
    PROMISED = CommitmentState.PROMISED.value, _("promis")
    DOING = CommitmentState.DOING.value, _("en cours")
    KEPT = CommitmentState.KEPT.value, _("tenu")
    PARTLY = CommitmentState.PARTLY.value, _("tenu en partie")
    BROKEN = CommitmentState.BROKEN.value, _("non tenu")
    DROPPED = CommitmentState.DROPPED.value, _("abandonné")


class Commitment(models.Model):
    """A promise of a partner. Amounts in euros; an empty one is not known, never zero.

    `mainstream` is what ordinary policies put in (droit commun), `specific` the money of the
    politique de la ville: they are two amounts and are never added. `due_on` is the last day.
    """

    contract = models.ForeignKey(
        "contract.Contract", on_delete=models.CASCADE, related_name="commitments"
    )
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="commitments"
    )
    objective = models.ForeignKey(
        "contract.Objective",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments",
    )
    title = models.CharField(_("engagement"), max_length=300)
    mainstream = models.DecimalField(
        _("droit commun"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    specific = models.DecimalField(
        _("crédits spécifiques"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    due_on = models.DateField(_("échéance"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True, default="")
    state = models.CharField(
        max_length=8,
        choices=CommitmentStateChoice.choices,
        default=CommitmentState.PROMISED.value,
    )
    # Dropped by a version, and kept for what was said of it.
    retired = models.BooleanField(_("retiré du contrat"), default=False)

    class Meta:
        verbose_name = _("engagement")
        ordering: ClassVar = ["contract", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(mainstream__isnull=True) | Q(mainstream__gte=0))
                & (Q(specific__isnull=True) | Q(specific__gte=0)),
                name="commitment_amounts",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CommitmentStep(models.Model):
    """What was said of a commitment, the state it left it in, and its proof; kept."""

    append_only: ClassVar = True

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=8, choices=CommitmentStateChoice.choices)
    words = models.TextField(blank=True, default="")
    link = models.URLField(_("lien vers la preuve"), max_length=500, blank=True, default="")
    proof = models.ForeignKey(
        "kit.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proof_name = models.CharField(max_length=200, blank=True, default="")
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.state}"
