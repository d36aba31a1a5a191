"""An election counted elsewhere: what was published beside what rules give."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.participation.models import Process, PublishedElection
from faire_ensemble.apps.participation.selectors.projects.lines import money
from faire_ensemble.kit.numbers import percent

RULES = {
    ("greedy", "none"): _("Par nombre de votes"),
    ("threshold", "none"): _("Par nombre de votes, au-dessus d'un seuil"),
    ("phragmen", "greedy"): _("Phragmén, puis par nombre de votes"),
    ("equal-shares", "greedy"): _("Parts égales, puis par nombre de votes"),
    ("equal-shares", "add1"): _("Parts égales augmentées (add1)"),
    ("equal-shares", "add1u"): _("Parts égales augmentées (add1u)"),
}


@dataclass(frozen=True, slots=True)
class CountLine:
    """One rule. `more` and `less` are projects (number, title) against the published result."""

    name: str
    rule: str
    completion: str
    winners: int
    spent: str
    served: str
    same: bool | None
    more: tuple[tuple[int, str], ...]
    less: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ElectionPage:
    row: PublishedElection
    published: bool
    winners: int | None
    budget: str
    counts: tuple[CountLine, ...]
    meta: tuple[tuple[str, str], ...]


def election_page(process: Process) -> ElectionPage | None:
    """What an imported process says of its count (two queries); None for another process."""
    row = PublishedElection.objects.filter(process=process).defer("text").first()
    if row is None:
        return None
    names = {
        source: (number, title)
        for source, number, title in process.projects.values_list("source", "number", "title")
    }
    winners = row.compared.get("winners")
    return ElectionPage(
        row=row,
        published=bool(row.compared.get("published")),
        winners=None if winners is None else len(winners),
        budget=money(row.budget, row.currency),
        counts=tuple(_line(each, winners, names, row) for each in row.compared["counts"]),
        meta=tuple((key, value) for key, value in row.meta.items() if value),
    )


def _line(
    count: dict[str, Any],
    published: list[str] | None,
    names: dict[str, tuple[int, str]],
    row: PublishedElection,
) -> CountLine:
    found, said = set(count["winners"]), set(published or ())
    known = published is not None
    return CountLine(
        name=str(RULES.get((count["rule"], count["completion"]), count["rule"])),
        rule=count["rule"],
        completion=count["completion"],
        winners=len(found),
        spent=money(Decimal(count["spent"]), row.currency),
        served=percent(round(100 * count["served_share"], 1)),
        same=found == said if known else None,
        more=tuple(sorted(names[each] for each in found - said)) if known else (),
        less=tuple(sorted(names[each] for each in said - found)) if known else (),
    )
