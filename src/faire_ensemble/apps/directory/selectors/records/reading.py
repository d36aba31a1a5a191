"""A question as the address of the page holds it, and what must be said about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faire_ensemble.apps.directory.models import AUDIENCES, KINDS, LANGUAGES
from faire_ensemble.apps.directory.selectors.finding import Asked, whereabouts
from faire_ensemble.apps.directory.selectors.records.opening import now
from faire_ensemble.apps.territory.selectors import Territory, territory_with_code

MOMENTS: dict[str, Any] = {
    "maintenant": gettext_lazy("ouvert maintenant"),
    "soir": gettext_lazy("ouvert ce soir (18 h 30)"),
    "demain": gettext_lazy("ouvert demain matin (10 h)"),
    "samedi": gettext_lazy("ouvert samedi (10 h)"),
}
LONGEST = 120
NAMES = ("q", "ou", "aide", "pour", "langue", "ouvert", "gratuit", "territoire")
PLACES = ("commune", "priority", "monitored", "lived")
PARAMETER = {
    "where": "ou", "kind": "aide", "audience": "pour", "language": "langue",
    "open_at": "ouvert", "free": "gratuit", "territory": "territoire",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """`values` are the parameters, cleaned; `place`: a commune or neighbourhood asked by code."""

    values: dict[str, str]
    asked: Asked
    place: Territory | None
    lost: bool

    @property
    def said(self) -> dict[str, str]:
        """Every parameter, empty when not given."""
        return dict.fromkeys(NAMES, "") | self.values

    @property
    def empty(self) -> bool:
        return not self.values

    def address(self, **changed: str) -> str:
        """The same question with some parameters changed, or dropped when empty."""
        values = {**self.values, **changed}
        return urlencode({name: value for name, value in values.items() if value})


def read_question(given: Mapping[str, Any]) -> Question:
    """From the parameters of the page; unknown choices are left out. Three queries at most."""
    values = {
        "q": _text(given, "q"),
        "ou": _text(given, "ou"),
        "aide": _among(given, "aide", KINDS),
        "pour": _among(given, "pour", AUDIENCES),
        "langue": _among(given, "langue", LANGUAGES),
        "ouvert": _among(given, "ouvert", MOMENTS),
        "gratuit": "1" if given.get("gratuit") == "1" else "",
        "territoire": _text(given, "territoire")[:20],
    }
    place = territory_with_code(values["territoire"], *PLACES) if values["territoire"] else None
    if place is None:
        values["territoire"] = ""
    where = whereabouts(values["ou"]) if values["ou"] else None
    asked = Asked(
        text=values["q"],
        where=where,
        kind=values["aide"],
        audience=values["pour"],
        language=values["langue"],
        open_at=moment_of(values["ouvert"]),
        territory=place.pk if place else None,
        free=bool(values["gratuit"]),
    )
    held = {name: value for name, value in values.items() if value}
    return Question(held, asked, place, bool(values["ou"]) and where is None)


def moment_of(code: str) -> datetime | None:
    """The moment of a choice, on the clock of the site."""
    moment = now()
    if code == "maintenant":
        return moment
    if code == "soir":
        return moment.replace(hour=18, minute=30)
    if code == "demain":
        return (moment + timedelta(days=1)).replace(hour=10, minute=0)
    if code == "samedi":
        return (moment + timedelta(days=(5 - moment.weekday()) % 7)).replace(hour=10, minute=0)
    return None


def words_of_choice(name: str) -> str:
    """What leaving a choice out is called."""
    return {
        "where": _("sans « près de »"),
        "kind": _("pour toutes les sortes d'aide"),
        "audience": _("pour tous les publics"),
        "language": _("dans toutes les langues"),
        "open_at": _("à d'autres heures"),
        "free": _("gratuites ou non"),
        "territory": _("dans toute la métropole et au-delà"),
    }.get(name, name)


def _text(given: Mapping[str, Any], name: str) -> str:
    return " ".join(str(given.get(name, "")).replace("\0", "").split())[:LONGEST]


def _among(given: Mapping[str, Any], name: str, table: Mapping[str, Any]) -> str:
    value = str(given.get(name, ""))
    return value if value in table else ""
