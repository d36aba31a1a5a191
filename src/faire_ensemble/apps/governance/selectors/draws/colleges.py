"""The draws of a body, college by college: on one page, and as a step towards the label."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.lifecycle.draws import DrawState, Reply
from faire_ensemble.apps.governance.models import (
    Body,
    College,
    Draw,
    DrawnPerson,
    DrawRound,
    PoolPerson,
)
from faire_ensemble.apps.governance.selectors.bodies import CollegeLine, body_page


@dataclass(frozen=True, slots=True)
class CollegeDraws:
    """A college, who sits there as the public reads it, its draw and those before.

    `drawn`: the first round whose number was drawn. `stand_ins`: people of the pool who may still
    be drawn to replace somebody (not drawn, nor living with somebody who sits or may).
    """

    college: College
    line: CollegeLine
    draw: Draw | None
    earlier: tuple[Draw, ...]
    people: int
    drawn: DrawRound | None
    accepted: int
    waiting: int
    stand_ins: int

    @property
    def drawn_on(self) -> date | None:
        return timezone.localdate(self.drawn.drawn_at) if self.drawn else None


@dataclass(frozen=True, slots=True)
class BodyDraws:
    """`missing`: names of the colleges to be drawn whose draw is not published."""

    body: Body
    colleges: tuple[CollegeDraws, ...]
    missing: tuple[str, ...]

    @property
    def published(self) -> bool:
        """Whether each college that is to be drawn has a panel drawn, and one at least."""
        return bool(self.drawn) and not self.missing

    @property
    def drawn(self) -> tuple[CollegeDraws, ...]:
        return tuple(each for each in self.colleges if each.drawn)

    @property
    def drawn_on(self) -> date | None:
        """The day of the last of them."""
        return max((each.drawn_on for each in self.drawn if each.drawn_on), default=None)

    @property
    def reference(self) -> str:
        """What the label writes of them."""
        return ", ".join(
            _("tirage au sort n° %(number)s") % {"number": each.draw.pk}
            for each in self.drawn
            if each.draw
        )


def latest_draws(body: Body) -> dict[int, Draw]:
    """By college, the draw that the public follows: one query."""
    rows = Draw.objects.filter(college__body=body).exclude(
        state__in=[DrawState.PREPARING, DrawState.CANCELLED]
    )
    return {row.college_id: row for row in rows.order_by("created_at", "pk")}


def body_draws(body: Body) -> BodyDraws:
    """Ten queries, whatever the pools; draws in preparation are not shown."""
    lines = {line.id: line for line in body_page(body, sees_all=False).colleges}
    rows = list(
        Draw.objects.filter(college__body=body)
        .exclude(state=DrawState.PREPARING)
        .annotate(people=Count("pool"))
        .order_by("-created_at", "-pk")
    )
    firsts = {
        row.draw_id: row
        for row in DrawRound.objects.filter(draw__in=rows, rank=0, number__isnull=False).defer(
            "people_table", "quotas_table", "panels_table", "odds"
        )
    }
    replies = Counter(
        DrawnPerson.objects.filter(person__draw__in=rows).values_list("person__draw_id", "reply")
    )
    stand_ins = _stand_ins(rows)
    found = []
    for college in body.colleges.order_by("rank", "pk"):
        mine = [row for row in rows if row.college_id == college.pk]
        draw = next((row for row in mine if row.state != DrawState.CANCELLED), None)
        key = draw.pk if draw else 0
        found.append(
            CollegeDraws(
                college=college,
                line=lines[college.pk],
                draw=draw,
                earlier=tuple(row for row in mine if row is not draw),
                people=draw.people if draw else 0,
                drawn=firsts.get(key),
                accepted=replies[key, Reply.ACCEPTED],
                waiting=replies[key, Reply.WAITING],
                stand_ins=stand_ins[key],
            )
        )
    missing = tuple(each.college.name for each in found if each.college.drawn and not each.drawn)
    return BodyDraws(body, tuple(found), missing)


def _stand_ins(rows: Sequence[Draw]) -> Counter[int]:
    """By draw: one query for who may not, one for who may."""
    kept = DrawnPerson.objects.filter(person__draw__in=rows).exclude(reply=Reply.DECLINED)
    homes = set(
        kept.exclude(person__household="").values_list("person__draw_id", "person__household")
    )
    by_household = {row.pk for row in rows if row.by_household}
    rest = PoolPerson.objects.filter(Q(drawn=None), draw__in=[row.pk for row in rows])
    return Counter(
        draw_id
        for draw_id, home in rest.values_list("draw_id", "household")
        if draw_id not in by_household or (draw_id, home) not in homes
    )
