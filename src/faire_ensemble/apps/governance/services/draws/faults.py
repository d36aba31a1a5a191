"""What an act of a draw cannot accept."""

from typing import Any

from faire_ensemble.apps.governance.models import SealingFailure


class NoPanels(Exception):
    """Panels that cannot be computed: why, and what the sentence needs."""

    def __init__(self, why: SealingFailure, values: dict[str, Any] | None = None) -> None:
        super().__init__(why.value)
        self.why, self.values = why, values or {}


class BadDraw(ValueError):
    """A sentence to show as it is (French): what is wrong, where, what to do."""
