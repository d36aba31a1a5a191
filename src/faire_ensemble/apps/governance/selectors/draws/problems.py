"""The draw as the core computes it: people by code, the quotas of the grid."""

from faire_ensemble.apps.governance.lifecycle.draws import Reply
from faire_ensemble.apps.governance.models import Draw, DrawnPerson
from faire_ensemble.core.sortition import Person, Problem, Quota, replacement


def problem_of(draw: Draw) -> Problem:
    """The whole pool. Raises InvalidDraw when it contradicts the quotas or is too small."""
    quotas = quotas_of(draw)
    return Problem(_people(draw, quotas), quotas, draw.size)


def replacement_of(draw: Draw) -> Problem:
    """Those who may replace whoever declined and is not replaced yet. Raises InvalidDraw.

    The places are those of the draw: as many as are missing once everybody else keeps theirs.
    """
    rows = list(DrawnPerson.objects.filter(person__draw=draw).values_list("person__code", "reply"))
    declined = [code for code, answer in rows if answer == Reply.DECLINED]
    kept = [code for code, answer in rows if answer != Reply.DECLINED]
    leaving = declined[: draw.size - len(kept)]
    gone = set(declined) - set(leaving)
    quotas = quotas_of(draw)
    people = tuple(person for person in _people(draw, quotas) if person.id not in gone)
    whole = Problem(people, quotas, draw.size)
    return replacement(whole, tuple(sorted([*kept, *leaving])), leaving)


def quotas_of(draw: Draw) -> tuple[Quota, ...]:
    return tuple(Quota(row.category, row.feature, row.low, row.high) for row in draw.quotas.all())


def _people(draw: Draw, quotas: tuple[Quota, ...]) -> tuple[Person, ...]:
    categories = dict.fromkeys(quota.category for quota in quotas)
    return tuple(
        Person(
            code,
            {category: features.get(category, "") for category in categories},
            household if draw.by_household else "",
        )
        for code, features, household in draw.pool.order_by("code").values_list(
            "code", "features", "household"
        )
    )
