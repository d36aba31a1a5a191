"""Figures for women and for men, where the sources hold them (decree: data by sex)."""

import re

from django.utils.translation import gettext as _

from faire_ensemble.apps.observatory.selectors import words
from faire_ensemble.apps.reporting.selectors.blocks import Block, Heading, Numbers, ToComplete
from faire_ensemble.apps.reporting.selectors.material import IndicatorRows
from faire_ensemble.apps.reporting.selectors.words import cited
from faire_ensemble.kit.charts import Table

_SEX = re.compile(r"(?:^|_)([FH])(?=_|$)")
SHOWN = ("TX_F", "TX_F_EMPL", "TX_F_EPREC", "TX_F_EDLIM", "ABC_F", "A_F", "TX_F_60ETPLUS")
"""Columns about women that a reader looks for first, in this order."""


def both_sexes(official_code: str) -> tuple[str, ...]:
    """Codes that may hold the same figure for women and men together."""
    code = official_code.strip()
    together = code.replace("TX_F", "TX_TOT", 1)
    return tuple(
        dict.fromkeys(each for each in (together, _SEX.sub("", code, count=1)) if each != code)
    )


def by_sex(indicators: tuple[IndicatorRows, ...]) -> tuple[Block, ...]:
    """One table: each neighbourhood, each figure for women beside the same for everyone."""
    heading = Heading(_("Les femmes et les hommes"))
    if not indicators:
        what = _(
            "Les données par sexe : aucune colonne par sexe n'est chargée pour cette année "
            "(les tableaux DEMO et IPRO de l'Insee en contiennent)."
        )
        return heading, ToComplete(_("l'observatoire"), what)
    names = {row.place.code: row.place.name for each in indicators for row in each.rows}
    cells = {
        (each.indicator.id, row.place.code): words.figure_words(each.indicator, row.figure)
        for each in indicators
        for row in each.rows
    }
    head = (_("Quartier"), *(f"{each.indicator.label} ({each.year})" for each in indicators))
    rows = tuple(
        (name, *(cells.get((each.indicator.id, code), "—") for each in indicators))
        for code, name in sorted(names.items(), key=lambda item: item[1])
    )
    table = Numbers(
        title=_("La situation des femmes et l'ensemble"),
        table=Table(head, rows, frozenset(range(1, len(head)))),
        source=cited(row.figure for each in indicators for row in each.rows),
        note=_(
            "Les colonnes sont celles de la source. Les autres données par sexe (formation, "
            "santé, bénéficiaires des actions) ne sont pas dans les fichiers chargés."
        ),
    )
    return heading, table
