"""Casting a ballot: the one way in, for every channel but paper.

Ballots that come together are written by one transaction (kit/grouping.py), which locks the vote
so that it cannot close half-way. A receipt is given once its transaction is durable. What keeps a
person from voting twice is the unique signature, not this code.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from faire_ensemble.apps.participation.lifecycle import Act, VoteState
from faire_ensemble.apps.participation.models import Ballot, Channel, Signature, Vote
from faire_ensemble.apps.participation.selectors.processes import process_standing
from faire_ensemble.apps.participation.services.votes import sealing
from faire_ensemble.apps.participation.services.votes.choices import (
    BallotRules,
    VoteFault,
    checked,
    rules_of,
)
from faire_ensemble.apps.participation.services.votes.sealing import Choices
from faire_ensemble.kit.grouping import Group

BATCH = 64


@dataclass(frozen=True, slots=True)
class Voter:
    """A person who may vote, as the roll names them; `neighbourhood` an official code or none."""

    digest: str
    neighbourhood: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the voter keeps. `replaced`: an earlier ballot of theirs is gone."""

    text: str
    replaced: bool = False

    @property
    def shown(self) -> str:
        return sealing.in_groups(self.text)


@dataclass(frozen=True, slots=True)
class _Cast:
    vote_id: int
    voter: Voter
    choices: Choices
    channel: str
    ticket: str


def cast_ballot(
    vote_id: int,
    voter: Voter,
    choices: Choices,
    channel: str = Channel.ONLINE,
    ticket: str = "",
) -> Receipt:
    """Put a ballot in the urn, or replace the voter's own. Durable when it returns.

    `ticket` names the form that was sent: sent twice, it gives the same receipt. Raises VoteFault.
    """
    if channel == Channel.PAPER:
        raise ValueError("paper ballots are keyed, see services/votes/paper.py")
    return _URN.submit(_Cast(vote_id, voter, tuple(choices), channel, ticket or sealing.new_key()))


def _write(batch: Sequence[_Cast]) -> list[Receipt | Exception]:
    """One transaction for each vote that the batch is about."""
    answers: dict[int, Receipt | Exception] = {}
    for vote_id in dict.fromkeys(cast.vote_id for cast in batch):
        mine = [(rank, cast) for rank, cast in enumerate(batch) if cast.vote_id == vote_id]
        with transaction.atomic(durable=True):
            urn = _Urn.opened(vote_id, [cast.voter.digest for _rank, cast in mine])
            for rank, cast in mine:
                try:
                    answers[rank] = urn.take(cast)
                except VoteFault as fault:
                    answers[rank] = fault
            urn.write()
    return [answers[rank] for rank in range(len(batch))]


_URN = Group(_write, BATCH)


@dataclass
class _Urn:
    """The open urn of a vote, as one transaction sees it for some voters."""

    vote: Vote
    open: bool
    rules: BallotRules
    signed: dict[str, Signature]
    cast: dict[str, Ballot]
    signatures: list[Signature] = field(default_factory=list)
    fresh: dict[str, Ballot] = field(default_factory=dict)
    changed: dict[str, Ballot] = field(default_factory=dict)
    moved: dict[str, Signature] = field(default_factory=dict)

    @classmethod
    def opened(cls, vote_id: int, voters: Iterable[str]) -> "_Urn":
        vote = Vote.objects.select_for_update().get(pk=vote_id)
        granted = process_standing(vote.process).allows(Act.VOTE)
        signed = {row.voter: row for row in vote.signatures.filter(voter__in=set(voters))}
        cast: dict[str, Ballot] = {}
        if signed and vote.secret:
            keys = [sealing.ballot_key(vote.secret, voter) for voter in signed]
            cast = {row.key: row for row in vote.ballots.filter(key__in=keys)}
        return cls(vote, vote.state == VoteState.OPEN and granted, rules_of(vote), signed, cast)

    def take(self, cast: _Cast) -> Receipt:
        if not self.open:
            raise VoteFault("not_open" if self.vote.state == VoteState.PREPARING else "closed")
        choices = sealing.packed(checked(self.rules, cast.choices))
        secret, digest = self.vote.secret, cast.voter.digest
        key = sealing.ballot_key(secret, digest)
        hiding = sealing.nonce(secret, key + cast.ticket)
        receipt = sealing.receipt(choices, hiding)
        signature = self.signed.get(digest)
        if signature is None:
            self._sign(cast)
            self.fresh[key] = self.cast[key] = Ballot(
                vote=self.vote, key=key, choices=choices, nonce=hiding, receipt=receipt,
                channel=cast.channel,
            )  # fmt: skip
            return Receipt(receipt)
        if signature.channel == Channel.PAPER:
            raise VoteFault("already_paper")
        ballot = self.cast[key]
        if ballot.receipt == receipt:
            return Receipt(receipt)
        if not self.vote.replaceable:
            raise VoteFault("already")
        ballot.choices, ballot.nonce, ballot.receipt = choices, hiding, receipt
        ballot.channel = signature.channel = cast.channel
        if key not in self.fresh:
            self.changed[key], self.moved[digest] = ballot, signature
        return Receipt(receipt, replaced=True)

    def _sign(self, cast: _Cast) -> None:
        made = Signature(
            vote=self.vote, voter=cast.voter.digest, channel=cast.channel,
            neighbourhood=cast.voter.neighbourhood,
        )  # fmt: skip
        self.signed[made.voter] = made
        self.signatures.append(made)

    def write(self) -> None:
        """The database refuses a second signature of the same person, whoever writes it."""
        Signature.objects.bulk_create(self.signatures)
        Ballot.objects.bulk_create(self.fresh.values())
        if self.changed:
            fields = ["choices", "nonce", "receipt", "channel"]
            Ballot.objects.bulk_update(self.changed.values(), fields)
            Signature.objects.bulk_update(self.moved.values(), ["channel"])
