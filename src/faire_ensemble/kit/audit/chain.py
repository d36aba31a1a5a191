"""The hash chain of the audit trail, without any database: what anyone can recompute."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """The content of an entry, as the digest sees it."""

    sequence: int
    at: datetime
    actor: str
    verb: str
    subject: str
    detail: dict[str, Any]
    previous: str

    def digest(self) -> str:
        """SHA-256 of the canonical JSON form (sorted keys, UTC, no spaces)."""
        content = [
            self.sequence,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.actor,
            self.verb,
            self.subject,
            self.detail,
            self.previous,
        ]
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold, and why (a sentence for readers)."""

    sequence: int
    reason: str


def first_break(entries: Iterable[tuple[Link, str]]) -> Break | None:
    """Walk entries in order with their recorded digests; `None` when the chain holds."""
    expected_sequence, expected_previous = 1, GENESIS
    for link, recorded in entries:
        if link.sequence != expected_sequence:
            return Break(expected_sequence, _("cette entrée manque"))
        if link.previous != expected_previous:
            return Break(link.sequence, _("elle ne suit pas l'entrée précédente"))
        if link.digest() != recorded:
            return Break(link.sequence, _("son contenu a été modifié"))
        expected_sequence, expected_previous = link.sequence + 1, recorded
    return None
