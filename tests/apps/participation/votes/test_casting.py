"""Casting: one ballot a person, replaced or refused, what a ballot may hold, when."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from faire_ensemble.apps.participation.models import Ballot, Channel, Signature
from faire_ensemble.apps.participation.services.votes import sealing
from faire_ensemble.apps.participation.services.votes.casting import cast_ballot
from faire_ensemble.apps.participation.services.votes.choices import VoteFault
from faire_ensemble.apps.participation.services.votes.preparing import close_vote


def fault(act: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(VoteFault) as caught:
        act(*args, **kwargs)
    return caught.value.key


def test_a_ballot_is_signed_for_and_its_receipt_commits_to_it(polling):
    polling.open()
    receipt = polling.cast("Ana", 3, 1)
    ballot, signature = Ballot.objects.get(), Signature.objects.get()
    assert sealing.unpacked(ballot.choices) == ((1, 0), (3, 0))
    assert ballot.receipt == receipt.text == sealing.receipt(ballot.choices, ballot.nonce)
    assert sealing.receipt(sealing.packed([(2, 0)]), ballot.nonce) != receipt.text
    assert signature.voter == polling.voter("Ana").digest
    assert ballot.key == sealing.ballot_key(polling.vote.secret, signature.voter) != signature.voter
    assert len(receipt.shown.split("-")) == 4


def test_the_last_ballot_replaces_the_first(polling):
    polling.open()
    first = polling.cast("Ana", 1)
    second = polling.cast("Ana", 2, channel=Channel.ASSISTED)
    assert (first.replaced, second.replaced) == (False, True)
    ballot, signature = Ballot.objects.get(), Signature.objects.get()
    assert (ballot.receipt, ballot.choices) == (second.text, "[[2,0]]")
    assert ballot.channel == signature.channel == "assisted"


def test_a_ballot_may_be_final(polling):
    polling.open(replaceable=False)
    polling.cast("Ana", 1)
    assert fault(polling.cast, "Ana", 2) == "already"
    assert Ballot.objects.get().choices == "[[1,0]]"


def test_the_same_form_sent_twice_gives_the_same_receipt(polling):
    polling.open(replaceable=False)
    first = polling.cast("Ana", 1, ticket="form")
    assert polling.cast("Ana", 1, ticket="form") == first
    assert fault(polling.cast, "Ana", 1, ticket="another") == "already"


def test_two_persons_with_the_same_ticket_do_not_share_a_receipt(polling):
    polling.open()
    assert polling.cast("Ana", 1, ticket="t").text != polling.cast("Bao", 1, ticket="t").text


@pytest.mark.parametrize(
    ("settings", "choices", "key"),
    [
        ({}, [(9, 0)], "unknown_project"),
        ({}, [(1, 0), (1, 0)], "twice"),
        ({}, [], "nothing"),
        ({"min_choices": 2}, [(1, 0)], "too_few"),
        ({"max_choices": 2}, [(1, 0), (2, 0), (3, 0)], "too_many"),
        ({"ballot_type": "knapsack"}, [(2, 0), (4, 0)], "over_envelope"),
        ({"ballot_type": "cumulative", "points": 5}, [(1, 3), (2, 3)], "too_many_points"),
        ({"ballot_type": "cumulative", "points": 5}, [(1, -3), (2, 8)], "points_negative"),
        ({"ballot_type": "cumulative", "points": 5}, [(1, 0)], "nothing"),
        ({"ballot_type": "ordinal"}, [(1, 0), (1, 0)], "twice"),
    ],
)
def test_what_a_ballot_may_not_hold(polling, settings, choices, key):
    polling.open(**settings)
    assert fault(cast_ballot, polling.vote.pk, polling.voter("Ana"), choices) == key
    assert not Signature.objects.exists() and not Ballot.objects.exists()


@pytest.mark.parametrize(
    ("settings", "choices", "kept"),
    [
        ({}, [(3, 7), (1, 7)], "[[1,0],[3,0]]"),
        ({"min_choices": 0}, [], "[]"),
        ({"ballot_type": "knapsack"}, [(2, 0), (1, 0)], "[[1,0],[2,0]]"),
        ({"ballot_type": "cumulative", "points": 5}, [(2, 2), (1, 3), (3, 0)], "[[1,3],[2,2]]"),
        ({"ballot_type": "ordinal"}, [(4, 0), (1, 0)], "[[4,0],[1,0]]"),
    ],
)
def test_how_a_ballot_is_kept(polling, settings, choices, kept):
    polling.open(**settings)
    cast_ballot(polling.vote.pk, polling.voter("Ana"), choices)
    assert Ballot.objects.get().choices == kept


def test_nobody_votes_before_after_or_outside_of_the_phase(polling):
    assert fault(polling.cast, "Ana", 1) == "not_open"
    polling.open()
    polling.phase.closes_at = timezone.now() - timedelta(minutes=1)
    polling.phase.save()
    assert fault(polling.cast, "Ana", 1) == "closed"
    polling.phase.closes_at = None
    polling.phase.save()
    polling.cast("Ana", 1)
    close_vote(actor=polling.officer, vote_id=polling.vote.pk)
    assert fault(polling.cast, "Bao", 1) == "closed"
    assert fault(polling.cast, "Ana", 2) == "closed"


def together(count: int, act: Any) -> list[Any]:
    """Call `act(rank)` from threads that start at the same moment; results or exceptions."""
    barrier = threading.Barrier(count)

    def run(rank: int) -> Any:
        try:
            barrier.wait(10)
            return act(rank)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_two_threads_of_one_person_leave_one_ballot(polling):
    polling.open(replaceable=False)
    found = together(8, lambda rank: polling.cast("Ana", 1 + rank % 4))
    given = [row for row in found if not isinstance(row, Exception)]
    assert len(given) == 1
    assert {row.key for row in found if isinstance(row, VoteFault)} == {"already"}
    assert Ballot.objects.get().receipt == given[0].text
    assert Signature.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_replacing_from_many_threads_keeps_the_receipt_of_the_last(polling):
    polling.open()
    found = together(8, lambda rank: polling.cast("Ana", 1 + rank % 4))
    assert not [row for row in found if isinstance(row, Exception)]
    assert Ballot.objects.get().receipt in {row.text for row in found}
    assert sum(not row.replaced for row in found) == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_closing_while_people_vote_loses_no_receipt(polling):
    polling.open()

    def act(rank: int) -> Any:
        if rank == 5:
            return close_vote(actor=polling.officer, vote_id=polling.vote.pk)
        return polling.cast(f"voter {rank}", 1)

    found = together(12, act)
    given = {row.text for row in found if hasattr(row, "text")}
    faults = [row for row in found if isinstance(row, Exception)]
    assert {getattr(row, "key", repr(row)) for row in faults} <= {"closed"}
    assert set(Ballot.objects.values_list("receipt", flat=True)) == given
    assert len(given) + len(faults) == 11
    assert Signature.objects.count() == len(given)


def test_a_paper_voter_has_no_other_ballot(polling):
    polling.open()
    Signature.objects.create(
        vote=polling.vote, voter=polling.voter("Ana").digest, channel=Channel.PAPER
    )
    assert fault(polling.cast, "Ana", 1) == "already_paper"
