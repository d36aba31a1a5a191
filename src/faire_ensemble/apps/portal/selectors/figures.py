"""The charts of a neighbourhood: how a key figure moved, and gaps on the path of their target."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import get_language

from faire_ensemble.apps.observatory.selectors import (
    Comparison,
    sources_of,
    target_chart,
    value_chart,
    words,
)
from faire_ensemble.core.statistics import Rise
from faire_ensemble.kit.charts import Chart, Figure, Lines, figure

MOST_VALUES, MOST_TARGETS = 2, 2


def theme_figures(comparisons: Iterable[Comparison], place: str) -> tuple[Figure, ...]:
    """The first figures known for several years, then the first targets.

    Those of which a rise means nothing for residents are left to the table: on a drawing, three
    tenths of a point look like an event. `place` is part of the identifiers.
    """
    rows = list(comparisons)
    found: list[tuple[Chart, str, Comparison]] = []
    for row in rows:
        meant = row.indicator.comparable and row.indicator.rise is not Rise.NEUTRAL
        data = value_chart(row) if meant and len(found) < MOST_VALUES else None
        if data is not None and _moves(data, row):
            found.append((data, "valeur", row))
    aimed = [(target_chart(row), row) for row in rows if row.target is not None]
    found += [(data, "cible", row) for data, row in aimed[:MOST_TARGETS] if data is not None]
    language = get_language() or "fr"
    return tuple(
        _drawn(data, f"{kind}-{place}-{row.indicator.code}".lower(), _source(row), language)
        for data, kind, row in found
    )


def _moves(data: Lines, row: Comparison) -> bool:
    """Whether the place itself, not only its metropolis, is known for two years."""
    own = [line for line in data.lines if line.label == row.place.name]
    return any(sum(point.value is not None for point in line.points) > 1 for line in own)


def _source(row: Comparison) -> str:
    return " ; ".join(words.source_words(each) for each in sources_of([row]))


@lru_cache(maxsize=1024)
def _drawn(data: Chart, uid: str, source: str, language: str) -> Figure:
    """The same numbers give the same drawing, in each language."""
    return figure(data, uid=uid, source=source)
