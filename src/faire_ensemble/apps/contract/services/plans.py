"""Annexed plans and their follow-up lines."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.models import AnnexedPlan, PlanKind, PlanLine
from faire_ensemble.apps.contract.permissions.draft import can_write_contract
from faire_ensemble.apps.contract.services.faults import BadInput
from faire_ensemble.apps.contract.services.rows import (
    keep,
    locked_draft,
    place,
    texts,
    title_of,
)
from faire_ensemble.apps.contract.services.text import partner_or_none, within
from faire_ensemble.kit.files import Checked
from faire_ensemble.kit.files import keep as keep_file
from faire_ensemble.kit.numbers import long_date
from faire_ensemble.kit.verdicts import require


def write_plan(
    *,
    actor: Any,
    contract_id: int,
    kind: str,
    title: str,
    summary: str = "",
    owner_id: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    link: str = "",
    document: Checked | None = None,
    source: str = "",
    pk: int | None = None,
) -> AnnexedPlan:
    """Annex a plan, or change it; a document given replaces the one before.

    `ends_on` is excluded. Raises `Refused`, `BadInput`.
    """
    require(can_write_contract(actor, contract_id))
    stored = keep_file(document) if document is not None else None
    with transaction.atomic():
        locked_draft(actor, contract_id)
        row = plan_of(contract_id, pk) if pk else AnnexedPlan(contract_id=contract_id)
        before = texts(row) if pk else {}
        if kind not in PlanKind.values:
            raise BadInput(_("Choisissez une nature dans la liste."), "kind")
        row.kind, row.title, row.summary = kind, title_of(title), summary.strip()
        same = AnnexedPlan.objects.filter(contract=contract_id, title=row.title)
        if same.exclude(pk=row.pk).exists():
            raise BadInput(
                _("Un plan annexé porte déjà ce nom : précisez l'année ou le territoire."), "title"
            )
        if starts_on is not None and ends_on is not None and ends_on <= starts_on:
            raise BadInput(
                _("Ce plan est adopté le %(day)s : sa fin doit venir après.")
                % {"day": long_date(starts_on)},
                "ends_on",
            )
        row.owner_id = partner_or_none(contract_id, owner_id, "owner_id")
        row.starts_on, row.ends_on, row.link = starts_on, ends_on, link.strip()
        row.source = source.strip()
        if stored is not None and document is not None:
            row.document, row.document_name = stored, document.name[:200]
        keep(actor, contract_id, row, "plan annexé", before)
    return row


@transaction.atomic
def write_plan_line(
    *,
    actor: Any,
    contract_id: int,
    plan_id: int,
    title: str,
    owner_id: int | None = None,
    due_on: date | None = None,
    rank: int | None = None,
    pk: int | None = None,
) -> PlanLine:
    """Add a line to a plan, or change it. Raises `Refused`, `BadInput`."""
    contract = locked_draft(actor, contract_id)
    plan = plan_of(contract_id, plan_id)
    row = plan.lines.filter(pk=pk).first() if pk else PlanLine(plan=plan)
    if row is None:
        raise BadInput(_("Cette ligne n'est plus dans le plan : rechargez la page."))
    before = texts(row) if pk else {}
    row.title = title_of(title)
    row.owner_id = partner_or_none(contract_id, owner_id, "owner_id")
    row.due_on = within(contract, due_on, "due_on")
    place(row, plan.lines.all(), rank)
    keep(actor, contract_id, row, "ligne de plan", before)
    return row


def plan_of(contract_id: int, pk: int) -> AnnexedPlan:
    """A plan of the contract. Raises `BadInput`."""
    found = AnnexedPlan.objects.filter(contract=contract_id, pk=pk).first()
    if found is None:
        raise BadInput(_("Ce plan n'est plus annexé au contrat : rechargez la page."))
    return found
