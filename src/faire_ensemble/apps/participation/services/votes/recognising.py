"""How a person is recognised on the pages of a vote, and carried from step to step."""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core import signing
from django.utils import timezone

from faire_ensemble.apps.directory.services import fold
from faire_ensemble.apps.participation.models import (
    Channel,
    Eligibility,
    RollEntry,
    Vote,
    VotingCode,
)
from faire_ensemble.apps.participation.services.votes import sealing
from faire_ensemble.apps.participation.services.votes.casting import Voter
from faire_ensemble.apps.participation.services.votes.choices import VoteFault
from faire_ensemble.kit.counting import count, counted

TRIES_SECONDS = 600
_DATE = re.compile(r"\s*(\d{1,2})\s*[/. -]\s*(\d{1,2})\s*[/. -]\s*(\d{4})\s*")
_ISO_DATE = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})\s*")
_SALT = "participation.vote.pass"
PASS_SECONDS = 3600


def voter_of_code(vote: Vote, text: str) -> Voter:
    """The holder of a code, whoever it is. Raises VoteFault."""
    digest = sealing.voter_digest(vote.salt, "paper-code", sealing.typed(text))
    row = VotingCode.objects.filter(vote=vote, digest=digest).first()
    if row is None:
        raise VoteFault("wrong_code")
    if row.void:
        raise VoteFault("void_code")
    return Voter(sealing.voter_digest(vote.salt, Eligibility.CODE, digest), row.neighbourhood)


def voter_of_roll(vote: Vote, name: str, born_on: date, number: str) -> Voter:
    """The person of the list. Raises VoteFault."""
    row = vote.roll.filter(digest=roll_digest(vote, name, born_on, number)).first()
    if row is None:
        raise VoteFault("wrong_person")
    return voter_of_entry(vote, row)


def voter_of_entry(vote: Vote, row: RollEntry) -> Voter:
    """A line of the list, old enough to vote. Raises VoteFault."""
    if _age(row.born_on, timezone.localdate()) < vote.minimum_age:
        raise VoteFault("too_young", age=vote.minimum_age)
    return Voter(sealing.voter_digest(vote.salt, Eligibility.ROLL, row.digest), row.neighbourhood)


def voter_of_account(vote: Vote, person_id: int) -> Voter:
    return Voter(sealing.voter_digest(vote.salt, Eligibility.ACCOUNT, str(person_id)))


def check_tries(vote: Vote, address: str) -> None:
    """Too many wrong tries in ten minutes from an address: wait. Raises VoteFault."""
    if counted(_tries_key(vote, address)) >= settings.FAIRE_WRONG_CODES:
        raise VoteFault("too_many_tries")


def count_try(vote: Vote, address: str) -> None:
    """A wrong try; right ones do not count (a voting room shares one address)."""
    count(_tries_key(vote, address), TRIES_SECONDS)


def _tries_key(vote: Vote, address: str) -> str:
    return f"vote-tries:{vote.pk}:{sealing.voter_digest(vote.salt, 'address', address)[:32]}"


@dataclass(frozen=True, slots=True)
class Pass:
    """A person recognised for an hour on the pages of a vote; nothing of it is kept here."""

    voter: Voter
    channel: str
    ticket: str


def written_pass(vote: Vote, voter: Voter, channel: str = Channel.ONLINE) -> str:
    """What the form carries from step to step, signed by the site: no session, no cookie."""
    content = [vote.pk, voter.digest, voter.neighbourhood, channel, sealing.new_key()]
    return signing.dumps(content, salt=_SALT)


def read_pass(vote: Vote, text: str) -> Pass:
    """Raises VoteFault when it is too old, of another vote, or not ours."""
    try:
        pk, digest, neighbourhood, channel, ticket = signing.loads(
            text, salt=_SALT, max_age=PASS_SECONDS
        )
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise VoteFault("stale") from error
    if pk != vote.pk:
        raise VoteFault("stale")
    return Pass(Voter(digest, neighbourhood), channel, ticket)


def read_date(text: str) -> date | None:
    """27/03/1985, 27.3.1985, 1985-03-27; none when it is no date."""
    found = _DATE.fullmatch(text)
    parts = found.groups()[::-1] if found else None
    if parts is None and (iso := _ISO_DATE.fullmatch(text)):
        parts = iso.groups()
    if parts is None:
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def roll_digest(vote: Vote, name: str, born_on: date, number: str) -> str:
    """How what is typed finds its line of the list."""
    return sealing.voter_digest(
        vote.salt, "roll-entry", "|".join([fold(name), born_on.isoformat(), fold(number)])
    )


def _age(born_on: date, day: date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
