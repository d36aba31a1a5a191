"""Opening a process, changing it, its phases, publishing and closing it."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import PROCESS
from faire_ensemble.apps.participation.models import Entry, Phase, PhaseKindChoice, Process
from faire_ensemble.apps.participation.permissions.processes import (
    can_create_process,
    can_run_process,
)
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.kit import audit
from faire_ensemble.kit.transitions import Impossible
from faire_ensemble.kit.verdicts import require

CODE_LENGTH = 60
# Addresses beside those of processes.
RESERVED = frozenset({"reponses-en-retard", "suites"})
VERBS = {
    "publish": "démarche publiée",
    "withdraw": "démarche dépubliée",
    "close": "démarche terminée",
    "reopen": "démarche rouverte",
}


class PhaseRow(TypedDict):
    """A phase as a form gives it; times are aware, `closes_at` excluded or none."""

    kind: str
    title: str
    opens_at: datetime
    closes_at: datetime | None


def create_process(
    *, actor: Any, contract_id: int, kind: str, title: str, **fields: Any
) -> Process:
    """A draft. `fields` are those of the model. Raises `Refused`, `BadInput`."""
    require(can_create_process(actor, contract_id))
    process = Process(
        contract_id=contract_id,
        kind=kind,
        salt=secrets.token_hex(32),
        created_at=timezone.now(),
    )
    _write(process, {"title": title, **fields})
    with transaction.atomic():
        process.code = _free_code(title)
        try:
            with transaction.atomic():
                process.save()
        except IntegrityError as error:
            raise BadInput(
                _("Une autre démarche vient de prendre la même adresse : recommencez."), "title"
            ) from error
        audit.record(
            actor=actor,
            verb="démarche créée",
            subject=f"démarche:{process.pk}",
            detail={"code": process.code},
        )
    return process


def change_process(*, actor: Any, process_id: int, **fields: Any) -> Process:
    """Change what a process says of itself. Raises `Refused`, `BadInput`."""
    with transaction.atomic():
        process = locked_process(process_id)
        require(can_run_process(actor, process))
        _write(process, fields)
        process.save()
        audit.record(
            actor=actor,
            verb="démarche modifiée",
            subject=f"démarche:{process.pk}",
            detail={"champs": sorted(fields)},
        )
    return process


def set_phases(*, actor: Any, process_id: int, rows: Iterable[PhaseRow]) -> list[Phase]:
    """Replace the phases, all at once. Raises `Refused`, `BadInput`."""
    with transaction.atomic():
        process = locked_process(process_id)
        require(can_run_process(actor, process))
        phases = [Phase(process=process, **row) for row in rows]
        for phase in phases:
            if phase.closes_at is not None and phase.closes_at <= phase.opens_at:
                raise BadInput(
                    _("« %(phase)s » se termine avant de commencer : corrigez une des deux dates.")
                    % {"phase": phase}
                )
        if len({(phase.kind, phase.opens_at) for phase in phases}) < len(phases):
            raise BadInput(
                _("Deux phases de même nature commencent au même moment : réunissez-les.")
            )
        process.phases.all().delete()
        made = Phase.objects.bulk_create(phases)
        audit.record(
            actor=actor,
            verb="phases fixées",
            subject=f"démarche:{process.pk}",
            detail={
                "phases": [
                    f"{phase.kind} {phase.opens_at.isoformat()} "
                    f"{phase.closes_at.isoformat() if phase.closes_at else ''}".strip()
                    for phase in phases
                ]
            },
        )
    return made


def move_process(*, actor: Any, process_id: int, act: str) -> Process:
    """Publish, withdraw, close or reopen. Raises `Refused`, `BadInput`."""
    with transaction.atomic():
        process = locked_process(process_id)
        require(can_run_process(actor, process))
        try:
            process.state = PROCESS.after(act, process.state)
        except Impossible as error:
            raise BadInput(
                _("La démarche est « %(state)s » : cela ne se peut pas.")
                % {"state": process.get_state_display()}
            ) from error
        if act == "publish" and not process.phases.exists():
            raise BadInput(_("Donnez au moins une phase, avec ses dates, avant de publier."))
        if act == "withdraw" and process.contributions.exists():
            raise BadInput(
                _("Des personnes ont déjà écrit : terminez la démarche au lieu de la dépublier.")
            )
        process.save(update_fields=["state"])
        audit.record(actor=actor, verb=VERBS[act], subject=f"démarche:{process.pk}")
    return process


def locked_process(process_id: int) -> Process:
    """The process, its row locked until the end of the transaction."""
    return Process.objects.select_for_update().get(pk=process_id)


def next_number(process: Process) -> int:
    """The next number within a process whose row is locked; never given twice."""
    process.numbered += 1
    process.save(update_fields=["numbered"])
    return process.numbered


WRITABLE = frozenset(
    {
        "title", "summary", "body", "territory_id", "owner_id", "entries", "minimum_age",
        "read_first", "answer_days", "threshold", "envelope", "categories",
    }
)  # fmt: skip


def _write(process: Process, fields: dict[str, Any]) -> None:
    unknown = set(fields) - WRITABLE
    if unknown:
        raise TypeError(f"not fields of a process: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(process, name, value)
    process.title = process.title.strip()
    if not process.title:
        raise BadInput(_("Donnez un titre à la démarche."), "title")
    envelope = process.envelope
    if envelope is not None and Decimal(envelope) <= 0:
        raise BadInput(_("L'enveloppe est un montant en euros plus grand que zéro."), "envelope")
    wrong = set(process.entries) - set(Entry.values)
    if wrong:
        raise TypeError(f"not ways of entering: {sorted(wrong)}")


def phase_kinds() -> list[tuple[str, str]]:
    """Values and labels, in the order of a process."""
    return [(value, str(label)) for value, label in PhaseKindChoice.choices]


def _free_code(title: str) -> str:
    base = slugify(title)[:CODE_LENGTH].strip("-") or "demarche"
    rows = Process.objects.filter(code__startswith=base[:50])
    taken = RESERVED.union(rows.values_list("code", flat=True))
    code, rank = base, 1
    while code in taken:
        rank += 1
        code = f"{base[: CODE_LENGTH - len(str(rank)) - 1]}-{rank}"
    return code
