"""A meeting that was held before it was written here: its day, who came, minutes, decisions.

No letter leaves. It then goes on as a meeting being held, and says what it is wherever it is read.
"""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.governance.lifecycle.meetings import MeetingState
from faire_ensemble.apps.governance.models import Body, Meeting
from faire_ensemble.apps.governance.services.faults import BadMeeting
from faire_ensemble.apps.governance.services.meetings import (
    advance,
    begin,
    changed,
    kept_body,
    local_moment,
    locked_meeting,
    record,
    save_once,
)
from faire_ensemble.kit.numbers import long_date


def record_meeting(
    *,
    actor: Any,
    body_id: int,
    day: date,
    hour: time,
    title: str = "",
    place: str = "",
    minutes_long: int = 120,
    open_to_all: bool = False,
    called_on: date | None = None,
    calling_unknown: bool = False,
    now: datetime | None = None,
) -> Meeting:
    """Write down a meeting already held; one planned here for that hour becomes it.

    Where the body must be convened some days before, `called_on` says when letters left, or
    `calling_unknown` that nobody knows: the page of the meeting then tells so. Raises `BadMeeting`
    for a meeting to come, for a body that was not there, or when nobody sat that day.
    """
    moment, written = local_moment(day, hour), now or timezone.now()
    with transaction.atomic():
        body = kept_body(actor, body_id)
        _check(body, moment, written)
        _check_calling(body, day, called_on, calling_unknown)
        planned = body.meetings.filter(starts_at=moment, state=MeetingState.PLANNED).first()
        meeting = planned or Meeting(body=body, starts_at=moment)
        meeting.body = body
        advance(meeting, "record")
        meeting.title, meeting.place = title.strip(), place.strip()
        meeting.minutes_long, meeting.open_to_all = minutes_long, open_to_all
        meeting.recorded_at, meeting.called_on = written, called_on
        changed(meeting, written)
        save_once(meeting)
        voices = begin(meeting)
        record(
            actor, "réunion inscrite après coup", meeting, le=moment.isoformat(),
            convoquée=called_on.isoformat() if called_on else "", voix=voices,
        )  # fmt: skip
    return meeting


def withdraw_meeting(*, actor: Any, meeting_id: int, now: datetime | None = None) -> Meeting:
    """Take back one written here by mistake, while it is not finished and decided nothing."""
    with transaction.atomic():
        meeting = locked_meeting(actor, meeting_id)
        if not meeting.being_recorded:
            raise BadMeeting(_("Seule une réunion en train d'être inscrite après coup se retire."))
        if meeting.decisions.exists():
            raise BadMeeting(_("Des décisions sont écrites : la réunion ne se retire plus."))
        advance(meeting, "withdraw")
        meeting.cancel_reason = "Inscrite par erreur."  # kept, like what people type, in French
        changed(meeting, now)
        meeting.save()
        record(actor, "réunion retirée", meeting)
    return meeting


def _check(body: Body, moment: datetime, now: datetime) -> None:
    day = timezone.localdate(moment)
    if moment > now:
        raise BadMeeting(
            _("Cette réunion est à venir : prévoyez-la, puis convoquez-la."),
            "hour" if day == timezone.localdate(now) else "day",
        )
    if body.founded_on is not None and day < body.founded_on:
        raise BadMeeting(
            _("Cette instance existe depuis le %(day)s : corrigez le jour.")
            % {"day": long_date(body.founded_on)},
            "day",
        )
    if body.ended_on is not None and day >= body.ended_on:
        raise BadMeeting(
            _("Cette instance est dissoute depuis le %(day)s : corrigez le jour.")
            % {"day": long_date(body.ended_on)},
            "day",
        )


def _check_calling(body: Body, day: date, called_on: date | None, unknown: bool) -> None:
    if called_on is not None and called_on > day:
        raise BadMeeting(
            _("La convocation part avant la réunion, du %(day)s : corrigez une des deux dates.")
            % {"day": long_date(day)},
            "called_on",
        )
    if called_on is not None and unknown:
        raise BadMeeting(
            _("Vous donnez le jour de la convocation : décochez « ce n'est pas connu »."),
            "calling_unknown",
        )
    if body.notice_days and called_on is None and not unknown:
        raise BadMeeting(
            ngettext(
                "Cette instance se convoque %(n)s jour franc avant : dites quel jour les lettres "
                "sont parties, ou cochez que ce n'est pas connu. Chacun le lira.",
                "Cette instance se convoque %(n)s jours francs avant : dites quel jour les lettres "
                "sont parties, ou cochez que ce n'est pas connu. Chacun le lira.",
                body.notice_days,
            )
            % {"n": body.notice_days},
            "called_on",
        )
