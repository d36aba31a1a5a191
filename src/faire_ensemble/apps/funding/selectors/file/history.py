"""What happened to a file, the latest first, from the rows themselves."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import (
    AgendaItem,
    Application,
    ApplicationVersion,
    Correction,
    Decision,
    Recusal,
    Referral,
)
from faire_ensemble.apps.funding.selectors.file.opinions import Opinions
from faire_ensemble.kit.joining import pair
from faire_ensemble.kit.numbers import euros, moment


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    text: str
    more: str = ""


def history_of(
    application: Application,
    opinions: Opinions,
    corrections: tuple[Correction, ...],
    referrals: tuple[Referral, ...],
    recusals: tuple[Recusal, ...],
) -> tuple[Event, ...]:
    """Three queries; the rest was read for the page. Sessions to come are in it too."""
    events = [*_versions(application), *_agenda(application), *_decisions(application)]
    for line in opinions.lines:
        said = _("Note interne") if line.internal else line.kind_label.capitalize()
        events.append(Event(line.written_at, pair(said, line.organisation), line.advice_label))
    for correction in corrections:
        events.append(Event(correction.asked_at, _("Correction demandée"), correction.message))
        if correction.closed_at:
            state = pair(_("Correction"), correction.get_state_display())
            events.append(Event(correction.closed_at, state, correction.answer))
    for referral in referrals:
        asked = pair(_("Service sollicité"), referral.organisation)
        events.append(Event(referral.asked_at, asked, referral.question))
    for recusal in recusals:
        who = pair(_("Une personne s'est retirée du dossier"), recusal.on_behalf_of)
        events.append(Event(recusal.declared_at, who))
    return tuple(sorted(events, key=lambda event: event.at, reverse=True))


def _versions(application: Application) -> list[Event]:
    rows = ApplicationVersion.objects.filter(application=application)
    return [
        Event(at, _("Version %(number)s déposée") % {"number": number})
        for number, at in rows.values_list("number", "submitted_at")
    ]


def _agenda(application: Application) -> list[Event]:
    rows = AgendaItem.objects.filter(application=application).select_related("session__committee")
    return [
        Event(
            item.session.starts_at,
            pair(_("À l'ordre du jour"), item.session.committee),
            moment(item.session.starts_at),
        )
        for item in rows
    ]


def _decisions(application: Application) -> list[Event]:
    rows = Decision.objects.filter(request__application=application).select_related(
        "request__funder"
    )
    return [
        Event(
            decision.decided_at,
            _("Décision de %(body)s, demande à %(funder)s")
            % {"body": decision.body, "funder": decision.request.funder},
            pair(decision.get_outcome_display(), f"{euros(decision.amount)}. {decision.reason}"),
        )
        for decision in rows
    ]
