"""What one's organisation promised or leads in the contract, whose day is near or has passed, with
nothing final said."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.contract.lifecycle import CommitmentState, WorkState
from faire_ensemble.apps.contract.models import (
    Commitment,
    OperationalObjective,
    Partner,
    PlanLine,
)
from faire_ensemble.apps.contract.permissions.mandates import Mandates
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.sums import Lists, Sum, sums
from faire_ensemble.kit.waiting import Waiting

PAGE = "contract:office_commitments"
PROMISED = (CommitmentState.PROMISED.value, CommitmentState.DOING.value)
LED = (WorkState.PLANNED.value, WorkState.DOING.value)
SOON = timedelta(days=30)
"""What is due later waits for nobody yet."""


def contract_waits(mandates: Mapping[int, Mandates]) -> list[Waiting]:
    """Two lines a contract; officers have those of the organisation they act for, like partners.
    One query, none for whoever acts for no organisation."""
    acting = {pk: held.acting_for for pk, held in mandates.items() if held.acting_for}
    lists: Lists = {}
    for contract, organisations in acting.items():
        lists |= _lists(contract, organisations)
    found = sums(lists)
    return [
        line
        for pk in acting
        for line in _lines(pk, found[f"promised {pk}"], found[f"led {pk}"] + found[f"planned {pk}"])
    ]


def _lists(contract: int, organisations: frozenset[int]) -> Lists:
    """Partners only: the page where they are followed opens to no other organisation."""
    partners = Partner.objects.filter(contract=contract, organisation__in=organisations)
    ours, by = partners.values("organisation"), timezone.localdate() + SOON
    promised = Commitment.objects.filter(
        contract=contract, organisation__in=ours, retired=False, state__in=PROMISED, due_on__lte=by
    )
    led = OperationalObjective.objects.filter(
        objective__pillar__contract=contract, objective__retired=False, owner__in=ours,
        state__in=LED, due_on__lte=by,
    )  # fmt: skip
    planned = PlanLine.objects.filter(
        plan__contract=contract, owner__in=ours, state__in=LED, due_on__lte=by
    )
    return {
        f"promised {contract}": (promised, "due_on"),
        f"led {contract}": (led, "due_on"),
        f"planned {contract}": (planned, "due_on"),
    }


def _lines(contract: int, promised: Sum, led: Sum) -> Iterator[Waiting]:
    for each, words in (
        (promised, ngettext("%(n)s engagement du contrat à suivre",
                            "%(n)s engagements du contrat à suivre", promised.count)),
        (led, ngettext("%(n)s action du contrat à mener",
                       "%(n)s actions du contrat à mener", led.count)),
    ):  # fmt: skip
        if each.count:
            words = words % {"n": number(each.count)}
            if each.partly_late:
                words += _(", dont %(n)s en retard") % {"n": number(each.late)}
            yield Waiting(words, PAGE, (contract,), due=each.first, late=bool(each.late))
