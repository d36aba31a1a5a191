"""A meeting: its states, when it must be convened, how many voices it needs."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from faire_ensemble.kit.transitions import Transitions

PARIS = ZoneInfo("Europe/Paris")


class MeetingState(StrEnum):
    PLANNED = "planned"
    CONVENED = "convened"
    HELD = "held"
    CLOSED = "closed"
    ADJOURNED = "adjourned"
    CANCELLED = "cancelled"


_BEFORE = frozenset({MeetingState.PLANNED, MeetingState.CONVENED})
_CONVENED = frozenset({MeetingState.CONVENED})
_HELD = frozenset({MeetingState.HELD})
MEETING: Transitions[MeetingState] = Transitions(
    {
        "change": (_BEFORE, MeetingState.PLANNED),
        "convene": (frozenset({MeetingState.PLANNED}), MeetingState.CONVENED),
        "cancel": (_BEFORE, MeetingState.CANCELLED),
        "open": (_CONVENED, MeetingState.HELD),
        # Held before it was written here; taken back when that was a mistake.
        "record": (frozenset({MeetingState.PLANNED}), MeetingState.HELD),
        "withdraw": (_HELD, MeetingState.CANCELLED),
        "adjourn": (_HELD, MeetingState.ADJOURNED),
        "close": (_HELD, MeetingState.CLOSED),
    }
)


class NoSuchHour(ValueError):
    """A local time that clocks skip in spring (`twice` False) or show twice in autumn."""

    def __init__(self, twice: bool) -> None:
        super().__init__("ambiguous" if twice else "skipped")
        self.twice = twice


def moment_of(day: date, hour: time, zone: ZoneInfo = PARIS) -> datetime:
    """The aware moment of a local day and hour; raises `NoSuchHour`."""
    first = datetime.combine(day, hour, tzinfo=zone)
    second = first.replace(fold=1)
    if first.utcoffset() != second.utcoffset():
        raise NoSuchHour(first.astimezone(ZoneInfo("UTC")) < second.astimezone(ZoneInfo("UTC")))
    return first


def last_day_to_convene(meeting_day: date, notice_days: int) -> date:
    """The last day on which letters may leave, `notice_days` being clear days.

    Neither the day of sending nor that of the meeting counts: five clear days before a meeting
    of the 20th, letters leave on the 14th at the latest. Without delay, the day itself.
    """
    return meeting_day - timedelta(days=notice_days + 1) if notice_days else meeting_day


def quorum_needed(rule: str, voices: int, number: int | None = None) -> int:
    """How many voices must be present, of those in office; 0 when the rules ask for none.

    `rule` is a value of `models.QuorumRule`; half and third are rounded up.
    """
    if rule == "none":
        return 0
    if rule == "number":
        return number or 1
    return {"third": -(-voices // 3), "half": -(-voices // 2), "majority": voices // 2 + 1}[rule]
