"""Casting a ballot: the one way in, for every channel but paper.

Ballots that come together are written by one transaction (kit/grouping.py), which locks the vote
so that it cannot close half-way. A receipt is given once its transaction is durable. What keeps a
person from voting twice is the unique signature, not this code.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

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
from faire_ensemble.kit.turns import turn

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
        mine = {rank: cast for rank, cast in enumerate(batch) if cast.vote_id == vote_id}
        answers |= _write_vote(vote_id, mine)
    return [answers[rank] for rank in range(len(batch))]


_URN = Group(_write, BATCH)


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A ballot ready to be written."""

    cast: _Cast
    key: str
    choices: str
    hiding: str
    receipt: str


def _write_vote(vote_id: int, casts: dict[int, _Cast]) -> dict[int, Receipt | Exception]:
    """Everything that can be is done before the lock: rules and secret are fixed while a vote is
    open, so that under it there is only to ask whether it still is."""
    vote = Vote.objects.select_related("process").get(pk=vote_id)
    if vote.state != VoteState.OPEN or not process_standing(vote.process).allows(Act.VOTE):
        key = "not_open" if vote.state == VoteState.PREPARING else "closed"
        return {rank: VoteFault(key) for rank in casts}
    rules = rules_of(vote)
    answers: dict[int, Receipt | Exception] = {}
    sealed: dict[int, _Sealed] = {}
    for rank, cast in casts.items():
        try:
            sealed[rank] = _seal(vote, rules, cast)
        except VoteFault as fault:
            answers[rank] = fault
    if not sealed:
        return answers
    with turn(), transaction.atomic(durable=True):
        state = Vote.objects.select_for_update().values_list("state", flat=True).get(pk=vote_id)
        if state != VoteState.OPEN:
            return answers | {rank: VoteFault("closed") for rank in sealed}
        urn = _Urn.opened(vote, list(sealed.values()))
        for rank, ballot in sealed.items():
            try:
                answers[rank] = urn.take(ballot)
            except VoteFault as fault:
                answers[rank] = fault
        urn.write()
    return answers


def _seal(vote: Vote, rules: BallotRules, cast: _Cast) -> _Sealed:
    choices = sealing.packed(checked(rules, cast.choices))
    key = sealing.ballot_key(vote.secret, cast.voter.digest)
    hiding = sealing.nonce(vote.secret, key + cast.ticket)
    return _Sealed(cast, key, choices, hiding, sealing.receipt(choices, hiding))


@dataclass
class _Urn:
    """The urn of an open vote, as one transaction sees it for some voters."""

    vote: Vote
    signed: dict[str, Signature]
    cast: dict[str, Ballot]
    signatures: list[Signature] = field(default_factory=list)
    fresh: dict[str, Ballot] = field(default_factory=dict)
    changed: dict[str, Ballot] = field(default_factory=dict)
    moved: dict[str, Signature] = field(default_factory=dict)

    @classmethod
    def opened(cls, vote: Vote, sealed: Sequence[_Sealed]) -> "_Urn":
        voters = {each.cast.voter.digest for each in sealed}
        signed = {row.voter: row for row in vote.signatures.filter(voter__in=voters)}
        cast: dict[str, Ballot] = {}
        if signed:
            keys = {each.key for each in sealed if each.cast.voter.digest in signed}
            cast = {row.key: row for row in vote.ballots.filter(key__in=keys)}
        return cls(vote, signed, cast)

    def take(self, sealed: _Sealed) -> Receipt:
        """Sign and put in, replace, or say why not."""
        cast, key = sealed.cast, sealed.key
        signature = self.signed.get(cast.voter.digest)
        if signature is None:
            self._sign(cast)
            self.fresh[key] = self.cast[key] = Ballot(
                vote=self.vote, key=key, choices=sealed.choices, nonce=sealed.hiding,
                receipt=sealed.receipt, channel=cast.channel,
            )  # fmt: skip
            return Receipt(sealed.receipt)
        if signature.channel == Channel.PAPER:
            raise VoteFault("already_paper")
        ballot = self.cast.get(key)
        if ballot is not None and ballot.receipt == sealed.receipt:
            return Receipt(sealed.receipt)
        if ballot is None or not self.vote.replaceable:
            raise VoteFault("already")
        ballot.choices, ballot.nonce, ballot.receipt = (
            sealed.choices, sealed.hiding, sealed.receipt
        )  # fmt: skip
        ballot.channel = signature.channel = cast.channel
        if key not in self.fresh:
            self.changed[key], self.moved[signature.voter] = ballot, signature
        return Receipt(sealed.receipt, replaced=True)

    def _sign(self, cast: _Cast) -> None:
        made = Signature(
            vote=self.vote, voter=cast.voter.digest, channel=cast.channel,
            neighbourhood=cast.voter.neighbourhood,
        )  # fmt: skip
        self.signed[made.voter] = made
        self.signatures.append(made)

    def write(self) -> None:
        """The database refuses a second signature of the same person, whoever writes it."""
        _insert(self.signatures)
        _insert(list(self.fresh.values()))
        if self.changed:
            fields = ["choices", "nonce", "receipt", "channel"]
            Ballot.objects.bulk_update(self.changed.values(), fields)
            Signature.objects.bulk_update(self.moved.values(), ["channel"])


def _insert(rows: Sequence[Signature] | Sequence[Ballot]) -> None:
    """`bulk_create` composes its SQL row by row, which took half of the time under the lock; these
    columns are plain text and numbers."""
    if not rows:
        return
    fields, table = rows[0]._meta.concrete_fields, rows[0]._meta.db_table
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column or "") for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(table)} ({columns}) VALUES ({marks})"  # noqa: S608 - our names
    with connection.cursor() as cursor:
        cursor.executemany(sql, [[getattr(row, each.attname) for each in fields] for row in rows])
