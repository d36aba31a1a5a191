"""Promises of one's organisation whose day has passed and of which nothing final was said."""

from typing import Any

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import ngettext

from faire_ensemble.apps.contract.lifecycle import CommitmentState
from faire_ensemble.apps.contract.models import Commitment, Contract
from faire_ensemble.apps.contract.permissions.mandates import mandates_in, signed_in
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.waiting import Waiting

UNDER_WAY = (CommitmentState.PROMISED.value, CommitmentState.DOING.value)


def contract_waits(actor: Any) -> list[Waiting]:
    """One line a contract; officers have those of the organisation they act for, like partners."""
    if not signed_in(actor):
        return []
    found = []
    for contract in Contract.objects.order_by("pk").values_list("pk", flat=True):
        acting = mandates_in(actor, contract).acting_for
        if not acting:
            continue
        sums = Commitment.objects.filter(
            contract=contract, organisation__in=acting, retired=False, state__in=UNDER_WAY,
            due_on__lt=timezone.localdate(),
        ).aggregate(n=Count("pk"), first=Min("due_on"))  # fmt: skip
        if sums["n"]:
            words = ngettext(
                "%(n)s engagement du contrat à suivre",
                "%(n)s engagements du contrat à suivre",
                sums["n"],
            ) % {"n": number(sums["n"])}
            page = "contract:office_commitments"
            found.append(Waiting(words, page, (contract,), due=sums["first"], late=True))
    return found
