"""Scores of a file: what each person gave, and how far they disagree."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from faire_ensemble.apps.funding.models import Application, Criterion, Recusal, Score
from faire_ensemble.core.scoring import GridLine, Spread, spread, total


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion, the person's own points and comment, and the points of everybody who counts.

    `comments`: who said what, one's own left out.
    """

    id: int
    label: str
    why: str
    max_points: int
    weight: int
    own: int | None
    own_comment: str
    points: Spread | None
    comments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PersonTotal:
    """`total` out of 100; None when the grid is not whole. `aside`: no longer counted."""

    name: str
    organisation: str
    total: Fraction | None
    aside: bool


@dataclass(frozen=True, slots=True)
class ScoreTable:
    criteria: tuple[CriterionLine, ...]
    persons: tuple[PersonTotal, ...]
    totals: Spread | None
    organisations: tuple[tuple[str, Spread], ...]


def scores_of(application: Application, person: int) -> ScoreTable:
    """Three queries."""
    criteria = list(Criterion.objects.filter(call=application.call_id))
    grid = {each.pk: GridLine(each.max_points, each.weight) for each in criteria}
    aside = set(Recusal.objects.filter(application=application).values_list("person_id", flat=True))
    by_person: dict[int, list[Score]] = defaultdict(list)
    for score in (
        Score.objects.filter(application=application)
        .select_related("person", "organisation")
        .order_by("person__email")
    ):
        by_person[score.person_id].append(score)
    persons = {
        pk: PersonTotal(
            name=str(given[0].person),
            organisation=given[0].organisation.name if given[0].organisation else "",
            total=total(grid, {score.criterion_id: score.points for score in given}),
            aside=pk in aside,
        )
        for pk, given in by_person.items()
    }
    counted = [each for each in persons.values() if each.total is not None and not each.aside]
    return ScoreTable(
        criteria=tuple(_criterion(each, by_person, aside, person) for each in criteria),
        persons=tuple(persons.values()),
        totals=spread(each.total for each in counted if each.total is not None),
        organisations=_by_organisation(counted),
    )


def _by_organisation(counted: list[PersonTotal]) -> tuple[tuple[str, Spread], ...]:
    totals: dict[str, list[Fraction]] = defaultdict(list)
    for each in counted:
        if each.total is not None:
            totals[each.organisation].append(each.total)
    return tuple(
        (name, found) for name in sorted(totals) if (found := spread(totals[name])) is not None
    )


def _criterion(
    criterion: Criterion, by_person: dict[int, list[Score]], aside: set[int], person: int
) -> CriterionLine:
    given = {
        pk: score
        for pk, scores in by_person.items()
        for score in scores
        if score.criterion_id == criterion.pk
    }
    own = given.get(person)
    return CriterionLine(
        id=criterion.pk,
        label=criterion.label,
        why=criterion.why,
        max_points=criterion.max_points,
        weight=criterion.weight,
        own=own.points if own else None,
        own_comment=own.comment if own else "",
        points=spread(Fraction(score.points) for pk, score in given.items() if pk not in aside),
        comments=tuple(
            (str(score.person), score.comment)
            for pk, score in given.items()
            if score.comment and pk != person
        ),
    )
