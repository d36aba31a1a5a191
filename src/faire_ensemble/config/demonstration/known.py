"""Values that may be empty in general, and that the demonstration has just written."""

from typing import TypeVar

Value = TypeVar("Value")


def known(value: Value | None) -> Value:
    """The value; an empty one is a fault of the demonstration itself."""
    if value is None:
        raise ValueError("the demonstration left this empty")
    return value
