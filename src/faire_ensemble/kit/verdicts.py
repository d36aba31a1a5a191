"""The answer of a permission: yes, or no with the reason a person can read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Truthy when allowed; `reason` says why not (French, one sentence)."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)


def refused(reason: str) -> Verdict:
    """A refusal; the reason is what the person reads."""
    return Verdict(False, reason)


class Refused(Exception):
    """Raised by a service when its permission says no; views answer 403 with the reason."""


def require(verdict: Verdict) -> None:
    """Raise `Refused` unless the verdict allows."""
    if not verdict:
        raise Refused(verdict.reason)
