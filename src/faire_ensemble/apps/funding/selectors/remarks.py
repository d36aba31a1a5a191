"""What a remark of the checklist is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """Something missing or wrong. `section` is a section's key, `key` the field's (or empty).

    `blocking` ones must be put right before submitting; the others are advice. `why` says why
    it is asked, or its legal basis.
    """

    section: str
    text: str
    key: str = ""
    why: str = ""
    blocking: bool = True
