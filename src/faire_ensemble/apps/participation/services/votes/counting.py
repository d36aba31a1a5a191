"""The count: check every ballot, cut the ballots from the roll for good, tally, publish.

After `count_vote` nothing in the database joins a ballot to a person: the secret that named the
ballots is gone, so are they; counted ballots are written at once, in an order drawn at random,
without their channel; signatures are written again, in the order of their digests.
"""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.participation.models import (
    Ballot,
    Channel,
    CountedBallot,
    PaperKeying,
    PublishedReceipt,
    Signature,
    Vote,
)
from faire_ensemble.apps.participation.selectors.votes.election import (
    counted_ballots,
    election_of,
    options_of,
    overrides_of,
)
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.projects.results import record_result
from faire_ensemble.apps.participation.services.votes import sealing
from faire_ensemble.apps.participation.services.votes.paper import Paper, read_paper
from faire_ensemble.apps.participation.services.votes.preparing import locked_vote, moved
from faire_ensemble.apps.participation.services.votes.results import result_of
from faire_ensemble.apps.participation.services.votes.scrubbing import scrub
from faire_ensemble.core.tally import InvalidElection, digest, publish, tally, write_pb
from faire_ensemble.kit import audit

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Check:
    """What was found before counting. `differences` are French sentences: none when all agrees."""

    valid: tuple[Ballot, ...]
    signed: dict[str, int]
    found: dict[str, int]
    paper: Paper
    differences: tuple[str, ...]


def check_urn(vote: Vote) -> Check:
    """Compare ballots with their receipts, with the roll, and paper with its signatures."""
    ballots = list(vote.ballots.all())
    signatures = list(vote.signatures.all())
    paper = read_paper(vote)
    true = [row for row in ballots if row.receipt == sealing.receipt(row.choices, row.nonce)]
    channel_of = {
        sealing.ballot_key(vote.secret, row.voter): row.channel
        for row in signatures
        if row.channel != Channel.PAPER
    }
    valid = [row for row in true if channel_of.get(row.key) == row.channel]
    missing = len(set(channel_of) - {row.key for row in ballots})
    signed = Counter(row.channel for row in signatures)
    found = Counter(row.channel for row in valid)
    found[Channel.PAPER] = paper.found
    counts = (
        (len(ballots) - len(true), "changed"),
        (len(true) - len(valid), "unsigned"),
        (missing, "missing"),
    )
    differences = [_difference(kind, count) for count, kind in counts if count]
    if paper.found != signed[Channel.PAPER]:
        differences.append(
            _("Papier : %(found)s bulletins dans les urnes pour %(signed)s émargements.")
            % {"found": paper.found, "signed": signed[Channel.PAPER]}
        )
    return Check(tuple(valid), _by_channel(signed), _by_channel(found), paper, tuple(differences))


def count_vote(*, actor: Any, vote_id: int, reason: str = "") -> Vote:
    """Count, once. `reason` explains the differences when there are some.

    Raises `Refused`, `BadInput`.
    """
    with transaction.atomic():
        vote = locked_vote(actor, vote_id)
        state = moved(vote, "count")
        check = check_urn(vote)
        if check.differences and not reason.strip():
            raise BadInput(
                _("Les comptes ne tombent pas juste : %(differences)s Écrivez pourquoi.")
                % {"differences": " ".join(check.differences)},
                "reason",
            )
        ballots = [row.choices for row in check.valid] + list(check.paper.valid)
        blank = sealing.packed([])
        numbers = {
            "signed": check.signed,
            "found": check.found,
            "blank": ballots.count(blank) + check.paper.blank,
            "spoiled": check.paper.spoiled,
            "valid": len(ballots) - ballots.count(blank),
            "differences": list(check.differences),
            "reason": reason.strip() if check.differences else "",
        }
        turnout = _turnout(vote)
        _cut(vote, [choices for choices in ballots if choices != blank], check.valid)
        vote.state, vote.secret = state, ""
        vote.counted_at = timezone.now()
        _tally(vote, numbers, turnout)
        vote.save()
        audit.record(
            actor=actor,
            verb="vote dépouillé",
            subject=f"vote:{vote.pk}",
            detail={"bulletins": numbers, "empreinte": vote.pb_digest, "graine": vote.seed},
        )
    if not transaction.get_connection().in_atomic_block:
        scrub(vote)
    return vote


def scrub_vote(*, actor: Any, vote_id: int) -> bool:
    """Rewrite the database's files when it could not be done with the count. Raises `Refused`."""
    with transaction.atomic():
        vote = locked_vote(actor, vote_id)
        if not vote.counted_at:
            raise BadInput(_("Il n'y a rien à effacer avant le dépouillement."))
    return scrub(vote)


def publish_vote(*, actor: Any, vote_id: int) -> Vote:
    """Make the result public, with the jury's decisions, and say so on each project.

    Raises `Refused`, `BadInput`.
    """
    with transaction.atomic():
        vote = locked_vote(actor, vote_id)
        vote.state = moved(vote, "publish")
        vote.published_at = timezone.now()
        _tally(vote, vote.result["numbers"], vote.result["turnout"])
        vote.save()
        funded = {row["number"] for row in vote.result["projects"] if row["funded"]}
        _record(actor, vote)
        audit.record(
            actor=actor,
            verb="résultat du vote publié",
            subject=f"vote:{vote.pk}",
            detail={"lauréats": sorted(funded), "empreinte": vote.pb_digest},
        )
    return vote


def _cut(vote: Vote, ballots: list[str], cast: Sequence[Ballot]) -> None:
    """Write what stays, in orders that say nothing; erase what joined it to people."""
    chance = secrets.SystemRandom()
    chance.shuffle(ballots)
    CountedBallot.objects.bulk_create(
        (
            CountedBallot(vote=vote, rank=rank, choices=choices)
            for rank, choices in enumerate(ballots, start=1)
        ),
        batch_size=CHUNK,
    )
    PublishedReceipt.objects.bulk_create(
        (PublishedReceipt(vote=vote, receipt=text) for text in sorted(b.receipt for b in cast)),
        batch_size=CHUNK,
    )
    signatures = sorted(vote.signatures.all(), key=lambda row: row.voter)
    vote.signatures.all().delete()
    vote.ballots.all().delete()
    # What was read on paper would still say which ballots were paper ones.
    PaperKeying.objects.filter(batch__vote=vote).delete()
    Signature.objects.bulk_create(
        (
            Signature(
                vote=vote, voter=row.voter, channel=row.channel, neighbourhood=row.neighbourhood
            )
            for row in signatures
        ),
        batch_size=CHUNK,
    )


def _tally(vote: Vote, numbers: dict[str, Any], turnout: list[Any]) -> None:
    """The result with the jury's decisions as they are now, and the file that proves it."""
    rows = [(rank, sealing.unpacked(text)) for rank, text in counted_ballots(vote)]
    election = election_of(vote, rows)
    try:
        outcome = tally(election, options_of(vote, overrides_of(vote)))
    except InvalidElection as error:
        raise BadInput(str(error)) from error
    published = publish(election, outcome)
    vote.pb, vote.pb_digest = write_pb(published), digest(election)
    vote.result = result_of(vote, election, outcome) | {"numbers": numbers, "turnout": turnout}


def _turnout(vote: Vote) -> list[dict[str, Any]]:
    """Signatures by neighbourhood; those that are few are put together, so that none can be
    worked out. Codes and lists say how many could vote there."""
    signed = Counter(vote.signatures.values_list("neighbourhood", flat=True))
    could: Counter[str] = Counter()
    for rows in (vote.roll.all(), vote.codes.filter(void=False)):
        could.update(rows.values_list("neighbourhood", flat=True))
    shown = {code: n for code, n in signed.items() if code and n >= vote.turnout_threshold}
    lines = [
        {"code": code, "signed": n, "could": could[code] or None}
        for code, n in sorted(shown.items())
    ]
    rest = sum(signed.values()) - sum(shown.values())
    if not shown or 0 < rest < vote.turnout_threshold:
        return []
    if rest:
        lines.append({"code": "", "signed": rest, "could": None})
    return lines


def _record(actor: Any, vote: Vote) -> None:
    """Each project of the catalogue learns what the ballots said, and the jury."""
    keys = dict(vote.projects.values_list("number", "project_id"))
    won = [keys[row["number"]] for row in vote.result["projects"] if row["won"]]
    record_result(actor=actor, process_id=vote.process_id, winners=won)


def _by_channel(counts: Counter[str]) -> dict[str, int]:
    return {channel.value: counts[channel.value] for channel in Channel}


def _difference(kind: str, count: int) -> str:
    sentences = {
        "changed": ngettext(
            "%(n)s bulletin ne correspond plus à son reçu : il a été changé, il n'est pas compté.",
            "%(n)s bulletins ne correspondent plus à leur reçu : changés, ils ne sont pas comptés.",
            count,
        ),
        "unsigned": ngettext(
            "%(n)s bulletin n'a pas d'émargement : il n'est pas compté.",
            "%(n)s bulletins n'ont pas d'émargement : ils ne sont pas comptés.",
            count,
        ),
        "missing": ngettext(
            "%(n)s émargement n'a plus son bulletin.",
            "%(n)s émargements n'ont plus leur bulletin.",
            count,
        ),
    }
    return sentences[kind] % {"n": count}
