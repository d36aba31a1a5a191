"""A question, clean."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Where:
    """A point, and what it was understood as. `exact`: an address, not the middle of a place;
    `guessed`: an address was asked that is not known, and the place named in it answers."""

    lon: float
    lat: float
    label: str
    exact: bool
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """`open_at` is told by the clock of the site; codes are those of the tables of words."""

    text: str = ""
    where: Where | None = None
    kind: str = ""
    audience: str = ""
    language: str = ""
    open_at: datetime | None = None
    territory: int | None = None
    commune_code: str = ""
    free: bool = False
    within_km: float | None = None
