"""The catalogue of indicators: what is measured, by theme, and for which years."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from unicodedata import combining, normalize

from django.db.models import Q
from django.utils.translation import gettext as _

from faire_ensemble.apps.observatory.models import Indicator, Theme, Unit, Value
from faire_ensemble.core.statistics import Rise


@dataclass(frozen=True, slots=True)
class IndicatorInfo:
    """An indicator as pages need it; labels are in French, as the catalogue holds them."""

    id: int
    code: str
    official_code: str
    dataset: str
    label: str
    theme: Theme
    unit: Unit
    rise: Rise
    method: str
    headline: int | None

    @property
    def comparable(self) -> bool:
        """A count is not compared with the metropolis: it only measures size."""
        return self.unit != Unit.COUNT


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """An indicator and the years for which some territory has a value, most recent first."""

    indicator: IndicatorInfo
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ThemeSection:
    theme: Theme
    label: str
    entries: tuple[CatalogueEntry, ...]


class UnknownIndicator(LookupError):
    """No indicator, or several, under that name; the message says which ones come close."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.suggestions = suggestions


def indicator_info(indicator: Indicator) -> IndicatorInfo:
    """The read model of a stored indicator; no query."""
    return IndicatorInfo(
        id=indicator.pk,
        code=indicator.code,
        official_code=indicator.official_code,
        dataset=indicator.dataset,
        label=indicator.label,
        theme=Theme(indicator.theme),
        unit=Unit(indicator.unit),
        rise=Rise(indicator.direction),
        method=indicator.method,
        headline=indicator.headline,
    )


def all_indicators(headline_only: bool = False) -> tuple[IndicatorInfo, ...]:
    """Every indicator, in the order of the themes, key figures first (one query)."""
    rows = Indicator.objects.all()
    if headline_only:
        rows = rows.filter(headline__isnull=False)
    return tuple(sorted((indicator_info(row) for row in rows), key=_order))


def _order(indicator: IndicatorInfo) -> tuple[int, bool, int, str, str]:
    themes = list(Theme)
    return (
        themes.index(indicator.theme),
        indicator.headline is None,
        indicator.headline or 0,
        indicator.label,
        indicator.code,
    )


def catalogue(matching: str = "") -> tuple[ThemeSection, ...]:
    """Indicators by theme with their years; themes without any indicator are left out.

    `matching` keeps those whose label or code holds every word of it, accents and letter case
    aside. Two queries.
    """
    wanted = _folded(matching).split()
    years: dict[int, set[int]] = defaultdict(set)
    pairs = Value.objects.order_by().values_list("indicator_id", "vintage__year").distinct()
    for indicator_id, year in pairs:
        years[indicator_id].add(year)
    entries: dict[Theme, list[CatalogueEntry]] = defaultdict(list)
    for indicator in all_indicators():
        text = _folded(f"{indicator.label} {indicator.official_code} {indicator.code}")
        if not all(word in text for word in wanted):
            continue
        found = tuple(sorted(years[indicator.id], reverse=True))
        entries[indicator.theme].append(CatalogueEntry(indicator, found))
    return tuple(
        ThemeSection(theme, str(theme.label), tuple(entries[theme]))
        for theme in Theme
        if theme in entries
    )


def _folded(text: str) -> str:
    """Lower case without accents, to compare what people type with labels."""
    parts = normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not combining(letter))


def measured_for(territory_ids: Iterable[int]) -> frozenset[int]:
    """Indicators (ids) of which one of these places has a known value (one query)."""
    rows = Value.objects.filter(territory__in=list(territory_ids), value__isnull=False).order_by()
    return frozenset(rows.values_list("indicator_id", flat=True).distinct())


def years_of(indicator: IndicatorInfo) -> tuple[int, ...]:
    """Years with a value somewhere, most recent first (one query)."""
    years = Value.objects.filter(indicator=indicator.id).order_by()
    return tuple(sorted(set(years.values_list("vintage__year", flat=True)), reverse=True))


def years_in_epci(epci_id: int) -> tuple[int, ...]:
    """Years with a value for an EPCI or one of its territories, most recent first (one query)."""
    held = Q(territory__epci=epci_id) | Q(territory=epci_id)
    years = Value.objects.filter(held, value__isnull=False).order_by().distinct()
    return tuple(sorted(years.values_list("vintage__year", flat=True), reverse=True))


def find_indicator(name: str) -> IndicatorInfo:
    """By our code, the publisher's code (TP60), or DATASET:CODE when two datasets share one.

    Letter case does not matter. Raises UnknownIndicator with suggestions.
    """
    wanted = name.strip()
    dataset, _colon, official = wanted.rpartition(":")
    by_official = Q(official_code__iexact=official.strip())
    if dataset:
        by_official &= Q(dataset__iexact=dataset.strip())
    found = list(Indicator.objects.filter(Q(code__iexact=wanted) | by_official).order_by("code"))
    exact = [row for row in found if row.code.lower() == wanted.lower()]
    found = exact or found
    if len(found) == 1:
        return indicator_info(found[0])
    if found:
        codes = tuple(row.code for row in found)
        raise UnknownIndicator(
            _("Plusieurs indicateurs portent le code « %(name)s » : précisez %(codes)s.")
            % {"name": name, "codes": _listing(codes)},
            codes,
        )
    suggestions = _close(wanted)
    message = _("Aucun indicateur ne s'appelle « %(name)s ».") % {"name": name}
    if suggestions:
        message += " " + _("Noms proches : %(names)s.") % {"names": ", ".join(suggestions)}
    elif not Indicator.objects.exists():
        message += " " + _(
            "Le catalogue est vide : chargez d'abord un fichier (faire import insee-qpv …)."
        )
    raise UnknownIndicator(message, suggestions)


def _listing(codes: Iterable[str]) -> str:
    return _(" ou ").join(codes)


def _close(name: str) -> tuple[str, ...]:
    """Up to five codes that resemble the name, or whose label contains it."""
    known: dict[str, str] = {}
    labels: dict[str, str] = {}
    for code, official, label in Indicator.objects.values_list("code", "official_code", "label"):
        shown = official or code
        known[code.lower()] = known[shown.lower()] = shown
        labels[label.lower()] = shown
    low = name.lower()
    close = [known[each] for each in get_close_matches(low, known, n=5, cutoff=0.6)]
    if len(low) > 2:
        close += [shown for label, shown in labels.items() if low in label]
        close += [labels[each] for each in get_close_matches(low, labels, n=3, cutoff=0.6)]
    return tuple(dict.fromkeys(close))[:5]
