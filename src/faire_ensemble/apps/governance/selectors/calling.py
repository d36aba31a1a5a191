"""What readers are told of a meeting that was held before it was written here."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.governance.lifecycle.meetings import last_day_to_convene
from faire_ensemble.apps.governance.models import Meeting
from faire_ensemble.kit.numbers import long_date


def recorded_words(meeting: Meeting) -> str:
    """That it was written afterwards, and what is known of its convening; empty for the others."""
    if meeting.recorded_at is None:
        return ""
    said = _("Tenue avant d'être inscrite ici, le %(day)s.") % {
        "day": long_date(timezone.localdate(meeting.recorded_at))
    }
    return " ".join(filter(None, (said, _calling(meeting))))


def _calling(meeting: Meeting) -> str:
    days = meeting.body.notice_days
    delay = ngettext("%(n)s jour franc", "%(n)s jours francs", days) % {"n": days}
    if meeting.called_on is None:
        if not days:
            return ""
        return _(
            "Le jour de sa convocation n'est pas connu : rien ne dit que le délai de %(delay)s a "
            "été tenu."
        ) % {"delay": delay}
    words = {"day": long_date(meeting.called_on), "delay": delay}
    if not days:
        return _("Convoquée le %(day)s.") % words
    if meeting.called_on <= last_day_to_convene(timezone.localdate(meeting.starts_at), days):
        return _("Convoquée le %(day)s, dans le délai de %(delay)s.") % words
    return _("Convoquée le %(day)s, après la fin du délai de %(delay)s.") % words
