"""The draft of a contract as the items that are signed, compared and digested."""

from datetime import date
from decimal import Decimal
from typing import Any

from faire_ensemble.apps.contract.models import (
    AnnexedPlan,
    Commitment,
    Contract,
    Objective,
    ObjectiveMeasure,
    OperationalObjective,
    Partner,
    Pillar,
    PlanLine,
)
from faire_ensemble.core.agreement import Item

CONTRACT, PARTNER, PILLAR, OBJECTIVE = "contract", "partner", "pillar", "objective"
OPERATIONAL, MEASURE, COMMITMENT = "operational", "measure", "commitment"
PLAN, LINE = "plan", "line"


def key_of(kind: str, pk: int) -> str:
    """How an item is named in every version."""
    return f"{kind}:{pk}"


def draft_items(contract_id: int) -> tuple[Item, ...]:
    """The text as it stands: ten queries, whatever its length. How far things are is not in it."""
    contract = Contract.objects.get(pk=contract_id)
    return (
        Item(
            CONTRACT,
            CONTRACT,
            "",
            contract.name,
            _values(
                starts_on=contract.starts_on,
                ends_on=contract.ends_on,
                orientations=contract.orientations,
            ),
        ),
        *_partners(contract_id),
        *_pillars(contract_id),
        *_commitments(contract_id),
        *_plans(contract_id),
    )


def _values(**known: Any) -> tuple[tuple[str, str], ...]:
    """What is known, as text: an amount to the cent, a day as ISO."""
    return tuple(
        sorted((name, _text(value)) for name, value in known.items() if value not in (None, ""))
    )


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def _partners(contract_id: int) -> list[Item]:
    rows = Partner.objects.filter(contract=contract_id).order_by(
        "organisation__name", "organisation"
    )
    return [
        Item(PARTNER, key_of(PARTNER, pk), CONTRACT, name, _values(role=role))
        for pk, name, role in rows.values_list("organisation", "organisation__name", "role")
    ]


def _pillars(contract_id: int) -> list[Item]:
    """Pillars, each followed by its objectives, each by its work and its measures."""
    work, measures = _work(contract_id), _measures(contract_id)
    objectives: dict[int, list[Item]] = {}
    rows = Objective.objects.filter(pillar__contract=contract_id, retired=False)
    for pk, pillar, title, theme in rows.order_by("pillar", "rank").values_list(
        "pk", "pillar", "title", "theme"
    ):
        key, parent = key_of(OBJECTIVE, pk), key_of(PILLAR, pillar)
        objectives.setdefault(pillar, []).extend(
            (
                Item(OBJECTIVE, key, parent, title, _values(theme=theme)),
                *work.get(pk, ()),
                *measures.get(pk, ()),
            )
        )
    found: list[Item] = []
    pillars = Pillar.objects.filter(contract=contract_id, retired=False).order_by("rank")
    for pk, title in pillars.values_list("pk", "title"):
        found += [Item(PILLAR, key_of(PILLAR, pk), CONTRACT, title), *objectives.get(pk, ())]
    return found


def _work(contract_id: int) -> dict[int, list[Item]]:
    """Operational objectives by objective."""
    found: dict[int, list[Item]] = {}
    rows = OperationalObjective.objects.filter(
        objective__pillar__contract=contract_id, objective__retired=False
    )
    for pk, objective, title, owner, due_on in rows.order_by("objective", "rank").values_list(
        "pk", "objective", "title", "owner__name", "due_on"
    ):
        key, parent = key_of(OPERATIONAL, pk), key_of(OBJECTIVE, objective)
        values = _values(owner=owner, due_on=due_on)
        found.setdefault(objective, []).append(Item(OPERATIONAL, key, parent, title, values))
    return found


def _measures(contract_id: int) -> dict[int, list[Item]]:
    """Measures by objective."""
    found: dict[int, list[Item]] = {}
    rows = ObjectiveMeasure.objects.filter(
        objective__pillar__contract=contract_id, objective__retired=False
    )
    for pk, objective, label, unit, value, year in rows.order_by("objective", "pk").values_list(
        "pk", "objective", "indicator__label", "indicator__unit", "target_value", "target_year"
    ):
        key, parent = key_of(MEASURE, pk), key_of(OBJECTIVE, objective)
        values = _values(target_value=value, target_year=year, unit=unit)
        found.setdefault(objective, []).append(Item(MEASURE, key, parent, label, values))
    return found


def _commitments(contract_id: int) -> list[Item]:
    rows = Commitment.objects.filter(contract=contract_id, retired=False)
    return [
        Item(
            COMMITMENT,
            key_of(COMMITMENT, pk),
            key_of(OBJECTIVE, objective) if objective else CONTRACT,
            title,
            _values(
                organisation=organisation, mainstream=mainstream, specific=specific, due_on=due_on
            ),
        )
        for pk, objective, title, organisation, mainstream, specific, due_on in rows.order_by(
            "organisation__name", "pk"
        ).values_list(
            "pk", "objective", "title", "organisation__name", "mainstream", "specific", "due_on"
        )
    ]


def _plans(contract_id: int) -> list[Item]:
    lines: dict[int, list[Item]] = {}
    for pk, plan, title, owner, due_on in (
        PlanLine.objects.filter(plan__contract=contract_id)
        .order_by("plan", "rank")
        .values_list("pk", "plan", "title", "owner__name", "due_on")
    ):
        lines.setdefault(plan, []).append(
            Item(
                LINE,
                key_of(LINE, pk),
                key_of(PLAN, plan),
                title,
                _values(owner=owner, due_on=due_on),
            )
        )
    found: list[Item] = []
    for row in (
        AnnexedPlan.objects.filter(contract=contract_id)
        .select_related("owner", "document")
        .order_by("kind", "title")
    ):
        values = _values(
            kind=row.kind,
            owner=row.owner.name if row.owner else None,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            summary=row.summary,
            link=row.link,
            document=row.document.sha256 if row.document else None,
        )
        found += [
            Item(PLAN, key_of(PLAN, row.pk), CONTRACT, row.title, values),
            *lines.get(row.pk, ()),
        ]
    return found
