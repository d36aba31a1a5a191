"""The agenda of a session: which files, in which order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.lifecycle.applications import UNDER_INSTRUCTION
from faire_ensemble.apps.funding.lifecycle.requests import OPEN
from faire_ensemble.apps.funding.lifecycle.sessions import SessionState
from faire_ensemble.apps.funding.models import (
    AgendaItem,
    Application,
    CommitteeProposal,
    FundingRequest,
    Session,
)
from faire_ensemble.apps.funding.services.committees import BadCommittee
from faire_ensemble.apps.funding.services.sessions import in_state, locked_session, record
from faire_ensemble.kit.numbers import long_date

MOST = 500
"""Files on one agenda: a longer one is a mistake."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the files asked for; `left` pairs a title and why it was left out."""

    count: int
    left: tuple[tuple[str, str], ...]


def add_files(*, actor: Any, session_id: int, application_ids: Iterable[int]) -> Added:
    """Put files at the end of the agenda, by project number; say which cannot be there and why.

    The files' rows are locked: two officers who put one on two agendas queue, and the second
    reads what the first did.
    """
    wanted = set(application_ids)
    with transaction.atomic():
        session = locked_session(actor, session_id)
        in_state(session, SessionState.PLANNED)
        files = list(
            Application.objects.select_for_update(of=("self",))
            .select_related("project")
            .filter(pk__in=wanted, call__contract=session.committee.contract_id)
            .order_by("pk")
        )
        files.sort(key=lambda file: (file.project.number, file.pk))
        reasons = _left_out(session, files)
        kept = [file for file in files if file.pk not in reasons]
        ranks = list(session.agenda.values_list("rank", flat=True))
        if len(ranks) + len(kept) > MOST:
            raise BadCommittee(
                _("Un ordre du jour compte %(most)s dossiers au plus : prévoyez deux séances.")
                % {"most": MOST}
            )
        last = max(ranks, default=0)
        AgendaItem.objects.bulk_create(
            AgendaItem(session=session, application=file, rank=last + step)
            for step, file in enumerate(kept, start=1)
        )
        if kept:
            record(actor, "dossiers inscrits", session, dossiers=[file.pk for file in kept])
    left = tuple((str(file), reasons[file.pk]) for file in files if file.pk in reasons)
    return Added(len(kept), left)


def remove_file(*, actor: Any, session_id: int, item_id: int) -> None:
    """Take a file off an agenda that is still being prepared."""
    with transaction.atomic():
        session = locked_session(actor, session_id)
        in_state(session, SessionState.PLANNED)
        item = session.agenda.filter(pk=item_id).first()
        if item is None:
            raise BadCommittee(_("Ce dossier n'est plus à l'ordre du jour."))
        item.delete()
        record(actor, "dossier retiré de l'ordre du jour", session, dossier=item.application_id)


def order_files(*, actor: Any, session_id: int, ranks: Mapping[int, int]) -> None:
    """Order the agenda by the ranks given (item → rank); files without one keep theirs.

    A file takes the place of the one whose rank it is given: up, it comes before; down, after.
    """
    with transaction.atomic():
        session = locked_session(actor, session_id)
        in_state(session, SessionState.PLANNED)
        items = list(session.agenda.all())

        def place(item: AgendaItem) -> tuple[int, int, int]:
            wanted = ranks.get(item.pk, item.rank)
            return wanted, (wanted > item.rank) - (wanted < item.rank), item.rank

        items.sort(key=place)
        for rank, item in enumerate(items, start=1):
            item.rank = rank
        AgendaItem.objects.bulk_update(items, ["rank"])
        record(actor, "ordre du jour ordonné", session)


def _left_out(session: Session, files: list[Application]) -> dict[int, str]:
    """Why some files cannot be on this agenda: four queries."""
    ids = [file.pk for file in files]
    asking = set(
        FundingRequest.objects.filter(application__in=ids, state__in=OPEN).values_list(
            "application_id", flat=True
        )
    )
    reasons = {}
    for file in files:
        if file.state not in UNDER_INSTRUCTION:
            reasons[file.pk] = _("il n'est pas en cours d'instruction")
        elif file.pk not in asking:
            reasons[file.pk] = _("aucune de ses demandes n'est à examiner")
    return _already_seen(session, ids) | reasons


def _already_seen(session: Session, ids: list[int]) -> dict[int, str]:
    """Files on another agenda, unless that session was cancelled or adjourned them."""
    elsewhere = (
        AgendaItem.objects.filter(application__in=ids)
        .exclude(session__state=SessionState.CANCELLED)
        .select_related("session__committee")
    )
    adjourned = set(
        CommitteeProposal.objects.filter(
            item__application__in=ids,
            item__session__state=SessionState.CLOSED,
            outcome=CommitteeProposal.Outcome.ADJOURN,
        ).values_list("item_id", flat=True)
    )
    reasons = {}
    for item in elsewhere:
        other = item.session
        if other.pk == session.pk:
            reasons[item.application_id] = _("il est déjà à cet ordre du jour")
        elif item.pk not in adjourned:
            day = long_date(timezone.localdate(other.starts_at))
            reasons[item.application_id] = _(
                "il est à l'ordre du jour de « %(committee)s » du %(day)s"
            ) % {"committee": other.committee, "day": day}
    return reasons
