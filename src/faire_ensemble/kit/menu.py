"""A menu in sections: one line of sections, and the pages of the section one is in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A word of the menu and its pages, as (address, label); the first is where the word leads."""

    label: str
    pages: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        """Where the word of the section leads."""
        return self.pages[0][0]


def here(sections: Sequence[Section], path: str) -> tuple[Section | None, str]:
    """The section and the page of the menu that `path` belongs to: the longest that begins it.

    >>> help = Section("Aide", (("/aide/", ""),))
    >>> here([help], "/aide/12/") == (help, "/aide/")
    True
    >>> here([help], "/contrat/")
    (None, '')
    """
    found = max(
        (
            (len(address), address, section)
            for section in sections
            for address, _label in section.pages
            if path.startswith(address)
        ),
        key=lambda entry: entry[0],
        default=(0, "", None),
    )
    return found[2], found[1]


def sections_of(entries: Iterable[tuple[object, Sequence[tuple[str, str]]]]) -> tuple[Section, ...]:
    """Those that have a page left, in order."""
    return tuple(Section(str(label), tuple(pages)) for label, pages in entries if pages)
