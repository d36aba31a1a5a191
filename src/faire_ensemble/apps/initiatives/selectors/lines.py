"""An initiative as lists show it. Only what is published is ever public."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.lifecycle import InitiativeState
from faire_ensemble.apps.initiatives.models import (
    Audience,
    CostKind,
    Domain,
    Family,
    Initiative,
)
from faire_ensemble.kit.numbers import euros

EXCERPT = 170


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """One of a list. Labels are in the language of the page; `copies` counts the published ones
    taken straight from it."""

    id: int
    title: str
    excerpt: str
    family: str
    family_label: str
    domain_label: str
    audience_label: str
    where: str
    carrier: str
    cost: str
    progress: str
    progress_label: str
    state: str
    state_label: str
    copies: int
    copied_from: int | None


def public_initiatives() -> QuerySet[Initiative]:
    """The published ones: every public list starts from here."""
    return Initiative.objects.filter(state=InitiativeState.PUBLISHED)


def annotated(rows: QuerySet[Initiative]) -> QuerySet[Initiative, Any]:
    """Rows with all that a line needs, in one query."""
    copies = (
        public_initiatives()
        .filter(copied_from=OuterRef("pk"))
        .order_by()
        .annotate(all=Value(1))
        .values("all")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return rows.select_related("territory", "organisation").annotate(
        copies_count=Coalesce(Subquery(copies, output_field=IntegerField()), 0)
    )


def lines_of(rows: Iterable[Any]) -> tuple[InitiativeLine, ...]:
    """Read models of rows from `annotated`."""
    return tuple(line_of(row) for row in rows)


def family_counts() -> list[tuple[str, str, int]]:
    """(code, label, how many published), in the order of the panorama; one query.

    An initiative counts in its first family only, so that the sum is their number.
    """
    found = dict(public_initiatives().order_by().values_list("family").annotate(n=Count("pk")))
    return [(each.value, str(each.label), found.get(each.value, 0)) for each in Family]


def line_of(row: Any) -> InitiativeLine:
    return InitiativeLine(
        id=row.pk,
        title=row.title,
        excerpt=excerpt(row.body),
        family=row.family,
        family_label=str(Family(row.family).label),
        domain_label=str(Domain(row.domain).label),
        audience_label=str(Audience(row.audience).label),
        where=where_of(row),
        carrier=carrier_of(row),
        cost=cost_of(row),
        progress=row.progress,
        progress_label=row.get_progress_display(),
        state=row.state,
        state_label=row.get_state_display(),
        copies=row.copies_count,
        copied_from=row.copied_from_id,
    )


def where_of(row: Initiative) -> str:
    """Place, then neighbourhood or commune."""
    named = row.territory.name if row.territory else ""
    return ", ".join(part for part in (row.place, named) if part)


def carrier_of(row: Initiative) -> str:
    """Who carries it, as the page says it: never an account."""
    return row.organisation.name if row.organisation else row.carrier_name


def cost_of(row: Initiative) -> str:
    """« 1 200 € par an », « sans dépense », « coût non connu »."""
    if row.cost is None or row.cost_kind in (CostKind.FREE, CostKind.UNKNOWN):
        return str(CostKind(row.cost_kind).label)
    figure = euros(row.cost, None)
    if row.cost_kind == CostKind.YEARLY:
        return _("%(cost)s par an") % {"cost": figure}
    return _("%(cost)s, une seule fois") % {"cost": figure}


def excerpt(text: str) -> str:
    """The first words, cut between two of them."""
    flat = " ".join(text.split())
    if len(flat) <= EXCERPT:
        return flat
    return flat[:EXCERPT].rsplit(" ", 1)[0] + " …"
