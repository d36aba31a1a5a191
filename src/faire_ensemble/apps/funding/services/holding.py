"""A session being held: who is there, what was said of each file, what is proposed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.lifecycle.requests import OPEN
from faire_ensemble.apps.funding.lifecycle.sessions import SessionState
from faire_ensemble.apps.funding.models import (
    AgendaItem,
    Attendance,
    CommitteeProposal,
    FundingRequest,
    Session,
)
from faire_ensemble.apps.funding.permissions.committees import can_propose
from faire_ensemble.apps.funding.services.committees import BadCommittee
from faire_ensemble.apps.funding.services.sessions import in_state, locked_session, record
from faire_ensemble.kit.joining import pair
from faire_ensemble.kit.numbers import euros
from faire_ensemble.kit.verdicts import require

Outcome = CommitteeProposal.Outcome
NAME_LENGTH = 150


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the committee says of a request; euros for an award, nothing for the others."""

    request_id: int
    outcome: str
    amount: Decimal | None = None
    reason: str = ""


def record_attendance(
    *, actor: Any, session_id: int, seats: Mapping[int, tuple[bool, str]]
) -> Session:
    """Who fills each seat (seat → present, name). Seats left out keep what was written."""
    with transaction.atomic():
        session = locked_session(actor, session_id)
        in_state(session, SessionState.HELD)
        rows = {row.seat_id: row for row in session.attendances.all()}
        if not seats.keys() <= rows.keys():
            raise BadCommittee(_("Un de ces sièges n'est pas de cette séance : rouvrez la page."))
        for seat_id, (present, name) in seats.items():
            rows[seat_id].present = present
            rows[seat_id].person_name = name.strip()[:NAME_LENGTH] if present else ""
        Attendance.objects.bulk_update(rows.values(), ["present", "person_name"])
        record(
            actor, "présences écrites", session,
            présents=sum(row.present for row in rows.values()), sièges=len(rows),
        )  # fmt: skip
    return session


def examine(
    *,
    actor: Any,
    item: AgendaItem,
    discussion: str,
    proposals: Iterable[Proposed],
) -> AgendaItem:
    """Write what was said of a file and what is proposed for its requests.

    A request left out keeps its proposal. Raises `Refused` for somebody who stepped aside.
    """
    with transaction.atomic():
        session = locked_session(actor, item.session_id)
        in_state(session, SessionState.HELD)
        kept = session.agenda.select_related("application__call", "session__committee").get(
            pk=item.pk
        )
        require(can_propose(actor, kept))
        requests = {
            request.pk: request
            for request in FundingRequest.objects.select_for_update(of=("self",))
            .select_related("funder")
            .filter(application=kept.application_id)
            .order_by("pk")
        }
        wanted = list(proposals)
        for proposed in wanted:
            _check(proposed, requests.get(proposed.request_id))
        kept.discussion = discussion.strip()
        kept.save(update_fields=["discussion"])
        for proposed in wanted:
            CommitteeProposal.objects.update_or_create(
                item=kept,
                request_id=proposed.request_id,
                defaults={
                    "outcome": proposed.outcome,
                    "amount": proposed.amount if proposed.outcome == Outcome.AWARD else None,
                    "reason": proposed.reason.strip(),
                },
            )
        record(
            actor, "dossier examiné", session, dossier=kept.application_id,
            propositions={
                str(each.request_id): f"{each.outcome} {each.amount or ''}".strip()
                for each in wanted
            },
        )  # fmt: skip
    return kept


def _check(proposed: Proposed, request: FundingRequest | None) -> None:
    """Raise for a proposal that cannot be, naming the funder."""
    if request is None:
        raise BadCommittee(_("Cette demande n'est pas de ce dossier : rouvrez la page."))

    def bad(sentence: str) -> BadCommittee:
        return BadCommittee(pair(request.funder, sentence))

    if request.state not in OPEN:
        raise bad(_("cette demande est déjà décidée ou retirée."))
    if proposed.outcome not in Outcome.values:
        raise bad(_("choisissez financer, ne pas financer ou ajourner."))
    if proposed.outcome != Outcome.AWARD:
        if not proposed.reason.strip():
            raise bad(_("dites pourquoi, en une phrase que le porteur pourra lire."))
        return
    if proposed.amount is None or proposed.amount <= 0:
        raise bad(_("écrivez le montant proposé, en euros."))
    if proposed.amount != round(proposed.amount, 2):
        raise bad(_("un montant s'écrit au centime près."))
    if proposed.amount > request.asked:
        raise bad(
            _("le montant proposé (%(amount)s) dépasse ce qui est demandé (%(asked)s).")
            % {"amount": euros(proposed.amount, None), "asked": euros(request.asked, None)}
        )
