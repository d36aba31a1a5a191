"""What a reader may ask of the public list of decisions, from the address of the page."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.services import fold
from faire_ensemble.apps.funding.selectors.decisions import DecisionFilters

ASKED = ("annee", "financeur", "lieu", "objectif", "texte")


def read_filters(query: Mapping[str, str]) -> tuple[DecisionFilters, list[str]]:
    """The filters, and a sentence for each one that cannot be used (it is then left out)."""
    faults: list[str] = []

    def number(name: str, label: str) -> int | None:
        text = query.get(name, "").strip()
        if not text:
            return None
        if re.fullmatch(r"[0-9]{1,9}", text):
            return int(text)
        faults.append(
            _("%(label)s : « %(text)s » n'est pas un nombre.") % {"label": label, "text": text[:40]}
        )
        return None

    filters = DecisionFilters(
        year=number("annee", _("Année")),
        funder=number("financeur", _("Financeur")),
        objective=number("objectif", _("Objectif")),
        place=re.sub(r"[^0-9A-Za-z-]", "", query.get("lieu", ""))[:20],
        text=fold(query.get("texte", "").replace("\x00", "")[:100]),
    )
    return filters, faults
