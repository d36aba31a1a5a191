"""Small pools to draw from, and what can be known of them by trying every panel."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations
from random import Random

from hypothesis import strategies as st

from faire_ensemble.core.sortition import Panel, Person, Problem, Quota


def pool(*features: str, households: str = "") -> tuple[Person, ...]:
    """One person a word: « fa » is the feature f of category 0 and a of category 1."""
    homes = households or " " * len(features)
    return tuple(
        Person(
            f"P{number:02}",
            {f"c{place}": letter for place, letter in enumerate(word)},
            homes[number].strip(),
        )
        for number, word in enumerate(features)
    )


@st.composite
def problems(draw: st.DrawFn, households: bool = False) -> Problem:
    """At most eight people and three categories; quotas near one panel, so often feasible."""
    letters = draw(st.lists(st.sampled_from(["ab", "abc"]), min_size=1, max_size=3))
    number = draw(st.integers(2, 8))
    words = ["".join(draw(st.sampled_from(letter)) for letter in letters) for _ in range(number)]
    homes = "".join(draw(st.sampled_from("xyz  ")) for _ in words) if households else ""
    people = pool(*words, households=homes)
    size = draw(st.integers(1, min(4, number)))
    example = draw(st.permutations(people))[:size]
    quotas = []
    for place, letter in enumerate(letters):
        for feature in letter:
            held = sum(person.features[f"c{place}"] == feature for person in example)
            low = max(0, held - draw(st.integers(0, 1)))
            quotas.append(Quota(f"c{place}", feature, low, held + draw(st.integers(0, 1))))
    return Problem(people, tuple(quotas), size)


@st.composite
def any_problems(draw: st.DrawFn, households: bool = False) -> Problem:
    """Quotas without regard to what is possible."""
    base = draw(problems(households=households))
    quotas = []
    for quota in base.quotas:
        low = draw(st.integers(0, 3))
        quotas.append(Quota(quota.category, quota.feature, low, low + draw(st.integers(0, 2))))
    return Problem(base.people, tuple(quotas), base.size)


def crowd(people: int, size: int, seed: int) -> Problem:
    """A pool too large to try every panel, two categories asking for more than it holds."""
    chance = Random(seed)  # noqa: S311
    rows = [Counter(f"f{chance.randrange(3)}" for _ in range(people)) for _ in range(4)]
    words = [list(row.elements()) for row in rows]
    for column in words:
        chance.shuffle(column)
    homes = [f"h{chance.randrange(people)}" for _ in range(people)]
    pool = tuple(
        Person(f"P{n:03}", {f"c{place}": column[n] for place, column in enumerate(words)}, homes[n])
        for n in range(people)
    )
    quotas = []
    for place, row in enumerate(rows):
        for feature, held in sorted(row.items()):
            seats = size * held // people
            low = seats + chance.randrange(6) if place < 2 else seats - 1
            quotas.append(Quota(f"c{place}", feature, max(low, 0), max(low, 0) + 3))
    return Problem(pool, tuple(quotas), size)


def keeps_quotas(problem: Problem, panel: Iterable[str]) -> bool:
    people = [problem.by_id[name] for name in panel]
    homes = [person.household for person in people if person.household]
    return (
        len(people) == problem.size
        and len({person.id for person in people}) == problem.size
        and len(set(homes)) == len(homes)
        and all(
            quota.low <= sum(p.features[quota.category] == quota.feature for p in people)
            and sum(p.features[quota.category] == quota.feature for p in people) <= quota.high
            for quota in problem.quotas
        )
    )


def every_panel(problem: Problem) -> list[Panel]:
    ids = [person.id for person in problem.people]
    return [panel for panel in combinations(ids, problem.size) if keeps_quotas(problem, panel)]


def places_moved(problem: Problem, panel: Iterable[str]) -> tuple[int, int]:
    """Places by which the quotas must give way for this panel: in all, then the largest move."""
    people = [problem.by_id[name] for name in panel]
    moves = [0]
    for quota in problem.quotas:
        held = sum(p.features[quota.category] == quota.feature for p in people)
        moves.append(max(0, quota.low - held, held - quota.high))
    return sum(moves), max(moves)


def apart(problem: Problem, panel: Iterable[str]) -> bool:
    """Whether no two of them share a household."""
    homes = [problem.by_id[name].household for name in panel]
    shared = [home for home in homes if home]
    return len(set(shared)) == len(shared)


def most_for(problem: Problem, chances: dict[str, Fraction], name: str) -> Fraction | None:
    """Most chance for `name` when nobody whose chance is no larger loses any; None if impossible.

    Chances are the fairest exactly when this is each person's own chance: whoever would gain
    does so only at the cost of someone with no more (max-min fairness, which on convex sets is
    leximin).
    """
    panels = every_panel(problem)
    held = [other for other in chances if chances[other] <= chances[name]]
    rows = [[Fraction(int(other in panel)) for panel in panels] for other in held]
    return simplex(
        [Fraction(int(name in panel)) for panel in panels], rows, [chances[other] for other in held]
    )


def simplex(
    gains: list[Fraction], rows: list[list[Fraction]], least: list[Fraction]
) -> Fraction | None:
    """Largest gains · w with rows · w >= least, sum of w = 1, w >= 0; Bland's rule."""
    count, width = len(gains), len(gains) + len(rows)
    table = []
    for place, (row, low) in enumerate(zip(rows, least, strict=True)):
        surplus = [Fraction(-int(place == other)) for other in range(len(rows))]
        table.append([*row, *surplus, low])
    table.append([*[Fraction(1)] * count, *[Fraction(0)] * len(rows), Fraction(1)])
    basis = [width + place for place in range(len(table))]
    first = [sum((row[j] for row in table), Fraction(0)) for j in range(width)]
    if _improve(table, basis, first) != sum(least, Fraction(1)):
        return None
    costs = [*gains, *[Fraction(0)] * len(rows)]
    kept = [place for place, column in enumerate(basis) if column >= width]
    for place in kept:  # an artificial column left at zero leaves through any pivot
        entering = next((j for j in range(width) if table[place][j] != 0), None)
        if entering is not None:
            _pivot(table, basis, place, entering)
    reduced = [
        costs[j]
        - sum(
            (costs[b] * row[j] for b, row in zip(basis, table, strict=True) if b < width),
            Fraction(0),
        )
        for j in range(width)
    ]
    value = sum(
        (costs[b] * row[-1] for b, row in zip(basis, table, strict=True) if b < width), Fraction(0)
    )
    return value + _improve(table, basis, reduced)


def _improve(table: list[list[Fraction]], basis: list[int], reduced: list[Fraction]) -> Fraction:
    """Pivot until no column gains; how much was gained."""
    gained = Fraction(0)
    while True:
        entering = next((j for j, gain in enumerate(reduced) if gain > 0), None)
        if entering is None:
            return gained
        ratios = [
            (row[-1] / row[entering], basis[i], i)
            for i, row in enumerate(table)
            if row[entering] > 0
        ]
        assert ratios, "unbounded"
        ratio, _, place = min(ratios)
        gained += ratio * reduced[entering]
        _pivot(table, basis, place, entering)
        step = reduced[entering]
        for j in range(len(reduced)):
            reduced[j] -= step * table[place][j]


def _pivot(table: list[list[Fraction]], basis: list[int], place: int, entering: int) -> None:
    pivot = table[place][entering]
    table[place] = [value / pivot for value in table[place]]
    for i, row in enumerate(table):
        if i != place and row[entering] != 0:
            factor = row[entering]
            table[i] = [a - factor * b for a, b in zip(row, table[place], strict=True)]
    basis[place] = entering
