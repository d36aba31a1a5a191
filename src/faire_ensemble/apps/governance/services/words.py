"""The letters of a meeting, in French: they are official."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from faire_ensemble.apps.governance.models import Meeting
from faire_ensemble.kit.numbers import moment

LANGUAGE = "fr"


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


def summons_letter(meeting: Meeting, link: str) -> Letter:
    """When, where, about what."""
    with override(LANGUAGE):
        lines = [
            _("Bonjour,"),
            "",
            _("Vous siégez dans l'instance « %(body)s ». Elle se réunit le %(when)s.")
            % {"body": meeting.body.name, "when": moment(meeting.starts_at)},
        ]
        if meeting.place:
            lines.append(_("Lieu : %(place)s") % {"place": meeting.place})
        if meeting.online_url:
            lines.append(_("À distance : %(address)s") % {"address": meeting.online_url})
        if meeting.follows_id and not meeting.needs_quorum:
            lines += ["", _("C'est une seconde convocation : elle se tient sans quorum.")]
        lines += ["", _("Ordre du jour :")]
        lines += [f"{rank}. {item.title}" for rank, item in enumerate(meeting.items.all(), 1)]
        if link:
            lines += ["", _("Les documents sont ici : %(link)s") % {"link": link}]
        lines += [
            "",
            _("Si vous ne pouvez pas venir, prévenez votre suppléant ou donnez pouvoir."),
        ]
        return Letter(
            _("Convocation : %(body)s, %(when)s")
            % {"body": meeting.body.name, "when": moment(meeting.starts_at)},
            "\n".join(lines),
        )


def cancelled_letter(meeting: Meeting) -> Letter:
    """What does not happen, and why."""
    with override(LANGUAGE):
        words = {"body": meeting.body.name, "when": moment(meeting.starts_at)}
        return Letter(
            _("Annulation : %(body)s, %(when)s") % words,
            _("Bonjour,\n\nLa réunion de l'instance « %(body)s » du %(when)s est annulée.") % words
            + f"\n\n{meeting.cancel_reason}",
        )
