"""What the report is written from: everything already read, so that sections only write.

Amounts are awarded amounts, in euros. Lists are in the order in which they are shown.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from faire_ensemble.apps.observatory.selectors import Comparison, IndicatorInfo
from faire_ensemble.apps.participation.selectors import YearOfParticipation
from faire_ensemble.kit.maps import Map


@dataclass(frozen=True, slots=True)
class CommuneFacts:
    code: str
    name: str
    population: int | None
    neighbourhoods: int


@dataclass(frozen=True, slots=True)
class NeighbourhoodFacts:
    """`population` is what the territory's file gives; `kind` is a label."""

    code: str
    name: str
    kind: str
    priority: bool
    communes: tuple[str, ...]
    population: int | None
    population_source: str


@dataclass(frozen=True, slots=True)
class EpciFacts:
    id: int
    code: str
    name: str
    population: int | None
    population_source: str
    communes: int


@dataclass(frozen=True, slots=True)
class ObjectiveFacts:
    """`indicator`: the names of those that measure it, or nothing."""

    title: str
    theme: str
    indicator: str


@dataclass(frozen=True, slots=True)
class PillarFacts:
    title: str
    objectives: tuple[ObjectiveFacts, ...]


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    """A partner's commitment; amounts in euros, None when not known. `kept`: even in part."""

    organisation: str
    title: str
    mainstream: Decimal | None
    specific: Decimal | None
    due_on: date | None
    state: str
    kept: bool
    late: bool


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """`partners` are (role, names)."""

    name: str
    signed_on: date | None
    starts_on: date
    ends_on: date | None
    orientations: str
    source: str
    codes: tuple[str, ...]
    pillars: tuple[PillarFacts, ...]
    partners: tuple[tuple[str, tuple[str, ...]], ...]
    commitments: tuple[CommitmentFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the year's money: what it is, how many grants or posts, how much."""

    label: str
    count: int
    amount: Decimal
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """The grants of one year. `history` has one row by year, one column by scheme."""

    count: int
    amount: Decimal
    holders: int
    by_scheme: tuple[Share, ...]
    by_funder: tuple[Share, ...]
    by_holder: tuple[Share, ...]
    by_objective: tuple[Share, ...]
    by_territory: tuple[Share, ...]
    by_nature: tuple[Share, ...]
    history_years: tuple[int, ...]
    history_schemes: tuple[str, ...]
    history: tuple[tuple[Decimal, ...], ...]
    sources: str
    history_sources: str


@dataclass(frozen=True, slots=True)
class MapFacts:
    """A map ready to draw, with the sources of its contours (and of its values)."""

    map: Map
    source: str


@dataclass(frozen=True, slots=True)
class IndicatorRows:
    """One indicator over the territories that have it, in the order of the ranking.

    `year` is the vintage that most rows use; a row of another year says so.
    """

    indicator: IndicatorInfo
    year: int
    rows: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """`all_years` are those for which the database holds figures or grants."""

    epci: EpciFacts
    year: int
    all_years: tuple[int, ...]
    communes: tuple[CommuneFacts, ...]
    neighbourhoods: tuple[NeighbourhoodFacts, ...]
    contract: ContractFacts | None
    headlines: tuple[IndicatorRows, ...]
    by_sex: tuple[IndicatorRows, ...]
    groups: tuple[IndicatorRows, ...]
    money: Money
    participation: YearOfParticipation
    situation: MapFacts | None
    values: MapFacts | None

    @property
    def priority(self) -> tuple[NeighbourhoodFacts, ...]:
        return tuple(each for each in self.neighbourhoods if each.priority)

    @property
    def concerned(self) -> tuple[CommuneFacts, ...]:
        """Communes with a neighbourhood of the contract."""
        return tuple(each for each in self.communes if each.neighbourhoods)
