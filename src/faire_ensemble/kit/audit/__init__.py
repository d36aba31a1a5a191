"""The audit trail: `record` an act inside the transaction that does it; `verify` the chain."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from faire_ensemble.kit.audit.chain import GENESIS, Break, Link, first_break
from faire_ensemble.kit.models import AuditEntry, AuditHead

__all__ = ["Break", "actor_name", "record", "verify"]

COMMAND_LINE = "ligne de commande"


def actor_name(actor: Any) -> str:
    """How an actor is written in the trail: the person's e-mail, or the command line."""
    return getattr(actor, "email", "") or COMMAND_LINE


def record(
    *, actor: Any, verb: str, subject: str, detail: dict[str, Any] | None = None
) -> AuditEntry:
    """Append an act. Must run inside the act's transaction: both are kept, or neither.

    The lock on the single head row makes concurrent writers queue (PostgreSQL row lock,
    SQLite immediate transaction), so that the chain cannot fork.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of the act")
    head = AuditHead.objects.select_for_update().get(pk=1)
    link = Link(
        sequence=head.sequence + 1,
        at=timezone.now(),
        actor=actor_name(actor),
        verb=verb,
        subject=subject[:200],
        detail=detail or {},
        previous=head.digest or GENESIS,
    )
    digest = link.digest()
    entry = AuditEntry.objects.create(
        sequence=link.sequence,
        at=link.at,
        actor=link.actor,
        verb=link.verb,
        subject=link.subject,
        detail=link.detail,
        previous=link.previous,
        digest=digest,
    )
    head.sequence, head.digest = link.sequence, digest
    head.save()
    return entry


def verify() -> tuple[int, Break | None]:
    """Recompute the whole chain: how many entries were read, and the first break if any.

    The head row is checked too, so that entries cut off the end are noticed.
    """
    count = 0

    def entries() -> Any:
        nonlocal count
        for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
            count += 1
            yield (
                Link(
                    entry.sequence,
                    entry.at,
                    entry.actor,
                    entry.verb,
                    entry.subject,
                    entry.detail,
                    entry.previous,
                ),
                entry.digest,
            )

    broken = first_break(entries())
    head = AuditHead.objects.get(pk=1)
    if broken is None and head.sequence != count:
        broken = Break(count + 1, "des entrées manquent à la fin")
    return count, broken
