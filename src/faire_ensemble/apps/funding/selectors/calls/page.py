"""Everything that the page of a call shows, to holders as in the officers' preview."""

from dataclasses import dataclass
from datetime import datetime

from faire_ensemble.apps.funding.models import Call, CallKind
from faire_ensemble.apps.funding.selectors.calls.asked import (
    AskedDocument,
    AskedQuestion,
    CriterionLine,
    FunderLine,
    call_funders,
    criteria_of,
    documents_asked,
    questions_asked,
)
from faire_ensemble.apps.funding.selectors.calls.lines import CallLine, line_of
from faire_ensemble.apps.funding.selectors.calls.solutions import KeptSolution, kept_solutions


@dataclass(frozen=True, slots=True)
class CallPage:
    """`objectives` are (pk, title) of the contract; `takes_solutions` for an appel à solution."""

    call: Call
    line: CallLine
    contract: str
    objectives: tuple[tuple[int, str], ...]
    funders: tuple[FunderLine, ...]
    criteria: tuple[CriterionLine, ...]
    documents: tuple[AskedDocument, ...]
    questions: tuple[AskedQuestion, ...]
    solutions: tuple[KeptSolution, ...]
    takes_solutions: bool


def call_page(code: str, now: datetime | None = None) -> CallPage | None:
    """The page of a call, whatever its state: ask `can_read_call` before showing it.

    Nine queries at most.
    """
    call = Call.objects.select_related("contract").filter(code=code).first()
    if call is None:
        return None
    objectives = call.objectives.order_by("pillar__rank", "rank", "pk").values_list("pk", "title")
    return CallPage(
        call=call,
        line=line_of(call, now),
        contract=str(call.contract),
        objectives=tuple(objectives),
        funders=tuple(call_funders(call)),
        criteria=tuple(criteria_of(call)),
        documents=tuple(documents_asked(call)),
        questions=tuple(questions_asked(call)),
        solutions=tuple(kept_solutions(call)),
        takes_solutions=call.kind == CallKind.SOLUTION,
    )
