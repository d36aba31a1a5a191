"""Names and enumerations that several sections use."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.observatory.selectors import Figure
from faire_ensemble.apps.reporting.selectors.material import IndicatorRows
from faire_ensemble.kit.joining import listed
from faire_ensemble.kit.numbers import number


def listing(names: Sequence[str]) -> str:
    """a, b et c."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s et %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def counted(count: int, one: str, many: str) -> str:
    """« 1 quartier », « 26 quartiers » (both forms already translated)."""
    return f"{number(count)} {ngettext(one, many, count)}"


def sources(names: Iterable[str]) -> str:
    """Distinct sources in their first order; empty when there is none."""
    return listed(dict.fromkeys(name.rstrip(". ") for name in names if name))


def theme_name(theme: str) -> str:
    """The name of a theme of the contract; empty when it has none."""
    return {
        "population": _("population"),
        "income": _("revenus"),
        "employment": _("emploi"),
        "housing": _("habitat et peuplement"),
        "education": _("éducation"),
        "health": _("santé"),
        "urban": _("ambiance urbaine"),
    }.get(theme, "")


def capital(text: str) -> str:
    """The first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def source_of(*indicators: IndicatorRows) -> str:
    """Sources and vintages of the values shown and of their references."""
    rows = [row for each in indicators for row in each.rows if row.year == each.year]
    return cited(figure for row in rows for figure in (row.figure, row.reference))


def cited(figures: Iterable[Figure | None]) -> str:
    """Publisher, dataset and its vintages, each dataset once: « Insee, Revenus, 2019 et 2021 »."""
    vintages: dict[tuple[str, str], dict[int, str]] = {}
    for figure in figures:
        if figure is not None:
            held = vintages.setdefault((figure.source.publisher, figure.source.name), {})
            held[figure.year] = figure.vintage.label or str(figure.year)
    return listed(
        f"{publisher}, {name}, {listing([held[year] for year in sorted(held)])}"
        for (publisher, name), held in vintages.items()
    )
