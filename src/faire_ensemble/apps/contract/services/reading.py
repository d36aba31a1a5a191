"""Two people on the same line: what was read, compared under the lock with what is there.

A form carries the mark of the line as it was read. Somebody who saves after a colleague is told,
keeps what they typed, sees the colleague's words, and chooses.
"""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.models import Commitment, Contract
from faire_ensemble.apps.contract.services.faults import BadInput
from faire_ensemble.apps.contract.services.moving import lines_of
from faire_ensemble.apps.contract.services.rows import locked, texts

STALE = "read"
TEXT, COMMITMENT = "texte", "engagement"
# What moves without anybody rewriting the line.
NOT_WRITTEN = frozenset({"rank", "state", "retired", "signed_on"})


def row_as_written(contract_id: int, kind: str, pk: int | None) -> Any:
    """A line of the draft, its contract (`texte`) or one of its commitments; None when gone."""
    if pk is None:
        return None
    if kind == TEXT:
        return Contract.objects.filter(pk=contract_id).first()
    if kind == COMMITMENT:
        return Commitment.objects.filter(contract=contract_id, retired=False, pk=pk).first()
    return lines_of(contract_id, kind).filter(pk=pk).first()


def mark_of(row: Any) -> str:
    """What stands for the words of a line as they are; nothing for a new one."""
    if row is None:
        return ""
    words = {name: value for name, value in texts(row).items() if name not in NOT_WRITTEN}
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:32]


def still_as_read(*, contract_id: int, kind: str, pk: int | None, read: str) -> None:
    """Within the transaction that writes: take the lock, then compare. Raises `BadInput`.

    Without a mark (a program, the command line) nothing is compared.
    """
    if pk is None or not read:
        return
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("still_as_read() belongs inside the transaction that writes")
    locked(contract_id)
    if mark_of(row_as_written(contract_id, kind, pk)) != read:
        raise BadInput(
            _(
                "Un collègue a changé cette ligne pendant que vous écriviez. Rien n'est perdu : "
                "votre texte est ci-dessous, le sien au-dessus. Corrigez, puis enregistrez."
            ),
            STALE,
        )
