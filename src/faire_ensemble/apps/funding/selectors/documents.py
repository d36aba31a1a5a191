"""The documents of an application: what is asked, what is joined, what is missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Application, Attachment
from faire_ensemble.apps.funding.selectors.calls import documents_asked
from faire_ensemble.apps.funding.selectors.form import Form
from faire_ensemble.apps.funding.selectors.remarks import Remark
from faire_ensemble.kit.files import caution_sentences, scan_label


@dataclass(frozen=True, slots=True)
class Joined:
    """A document as its readers see it; `size` is in bytes, `scan` says what the antivirus said."""

    id: int
    name: str
    size: int
    sha256: str
    scan: str
    cautions: tuple[str, ...]
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Slot:
    """A document asked for and what answers it. `id` is empty for other documents."""

    id: int | None
    label: str
    why: str
    required: bool
    joined: tuple[Joined, ...]


def slots_of(application: Application) -> list[Slot]:
    """Each document asked of this holder, then the others: two queries."""
    by_document: dict[int | None, list[Joined]] = {}
    for document_id, joined in _joined(application):
        by_document.setdefault(document_id, []).append(joined)
    slots = [
        Slot(asked.id, asked.label, asked.why, asked.required,
             tuple(by_document.pop(asked.id, ())))
        for asked in documents_asked(application.call, application.lead.kind)
    ]  # fmt: skip
    rest = tuple(each for found in by_document.values() for each in found)
    other = Slot(None, _("Autre pièce"), _("Ce que vous jugez utile de montrer."), False, rest)
    return [*slots, other]


def documents_for_version(application: Application) -> list[dict[str, object]]:
    """What a version keeps of the documents."""
    return [
        {"id": joined.id, "name": joined.name, "sha256": joined.sha256, "document": document_id}
        for document_id, joined in _joined(application)
    ]


def document_remarks(
    application: Application, form: Form, texts: Mapping[str, str]
) -> Iterator[Remark]:
    """Required documents that are not joined yet."""
    for slot in slots_of(application):
        if slot.required and not slot.joined:
            yield Remark("documents", _("Il manque : %(label)s.") % {"label": slot.label},
                         why=slot.why)  # fmt: skip


def _joined(application: Application) -> list[tuple[int | None, Joined]]:
    rows = Attachment.objects.filter(application=application, removed_at=None)
    return [
        (
            row.document_id,
            Joined(
                id=row.pk,
                name=row.name,
                size=row.stored.size,
                sha256=row.stored.sha256,
                scan=scan_label(row.stored),
                cautions=tuple(caution_sentences(row.stored)),
                added_at=row.added_at,
            ),
        )
        for row in rows.select_related("stored")
    ]
