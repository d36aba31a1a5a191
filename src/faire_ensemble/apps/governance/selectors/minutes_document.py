"""The minutes of a meeting as an accessible PDF, with the lines that its reader may read."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from faire_ensemble.apps.governance.models import MeetingAttendance, Presence
from faire_ensemble.apps.governance.selectors.decisions import DecisionLine
from faire_ensemble.apps.governance.selectors.meetings import ItemLine, MeetingPage
from faire_ensemble.kit import documents
from faire_ensemble.kit.joining import pair
from faire_ensemble.kit.numbers import long_date, moment

TEMPLATE = Path(__file__).parents[1] / "templates" / "governance" / "meetings" / "minutes.typ"


def minutes_document(page: MeetingPage) -> bytes:
    """Compose it, in French: minutes are. `page` holds nothing that its reader may not read."""
    meeting = page.meeting
    if meeting.closed_at is None:
        raise ValueError("Cette réunion n'a pas encore de compte rendu.")
    publisher = str(settings.SITE_PUBLISHER or settings.SITE_NAME)
    with override("fr"):
        heading = _("Compte rendu de la réunion du %(day)s") % {
            "day": long_date(timezone.localdate(meeting.starts_at))
        }
        data = {
            "heading": heading,
            "body": meeting.body.name,
            "notice": _("Démonstration : ce compte rendu est inventé.")
            if settings.FAIRE_DEMO
            else "",
            "lines": _head(page),
            "attendance_heading": _("Qui était là"),
            "attendance": [_came(row) for row in page.attendances],
            "items": [_item(item) for item in page.items],
            "made": _("Clos le %(day)s. Document composé par %(publisher)s.")
            % {"day": long_date(timezone.localdate(meeting.closed_at)), "publisher": publisher},
        }
        return documents.pdf(
            TEMPLATE.read_text(encoding="utf-8"),
            data,
            title=pair(meeting.body.name, heading),
            author=publisher,
            created_at=meeting.closed_at,
        )


def _head(page: MeetingPage) -> list[str]:
    meeting = page.meeting
    lines = [moment(meeting.starts_at)]
    if meeting.place:
        lines.append(pair(_("Lieu"), meeting.place))
    if page.recorded:
        lines.append(page.recorded)
    voices = ngettext("%(n)s voix présente", "%(n)s voix présentes", page.voices) % {
        "n": page.voices
    }
    if meeting.quorum:
        lines.append(
            _("%(voices)s sur %(called)s ; quorum : %(quorum)s.")
            % {"voices": voices, "called": page.called, "quorum": meeting.quorum}
        )
    else:
        lines.append(_("%(voices)s sur %(called)s ; sans quorum requis.")
                     % {"voices": voices, "called": page.called})  # fmt: skip
    lines.append(
        _("Version complète, réservée aux membres.")
        if page.sees_all
        else _("Version publique : les lignes réservées aux membres n'y figurent pas.")
    )
    return lines


def _came(row: MeetingAttendance) -> str:
    if row.presence == Presence.PRESENT and row.person_name:
        return pair(row.seat.label, row.person_name)
    if row.presence == Presence.PROXY and row.proxy_to:
        return pair(row.seat.label, _("pouvoir à %(seat)s") % {"seat": row.proxy_to.label})
    return pair(row.seat.label, row.get_presence_display())


def _item(item: ItemLine) -> dict[str, Any]:
    title = _("Point réservé aux membres") if item.hidden else item.title
    return {
        "title": f"{item.rank}. {title}",
        "lines": [
            _("[réservé] %(text)s") % {"text": text} if restricted else text
            for text, restricted in item.lines
        ],
        "put_off": _("Remis à une prochaine réunion.") if item.put_off and not item.hidden else "",
        "decisions": [_decision(each) for each in item.decisions],
    }


def _decision(line: DecisionLine) -> str:
    return _("Décision %(label)s : %(title)s — %(owner)s, pour le %(due)s.") % {
        "label": line.label, "title": line.title.rstrip("."), "owner": line.owner,
        "due": long_date(line.due_on),
    }  # fmt: skip
