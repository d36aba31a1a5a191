"""A line with too many cells: an unquoted comma inside an amount or a sentence.

`…,24 975,00,aide en numéraire,…` has one cell too many. Cells are joined again only when
exactly one way gives an amount, dates and numbers where they must be; otherwise the line is
refused.
"""

import re
from collections.abc import Callable, Sequence
from itertools import combinations

from faire_ensemble.apps.directory.services import fold, is_nothing

MOST_EXTRA, MOST_PLACES = 6, 14
DECIMALS = re.compile(r"^\d{1,2}($|[^\d\s])")
MONEY = re.compile(r"^-?\d+([\s\u00a0\u202f]\d{3})*([.,]\d{1,2})?$")
DATES = re.compile(r"^\d{4}(-?\d{2}-?\d{2})?([_/ ].*)?$", re.DOTALL)


def _yes_or_no(text: str) -> bool:
    return fold(text) in {"oui", "non"}


CHECKS: dict[str, Callable[[str], bool]] = {
    "montant": lambda text: bool(MONEY.match(text.strip())),
    "idAttribuant": lambda text: re.sub(r"\D", "", text).isdigit(),
    "idBeneficiaire": lambda text: len(re.sub(r"\D", "", text)) >= 7,
    "dateConvention": lambda text: bool(DATES.match(text.strip())),
    "datesPeriodeVersement": lambda text: bool(DATES.match(text.strip())),
    "nature": lambda text: "numeraire" in fold(text) or "nature" in fold(text),
    "pourcentageSubvention": lambda text: bool(re.match(r"^\d+([.,]\d+)?$", text.strip())),
    "notificationUE": _yes_or_no,
}


def rejoin(cells: Sequence[str], fields: Sequence[str | None], delimiter: str) -> list[str] | None:
    """The cells joined to as many as `fields` (field of each column), or `None` if unsure."""
    extra = len(cells) - len(fields)
    places = [rank for rank in range(1, len(cells)) if _may_continue(cells[rank - 1], cells[rank])]
    if extra > MOST_EXTRA or len(places) > MOST_PLACES:
        return None
    found = []
    for joints in combinations(places, extra):
        joined = _join(cells, set(joints), delimiter)
        if all(_fits(name, text) for name, text in zip(fields, joined, strict=True)):
            found.append(joined)
    return found[0] if len(found) == 1 else None


def _may_continue(before: str, after: str) -> bool:
    """A comma in a sentence is followed by a space; in an amount by one or two digits."""
    if after[:1] in (" ", "\u00a0"):
        return True
    return before[-1:].isdigit() and bool(DECIMALS.match(after))


def _join(cells: Sequence[str], joints: set[int], delimiter: str) -> list[str]:
    joined: list[str] = []
    for rank, cell in enumerate(cells):
        if rank in joints:
            joined[-1] += delimiter + cell
        else:
            joined.append(cell)
    return joined


def _fits(name: str | None, text: str) -> bool:
    check = CHECKS.get(name or "")
    return check is None or is_nothing(text) or check(text)
