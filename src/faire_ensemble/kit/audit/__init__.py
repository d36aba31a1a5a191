"""The audit trail: `record` an act inside the transaction that does it; `verify` the chain.

Actors and subjects that are persons are written `personne:<id>` (`person_reference`): the trail
cannot be changed, so it holds no name and no address, and erasing a person leaves it intact.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.kit.audit.chain import GENESIS, Break, Link, first_break
from faire_ensemble.kit.audit.detail import BadDetail, keepable, plain
from faire_ensemble.kit.models import AuditEntry, AuditHead

__all__ = ["BadDetail", "Break", "actor_name", "person_reference", "record", "seal", "verify"]

COMMAND_LINE = "ligne de commande"
PERSON = "personne:"
SUBJECT_LENGTH = 200


def person_reference(pk: int) -> str:
    """How the trail names a person."""
    return f"{PERSON}{pk}"


def actor_name(actor: Any) -> str:
    """How an actor is written in the trail: `personne:<id>`, or the command line.

    A text is kept as it is: somebody without an account has a reference of their own.
    """
    if isinstance(actor, str):
        return actor
    pk = getattr(actor, "pk", None)
    return person_reference(pk) if pk else COMMAND_LINE


def record(
    *, actor: Any, verb: str, subject: str, detail: dict[str, Any] | None = None
) -> AuditEntry:
    """Append an act. Must run inside the act's transaction: both are kept, or neither.

    The lock on the single head row makes concurrent writers queue (PostgreSQL row lock,
    SQLite immediate transaction), so that the chain cannot fork. Raises `BadDetail` for a
    detail that no database would give back unchanged; a subject is cut at 200 characters.
    The verb is what readers of the journal see: French, like « mandat donné ».
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of the act")
    content = plain(detail or {})
    head = AuditHead.objects.select_for_update().get(pk=1)
    link = Link(
        sequence=head.sequence + 1,
        at=timezone.now(),
        actor=actor_name(actor),
        verb=keepable(verb, "verb"),
        subject=keepable(subject, "subject")[:SUBJECT_LENGTH],
        detail=content,
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


def verify(witnesses: Mapping[int, str] | None = None) -> tuple[int, Break | None]:
    """Recompute the whole chain: how many entries were read, and the first break if any.

    The head row is checked too, so that entries cut off the end are noticed. Whoever owns the
    database could rewrite everything, head included: `witnesses` are seals (sequence -> digest,
    see `seal`) noted outside it, which the chain must still hold.
    """
    # No lock, so that acts go on meanwhile: the last entry is looked for before the head, which
    # is written with it and so can only be further; the walk stops where the head was then.
    last = AuditEntry.objects.aggregate(last=Max("sequence"))["last"] or 0
    head = AuditHead.objects.filter(pk=1).first() or AuditHead(sequence=-1)
    read = _Reader(max(head.sequence, last), witnesses or {})
    broken = first_break(read.entries())
    if broken is None and read.count < head.sequence:
        broken = Break(read.count + 1, _("des entrées manquent à la fin"))
    if broken is None and read.count > head.sequence:
        broken = Break(head.sequence + 1 or 1, _("la tête gardée ne la connaît pas"))
    if broken is None and head.digest != read.last:
        broken = Break(read.count, _("elle a été remplacée : la tête gardée n'est pas la sienne"))
    if broken is None and read.unmet:
        broken = Break(min(read.unmet), _("son empreinte n'est pas celle du témoin"))
    return read.count, broken


def seal() -> tuple[int, str]:
    """Sequence and digest of the last entry, to note outside the database (a witness)."""
    head = AuditHead.objects.get(pk=1)
    return head.sequence, head.digest


class _Reader:
    """Streams the entries, remembering what `verify` needs besides the chain itself."""

    def __init__(self, end: int, witnesses: Mapping[int, str]) -> None:
        self.end, self.count, self.last = end, 0, ""
        self.unmet = dict(witnesses)

    def _kept(self) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.filter(sequence__lte=self.end).order_by("sequence")

    def entries(self) -> Iterator[tuple[Link, str]]:
        for entry in self._kept().iterator(chunk_size=2000):
            self.count += 1
            self.last = entry.digest
            if self.unmet.get(entry.sequence) == entry.digest:
                del self.unmet[entry.sequence]
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
