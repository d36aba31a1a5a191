"""Several people at once on one contract: acts queue behind its row (PostgreSQL)."""

from datetime import date
from functools import partial

import pytest
from tests import together
from tests.apps.contract.agreement import Agreement

from faire_ensemble.apps.contract.models import (
    CommitmentStep,
    ContractVersion,
    OperationalObjective,
)
from faire_ensemble.apps.contract.services import BadInput, move, report_commitment

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


at_once = partial(together.at_once, refused=(BadInput,))


def test_two_signatures_at_once_are_one_version(agreement: Agreement) -> None:
    agreement.sign()
    agreement.operational()
    outcomes = at_once(*[lambda: agreement.sign("Avenant", date(2020, 1, 1))] * 4)
    assert outcomes == ["done", "refused", "refused", "refused"]
    assert list(ContractVersion.objects.values_list("number", flat=True)) == [0, 1]


def test_lines_added_and_moved_at_once_keep_their_ranks_apart(agreement: Agreement) -> None:
    first = agreement.operational("Première")
    acts = [lambda n=n: agreement.operational(f"Ligne {n}") for n in range(4)]
    acts += [
        lambda: move(actor=agreement.officer, contract_id=agreement.pk, kind="operationnel",
                     pk=first.pk, up=False)
    ] * 2  # fmt: skip
    assert at_once(*acts) == ["done"] * 6
    ranks = OperationalObjective.objects.order_by("rank").values_list("rank", flat=True)
    assert list(ranks) == [1, 2, 3, 4, 5]


def test_a_commitment_is_kept_once(agreement: Agreement) -> None:
    made = agreement.commitment()

    def keep() -> None:
        report_commitment(
            actor=agreement.partner, contract_id=agreement.pk, pk=made.pk, act="keep",
            link="https://exemple.fr/",
        )  # fmt: skip

    assert at_once(keep, keep, keep) == ["done", "refused", "refused"]
    assert CommitmentStep.objects.count() == 1
