"""The solutions that residents expect, stated before holders answer."""

from dataclasses import dataclass

from faire_ensemble.apps.funding.models import Call, ExpectedSolution


@dataclass(frozen=True, slots=True)
class KeptSolution:
    """What residents expect, without who said it. `place` is empty for the whole metropolis."""

    id: int
    text: str
    place: str
    reason: str


def kept_solutions(call: Call) -> list[KeptSolution]:
    """The expectations that officers kept, in the order they came: one query."""
    kept = call.solutions.filter(state=ExpectedSolution.State.KEPT).select_related("territory")
    return [
        KeptSolution(row.pk, row.text, str(row.territory) if row.territory else "", row.reason)
        for row in kept
    ]
