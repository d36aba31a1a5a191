"""When the rules cannot be kept together: which, and the least by which they are missed.

Every rule that ties requests together is given a slack, in euros, and the sum of slacks is made
as small as possible. Nothing is relaxed on anybody's behalf: the answer only says what is missing.
"""

from dataclasses import dataclass

from faire_ensemble.core.allocation.checking import Violation, check
from faire_ensemble.core.allocation.formulation import INFINITY, Model, Rule, formulate
from faire_ensemble.core.allocation.highs import Limits, relax, search
from faire_ensemble.core.allocation.lines import open_lines, programme_of
from faire_ensemble.core.allocation.problem import Problem, Programme

SMALL = 400
"""Requests up to which every amount is searched; above, those that the relaxation settles stay."""
CLOSE = 1e-6
NODES = 500


@dataclass(frozen=True)
class Diagnosis:
    """The programme that misses the rules least, and what it misses.

    `smallest` says that no programme misses the rules by fewer euros in all; otherwise the
    amounts suffice, and a little less might.
    """

    violations: tuple[Violation, ...]
    programme: Programme
    smallest: bool

    @property
    def words(self) -> str:
        """What to tell the people who wrote the rules."""
        if not self.violations:
            return "Toutes les règles peuvent être tenues ensemble."
        least = "" if self.smallest else " (montants suffisants, peut-être un peu au-dessus)"
        sentences = " ".join(row.words for row in self.violations)
        return f"Les règles ne peuvent pas être tenues ensemble{least}. {sentences}"


def diagnose(problem: Problem) -> Diagnosis:
    """What keeps the rules of a problem from being kept together; nothing when they can be."""
    lines = open_lines(problem)
    model = formulate(lines)
    _loosen(model)
    relaxed = relax(model)
    values = relaxed.values or []
    fixed: dict[int, float] = {}
    if len(lines.all) > SMALL:
        fixed = {
            column: float(round(value))
            for column, value in enumerate(values)
            if model.whole[column] and abs(value - round(value)) < CLOSE
        }
    found = search(model, Limits(nodes=NODES), fixed, {})
    if found.values is None:  # every rule has slack: only a limit could stop the search
        raise RuntimeError("Le diagnostic des règles n'a pas abouti.")
    solution = found.values
    amounts = {line.id: model.amount(line, solution) for line in lines.all}
    missed = -sum(cost * value for cost, value in zip(model.cost, solution, strict=True))
    programme = programme_of(lines, amounts)
    smallest = missed <= -relaxed.bound + CLOSE or (found.complete and not fixed)
    return Diagnosis(check(problem, programme), programme, smallest)


def _loosen(model: Model) -> None:
    """Give every rule a slack and make their sum the only thing that counts."""
    model.cost = [0.0] * len(model.cost)
    signs = {Rule.ENVELOPE: -1.0, Rule.HOLDER: -1.0, Rule.SHARE: 1.0}
    loose = [(row, signs[rule]) for (rule, _), row in model.tied.items()]
    for row, sign in [*loose, *model.loose]:
        slack = model.column(-1.0, 0, INFINITY, whole=False)
        model.rows[row][0].append((slack, sign))
