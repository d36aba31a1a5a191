"""The end of a session: closed with its minutes, or lifted without quorum and convened again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from faire_ensemble.apps.funding.lifecycle.requests import OPEN, REQUEST, RequestState
from faire_ensemble.apps.funding.lifecycle.sessions import SessionState
from faire_ensemble.apps.funding.models import (
    AgendaItem,
    CommitteeProposal,
    FundingRequest,
    Session,
)
from faire_ensemble.apps.funding.selectors.minutes import file_minutes, session_minutes
from faire_ensemble.apps.funding.services.committees import BadCommittee
from faire_ensemble.apps.funding.services.sessions import (
    advance,
    in_state,
    locked_session,
    new_session,
    record,
)
from faire_ensemble.kit.joining import listed

Outcome = CommitteeProposal.Outcome
MINUTES_LANGUAGE = "fr"
NAMED = 5


class NoQuorum(BadCommittee):
    """The session cannot conclude: too few voices. It may be convened again."""


def close_session(
    *,
    actor: Any,
    session_id: int,
    remarks: str = "",
    adjourn_rest: bool = False,
    now: datetime | None = None,
) -> Session:
    """Freeze the session, write its minutes and move the requests it adjourned.

    Every open request of the agenda must have its proposal; `adjourn_rest` adjourns those that
    the session had no time for. Raises `NoQuorum`, `BadCommittee`, `Refused`.
    """
    with transaction.atomic():
        session = locked_session(actor, session_id)
        in_state(session, SessionState.HELD)
        _counted(session)
        items = list(session.agenda.select_related("application__project", "application__lead"))
        requests = list(
            FundingRequest.objects.select_for_update(of=("self",))
            .filter(application__in=[item.application_id for item in items], state__in=OPEN)
            .order_by("pk")
        )
        if adjourn_rest:
            _adjourn_rest(items, requests)
        proposals = _proposals(session)
        _complete(items, requests, proposals)
        _move(requests, proposals)
        session.closed_at = now or timezone.now()
        advance(session, "close")
        _freeze(session, items, remarks)
        record(
            actor, "séance close", session,
            dossiers=len(items), propositions=len(proposals),
        )  # fmt: skip
    return session


def reconvene(
    *,
    actor: Any,
    session_id: int,
    starts_at: datetime,
    place: str = "",
    quorum: int | None = None,
    now: datetime | None = None,
) -> Session:
    """Lift a session that lacks its quorum, and give its agenda to a new one.

    What was said and proposed without quorum stays with the lifted session and decides nothing.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        session = locked_session(actor, session_id)
        in_state(session, SessionState.HELD)
        if voices_present(session) >= session.quorum:
            raise BadCommittee(_("Le quorum est atteint : cette séance peut se tenir et se clore."))
        advance(session, "lift")
        session.closed_at = moment
        with override(MINUTES_LANGUAGE):
            session.minutes = session_minutes(
                session, _("Le quorum n'étant pas atteint, la séance est levée sans rien proposer.")
            )
        session.save(update_fields=["state", "closed_at", "minutes"])
        following = new_session(session.committee, starts_at, place, quorum, moment)
        following.follows = session
        following.save(update_fields=["follows"])
        AgendaItem.objects.bulk_create(
            AgendaItem(session=following, application_id=item.application_id, rank=item.rank)
            for item in session.agenda.all()
        )
        record(actor, "séance levée faute de quorum", session, nouvelle=following.pk)
        record(actor, "séance prévue", following, reprend=session.pk, quorum=following.quorum)
    return following


def voices_present(session: Session) -> int:
    """Voting seats that are filled."""
    return session.attendances.filter(present=True, seat__voting=True).count()


def _counted(session: Session) -> None:
    present = voices_present(session)
    if present < session.quorum:
        raise NoQuorum(
            _(
                "Le quorum n'est pas atteint : %(present)s voix présentes, il en faut "
                "%(quorum)s. La séance ne peut pas conclure ; convoquez-la de nouveau."
            )
            % {"present": present, "quorum": session.quorum}
        )


def _proposals(session: Session) -> list[CommitteeProposal]:
    return list(CommitteeProposal.objects.filter(item__session=session))


def _adjourn_rest(items: list[AgendaItem], requests: list[FundingRequest]) -> None:
    by_file = {item.application_id: item for item in items}
    done = set(
        CommitteeProposal.objects.filter(item__in=items).values_list("request_id", flat=True)
    )
    with override(MINUTES_LANGUAGE):
        reason = _("La séance n'a pas eu le temps d'examiner cette demande.")
    CommitteeProposal.objects.bulk_create(
        CommitteeProposal(
            item=by_file[request.application_id],
            request=request,
            outcome=Outcome.ADJOURN,
            reason=reason,
        )
        for request in requests
        if request.pk not in done
    )


def _complete(
    items: list[AgendaItem],
    requests: Iterable[FundingRequest],
    proposals: Iterable[CommitteeProposal],
) -> None:
    done = {proposal.request_id for proposal in proposals}
    lacking = {request.application_id for request in requests if request.pk not in done}
    titles = [
        f"{item.rank}. {item.application}" for item in items if item.application_id in lacking
    ]
    if titles:
        named = listed(titles[:NAMED]) + ("…" if len(titles) > NAMED else "")
        raise BadCommittee(
            _(
                "Des demandes n'ont pas de proposition : %(files)s. Écrivez-la, ou cochez "
                "« ajourner ce qui n'a pas été examiné »."
            )
            % {"files": named}
        )


def _move(requests: list[FundingRequest], proposals: Iterable[CommitteeProposal]) -> None:
    """Adjourned requests wait for another session; one that was adjourned before is read now."""
    outcomes = {proposal.request_id: proposal.outcome for proposal in proposals}
    moved = []
    for request in requests:
        if outcomes[request.pk] == Outcome.ADJOURN:
            request.state = REQUEST.after("adjourn", request.state)
        elif request.state == RequestState.ADJOURNED:
            request.state = REQUEST.after("read", request.state)
        else:
            continue
        moved.append(request)
    FundingRequest.objects.bulk_update(moved, ["state"], batch_size=200)


def _freeze(session: Session, items: list[AgendaItem], remarks: str) -> None:
    """Minutes are an official text: written in French whatever the officer reads the site in."""
    with override(MINUTES_LANGUAGE):
        session.minutes = session_minutes(session, remarks.strip())
        for item, text in zip(items, file_minutes(items), strict=True):
            item.minutes = text
    session.save(update_fields=["state", "closed_at", "minutes"])
    AgendaItem.objects.bulk_update(items, ["minutes"], batch_size=100)
