"""A server process of benchmarks/ballots.py, and what is done around it.

python -m benchmarks.bare.ballots open                    → the vote's number
python -m benchmarks.bare.ballots serve VOTE THREADS MODE  ranks on stdin; receipts on stdout
python -m benchmarks.bare.ballots count VOTE              → what the count kept, as JSON
"""

import json
import os
import queue
import random
import sys
import threading
import time
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import django

django.setup()

from django.db import OperationalError  # noqa: E402
from django.utils import timezone  # noqa: E402

from faire_ensemble.apps.accounts.models import Mandate, User  # noqa: E402
from faire_ensemble.apps.contract.models import Contract  # noqa: E402
from faire_ensemble.apps.contract.services import open_contract  # noqa: E402
from faire_ensemble.apps.participation.models import (  # noqa: E402
    Ballot,
    BudgetProject,
    CountedBallot,
    Phase,
    Process,
    PublishedReceipt,
    Signature,
    Vote,
)
from faire_ensemble.apps.participation.services.votes import casting, sealing  # noqa: E402
from faire_ensemble.apps.participation.services.votes.casting import Voter  # noqa: E402
from faire_ensemble.apps.participation.services.votes.counting import count_vote  # noqa: E402
from faire_ensemble.apps.participation.services.votes.preparing import (  # noqa: E402
    close_vote,
    open_vote,
    prepare_vote,
)
from faire_ensemble.apps.territory.models import EpciSiren, Territory  # noqa: E402
from faire_ensemble.core.tally import read_pb, verify  # noqa: E402

PROJECTS = 60


def choices_of(rank: int) -> list[tuple[int, int]]:
    """What a voter chooses, known in advance to compare with the count."""
    draw = random.Random(rank)
    return [(number, 0) for number in draw.sample(range(1, PROJECTS + 1), draw.randint(1, 7))]


def opened() -> int:
    now = timezone.now()
    epci = Territory.objects.create(kind="epci", code="200093201", name="Métropole")
    EpciSiren.objects.create(epci=epci, siren="245900410")
    contract = Contract.objects.get(pk=open_contract(actor=None, epci=epci).contract_id)
    officer = User.objects.create_user("agent@exemple.org", "secret")
    Mandate.objects.create(
        person=officer, role="officer", organisation="Métropole", contract="",
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    process = Process.objects.create(
        contract=contract, code="budget", kind="budget", title="Budget", state="published",
        envelope=Decimal(1_000_000), salt="00" * 32, created_at=now,
    )  # fmt: skip
    Phase.objects.create(process=process, kind="vote", opens_at=now - timedelta(days=1))
    BudgetProject.objects.bulk_create(
        BudgetProject(
            process=process, number=number, title=f"Projet {number}", state="admitted",
            cost=Decimal(20_000 + 1_000 * (number * 7 % 60)),
        )
        for number in range(1, PROJECTS + 1)
    )  # fmt: skip
    vote = prepare_vote(actor=officer, process_id=process.pk, max_choices=7)
    return open_vote(actor=officer, vote_id=vote.pk).pk


def serve(vote_id: int, threads: int, mode: str) -> None:
    """Each thread takes the next voter, casts, writes the receipt once it is given."""
    waiting: queue.SimpleQueue[int | None] = queue.SimpleQueue()
    salt = Vote.objects.values_list("salt", flat=True).get(pk=vote_id)

    def work() -> None:
        Vote.objects.filter(pk=vote_id).exists()  # the connection is open before the first cast
        os.write(1, b"ready\n")
        while (rank := waiting.get()) is not None:
            voter = Voter(sealing.voter_digest(salt, "bench", str(rank)), f"QP{rank % 26:02}")
            start = time.perf_counter()
            if mode == "alone":
                receipt = alone(vote_id, voter, rank)
            else:
                receipt = casting.cast_ballot(
                    vote_id, voter, choices_of(rank), ticket=f"ticket {rank}"
                )
            waited = time.perf_counter() - start
            os.write(1, f"{rank} {receipt.text} {waited:.6f}\n".encode())

    running = [threading.Thread(target=work) for _ in range(threads)]
    for thread in running:
        thread.start()
    before = time.process_time()
    for line in sys.stdin:
        waiting.put(int(line))
    for _ in running:
        waiting.put(None)
    for thread in running:
        thread.join()
    os.write(1, f"processor {time.process_time() - before:.3f}\n".encode())


def alone(vote_id: int, voter: Voter, rank: int) -> casting.Receipt:
    """The peer: a transaction of its own, tried again when the base stayed locked for 20 s."""
    cast = casting._Cast(vote_id, voter, tuple(choices_of(rank)), "online", f"ticket {rank}")
    while True:
        try:
            (receipt,) = casting._write([cast])
        except OperationalError:
            continue
        assert isinstance(receipt, casting.Receipt)
        return receipt


def counted(vote_id: int) -> dict[str, object]:
    officer = User.objects.get()
    ballots, keys = Ballot.objects.count(), Ballot.objects.values("key").distinct().count()
    close_vote(actor=officer, vote_id=vote_id)
    start = time.perf_counter()
    vote = count_vote(actor=officer, vote_id=vote_id)
    seconds = time.perf_counter() - start
    kept = Counter(CountedBallot.objects.values_list("choices", flat=True))
    wanted = Counter(
        sealing.packed(sorted(choices_of(rank))) for rank in range(int(os.environ["VOTERS"]))
    )
    return {
        "seconds": seconds,
        "ballots": ballots,
        "keys": keys,
        "signatures": Signature.objects.count(),
        "voters": Signature.objects.values("voter").distinct().count(),
        "numbers": vote.result["numbers"],
        "same_choices": kept == wanted,
        "receipts": list(PublishedReceipt.objects.values_list("receipt", flat=True)),
        "left": Ballot.objects.count(),
        "scrubbed": vote.scrubbed_at is not None,
        "faults": list(verify(read_pb(vote.pb)).faults),
    }


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["open"]:
            print(opened())
        case ["serve", vote, threads, mode]:
            serve(int(vote), int(threads), mode)
        case ["count", vote]:
            print(json.dumps(counted(int(vote))))
