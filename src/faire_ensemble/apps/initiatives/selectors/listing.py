"""The public list: filters, pages, open data. A constant number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.models import Audience, Domain, Initiative, Progress
from faire_ensemble.apps.initiatives.selectors.lines import (
    InitiativeLine,
    annotated,
    carrier_of,
    cost_of,
    family_counts,
    lines_of,
    public_initiatives,
    where_of,
)
from faire_ensemble.core.finding import Spelling, Words, asked_words
from faire_ensemble.kit.tabular.writers import Cell, Column

PAGE_SIZE = 18


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked; an empty value asks nothing."""

    words: str = ""
    family: str = ""
    domain: str = ""
    audience: str = ""
    progress: str = ""
    territory_id: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list and what filters may be set. `places`: those with an initiative;
    `read_as`: the words as they were understood, when those typed answer nothing."""

    lines: tuple[InitiativeLine, ...]
    page: Page[Initiative]
    total: int
    families: list[tuple[str, str, int]]
    domains: list[tuple[str, str]]
    audiences: list[tuple[str, str]]
    progresses: list[tuple[str, str]]
    places: list[tuple[int, str, int]]
    read_as: str = ""


def list_page(filters: Filters, number: int) -> Listing:
    """One page, by title, accents aside: four queries whatever the number of initiatives, a few
    more when the words answer nothing."""
    page = _page(filters, number)
    read_as = "" if page.paginator.count else understood(filters)
    if read_as:
        page = _page(replace(filters, words=read_as), number)
    return Listing(
        lines=lines_of(page.object_list),
        page=page,
        total=page.paginator.count,
        families=family_counts(),
        domains=_choices(Domain),
        audiences=_choices(Audience),
        progresses=_choices(Progress),
        places=_places(),
        read_as=read_as,
    )


def _page(filters: Filters, number: int) -> Page[Initiative]:
    rows = annotated(matching(filters)).order_by("folded", "pk")
    return Paginator(rows, PAGE_SIZE).get_page(number)


def understood(filters: Filters) -> str:
    """What a slip of the hand meant, if it answers with the other filters; read from titles,
    places and carriers. Two queries."""
    rows = public_initiatives().order_by()
    names = rows.values_list("title", "place", "territory__name", "carrier_name")
    texts = (text for row in names.iterator(chunk_size=2000) for text in row if text)
    read = " ".join(Spelling([Words(texts)]).corrected(asked_words(filters.words)) or ())
    return read if read and matching(replace(filters, words=read)).exists() else ""


def matching(filters: Filters) -> QuerySet[Initiative]:
    """Published ones that answer every filter; every word must be there, in one number or the
    other, accents aside: in the texts, the place, who carries it, the domain or the public."""
    rows = public_initiatives()
    for word in asked_words(filters.words):
        rows = rows.filter(folded__contains=word)
    if filters.family:
        rows = rows.filter(Q(family=filters.family) | Q(second_family=filters.family))
    for name in ("domain", "audience", "progress"):
        value = getattr(filters, name)
        if value:
            rows = rows.filter(**{name: value})
    if filters.territory_id is not None:
        rows = rows.filter(territory=filters.territory_id)
    return rows


def export_columns() -> tuple[Column, ...]:
    titles = (
        _("Numéro"), _("Initiative"), _("Famille"), _("Autre famille"), _("Domaine"),
        _("Public"), _("Lieu"), _("Portée par"), _("Coût"), _("Depuis"), _("Jusqu'en"),
        _("Où elle en est"), _("Ce que c'est"), _("Résultats"), _("Ce qui a marché"),
        _("Ce qui a été difficile"), _("Reprise de"), _("Source"),
    )  # fmt: skip
    return tuple(Column(title) for title in titles)


def export_rows(filters: Filters) -> Iterator[tuple[Cell, ...]]:
    """Every published one that matches; never the account that keeps it."""
    rows = matching(filters).select_related("territory", "organisation").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        yield _export(row)


def _export(row: Initiative) -> tuple[Cell, ...]:
    return (
        row.pk, row.title, row.get_family_display(), row.get_second_family_display(),
        row.get_domain_display(), row.get_audience_display(), where_of(row), carrier_of(row),
        cost_of(row), row.started, row.ended, row.get_progress_display(), row.body, row.results,
        row.worked, row.hard, row.copied_from_id, row.source,
    )  # fmt: skip


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(each.value, str(each.label)) for each in kind]


def _places() -> list[tuple[int, str, int]]:
    rows = (
        public_initiatives()
        .filter(territory__isnull=False)
        .order_by("territory__name")
        .values_list("territory", "territory__name")
        .annotate(n=Count("pk"))
    )
    return [(pk, name, count) for pk, name, count in rows]
