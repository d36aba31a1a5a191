"""The minutes of a session as an accessible PDF, with what this reader may read."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from faire_ensemble.apps.funding.selectors.sessions import SessionPage
from faire_ensemble.kit import documents
from faire_ensemble.kit.joining import pair
from faire_ensemble.kit.numbers import long_date

TEMPLATE = Path(__file__).parents[1] / "templates" / "funding" / "committees" / "minutes.typ"


def minutes_pdf(page: SessionPage) -> bytes:
    """Compose it. In French: minutes are."""
    session = page.session
    if session.closed_at is None:
        raise ValueError("Cette séance n'a pas encore de procès-verbal.")
    publisher = str(settings.SITE_PUBLISHER or settings.SITE_NAME)
    with override("fr"):
        day = long_date(timezone.localdate(session.starts_at))
        heading = _("Procès-verbal de la séance du %(day)s") % {"day": day}
        data = {
            "heading": heading,
            "committee": session.committee.name,
            "notice": _("Démonstration : les porteurs et les dossiers sont inventés.")
            if settings.FAIRE_DEMO
            else "",
            "lines": session.minutes.split("\n"),
            "files_heading": _("Les dossiers"),
            "files": [
                {
                    "title": f"{file.rank}. {file.title}",
                    "holder": pair(file.number, file.holder),
                    "lines": [file.closed] if file.closed else file.minutes.split("\n"),
                }
                for file in page.files
            ],
            "made": _("Clos le %(day)s. Document composé par %(publisher)s.")
            % {"day": long_date(timezone.localdate(session.closed_at)), "publisher": publisher},
        }
        return documents.pdf(
            TEMPLATE.read_text(encoding="utf-8"),
            data,
            title=pair(session.committee.name, heading),
            author=publisher,
            created_at=session.closed_at,
        )
