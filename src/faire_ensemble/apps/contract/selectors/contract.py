"""What the other apps and the contract page read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from faire_ensemble.apps.contract.models import (
    Contract,
    ContractCode,
    Objective,
    ObjectiveMeasure,
    Partner,
)


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target on the gap of an indicator, in words ready to show."""

    territory: str
    base_year: int
    base_gap: Decimal
    target_year: int
    target_gap: Decimal
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator of an objective: the values aimed at, by year, and the gaps aimed at."""

    code: str
    label: str
    unit: str
    values: tuple[tuple[int, Decimal], ...]
    targets: tuple[TargetLine, ...]


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """An objective, and its indicators in the order in which they were bound to it."""

    id: int
    title: str
    theme: str
    indicators: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class PillarLine:
    rank: int
    title: str
    objectives: tuple[ObjectiveLine, ...]

    @property
    def unmeasured(self) -> int:
        """How many objectives have no indicator."""
        return sum(not each.indicators for each in self.objectives)

    @property
    def untargeted(self) -> int:
        """How many have indicators, and no value nor gap to aim at."""
        return sum(
            bool(each.indicators) and not any(one.values or one.targets for one in each.indicators)
            for each in self.objectives
        )


@dataclass(frozen=True, slots=True)
class PartnerGroup:
    """Partners of one kind (State, communes, landlords…), each with its role."""

    kind: str
    partners: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class ContractPage:
    """Everything that the page of a contract shows."""

    contract: Contract
    epci: str
    codes: tuple[ContractCode, ...]
    pillars: tuple[PillarLine, ...]
    partners: tuple[PartnerGroup, ...]
    others: tuple[tuple[int, str], ...]


def contracts_by_code() -> dict[str, int]:
    """Contract of each code that State files may bear."""
    return dict(ContractCode.objects.values_list("code", "contract_id"))


def codes_of(contract_id: int) -> frozenset[str]:
    """The codes under which mandates may name a contract."""
    return frozenset(
        ContractCode.objects.filter(contract_id=contract_id).values_list("code", flat=True)
    )


def contracts_of(epci_id: int) -> QuerySet[Contract]:
    """The contracts of an EPCI, past and present."""
    return Contract.objects.filter(epci_id=epci_id)


def current_contract(epci_id: int | None = None) -> Contract | None:
    """The latest contract, of an EPCI or of the only one that is open here."""
    contracts = Contract.objects.select_related("epci").order_by("-starts_on", "pk")
    if epci_id is not None:
        contracts = contracts.filter(epci_id=epci_id)
    return contracts.first()


def contract_in_year(epci_id: int, year: int) -> int | None:
    """The contract of an EPCI that was running that year, the latest if several."""
    running = Contract.objects.filter(epci_id=epci_id, starts_on__year__lte=year).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=date(year, 1, 1))
    )
    return running.order_by("-starts_on", "pk").values_list("pk", flat=True).first()


def contract_choices(ids: Iterable[int] | None = None) -> list[tuple[int, str]]:
    """Contracts by name, the latest first; those of `ids` when given."""
    contracts = Contract.objects.order_by("-starts_on", "pk")
    if ids is not None:
        contracts = contracts.filter(pk__in=list(ids))
    return list(contracts.values_list("pk", "name"))


def objectives_of(contract_id: int) -> list[tuple[int, str, str]]:
    """Objectives that a contract still has, with the title of their pillar, in order."""
    found = Objective.objects.filter(pillar__contract=contract_id, retired=False)
    return list(found.order_by("pillar__rank", "rank").values_list("pk", "title", "pillar__title"))


def partner_choices(contract_id: int) -> list[tuple[int, str]]:
    """Partners of a contract: the organisations that may fund its calls first."""
    found = Partner.objects.filter(contract=contract_id).order_by("organisation__name")
    return list(found.values_list("organisation", "organisation__name"))


def objective_choices() -> list[tuple[int, str]]:
    """Objectives that a reader may choose from, in the order of the contract."""
    return list(
        Objective.objects.order_by("pillar__contract", "pillar__rank", "rank").values_list(
            "pk", "title"
        )
    )


def contract_objectives(
    contract_id: int, wanted: Iterable[int] | None = None
) -> QuerySet[Objective]:
    """Objectives of a contract in its order, perhaps only some of them."""
    found = Objective.objects.filter(pillar__contract=contract_id).select_related("pillar")
    if wanted is not None:
        found = found.filter(pk__in=list(wanted))
    return found.order_by("pillar__rank", "rank")


def contract_page(contract_id: int | None = None) -> ContractPage | None:
    """The page of a contract (the current one by default); nine queries."""
    if contract_id is None:
        contract = current_contract()
    else:
        contract = Contract.objects.select_related("epci").filter(pk=contract_id).first()
    if contract is None:
        return None
    others = Contract.objects.exclude(pk=contract.pk).values_list("pk", "name")
    return ContractPage(
        contract=contract,
        epci=contract.epci.name,
        codes=tuple(contract.codes.all()),
        pillars=_pillars(contract),
        partners=_partners(contract),
        others=tuple(others),
    )


def _pillars(contract: Contract) -> tuple[PillarLine, ...]:
    objectives = Objective.objects.filter(retired=False).order_by("rank")
    measures = ObjectiveMeasure.objects.select_related("indicator").order_by("pk")
    pillars = (
        contract.pillars.filter(retired=False)
        .order_by("rank")
        .prefetch_related(
            Prefetch("objectives", objectives),
            Prefetch("objectives__measures", measures),
            "objectives__measures__indicator__targets__territory",
        )
    )
    return tuple(
        PillarLine(
            pillar.rank,
            pillar.title,
            tuple(_objective(objective) for objective in pillar.objectives.all()),
        )
        for pillar in pillars
    )


def _objective(objective: Objective) -> ObjectiveLine:
    by_indicator: dict[int, list[ObjectiveMeasure]] = {}
    for measure in objective.measures.all():
        by_indicator.setdefault(measure.indicator_id, []).append(measure)
    return ObjectiveLine(
        objective.pk,
        objective.title,
        objective.theme,
        tuple(map(_indicator, by_indicator.values())),
    )


def _indicator(measures: list[ObjectiveMeasure]) -> IndicatorLine:
    indicator: Any = measures[0].indicator
    values = sorted(
        (each.target_year, each.target_value)
        for each in measures
        if each.target_year is not None and each.target_value is not None
    )
    targets = tuple(
        TargetLine(
            target.territory.name,
            target.base_year,
            target.base_gap,
            target.target_year,
            target.base_gap * target.remaining_share,
            indicator.unit,
            target.source,
        )
        for target in indicator.targets.all()
    )
    return IndicatorLine(indicator.code, indicator.label, indicator.unit, tuple(values), targets)


def _partners(contract: Contract) -> tuple[PartnerGroup, ...]:
    partners = Partner.objects.filter(contract=contract).select_related("organisation")
    groups: dict[str, list[tuple[int, str, str]]] = {}
    for partner in partners.order_by("organisation__kind", "organisation__name"):
        organisation: Any = partner.organisation
        groups.setdefault(organisation.get_kind_display(), []).append(
            (organisation.pk, organisation.name, partner.get_role_display())
        )
    return tuple(PartnerGroup(kind, tuple(lines)) for kind, lines in groups.items())
