"""What a rise of an indicator means for residents."""

from enum import StrEnum


class Rise(StrEnum):
    """Values are those stored with each indicator."""

    GOOD = "good"
    BAD = "bad"
    NEUTRAL = "neutral"
