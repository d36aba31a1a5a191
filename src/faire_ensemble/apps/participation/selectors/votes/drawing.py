"""Where the money of a vote goes: neighbourhoods with and without a funded project, and a dot for
each project that has a point."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.participation.models import BallotProject, Vote
from faire_ensemble.apps.participation.selectors.projects.drawing import dot, ground, side_of
from faire_ensemble.apps.participation.selectors.votes.outcome import ProjectResult
from faire_ensemble.apps.territory.selectors import neighbourhoods_of, shown_perimeters
from faire_ensemble.kit.charts import Figure
from faire_ensemble.kit.charts.table import Table
from faire_ensemble.kit.joining import listed
from faire_ensemble.kit.maps import Layer, Map, Shape, map_figure
from faire_ensemble.kit.numbers import euros, number

LOSER = 0.6  # of the size of a winner's dot: there are many, and they are not the news


@dataclass(frozen=True, slots=True)
class Share:
    """What an area put to the vote and what it got, in euros; `code` empty: no neighbourhood."""

    code: str
    name: str
    funded: int
    projects: int
    money: Decimal
    place: Any = None

    @property
    def words(self) -> str:
        won = ngettext("%(won)s projet financé", "%(won)s projets financés", self.funded)
        said = _("%(won)s sur %(all)s") % {
            "won": won % {"won": number(self.funded)}, "all": number(self.projects)
        }  # fmt: skip
        return listed([said, euros(self.money)]) if self.funded else said


def result_map(
    vote: Vote, results: Sequence[ProjectResult], link: Callable[[int], str]
) -> Figure | None:
    """None when no project has a neighbourhood with a known perimeter, or a point (at most six
    queries, whatever the number of projects). `link` gives the address of a project."""
    rows = list(vote.projects.all())
    known = {row.number: row for row in results}
    shares = _shares(vote, rows, known)
    perimeters = shown_perimeters([each.place for each in shares if each.place])
    areas = [
        (each, perimeters[each.place.pk].geometry)
        for each in shares
        if each.place and each.place.pk in perimeters
    ]
    points = [(row, shapely.Point(row.longitude, row.latitude)) for row in rows if _placed(row)]
    drawn = [geometry for _each, geometry in areas] + [point for _row, point in points]
    if not drawn:
        return None
    side = side_of(drawn)
    frame = shapely.box(*shapely.total_bounds(drawn)).buffer(side * 0.08)
    layers = [
        Layer(_("Communes"), ground(frame), names=True),
        Layer(_("Quartiers sans projet financé"), _areas(areas, won=False), "dim"),
        Layer(_("Quartiers avec un projet financé"), _areas(areas, won=True), "lit"),
        Layer(_("Projets non financés"), _dots(points, known, side, link, won=False), "dim"),
        Layer(_("Projets financés"), _dots(points, known, side, link, won=True), "mark"),
    ]
    title = _("Où sont les projets financés")
    drawing = Map(title, tuple(layer for layer in layers if layer.shapes))
    figure = map_figure(
        drawing, uid="carte-du-resultat", source=_("le vote ; lieux donnés par les projets"),
        note=_note(len(rows) - len(points), len(points)),
    )  # fmt: skip
    return replace(figure, table=_table(shares))


def _placed(row: BallotProject) -> bool:
    return row.longitude is not None and row.latitude is not None


def _shares(
    vote: Vote, rows: Sequence[BallotProject], known: dict[int, ProjectResult]
) -> list[Share]:
    """Neighbourhoods by name, then what is in none."""
    places = {
        place.code: place
        for place in neighbourhoods_of(vote.process.contract.epci_id).filter(
            code__in={row.territory for row in rows if row.territory}
        )
    }
    found = []
    for code in sorted(places, key=lambda code: places[code].name.casefold()) + [""]:
        here = [
            known[row.number]
            for row in rows
            if row.number in known and (row.territory if row.territory in places else "") == code
        ]
        won = [row for row in here if row.funded]
        if here:
            name = places[code].name if code else _("Sans quartier précis")
            money = sum((row.cost for row in won), Decimal(0))
            found.append(Share(code, name, len(won), len(here), money, places.get(code)))
    return found


def _areas(areas: Sequence[tuple[Share, shapely.Geometry]], *, won: bool) -> tuple[Shape, ...]:
    return tuple(
        Shape(geometry, share.name, note=share.words)
        for share, geometry in areas
        if bool(share.funded) == won
    )


def _dots(
    points: Sequence[tuple[BallotProject, shapely.Point]],
    known: dict[int, ProjectResult],
    side: float,
    link: Callable[[int], str],
    *,
    won: bool,
) -> tuple[Shape, ...]:
    return tuple(
        Shape(
            dot(point, side if won else side * LOSER),
            f"{row.number}. {row.title}",
            link(row.number),
            listed([_("financé") if won else _("non financé"), euros(row.cost)]),
        )
        for row, point in points
        if row.number in known and known[row.number].funded == won
    )


def _note(nowhere: int, placed: int) -> str:
    """Of projects without a point: they are counted in their neighbourhood, and have no dot."""
    if not placed or not nowhere:
        return ""
    return ngettext(
        "%(n)s projet sans lieu précis n'a pas de point sur la carte.",
        "%(n)s projets sans lieu précis n'ont pas de point sur la carte.",
        nowhere,
    ) % {"n": number(nowhere)}


def _table(shares: Sequence[Share]) -> Table:
    head = (_("Quartier"), _("Financés"), _("Soumis au vote"), _("Argent"))
    rows = tuple(
        (each.name, number(each.funded), number(each.projects), euros(each.money))
        for each in shares
    )
    return Table(head, rows, frozenset({1, 2, 3}))
