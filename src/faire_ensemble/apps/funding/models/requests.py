"""The part of an application addressed to one funder: account 74 of the budget."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.funding.lifecycle.requests import RequestState
from faire_ensemble.apps.funding.models.grants import FundingNature


class RequestStateChoice(models.TextChoices):
    RECEIVED = RequestState.RECEIVED.value, _("à instruire")
    READ = RequestState.READ.value, _("avis rendu")
    ADJOURNED = RequestState.ADJOURNED.value, _("ajournée")
    AWARDED = RequestState.AWARDED.value, _("accordée")
    REFUSED = RequestState.REFUSED.value, _("refusée")
    WITHDRAWN = RequestState.WITHDRAWN.value, _("retirée")


class FundingRequest(models.Model):
    """What one application asks of one funder for its year, in euros.

    `minimum` is the least with which the project can still happen. `awarded` is what the last
    decision said; later years of a multi-year project are `RequestedYear`, never added to it.
    """

    application = models.ForeignKey(
        "funding.Application", on_delete=models.CASCADE, related_name="requests"
    )
    funder = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="requests"
    )
    nature = models.CharField(
        max_length=12, choices=FundingNature.choices, default=FundingNature.SPECIFIC
    )
    state = models.CharField(
        max_length=10, choices=RequestStateChoice.choices, default=RequestState.RECEIVED.value
    )
    asked = models.DecimalField(max_digits=14, decimal_places=2)
    minimum = models.DecimalField(max_digits=14, decimal_places=2)
    awarded = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    # Honoured before anything else: the firm year of a multi-year agreement (CPO).
    committed = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    instructor = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "funder"], name="request_once"),
            models.CheckConstraint(
                condition=Q(asked__gt=0) & Q(minimum__gte=0) & Q(committed__gte=0),
                name="request_amounts",
            ),
        ]
        indexes = [models.Index(fields=["funder", "state", "id"], name="request_board")]

    def __str__(self) -> str:
        return f"{self.application_id} → {self.funder}: {self.asked} €"


class RequestedYear(models.Model):
    """What is foreseen for a later year: an indication, decided in its own time."""

    request = models.ForeignKey(FundingRequest, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField()
    asked = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering: ClassVar = ["request", "year"]
        constraints = [
            models.UniqueConstraint(fields=["request", "year"], name="requested_year_once")
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.asked} €"
