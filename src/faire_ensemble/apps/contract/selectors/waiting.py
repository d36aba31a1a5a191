"""Promises of one's organisation whose day is near or has passed, with nothing final said."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.contract.lifecycle import CommitmentState
from faire_ensemble.apps.contract.models import Commitment
from faire_ensemble.apps.contract.permissions.mandates import Mandates
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.sums import sums
from faire_ensemble.kit.waiting import Waiting

UNDER_WAY = (CommitmentState.PROMISED.value, CommitmentState.DOING.value)
SOON = timedelta(days=30)
"""A promise due later waits for nobody yet."""


def contract_waits(mandates: Mapping[int, Mandates]) -> list[Waiting]:
    """One line a contract; officers have those of the organisation they act for, like partners.
    One query, none for whoever acts for no organisation."""
    found = sums(
        {
            str(contract): (
                Commitment.objects.filter(
                    contract=contract, organisation__in=held.acting_for, retired=False,
                    state__in=UNDER_WAY, due_on__lte=timezone.localdate() + SOON,
                ),
                "due_on",
            )
            for contract, held in mandates.items()
            if held.acting_for
        }
    )  # fmt: skip
    lines = []
    for contract, each in found.items():
        if each.count:
            words = ngettext(
                "%(n)s engagement du contrat à suivre",
                "%(n)s engagements du contrat à suivre",
                each.count,
            ) % {"n": number(each.count)}
            if 0 < each.late < each.count:
                words += _(", dont %(n)s en retard") % {"n": number(each.late)}
            page, late = "contract:office_commitments", bool(each.late)
            lines.append(Waiting(words, page, (int(contract),), due=each.first, late=late))
    return lines
