"""What is asked of the board in its address."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from faire_ensemble.apps.directory.services import fold
from faire_ensemble.apps.funding.models import (
    Advice,
    ApplicationStateChoice,
    RequestStateChoice,
)
from faire_ensemble.apps.funding.selectors.board.filters import ORDERS, BoardFilters

ASKED = (
    "contrat", "appel", "annee", "etat", "demande", "financeur", "objectif", "lieu", "porteur",
    "note_min", "note_max", "avis", "a_moi", "a_confier", "avis_manquant", "q", "tri",
)  # fmt: skip


def read_board_filters(query: Mapping[str, str]) -> BoardFilters:
    """The filters; what cannot be understood filters nothing."""
    return BoardFilters(
        call=whole(query, "appel"),
        year=whole(query, "annee"),
        state=_among(query, "etat", ApplicationStateChoice.values),
        request_state=_among(query, "demande", RequestStateChoice.values),
        funder=whole(query, "financeur"),
        objective=whole(query, "objectif"),
        place=query.get("lieu", "").replace("\x00", "").strip()[:20],
        holder=fold(query.get("porteur", "")[:100]),
        score_from=_score(query, "note_min"),
        score_to=_score(query, "note_max"),
        advice=_among(query, "avis", Advice.values),
        mine=query.get("a_moi") == "1",
        unassigned=query.get("a_confier") == "1",
        missing=query.get("avis_manquant") == "1",
        search=fold(query.get("q", "")[:100]),
        order=_among(query, "tri", list(ORDERS)),
    )


def kept_query(query: Mapping[str, str]) -> str:
    """The filters as an address, without the page: what a saved view and links keep."""
    return urlencode({name: query[name][:100] for name in ASKED if query.get(name)})


def whole(query: Mapping[str, str], name: str) -> int | None:
    text = query.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _among(query: Mapping[str, str], name: str, known: list[str]) -> str:
    value = query.get(name, "")
    return value if value in known else ""


def _score(query: Mapping[str, str], name: str) -> Decimal | None:
    try:
        value = Decimal(query.get(name, "").strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value <= 100 else None
