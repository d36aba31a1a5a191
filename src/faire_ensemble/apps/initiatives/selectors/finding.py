"""What the search of the site reads of initiatives and groups: only what everybody may read."""

from collections.abc import Iterator

from faire_ensemble.apps.initiatives.models import Group
from faire_ensemble.apps.initiatives.selectors.lines import public_initiatives, where_of
from faire_ensemble.apps.initiatives.selectors.listing import Filters, matching
from faire_ensemble.core.finding import Titled


def found_initiatives(words: str, limit: int) -> tuple[list[Titled], int]:
    """The first initiatives that hold every word, and how many do: two queries."""
    rows = matching(Filters(words=words)).select_related("territory").order_by("folded", "pk")
    found = [
        Titled(
            (row.pk,), row.title, ", ".join(filter(None, (row.get_family_display(), where_of(row))))
        )
        for row in rows[:limit]
    ]
    return found, len(found) if len(found) < limit else rows.count()


def initiative_titles() -> Iterator[str]:
    """To read what a misspelt word meant."""
    yield from public_initiatives().order_by().values_list("title", flat=True)


def titled_groups() -> Iterator[Titled]:
    """Working groups: title and summary are public, all the rest is their members'."""
    for row in Group.objects.select_related("territory").order_by("closed_at", "title", "pk"):
        yield Titled((row.pk,), row.title, row.territory.name if row.territory else "", row.summary)
