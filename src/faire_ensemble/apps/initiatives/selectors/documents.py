"""The sheet of an initiative to print and hang, with a code that leads to its page (PDF/UA)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from faire_ensemble.apps.initiatives.selectors.page import initiative_page
from faire_ensemble.kit import documents
from faire_ensemble.kit.qr import qr_svg

TEMPLATE = Path(__file__).parents[1] / "templates" / "initiatives" / "sheet.typ"
COLOURS = {
    "meet": "#b5364a", "help": "#945700", "decide": "#2a6fa8", "build": "#2f7d5b",
    "feast": "#7b4397",
}  # fmt: skip


def sheet_pdf(row: Any, address: str) -> bytes:
    """One page or two, in French."""
    with override("fr"):
        page = initiative_page(row)
        line, publisher = page.line, str(settings.SITE_PUBLISHER or settings.SITE_NAME)
        facts = [
            (_("Où"), line.where),
            (_("Pour qui"), line.audience_label),
            (_("Domaine"), line.domain_label),
            (_("Portée par"), line.carrier),
            (_("Avec"), ", ".join(name for _pk, name in page.partners)),
            (_("Coût"), line.cost),
            (_("Depuis"), str(row.started or "")),
        ]
        parts = [
            (_("Ce que c'est"), row.body),
            (_("Ce que cela a donné"), row.results),
            (_("Ce qui a marché"), row.worked),
            (_("Ce qui a été difficile"), row.hard),
        ]
        data = {
            "family": line.family_label,
            "colour": COLOURS[line.family],
            "title": line.title,
            "facts": [[label, value] for label, value in facts if value],
            "parts": [[label, text.split("\n\n")] for label, text in parts if text],
            "source": row.source,
            "source_label": _("Source"),
            "address": address,
            "qr": qr_svg(address),
            "qr_words": _("Code à photographier avec un téléphone. Il ouvre %(address)s")
            % {"address": address},
            "scan": _("Faites-le chez vous : photographiez ce code."),
            "publisher": publisher,
            "notice": _("Démonstration : voyez la source ; sans source, c'est inventé.")
            if settings.FAIRE_DEMO
            else "",
        }
        return documents.pdf(
            TEMPLATE.read_text(encoding="utf-8"),
            data,
            title=line.title,
            author=publisher,
            created_at=timezone.now(),
        )
