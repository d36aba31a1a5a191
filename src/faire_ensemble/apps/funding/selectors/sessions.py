"""The page of a session: attendance, agenda, what is proposed; each file by its own rule."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.lifecycle.requests import OPEN
from faire_ensemble.apps.funding.models import (
    AgendaItem,
    Attendance,
    CommitteeProposal,
    FundingRequest,
    OpinionKind,
    Recusal,
    Session,
)
from faire_ensemble.apps.funding.permissions.standing import Actor, mandates_in, recused_verdict
from faire_ensemble.apps.funding.selectors.minutes import stepped_aside
from faire_ensemble.apps.funding.selectors.opinions import counted, of_funders
from faire_ensemble.apps.funding.selectors.visible import to_instruct, written_by


@dataclass(frozen=True, slots=True)
class Said:
    """A funder's shared opinion on its own request."""

    advice: str
    amount: Decimal | None
    text: str


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request of a file: asked, what its funder says, what the committee proposes."""

    id: int
    funder: str
    asked: Decimal
    minimum: Decimal
    open: bool
    state: str
    opinion: Said | None
    outcome: str
    outcome_words: str
    amount: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of the agenda. `closed` says why its content is not shown to this person."""

    id: int
    rank: int
    application_id: int
    number: str
    title: str
    holder: str
    score: Decimal | None
    closed: str
    requests: tuple[RequestLine, ...]
    aside: tuple[str, ...]
    council: tuple[str, ...]
    discussion: str
    minutes: str

    @property
    def asked(self) -> Decimal:
        return sum((line.asked for line in self.requests), Decimal(0))

    @property
    def proposed(self) -> Decimal:
        return sum((line.amount or Decimal(0) for line in self.requests), Decimal(0))

    @property
    def lacking(self) -> int:
        """Open requests without a proposal."""
        return sum(1 for line in self.requests if line.open and not line.outcome)


@dataclass(frozen=True, slots=True)
class SessionPage:
    session: Session
    manages: bool
    attendances: tuple[Attendance, ...]
    voices: int
    files: tuple[FileLine, ...]

    @property
    def quorum_reached(self) -> bool:
        return self.voices >= self.session.quorum

    @property
    def lacking(self) -> int:
        return sum(file.lacking for file in self.files)


def session_to_read(session_id: int) -> Session | None:
    return (
        Session.objects.select_related(
            "committee__contract", "committee__territory", "follows", "followed_by"
        )
        .filter(pk=session_id)
        .first()
    )


def session_page(actor: Actor, session: Session) -> SessionPage:
    """Everything the page shows, in a constant number of queries."""
    attendances = tuple(session.attendances.select_related("seat").order_by("seat__label", "seat"))
    return SessionPage(
        session=session,
        manages=mandates_in(actor, session.committee.contract_id).officer,
        attendances=attendances,
        voices=sum(each.present and each.seat.voting for each in attendances),
        files=file_lines(actor, session),
    )


def file_lines(actor: Actor, session: Session, item_id: int | None = None) -> tuple[FileLine, ...]:
    """The agenda as a person may read it (or one of its files)."""
    agenda = session.agenda.select_related("application__project", "application__lead")
    items = list(agenda.filter(pk=item_id) if item_id is not None else agenda)
    reasons = _closed(actor, session.committee.contract_id, items)
    shown = [item for item in items if not reasons[item.pk]]
    lines = _request_lines(shown)
    aside: dict[int, list[str]] = defaultdict(list)
    for recusal in Recusal.objects.filter(
        application__in=[item.application_id for item in items]
    ).select_related("person"):
        aside[recusal.application_id].append(stepped_aside(recusal))
    council = _council(shown)
    return tuple(
        FileLine(
            id=item.pk,
            rank=item.rank,
            application_id=item.application_id,
            number=item.application.project.number,
            title=item.application.title,
            holder=item.application.lead.name,
            score=None if reasons[item.pk] else item.application.score,
            closed=reasons[item.pk],
            requests=tuple(lines[item.pk]),
            aside=tuple(sorted(aside[item.application_id])),
            council=tuple(council[item.application_id]),
            discussion="" if reasons[item.pk] else item.discussion,
            minutes="" if reasons[item.pk] else item.minutes,
        )
        for item in items
    )


def _closed(actor: Actor, contract_id: int, items: Sequence[AgendaItem]) -> dict[int, str]:
    """Why each file is closed to this person; empty when it is open."""
    ids = [item.application_id for item in items]
    readable = set(to_instruct(actor, contract_id).filter(pk__in=ids).values_list("pk", flat=True))
    if len(readable) == len(ids):
        return {item.pk: "" for item in items}
    recused = set(
        Recusal.objects.filter(application__in=ids, person_id=actor.pk).values_list(
            "application_id", flat=True
        )
    )
    own = set(
        written_by(actor, mandates_in(actor, contract_id).holding)
        .filter(pk__in=ids)
        .values_list("pk", flat=True)
    )

    def reason(file: int) -> str:
        if file in readable:
            return ""
        if file in recused:
            return recused_verdict().reason
        if file in own:
            return _("Vous participez à ce projet : ce que le comité en dit vous est fermé.")
        return _("Ce dossier n'est pas adressé à votre organisation.")

    return {item.pk: reason(item.application_id) for item in items}


def _request_lines(items: Sequence[AgendaItem]) -> dict[int, list[RequestLine]]:
    """By agenda item: three queries."""
    by_file = {item.application_id: item.pk for item in items}
    requests = FundingRequest.objects.filter(application__in=by_file).select_related("funder")
    proposals = {
        (each.item_id, each.request_id): each
        for each in CommitteeProposal.objects.filter(item__in=by_file.values())
    }
    said = {
        opinion.request_id: Said(str(opinion.get_advice_display()), opinion.amount, opinion.text)
        for opinion in of_funders()
        .filter(request__application__in=by_file)
        .order_by("written_at", "pk")
    }
    lines: dict[int, list[RequestLine]] = defaultdict(list)
    for request in requests:
        item = by_file[request.application_id]
        proposal = proposals.get((item, request.pk))
        lines[item].append(
            RequestLine(
                id=request.pk,
                funder=request.funder.name,
                asked=request.asked,
                minimum=request.minimum,
                open=request.state in OPEN,
                state=str(request.get_state_display()),
                opinion=said.get(request.pk),
                outcome=proposal.outcome if proposal else "",
                outcome_words=str(proposal.get_outcome_display()) if proposal else "",
                amount=proposal.amount if proposal else None,
                reason=proposal.reason if proposal else "",
            )
        )
    return lines


def _council(items: Sequence[AgendaItem]) -> dict[int, list[str]]:
    """What conseils citoyens said, in their words."""
    told: dict[int, list[str]] = defaultdict(list)
    files = [item.application_id for item in items]
    for opinion in counted().filter(application__in=files, kind=OpinionKind.COUNCIL):
        words = str(opinion.get_advice_display())
        told[opinion.application_id].append(
            f"{opinion.on_behalf_of} ({words}). {opinion.text}".strip()
        )
    return told
