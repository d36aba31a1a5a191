"""What each app keeps about a person: handed over on demand, and let go of with their account.

    # services/personal.py of an app
    part("governance", read=read, forget=forget)

One part holds both, side by side, so that what is erased is what was handed over. Parts are
found by their place, `services/personal.py`, the first time that one is asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import autodiscover_modules

Read = Callable[[Any], Mapping[str, list[Any]]]
Forget = Callable[[Any], int]


@dataclass(frozen=True, slots=True)
class Part:
    """`read` gives rows by section; `forget` how many rows it changed, none the second time."""

    name: str
    read: Read
    forget: Forget


_parts: dict[str, Part] = {}


def part(name: str, *, read: Read, forget: Forget) -> Part:
    """Declare what an app keeps. `forget` runs in the transaction that erases the account, while
    the person still bears their address, and again later: it must do no harm twice."""
    made = Part(name, read, forget)
    if name in _parts and _parts[name] != made:
        raise ValueError(f"two parts of personal data are named {name!r}")
    _parts[name] = made
    return made


def parts() -> list[Part]:
    """Every part, by name."""
    autodiscover_modules("services.personal")
    return [_parts[name] for name in sorted(_parts)]


def handed_over(person: Any) -> dict[str, Mapping[str, list[Any]]]:
    """What every app keeps about a person, by app and section."""
    return {each.name: each.read(person) for each in parts()}


def forget(person: Any) -> int:
    """Let every app take away what names a person who leaves: how many rows changed."""
    return sum(each.forget(person) for each in parts())
