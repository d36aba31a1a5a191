"""Putting lines in another order, taking them out, and saying how far the work is."""

from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.lifecycle import WORK
from faire_ensemble.apps.contract.models import (
    AnnexedPlan,
    Objective,
    ObjectiveMeasure,
    OperationalObjective,
    Pillar,
    PlanLine,
)
from faire_ensemble.apps.contract.permissions.draft import can_advance_work
from faire_ensemble.apps.contract.services.faults import BadInput
from faire_ensemble.apps.contract.services.rows import (
    locked,
    locked_draft,
    swap,
)
from faire_ensemble.kit import audit
from faire_ensemble.kit.transitions import Impossible
from faire_ensemble.kit.verdicts import require

PILLAR, OBJECTIVE, OPERATIONAL = "pilier", "objectif", "operationnel"
MEASURE, PLAN, LINE = "mesure", "plan", "ligne"


def lines_of(contract_id: int, kind: str) -> QuerySet[Any]:
    """The lines of a kind that the draft holds."""
    rows: dict[str, QuerySet[Any]] = {
        PILLAR: Pillar.objects.filter(contract=contract_id, retired=False),
        OBJECTIVE: Objective.objects.filter(pillar__contract=contract_id, retired=False),
        OPERATIONAL: OperationalObjective.objects.filter(
            objective__pillar__contract=contract_id, objective__retired=False
        ),
        MEASURE: ObjectiveMeasure.objects.filter(objective__pillar__contract=contract_id),
        PLAN: AnnexedPlan.objects.filter(contract=contract_id),
        LINE: PlanLine.objects.filter(plan__contract=contract_id),
    }
    return rows[kind]


PARENTS = {PILLAR: "contract", OBJECTIVE: "pillar", OPERATIONAL: "objective", LINE: "plan"}


@transaction.atomic
def move(*, actor: Any, contract_id: int, kind: str, pk: int, up: bool) -> bool:
    """Exchange a line with the one before it, or after; False at the end of the list."""
    locked_draft(actor, contract_id)
    row = lines_of(contract_id, kind).filter(pk=pk).first()
    if row is None or kind not in PARENTS:
        raise BadInput(_("Cette ligne n'est plus dans le contrat : rechargez la page."))
    parent = f"{PARENTS[kind]}_id"
    siblings = lines_of(contract_id, kind).filter(**{parent: getattr(row, parent)})
    if up:
        other = siblings.filter(rank__lt=row.rank).order_by("-rank").first()
    else:
        other = siblings.filter(rank__gt=row.rank).order_by("rank").first()
    if other is None:
        return False
    swap(row, other)
    audit.record(
        actor=actor,
        verb=f"{kind} : déplacement",
        subject=f"contrat:{contract_id}",
        detail={"id": row.pk, "titre": str(row), "rang": [row.rank, other.rank]},
    )
    return True


@transaction.atomic
def remove(*, actor: Any, contract_id: int, kind: str, pk: int) -> None:
    """Take a line out of the draft. What signed versions say of it stays.

    What other parts of the tool name (files, decisions…) is retired and keeps its history; the
    rest is deleted. Raises `Refused`, `BadInput` while something stands below it.
    """
    locked_draft(actor, contract_id)
    row = lines_of(contract_id, kind).filter(pk=pk).first()
    if row is None:
        return
    _nothing_below(kind, row)
    gone = not _named_elsewhere(kind, row)
    audit.record(
        actor=actor,
        verb=f"{kind} : retrait",
        subject=f"contrat:{contract_id}",
        detail={"id": row.pk, "titre": str(row), "effacé": gone},
    )
    if gone:
        row.delete()
    else:
        row.retired = True
        row.save(update_fields=["retired"])


def _nothing_below(kind: str, row: Any) -> None:
    if kind == PILLAR and row.objectives.filter(retired=False).exists():
        raise BadInput(
            _("Ce pilier a des objectifs : déplacez-les dans un autre ou retirez-les d'abord.")
        )
    if kind == OBJECTIVE and row.commitments.filter(retired=False).exists():
        raise BadInput(
            _("Des engagements portent sur cet objectif : retirez-les ou changez leur objectif.")
        )


def _named_elsewhere(kind: str, row: Any) -> bool:
    """Whether a row must outlive the draft: something that is not part of it names it."""
    if kind == PILLAR:
        return bool(row.objectives.exists())
    if kind == OBJECTIVE:
        return row.commitments.exists() or _used_above(row)
    return False


def _used_above(row: Model) -> bool:
    """Whether an app above names this row, whichever it is: none is imported here."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row.pk}).exists()
        for relation in row._meta.related_objects
        if relation.related_model._meta.app_label != row._meta.app_label
    )


@transaction.atomic
def advance(*, actor: Any, contract_id: int, kind: str, pk: int, act: str) -> Any:
    """Say how far an operational objective or a line of a plan is. Raises `Refused`, `BadInput`."""
    locked(contract_id)
    row = lines_of(contract_id, kind).filter(pk=pk).first()
    if row is None or kind not in (OPERATIONAL, LINE) or act not in WORK.acts:
        raise BadInput(_("Cette ligne n'est plus dans le contrat : rechargez la page."))
    require(can_advance_work(actor, contract_id, row.owner_id))
    before = row.state
    try:
        row.state = WORK.after(act, row.state)
    except Impossible as error:
        raise BadInput(
            _("Cette ligne est « %(state)s » : cela ne se peut plus.")
            % {"state": row.get_state_display()}
        ) from error
    row.save(update_fields=["state"])
    audit.record(
        actor=actor,
        verb=f"{kind} : avancement",
        subject=f"contrat:{contract_id}",
        detail={"id": row.pk, "titre": str(row), "avant": before, "après": row.state},
    )
    return row
