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

__all__ = [
    "BodyLine",
    "BodyPage",
    "SeatLine",
    "body_by_id",
    "body_list",
    "body_page",
    "open_seats",
]
