"""Sessions of a committee: planned, changed, cancelled, opened."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.lifecycle import Impossible
from faire_ensemble.apps.funding.lifecycle.sessions import SESSION, SessionState, default_quorum
from faire_ensemble.apps.funding.models import Attendance, Committee, Session
from faire_ensemble.apps.funding.permissions.programmes import can_manage_committees
from faire_ensemble.apps.funding.services.committees import BadCommittee, locked_committee
from faire_ensemble.kit import audit
from faire_ensemble.kit.days import day_is_over
from faire_ensemble.kit.numbers import long_date
from faire_ensemble.kit.verdicts import require


def plan_session(
    *,
    actor: Any,
    committee_id: int,
    starts_at: datetime,
    place: str = "",
    quorum: int | None = None,
    now: datetime | None = None,
) -> Session:
    """A session to come; the quorum is half of the voices, rounded up, unless it is given."""
    with transaction.atomic():
        committee = locked_committee(actor, committee_id)
        session = new_session(committee, starts_at, place, quorum, now or timezone.now())
        record(actor, "séance prévue", session, quorum=session.quorum)
    return session


def change_session(
    *,
    actor: Any,
    session_id: int,
    starts_at: datetime,
    place: str,
    quorum: int | None = None,
    now: datetime | None = None,
) -> Session:
    """Move a session that is not held yet."""
    with transaction.atomic():
        session = locked_session(actor, session_id)
        in_state(session, SessionState.PLANNED)
        session.starts_at, session.place = starts_at, place.strip()
        session.quorum = checked_quorum(session.committee, quorum)
        to_come(starts_at, now or timezone.now())
        save_once(session)
        record(actor, "séance modifiée", session, quorum=session.quorum)
    return session


def cancel_session(*, actor: Any, session_id: int) -> Session:
    """Give up a session that was never held: its files may go on another agenda."""
    with transaction.atomic():
        session = locked_session(actor, session_id)
        advance(session, "cancel")
        session.save(update_fields=["state"])
        record(actor, "séance annulée", session)
    return session


def open_session(*, actor: Any, session_id: int, now: datetime | None = None) -> Session:
    """Begin: the agenda no longer changes, every seat is called. On its day at the earliest."""
    with transaction.atomic():
        session = locked_session(actor, session_id)
        advance(session, "open")
        today = timezone.localdate(now or timezone.now())
        day = timezone.localdate(session.starts_at)
        if today < day:
            raise BadCommittee(
                _("Cette séance est prévue le %(day)s : elle s'ouvre ce jour-là.")
                % {"day": long_date(day)}
            )
        if not session.agenda.exists():
            raise BadCommittee(
                _("L'ordre du jour est vide : ajoutez des dossiers avant d'ouvrir la séance.")
            )
        session.save(update_fields=["state"])
        Attendance.objects.bulk_create(
            Attendance(session=session, seat=seat) for seat in session.committee.seats.all()
        )
        record(actor, "séance ouverte", session)
    return session


def new_session(
    committee: Committee, starts_at: datetime, place: str, quorum: int | None, now: datetime
) -> Session:
    """A row for a session to come, its committee being locked."""
    to_come(starts_at, now)
    session = Session(
        committee=committee,
        starts_at=starts_at,
        place=place.strip(),
        quorum=checked_quorum(committee, quorum),
    )
    save_once(session)
    return session


def locked_session(actor: Any, session_id: int) -> Session:
    """The session, its row locked, for somebody who may hold it."""
    session: Session = (
        Session.objects.select_for_update(of=("self",))
        .select_related("committee")
        .get(pk=session_id)
    )
    require(can_manage_committees(actor, session.committee.contract_id))
    return session


def in_state(session: Session, state: SessionState) -> None:
    """Raise unless the session is there, saying where it is."""
    if session.state != state:
        raise BadCommittee(_state_sentence(session.state))


def advance(session: Session, act: str) -> None:
    """Move along the table, or say why not."""
    try:
        session.state = SESSION.after(act, session.state)
    except Impossible:
        raise BadCommittee(_state_sentence(session.state)) from None


def _state_sentence(state: str) -> str:
    sentences = {
        SessionState.PLANNED: _("Cette séance n'est pas encore ouverte."),
        SessionState.HELD: _("Cette séance est en cours."),
        SessionState.CLOSED: _("Cette séance est close : elle ne change plus."),
        SessionState.CANCELLED: _("Cette séance est annulée : elle ne change plus."),
    }
    return sentences[SessionState(state)]


def to_come(starts_at: datetime, now: datetime) -> None:
    if day_is_over(starts_at, now):
        raise BadCommittee(_("Cette date est passée : choisissez une date à venir."))


def checked_quorum(committee: Committee, quorum: int | None) -> int:
    """Between one and the number of voices."""
    voices = committee.seats.filter(voting=True).count()
    if not voices:
        raise BadCommittee(
            _("Ce comité n'a aucun siège avec voix : ajoutez-en avant de prévoir une séance.")
        )
    wanted = default_quorum(voices) if quorum is None else quorum
    if not 1 <= wanted <= voices:
        raise BadCommittee(
            _("Le quorum va de 1 à %(voices)s : ce comité compte %(voices)s voix.")
            % {"voices": voices}
        )
    return wanted


def save_once(session: Session) -> None:
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError:
        raise BadCommittee(_("Ce comité a déjà une séance à cette heure.")) from None


def record(actor: Any, verb: str, session: Session, **detail: Any) -> None:
    """The act, in the trail."""
    audit.record(actor=actor, verb=verb, subject=f"séance:{session.pk}", detail=detail)
