"""What everybody reads of calls: which are open, what each asks, who funds it.

`current_calls`, `call_page`, `questions_asked`, `documents_asked`, `criteria_of`,
`kept_solutions` and `call_funders` are what the other parts of the year build on.
"""

from faire_ensemble.apps.funding.selectors.calls.answers import AnsweredQuestion, answered_questions
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
from faire_ensemble.apps.funding.selectors.calls.later import LaterDuty, worth_knowing
from faire_ensemble.apps.funding.selectors.calls.lines import (
    CallLine,
    CallLists,
    calls_of,
    current_calls,
    line_of,
    public_calls,
)
from faire_ensemble.apps.funding.selectors.calls.page import CallPage, call_page
from faire_ensemble.apps.funding.selectors.calls.readiness import Missing, publishing_faults
from faire_ensemble.apps.funding.selectors.calls.solutions import (
    KeptSolution,
    StatedSolution,
    kept_solutions,
    solutions_of,
    solutions_to_answer,
)
from faire_ensemble.apps.funding.selectors.calls.strands import consequences

__all__ = [
    "AnsweredQuestion",
    "AskedDocument",
    "AskedQuestion",
    "CallLine",
    "CallLists",
    "CallPage",
    "CriterionLine",
    "FunderLine",
    "KeptSolution",
    "LaterDuty",
    "Missing",
    "StatedSolution",
    "answered_questions",
    "call_funders",
    "call_page",
    "calls_of",
    "consequences",
    "criteria_of",
    "current_calls",
    "documents_asked",
    "kept_solutions",
    "line_of",
    "public_calls",
    "publishing_faults",
    "questions_asked",
    "solutions_of",
    "solutions_to_answer",
    "worth_knowing",
]
