"""The public list of a process, with its filters, and the same as open data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.models import Process
from faire_ensemble.apps.participation.selectors.answers.standing import (
    AnnotatedRows,
    AnswerStanding,
    filtered,
    public_roots,
)
from faire_ensemble.apps.participation.selectors.contributions.lines import (
    ContributionLine,
    annotated,
    lines_of,
    owed_by,
)
from faire_ensemble.core.similarity import fold
from faire_ensemble.kit.tabular.writers import Cell, Column

PAGE = 20
ORDERS = {
    "recentes": ("-published_at", "-pk"),
    "soutenues": ("-supporters", "-published_at", "-pk"),
    "discutees": ("-comments_count", "-published_at", "-pk"),
    "echeance": ("due", "pk"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of a list; empty: everything. `territory_id` a neighbourhood."""

    words: str = ""
    category: str = ""
    territory_id: int | None = None
    standing: str = ""
    order: str = "recentes"


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of lines, how many match, and what can be filtered on."""

    lines: tuple[ContributionLine, ...]
    page: Page[Any]
    total: int
    places: tuple[tuple[int, str, int], ...]
    standings: tuple[tuple[str, str], ...]
    orders: tuple[tuple[str, str], ...]


def list_page(process: Process, filters: Filters, number: int = 1) -> ListPage:
    """Twenty a page (a constant number of queries)."""
    rows = matching(process, filters)
    paginator: Paginator[Any] = Paginator(rows, PAGE)
    page = paginator.get_page(number)
    return ListPage(
        lines=lines_of(page.object_list, timezone.localdate()),
        page=page,
        total=paginator.count,
        places=_places(process),
        standings=standing_labels(),
        orders=(
            ("recentes", _("les plus récentes")),
            ("soutenues", _("les plus soutenues")),
            ("discutees", _("les plus discutées")),
            ("echeance", _("la réponse la plus proche")),
        ),
    )


def matching(process: Process, filters: Filters) -> AnnotatedRows:
    """What is public and matches; every word must be there, accents aside."""
    rows = annotated(public_roots().filter(process=process))
    for word in fold(filters.words).split():
        rows = rows.filter(folded__contains=word)
    if filters.category:
        rows = rows.filter(category=filters.category)
    if filters.territory_id is not None:
        rows = rows.filter(territory=filters.territory_id)
    if filters.standing in set(AnswerStanding):
        rows = filtered(rows, AnswerStanding(filters.standing), timezone.localdate())
    return rows.order_by(*ORDERS.get(filters.order, ORDERS["recentes"]))


def standing_labels() -> tuple[tuple[str, str], ...]:
    """How the state of an answer is said in filters."""
    return (
        (AnswerStanding.GIVEN, _("réponse donnée")),
        (AnswerStanding.OWED, _("réponse attendue")),
        (AnswerStanding.LATE, _("réponse en retard")),
        (AnswerStanding.NOT_OWED, _("pas encore assez de soutiens")),
    )


EXPORT_COLUMNS = (
    "numéro", "titre", "texte", "thème", "quartier", "lieu", "longitude", "latitude", "coût",
    "soutiens", "commentaires", "publiée le", "réponse due le", "réponse de", "état de la réponse",
    "verdict",
)  # fmt: skip


def export_columns() -> tuple[Column, ...]:
    return tuple(Column(title) for title in EXPORT_COLUMNS)


def export_rows(process: Process, filters: Filters) -> Iterator[tuple[Cell, ...]]:
    """Public contributions, without who wrote them: neither name nor address."""
    today = timezone.localdate()
    labels = dict(standing_labels())
    for row in matching(process, filters).iterator(chunk_size=500):
        owed = owed_by(row, today)
        yield (
            row.number,
            row.title,
            row.body,
            row.category,
            row.territory.name if row.territory else "",
            row.place,
            None if row.longitude is None else str(row.longitude),
            None if row.latitude is None else str(row.latitude),
            row.cost,
            row.supporters,
            row.comments_count,
            timezone.localdate(row.published_at) if row.published_at else None,
            owed.due_on,
            owed.owner,
            labels[owed.standing],
            owed.verdict_label,
        )


def feature_rows(process: Process, filters: Filters) -> Iterator[dict[str, Any]]:
    """The same that have a point, as GeoJSON features (RFC 7946)."""
    placed = matching(process, filters).filter(longitude__isnull=False)
    for row in placed.iterator(chunk_size=500):
        yield {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.longitude, row.latitude]},
            "properties": {
                "number": row.number,
                "name": row.title,
                "category": row.category,
                "supports": row.supporters,
            },
        }


def _places(process: Process) -> tuple[tuple[int, str, int], ...]:
    found = (
        public_roots()
        .filter(process=process, territory__isnull=False)
        .order_by("territory__name")
        .values_list("territory", "territory__name")
        .annotate(n=Count("pk"))
    )
    return tuple(found)
