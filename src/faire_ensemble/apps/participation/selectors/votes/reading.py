"""A vote as pages show it."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from faire_ensemble.apps.directory.services import fold
from faire_ensemble.apps.participation.lifecycle import Act, VoteState
from faire_ensemble.apps.participation.models import (
    Ballot,
    Channel,
    PaperBatch,
    Process,
    PublishedReceipt,
    RollEntry,
    Vote,
)
from faire_ensemble.apps.participation.selectors.processes import process_standing

FOUND = 30


@dataclass(frozen=True, slots=True)
class BallotLine:
    """A project of the ballot, in the language of the page when it was translated (else French:
    `language` says which). `area` is the neighbourhood or commune it is in, empty for none."""

    number: int
    title: str
    body: str
    cost: Decimal
    category: str
    place: str
    area: str
    language: str


@dataclass(frozen=True, slots=True)
class CodeBatch:
    label: str
    made: int
    void: int


@dataclass(frozen=True, slots=True)
class OfficeVote:
    """What those who run a vote see of it; nothing of what people chose. `on_paper` are the people
    who took a paper ballot at the desk."""

    signed: int
    on_paper: int
    listed: int
    codes: tuple[CodeBatch, ...]
    batches: tuple[PaperBatch, ...]

    @property
    def keyed(self) -> int:
        """Paper ballots read twice and settled."""
        return sum(batch.found for batch in self.batches if batch.settled_at)


def vote_of(process: Process) -> Vote | None:
    """The vote of a process, if it has one."""
    vote = Vote.objects.filter(process=process).first()
    if vote is not None:
        vote.process = process
    return vote


def has_result(process: Process) -> bool:
    """Whether the result of its vote is published (one query)."""
    return Vote.objects.filter(process=process, state=VoteState.PUBLISHED).exists()


def is_open(vote: Vote) -> bool:
    """Whether a ballot cast now would be taken."""
    return vote.state == VoteState.OPEN and process_standing(vote.process).allows(Act.VOTE)


def ballot_lines(vote: Vote, language: str = "fr") -> list[BallotLine]:
    """The projects on the ballot, in the order of their numbers (one query)."""
    lines = []
    for row in vote.projects.select_related("project__territory"):
        area = row.project.territory
        said: dict[str, str] = row.translations.get(language) or {}
        lines.append(
            BallotLine(
                number=row.number,
                title=said.get("title") or row.title,
                body=said.get("body") or row.body,
                cost=row.cost,
                category=row.category,
                place=row.place,
                area=area.name if area else "",
                language=language if said.get("title") else "fr",
            )
        )
    return lines


def receipt_state(vote: Vote, receipt: str) -> str:
    """`counted`, `cast` (in the urn of an open or closed vote) or `unknown`."""
    if PublishedReceipt.objects.filter(vote=vote, receipt=receipt).exists():
        return "counted"
    return "cast" if Ballot.objects.filter(vote=vote, receipt=receipt).exists() else "unknown"


def published_receipts(vote: Vote) -> list[str]:
    """In alphabetical order."""
    return list(vote.receipts.order_by("receipt").values_list("receipt", flat=True))


def office_vote(vote: Vote) -> OfficeVote:
    """Numbers of an open or closed vote (five queries)."""
    codes = (
        vote.codes.values("batch")
        .annotate(made=Count("pk"), voided=Count("pk", filter=Q(void=True)))
        .order_by("batch")
    )
    return OfficeVote(
        signed=vote.signatures.count(),
        on_paper=vote.signatures.filter(channel=Channel.PAPER).count(),
        listed=vote.roll.count(),
        codes=tuple(CodeBatch(row["batch"], row["made"], row["voided"]) for row in codes),
        batches=tuple(vote.batches.annotate(read=Count("keyings")).order_by("label")),
    )


def find_on_roll(vote: Vote, words: str) -> list[RollEntry]:
    """Lines of the list whose name holds every word, accents and case aside."""
    rows = vote.roll.order_by("name", "born_on")
    for word in fold(words).split():
        rows = rows.filter(folded__contains=word)
    return list(rows[:FOUND])
