"""The search of the site: everything public that has a name, by a few words.

Accents, case and the plural do not matter; when nothing answers, the words are read again with
the slips that `core/finding` forgives, and the page says how.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import ClassVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.selectors import (
    titled_commitments,
    titled_objectives,
    titled_plans,
)
from faire_ensemble.apps.directory.selectors import organisation_page
from faire_ensemble.apps.directory.selectors.records.cards import distance_words
from faire_ensemble.apps.governance.selectors import titled_bodies, titled_draws
from faire_ensemble.apps.initiatives.selectors import (
    found_initiatives,
    initiative_titles,
    titled_groups,
)
from faire_ensemble.apps.observatory.selectors import all_indicators
from faire_ensemble.apps.participation.selectors import (
    FoundText,
    find_participation,
    participation_titles,
)
from faire_ensemble.apps.territory.selectors import (
    FoundAddress,
    Standing,
    communes_of,
    epcis,
    find_addresses,
    groups_of,
    looks_like_address,
    neighbourhoods_of,
    standings_of,
)
from faire_ensemble.core.finding import Spelling, Titled, Titles, Words, asked_words
from faire_ensemble.kit.readings import Reading

SHOWN = 30
"""Answers of a kind that a page holds."""


@dataclass(frozen=True, slots=True)
class FoundStanding:
    """An address, and the priority neighbourhood that holds it or is nearest."""

    address: FoundAddress
    standing: Standing

    @property
    def away(self) -> str:
        """« à 350 m », « à 1,2 km »: from the address to the nearest neighbourhood."""
        return distance_words(self.standing.metres / 1000)


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of a kind: `page` names the address that `key` of each completes; `count` says
    how many there are when they are more than the `SHOWN` first ones held here."""

    code: str
    title: str
    page: str
    lines: tuple[Titled, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """`unknown_address`: the text is one, that no published address is like. `read_as`: the words
    that answered in place of those typed, which nothing holds."""

    addresses: tuple[FoundStanding, ...] = ()
    unknown_address: bool = False
    sections: tuple[Section, ...] = ()
    read_as: str = ""

    @property
    def total(self) -> int:
        return len(self.addresses) + sum(each.count for each in self.sections)

    def of(self, code: str) -> tuple[Titled, ...]:
        """The answers of one kind."""
        return next((each.lines for each in self.sections if each.code == code), ())


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind small enough to be read whole."""

    code: str
    title: str
    page: str
    titles: Titles


class _Names:
    """Every kind read whole, and the spelling of all names, once a question needs it.

    Kept by each worker until something changes (`kit.readings`); what was folded for the kinds
    before is taken over, so that only what changed is folded again.
    """

    _last: ClassVar[dict[tuple[str, str], Titles]] = {}

    def __init__(self) -> None:
        language = get_language() or ""
        self.kinds = []
        for code, title, page, rows in _read_kinds():
            titles = Titles.following(rows, self._last.get((language, code)))
            self._last[language, code] = titles
            self.kinds.append(_Kind(code, title, page, titles))

    @cached_property
    def spelling(self) -> Spelling:
        others = Words(chain(initiative_titles(), participation_titles()))
        return Spelling([*(kind.titles.shown_words for kind in self.kinds), others])


names = Reading(_Names)


def search(query: str) -> Found:
    """Answers whose words hold every word of the query (a constant number of queries; more for
    each open EPCI when something changed since the last search, and when nothing answers)."""
    words = asked_words(query)
    if not words:
        return Found()
    known = names()
    addresses = _addresses(query)
    found = Found(addresses or (), addresses == (), _sections(query, words, known.kinds))
    if found.total:
        return found
    read = known.spelling.corrected(words)
    if read is None:
        return found
    text = " ".join(read)
    sections = _sections(text, asked_words(text), known.kinds)
    return replace(found, sections=sections, read_as=text) if sections else found


def _read_kinds() -> list[tuple[str, str, str, Iterable[Titled]]]:
    neighbourhoods: list[Titled] = []
    communes: list[Titled] = []
    for epci in epcis():
        rows = neighbourhoods_of(epci.pk) | groups_of(epci.pk)
        rows = rows.prefetch_related("communes").order_by("name", "code")
        neighbourhoods += [
            Titled(
                (row.code,), row.name, ", ".join(each.name for each in row.communes.all()), row.code
            )
            for row in rows
        ]
        communes += [
            Titled((row.code,), row.name, epci.name, row.code)
            for row in communes_of(epci.pk).order_by("name")
        ]
    indicators = (
        Titled((each.code,), each.label, str(each.theme.label), each.code)
        for each in all_indicators()
    )
    return [
        ("neighbourhoods", _("Quartiers"), "portal:neighbourhood", neighbourhoods),
        ("communes", _("Communes"), "portal:commune", communes),
        ("objectives", _("Objectifs du contrat"), "portal:objective", titled_objectives()),
        ("commitments", _("Engagements"), "contract:commitment", titled_commitments()),
        ("plans", _("Plans annexés au contrat"), "contract:plan", titled_plans()),
        ("bodies", _("Instances et conseils"), "governance:body", titled_bodies()),
        ("draws", _("Tirages au sort"), "governance:draw", titled_draws()),
        ("groups", _("Groupes de travail"), "initiatives:group", titled_groups()),
        ("indicators", _("Indicateurs"), "observatory:indicator", indicators),
    ]  # fmt: skip


def _sections(query: str, words: list[str], kinds: list[_Kind]) -> tuple[Section, ...]:
    """Every kind that answers, in the order of the page."""
    sections = [_section(kind, kind.titles.holding(words)) for kind in kinds]
    sections += _participation(" ".join(words))
    initiatives, count = found_initiatives(" ".join(words), SHOWN)
    sections.append(
        Section(
            "initiatives", _("Initiatives"), "initiatives:initiative", tuple(initiatives), count
        )
    )
    organisations = organisation_page(query, " ".join(words))
    lines = tuple(Titled((o.id,), o.name, o.kind) for o in organisations.lines[:SHOWN])
    sections.append(
        Section(
            "organisations", _("Organisations"), "funding:organisation", lines, organisations.count
        )
    )
    rank = {code: place for place, code in enumerate(ORDER)}
    return tuple(sorted((each for each in sections if each.lines), key=lambda s: rank[s.code]))


ORDER = (
    "neighbourhoods", "communes", "processes", "contributions", "projects", "initiatives",
    "objectives", "commitments", "plans", "bodies", "draws", "groups", "organisations",
    "indicators",
)  # fmt: skip
"""What people look for first comes first."""


def _section(kind: _Kind, held: list[Titled]) -> Section:
    return Section(kind.code, kind.title, kind.page, tuple(held[:SHOWN]), len(held))


def _participation(words: str) -> Iterator[Section]:
    found = find_participation(words, SHOWN)
    kinds = (
        ("processes", _("Démarches"), "participation:process", found.processes),
        ("contributions", _("Contributions"), "participation:contribution", found.contributions),
        ("projects", _("Projets"), "participation:project", found.projects),
    )
    for (code, title, page, lines), count in zip(kinds, found.counts, strict=True):
        yield Section(code, title, page, tuple(map(_titled, lines)), count)


def _titled(text: FoundText) -> Titled:
    key = (text.code, text.number) if text.number else (text.code,)
    return Titled(key, text.title, text.detail)


def _addresses(query: str) -> tuple[FoundStanding, ...] | None:
    """Published addresses that the text means, where each stands; `None` for another text."""
    if not looks_like_address(query):
        return None
    found = find_addresses(query)
    standings = standings_of([(each.lon, each.lat) for each in found]) if found else []
    return tuple(FoundStanding(*pair) for pair in zip(found, standings, strict=True))
