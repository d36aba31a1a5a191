"""A call as plain data, by section: what is compared, kept at each revision and copied.

Rows (funders, criteria, documents, questions) bear an `id` that no wording changes: the
organisation, the criterion's number, the key of the document or of the question. Times are
ISO 8601 in UTC, so that the same instant is always the same text.
"""

from datetime import UTC, datetime
from typing import Any

from faire_ensemble.apps.funding.models import Call
from faire_ensemble.apps.funding.selectors.calls import questions_asked

Content = dict[str, Any]
SECTIONS = ("about", "holders", "objectives", "funders", "criteria", "documents", "questions")


def content_of(call: Call) -> Content:
    """All the sections of a call: seven queries."""
    return {
        "about": {
            "kind": call.kind,
            "title": call.title,
            "summary": call.summary,
            "first_year": call.first_year,
            "last_year": call.last_year,
            "opens_at": instant(call.opens_at),
            "closes_at": instant(call.closes_at),
        },
        "holders": {"values": sorted(call.eligible_kinds)},
        "objectives": {"values": sorted(str(pk) for pk in _objectives(call))},
        "funders": {"rows": [_funder(row) for row in call.funders.order_by("rank", "pk")]},
        "criteria": {"rows": [_criterion(row) for row in call.criteria.order_by("rank", "pk")]},
        "documents": {"rows": [_document(row) for row in call.documents.order_by("rank", "pk")]},
        "questions": {"rows": _questions(call)},
    }


def tidy(value: Any) -> Any:
    """Plain data with one kind of line end: browsers send another than the one that is kept, and
    a text nobody touched must not look changed."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if isinstance(value, list):
        return [tidy(item) for item in value]
    if isinstance(value, dict):
        return {key: tidy(item) for key, item in value.items()}
    return value


def instant(value: datetime | None) -> str:
    """An instant as text, empty when there is none."""
    return value.astimezone(UTC).isoformat(timespec="seconds") if value else ""


def moment_of(text: str) -> datetime | None:
    """The instant of such a text."""
    return datetime.fromisoformat(text) if text else None


def _objectives(call: Call) -> list[int]:
    return list(call.objectives.values_list("pk", flat=True))


def _funder(row: Any) -> Content:
    return {"id": str(row.funder_id), "nature": row.nature, "conditions": row.conditions}


def _criterion(row: Any) -> Content:
    return {
        "id": str(row.pk),
        "label": row.label,
        "why": row.why,
        "max_points": row.max_points,
        "weight": row.weight,
    }


def _document(row: Any) -> Content:
    return {
        "id": row.key,
        "label": row.label,
        "why": row.why,
        "required": row.required,
        "holder_kinds": sorted(row.holder_kinds),
    }


def _questions(call: Call) -> list[Content]:
    return [
        {
            "id": asked.key,
            "label": asked.label,
            "why": asked.why,
            "kind": asked.kind,
            "choices": list(asked.choices),
            "required": asked.required,
        }
        for asked in questions_asked(call)
    ]
