"""What the other apps and the pages read: bodies, who sits there, what they decided."""

from faire_ensemble.apps.governance.selectors.bodies import (
    BodyLine,
    BodyPage,
    SeatLine,
    body_by_id,
    body_list,
    body_page,
    open_seats,
)
from faire_ensemble.apps.governance.selectors.councils import (
    CouncilLine,
    Councils,
    councils,
    unanswered_wishes,
)
from faire_ensemble.apps.governance.selectors.decisions import (
    DecisionLine,
    Followed,
    decisions_of_objective,
    followed_at,
    late_decisions,
    latest_decisions,
    owed_by,
)
from faire_ensemble.apps.governance.selectors.finding import titled_bodies, titled_draws
from faire_ensemble.apps.governance.selectors.here import BodyHere, bodies_here
from faire_ensemble.apps.governance.selectors.meetings import coming_meetings
from faire_ensemble.apps.governance.selectors.waiting import governance_waits

__all__ = [
    "governance_waits",
    "BodyHere",
    "BodyLine",
    "BodyPage",
    "CouncilLine",
    "Councils",
    "DecisionLine",
    "Followed",
    "SeatLine",
    "bodies_here",
    "body_by_id",
    "body_list",
    "body_page",
    "coming_meetings",
    "councils",
    "decisions_of_objective",
    "followed_at",
    "late_decisions",
    "latest_decisions",
    "open_seats",
    "owed_by",
    "titled_bodies",
    "titled_draws",
    "unanswered_wishes",
]
