"""What a form is made of: sections, one a page, and their fields, each saying why it asks."""

from dataclasses import dataclass, field
from enum import StrEnum

from faire_ensemble.apps.funding.selectors.calls import AskedQuestion, FunderLine, KeptSolution

SHORT_MAX = 200
LONG_MAX = 5000


class Kind(StrEnum):
    """How a field is typed, and read."""

    TEXT = "text"
    LONG = "long"
    AMOUNT = "amount"
    NUMBER = "number"
    DECIMAL = "decimal"
    DATE = "date"
    CHOICE = "choice"
    BOX = "box"
    EMAIL = "email"
    SIRET = "siret"
    RNA = "rna"


@dataclass(frozen=True, slots=True)
class Field:
    """`key` is the key of the draft. `group` is the heading it stands under, empty for none.

    `longest` is how many characters are read by instructors; a longer text is kept all the same.
    `autocomplete` is the purpose of a field about a person (WCAG 1.3.5).
    """

    key: str
    label: str
    why: str = ""
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = 0
    group: str = ""
    autocomplete: str = ""

    @property
    def id(self) -> str:
        """What stands for it in an address: `champ-project-title`."""
        return "champ-" + self.key.replace(".", "-").replace("+", "plus")

    def in_words(self, text: str) -> str:
        """A text of this field as people read it: a choice by its label, a box by yes or no."""
        return dict(self.choices).get(text, text)


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the form. `key` is what corrections name, `slug` its address."""

    key: str
    slug: str
    title: str
    why: str
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A commune or a neighbourhood of the EPCI; `group` says which, in words."""

    code: str
    name: str
    kind: str
    group: str


@dataclass(frozen=True, slots=True)
class Partner:
    id: int
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What the form of one application depends on; read once, in a constant number of queries."""

    year: int
    last_year: int
    lead_kind: str
    lead_siret: str = ""
    lead_rna: str = ""
    funders: tuple[FunderLine, ...] = ()
    objectives: tuple[tuple[int, str], ...] = ()
    questions: tuple[AskedQuestion, ...] = ()
    solutions: tuple[KeptSolution, ...] = ()
    partners: tuple[Partner, ...] = ()
    places: tuple[Place, ...] = ()
    chosen: tuple[str, ...] = ()

    @property
    def later_years(self) -> range:
        """The years after the first one, the only one that is firm."""
        return range(self.year + 1, self.last_year + 1)


@dataclass(frozen=True, slots=True)
class Form:
    """The sections of one application, in their order, and its fields by key."""

    basis: Basis
    sections: tuple[Section, ...]
    by_key: dict[str, tuple[Section, Field]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        found = {each.key: (section, each) for section in self.sections for each in section.fields}
        object.__setattr__(self, "by_key", found)

    def section(self, slug: str) -> Section | None:
        """The section at this address."""
        return next((each for each in self.sections if each.slug == slug), None)

    def field(self, key: str) -> Field | None:
        """The field of a key; None when this form has none."""
        found = self.by_key.get(key)
        return found[1] if found else None

    def accepts(self, key: str) -> bool:
        """Whether a text may be kept under this key: those asked, and audiences of any place (a
        colleague may take a place away while its table is being filled)."""
        if key in self.by_key:
            return True
        head, _dot, tail = key.partition(".")
        code, _dot, cell = tail.partition(".")
        known = any(place.code == code for place in self.basis.places)
        return head == "audience" and known and f"audience.elsewhere.{cell}" in self.by_key

    def section_of(self, key: str) -> Section | None:
        """The section where a key is asked."""
        found = self.by_key.get(key)
        return found[0] if found else None

    def around(self, section: Section) -> tuple[Section | None, Section | None]:
        """The sections before and after."""
        rank = self.sections.index(section)
        after = self.sections[rank + 1] if rank + 1 < len(self.sections) else None
        return (self.sections[rank - 1] if rank else None), after
