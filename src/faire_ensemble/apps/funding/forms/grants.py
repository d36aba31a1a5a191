"""What a reader may ask of the list of grants, from the address of the page."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.services import fold
from faire_ensemble.apps.funding.selectors import GrantFilters


def read_filters(query: Mapping[str, str]) -> tuple[GrantFilters, list[str]]:
    """The filters, and a sentence for each one that cannot be used (it is then left out)."""
    faults: list[str] = []

    def number(name: str, label: str) -> int | None:
        text = query.get(name, "").strip()
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= 9:
            return int(text)
        faults.append(_("%(label)s : « %(text)s » n'est pas un nombre.") % {
            "label": label, "text": text[:40],
        })  # fmt: skip
        return None

    filters = GrantFilters(
        year=number("annee", _("Année")),
        funder=number("financeur", _("Financeur")),
        scheme=_text(query, "dispositif", 120) or None,
        holder=fold(query.get("porteur", "")[:100]),
        objective=number("objectif", _("Objectif")),
        neighbourhood=_text(query, "quartier", 20),
    )
    return filters, faults


def _text(query: Mapping[str, str], name: str, limit: int) -> str:
    """A text that every database accepts."""
    return query.get(name, "").replace("\x00", "").strip()[:limit]


def read_page(query: Mapping[str, str]) -> int:
    """The page number, the first when it is not one."""
    text = query.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 7 else 1
