"""Names and enumerations that several sections use."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.observatory.selectors import words
from faire_ensemble.apps.reporting.selectors.material import IndicatorRows
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
    return " ; ".join(dict.fromkeys(name for name in names if name))


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


def source_of(each: IndicatorRows) -> str:
    """Sources and vintages of the values and of the reference."""
    figures = [row.figure for row in each.rows if row.year == each.year]
    figures += [row.reference for row in each.rows if row.year == each.year]
    return sources(words.source_words(figure) for figure in figures if figure is not None)
