"""The draft as those who write it read it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from faire_ensemble.apps.contract.models import (
    Commitment,
    Contract,
    Objective,
    ObjectiveMeasure,
    OperationalObjective,
    Partner,
    Pillar,
    PlanLine,
)
from faire_ensemble.apps.contract.permissions.draft import can_write_contract
from faire_ensemble.apps.contract.permissions.mandates import Actor, mandates_in
from faire_ensemble.apps.contract.selectors.objective import MeasureLine, WorkLine, work_line
from faire_ensemble.apps.contract.selectors.plans import PlanSheet, plans
from faire_ensemble.apps.contract.selectors.text import OBJECTIVE, OPERATIONAL, key_of
from faire_ensemble.apps.contract.selectors.versions import Draft, draft, signed_keys
from faire_ensemble.apps.observatory.selectors import Theme, all_indicators


@dataclass(frozen=True, slots=True)
class ObjectiveTree:
    id: int
    rank: int
    title: str
    theme: str
    signed: bool
    commitments: int
    operational: tuple[WorkLine, ...]
    measures: tuple[MeasureLine, ...]


@dataclass(frozen=True, slots=True)
class PillarTree:
    id: int
    rank: int
    title: str
    objectives: tuple[ObjectiveTree, ...]


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A partner of the contract; `id` is that of the partnership."""

    id: int
    organisation_id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class OfficePage:
    """Everything that the page of the draft shows. `writes`: the reader may change the text."""

    contract: Contract
    writes: bool
    pillars: tuple[PillarTree, ...]
    plans: tuple[PlanSheet, ...]
    partners: tuple[PartnerLine, ...]
    draft: Draft


@dataclass(frozen=True, slots=True)
class Choices:
    """What forms offer: (value, words)."""

    pillars: tuple[tuple[int, str], ...]
    objectives: tuple[tuple[int, str], ...]
    partners: tuple[tuple[int, str], ...]
    plans: tuple[tuple[int, str], ...]
    indicators: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]


def office_page(contract: Contract, actor: Actor) -> OfficePage:
    """A constant number of queries, whatever the length of the text."""
    return OfficePage(
        contract=contract,
        writes=bool(can_write_contract(actor, contract.pk)),
        pillars=pillar_trees(contract.pk),
        plans=plans(contract.pk),
        partners=partner_lines(contract.pk),
        draft=draft(contract.pk),
    )


def pillar_trees(contract_id: int) -> tuple[PillarTree, ...]:
    """Pillars with all that is under them: six queries."""
    signed = signed_keys(contract_id)
    work, measures = _work(contract_id, signed), _measures(contract_id)
    promised = dict[int, int]()
    for objective in Commitment.objects.filter(
        contract=contract_id, retired=False, objective__isnull=False
    ).values_list("objective", flat=True):
        promised[objective or 0] = promised.get(objective or 0, 0) + 1
    themes = {value: str(label) for value, label in Theme.choices}
    objectives: dict[int, list[ObjectiveTree]] = defaultdict(list)
    for row in Objective.objects.filter(pillar__contract=contract_id, retired=False).order_by(
        "pillar", "rank"
    ):
        objectives[row.pillar_id].append(
            ObjectiveTree(
                id=row.pk,
                rank=row.rank,
                title=row.title,
                theme=themes.get(row.theme, ""),
                signed=signed is None or key_of(OBJECTIVE, row.pk) in signed,
                commitments=promised.get(row.pk, 0),
                operational=tuple(work[row.pk]),
                measures=tuple(measures[row.pk]),
            )
        )
    pillars = Pillar.objects.filter(contract=contract_id, retired=False).order_by("rank")
    return tuple(
        PillarTree(row.pk, row.rank, row.title, tuple(objectives[row.pk])) for row in pillars
    )


def _work(contract_id: int, signed: frozenset[str] | None) -> dict[int, list[WorkLine]]:
    found: dict[int, list[WorkLine]] = defaultdict(list)
    today = timezone.localdate()
    rows = OperationalObjective.objects.filter(objective__pillar__contract=contract_id)
    for row in rows.select_related("owner").order_by("objective", "rank"):
        held = signed is None or key_of(OPERATIONAL, row.pk) in signed
        found[row.objective_id].append(work_line(row, today, held, row.source))
    return found


def _measures(contract_id: int) -> dict[int, list[MeasureLine]]:
    found: dict[int, list[MeasureLine]] = defaultdict(list)
    rows = ObjectiveMeasure.objects.filter(objective__pillar__contract=contract_id)
    for row in rows.select_related("indicator").order_by("objective", "pk"):
        found[row.objective_id].append(
            MeasureLine(
                row.pk,
                row.indicator_id,
                row.indicator.code,
                row.indicator.label,
                row.indicator.unit,
                row.target_value,
                row.target_year,
                row.source,
            )
        )
    return found


def partner_lines(contract_id: int) -> tuple[PartnerLine, ...]:
    """Partners by name: one query."""
    rows = Partner.objects.filter(contract=contract_id).select_related("organisation")
    return tuple(
        PartnerLine(row.pk, row.organisation_id, row.organisation.name, row.get_role_display())
        for row in rows.order_by("organisation__name", "pk")
    )


def choices_for(contract_id: int, actor: Actor) -> Choices:
    """What a person may choose: a partner offers only the organisations it acts for."""
    partners = tuple((each.organisation_id, each.name) for each in partner_lines(contract_id))
    mandates = mandates_in(actor, contract_id)
    if not mandates.officer:
        partners = tuple(each for each in partners if each[0] in mandates.acting_for)
    pillars = Pillar.objects.filter(contract=contract_id, retired=False).order_by("rank")
    objectives = Objective.objects.filter(pillar__contract=contract_id, retired=False)
    by_theme: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for each in all_indicators():
        by_theme[str(each.theme.label)].append((each.id, each.label))
    return Choices(
        pillars=tuple((row.pk, f"{row.rank}. {row.title}") for row in pillars),
        objectives=tuple(
            (pk, f"{pillar}.{rank} {title}")
            for pk, pillar, rank, title in objectives.order_by("pillar__rank", "rank").values_list(
                "pk", "pillar__rank", "rank", "title"
            )
        ),
        partners=partners,
        plans=tuple((sheet.id, sheet.title) for sheet in plans(contract_id)),
        indicators=tuple((theme, tuple(listed)) for theme, listed in by_theme.items()),
    )


def writable_contracts(actor: Actor) -> list[tuple[int, str, bool]]:
    """Contracts where a person writes: (key, name, whether the whole text).

    Three queries a contract: an installation has a few.
    """
    found = []
    for row in Contract.objects.order_by("-starts_on", "pk"):
        whole = bool(can_write_contract(actor, row.pk))
        if whole or mandates_in(actor, row.pk).acting_for:
            found.append((row.pk, row.name, whole))
    return found


@dataclass(frozen=True, slots=True)
class OwnedLine:
    """A line that an organisation leads; `kind` is that of its address, `within` what holds it."""

    kind: str
    within: str
    line: WorkLine


def owned_lines(contract_id: int, organisations: Iterable[int]) -> tuple[OwnedLine, ...]:
    """Operational objectives, then lines of plans, that these organisations lead: two queries."""
    wanted, today = list(organisations), timezone.localdate()
    work = OperationalObjective.objects.filter(
        objective__pillar__contract=contract_id, objective__retired=False, owner__in=wanted
    )
    lines = PlanLine.objects.filter(plan__contract=contract_id, owner__in=wanted)
    return (
        *(
            OwnedLine("operationnel", row.objective.title, work_line(row, today, True, row.source))
            for row in work.select_related("owner", "objective").order_by("due_on", "pk")
        ),
        *(
            OwnedLine("ligne", row.plan.title, work_line(row, today, True))
            for row in lines.select_related("owner", "plan").order_by("due_on", "pk")
        ),
    )
