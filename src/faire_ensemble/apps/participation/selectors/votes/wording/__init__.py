"""The voting pages in the languages of those who vote.

They have their own catalogue because they speak more languages than the rest of the site. To add
one: a module beside these with the same keys, its line in `LANGUAGES` (a test refuses a hole).
"""

from dataclasses import dataclass
from typing import Literal

from faire_ensemble.apps.participation.selectors.votes.wording import ar, en, fr


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the voting pages; `name` is in itself, `direction` that of its writing."""

    code: str
    name: str
    direction: Literal["ltr", "rtl"]
    sentences: dict[str, str]


LANGUAGES = {
    language.code: language
    for language in (
        Language("fr", "Français", "ltr", fr.SENTENCES),
        Language("en", "English", "ltr", en.SENTENCES),
        Language("ar", "العربية", "rtl", ar.SENTENCES),
    )
}


def language_of(code: str) -> Language:
    """The language asked for, or French."""
    return LANGUAGES.get(code, LANGUAGES["fr"])


def say(code: str, key: str, **values: object) -> str:
    """A sentence of the voting pages."""
    return language_of(code).sentences[key].format(**values)
