"""Paper: signing at the desk, batches keyed twice by two persons, differences settled.

A paper ballot has a rank in its batch, written on it when the urn is opened: a number of the
batch, not of a voter.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import Act, VoteState
from faire_ensemble.apps.participation.models import (
    Channel,
    PaperBatch,
    PaperKeying,
    Signature,
    Vote,
)
from faire_ensemble.apps.participation.permissions.votes import can_key_paper, can_run_vote
from faire_ensemble.apps.participation.selectors.processes import process_standing
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.votes import sealing
from faire_ensemble.apps.participation.services.votes.casting import Voter
from faire_ensemble.apps.participation.services.votes.choices import (
    VoteFault,
    checked,
    rules_of,
)
from faire_ensemble.apps.participation.services.votes.preparing import locked_vote
from faire_ensemble.apps.participation.services.votes.sealing import Choices
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

Kind = PaperKeying.Kind
SETTLING = 3


@dataclass(frozen=True, slots=True)
class Paper:
    """Paper ballots of a vote: `valid` choices as packed, and the others counted."""

    valid: tuple[str, ...] = ()
    blank: int = 0
    spoiled: int = 0

    @property
    def found(self) -> int:
        return len(self.valid) + self.blank + self.spoiled


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a paper ballot."""

    kind: str
    choices: str


@dataclass(frozen=True, slots=True)
class Line:
    """A ballot of a batch: what each read, and what counts (none: not yet, or to settle)."""

    rank: int
    first: Reading | None
    second: Reading | None
    settled: Reading | None
    reason: str = ""

    @property
    def differs(self) -> bool:
        return self.first is not None and self.second is not None and self.first != self.second

    @property
    def counts(self) -> Reading | None:
        if self.settled is not None:
            return self.settled
        return None if self.differs or self.second is None else self.first


def sign_paper(*, actor: Any, vote_id: int, voter: Voter) -> None:
    """A person signs at the desk and takes a paper ballot. Not in the audit trail: no time of a
    vote is kept. Raises `Refused`, `VoteFault`."""
    try:
        with transaction.atomic():
            vote = locked_vote(actor, vote_id)
            granted = process_standing(vote.process).allows(Act.VOTE)
            if vote.state != VoteState.OPEN or not granted:
                early = vote.state == VoteState.PREPARING
                raise VoteFault("not_open" if early else "closed")
            Signature.objects.create(
                vote=vote,
                voter=voter.digest,
                channel=Channel.PAPER,
                neighbourhood=voter.neighbourhood,
            )
    except IntegrityError as error:
        raise VoteFault("already") from error


def open_batch(*, actor: Any, vote_id: int, label: str, found: int) -> PaperBatch:
    """The ballots found in an urn, counted by hand before anything is keyed.

    Raises `Refused`, `BadInput`.
    """
    if not label.strip():
        raise BadInput(_("Donnez un nom au lot : l'urne, le bureau."), "label")
    if found < 1:
        raise BadInput(_("Un lot compte au moins un bulletin."), "found")
    with transaction.atomic():
        vote = locked_vote(actor, vote_id)
        _check_keying(vote)
        if vote.batches.filter(label=label.strip()).exists():
            raise BadInput(_("Un lot porte déjà ce nom."), "label")
        batch = PaperBatch.objects.create(vote=vote, label=label.strip(), found=found, by=actor)
        audit.record(
            actor=actor,
            verb="urne ouverte",
            subject=f"vote:{vote.pk}",
            detail={"lot": batch.label, "bulletins": found},
        )
    return batch


def key_ballot(
    *, actor: Any, batch_id: int, round: int, rank: int, kind: str, choices: Choices = ()
) -> PaperKeying:
    """What the first or the second reader sees on a ballot; read again, it is corrected.

    Raises `Refused`, `BadInput`.
    """
    if round not in (1, 2):
        raise ValueError("two readings; the third one settles")
    with transaction.atomic():
        batch = _locked_batch(batch_id)
        require(can_key_paper(actor, batch, round))
        _check_keying(batch.vote)
        _check_rank(batch, rank)
        row, _made = PaperKeying.objects.update_or_create(
            batch=batch,
            round=round,
            rank=rank,
            defaults={"kind": kind, "choices": _kept(batch.vote, kind, choices), "by": actor},
        )
        _settle(batch)
    return row


def settle_ballot(
    *, actor: Any, batch_id: int, rank: int, kind: str, choices: Choices = (), reason: str
) -> PaperKeying:
    """A third look at a ballot that two persons read differently. Raises `Refused`, `BadInput`."""
    if not reason.strip():
        raise BadInput(_("Dites ce que l'on voit sur le bulletin, et pourquoi."), "reason")
    with transaction.atomic():
        batch = _locked_batch(batch_id)
        require(can_run_vote(actor, batch.vote))
        _check_keying(batch.vote)
        line = next((row for row in lines_of(batch) if row.rank == rank), None)
        if line is None or not line.differs:
            raise BadInput(_("Les deux lectures de ce bulletin ne diffèrent pas."))
        row, _made = PaperKeying.objects.update_or_create(
            batch=batch,
            round=SETTLING,
            rank=rank,
            defaults={
                "kind": kind,
                "choices": _kept(batch.vote, kind, choices),
                "reason": reason.strip()[:300],
                "by": actor,
            },
        )
        _settle(batch)
        audit.record(
            actor=actor,
            verb="bulletin papier tranché",
            subject=f"vote:{batch.vote_id}",
            detail={"lot": batch.label, "rang": rank, "motif": row.reason},
        )
    return row


def lines_of(batch: PaperBatch) -> list[Line]:
    """The ballots of a batch, by rank (one query, none when keyings are prefetched)."""
    read: dict[int, dict[int, PaperKeying]] = defaultdict(dict)
    for row in batch.keyings.all():
        read[row.rank][row.round] = row
    return [_line(rank, read[rank]) for rank in range(1, batch.found + 1)]


def read_paper(vote: Vote) -> Paper:
    """Every paper ballot, once all batches are settled. Raises `BadInput`."""
    valid: list[str] = []
    blank = spoiled = 0
    for batch in vote.batches.prefetch_related("keyings"):
        for line in lines_of(batch):
            counts = line.counts
            if counts is None:
                raise BadInput(
                    _("Le lot « %(lot)s » n'est pas fini : bulletin n° %(rank)s.")
                    % {"lot": batch.label, "rank": line.rank}
                )
            if counts.kind == Kind.VALID:
                valid.append(counts.choices)
            blank += counts.kind == Kind.BLANK
            spoiled += counts.kind == Kind.SPOILED
    return Paper(tuple(valid), blank, spoiled)


def _line(rank: int, rows: Mapping[int, PaperKeying]) -> Line:
    first, second, settled = (
        Reading(rows[round].kind, rows[round].choices) if round in rows else None
        for round in (1, 2, SETTLING)
    )
    differs = first is not None and second is not None and first != second
    return Line(
        rank,
        first,
        second,
        settled if differs else None,
        rows[SETTLING].reason if settled and differs else "",
    )


def _locked_batch(batch_id: int) -> PaperBatch:
    batch = PaperBatch.objects.select_related("vote").get(pk=batch_id)
    batch.vote = Vote.objects.select_for_update().get(pk=batch.vote_id)
    return batch


def _settle(batch: PaperBatch) -> None:
    batch = PaperBatch.objects.prefetch_related("keyings").get(pk=batch.pk)
    done = all(line.counts is not None for line in lines_of(batch))
    settled = timezone.now() if done else None
    PaperBatch.objects.filter(pk=batch.pk).update(settled_at=settled)


def _check_keying(vote: Vote) -> None:
    if vote.state != VoteState.CLOSED:
        raise BadInput(_("On ouvre les urnes une fois le vote clos, avant le dépouillement."))


def _check_rank(batch: PaperBatch, rank: int) -> None:
    if not 1 <= rank <= batch.found:
        raise BadInput(
            _("Ce lot a %(found)s bulletins : il n'y a pas de n° %(rank)s.")
            % {"found": batch.found, "rank": rank},
            "rank",
        )


def _kept(vote: Vote, kind: str, choices: Choices) -> str:
    """A valid ballot follows the rules; one that does not is spoiled, by the reader's decision."""
    if kind not in Kind.values:
        raise BadInput(_("Dites si le bulletin est valable, blanc ou nul."), "kind")
    if kind != Kind.VALID:
        return ""
    if not choices:
        raise BadInput(_("Aucun projet n'est coché : le bulletin est blanc."), "kind")
    try:
        return sealing.packed(checked(rules_of(vote), choices))
    except VoteFault as fault:
        raise BadInput(
            _("%(fault)s Si c'est bien ce qui est écrit, le bulletin est nul.")
            % {"fault": str(fault)}
        ) from fault
