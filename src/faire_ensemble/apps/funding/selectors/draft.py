"""What was typed so far in an application, and the disagreements that wait to be settled."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from faire_ensemble.apps.funding.models import Application, DraftEdit, DraftField


@dataclass(frozen=True, slots=True)
class Typed:
    """The current text of a field; `revision` 0 when nobody wrote it yet."""

    value: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Words that were typed over somebody else's: the current text stays until people choose."""

    id: int
    key: str
    value: str
    by: str
    at: datetime


def application_with(application_id: int) -> Application | None:
    """An application with all that its rights and its form need: one query."""
    rows = Application.objects.select_related("call__contract", "lead", "project")
    return rows.filter(pk=application_id).first()


def typed_in(application: Application) -> dict[str, Typed]:
    """Every field that was written, by key: one query."""
    rows = DraftField.objects.filter(application=application)
    return {key: Typed(value, rev) for key, value, rev in rows.values_list(
        "key", "value", "revision")}  # fmt: skip


def texts_of(application: Application) -> dict[str, str]:
    """What was typed and is not empty, by key: one query."""
    return {key: typed.value for key, typed in typed_in(application).items() if typed.value}


def disagreements(application: Application) -> list[Disagreement]:
    """Those that nobody settled yet, the oldest first: one query."""
    rows = DraftEdit.objects.filter(application=application, kept=False, settled_at=None)
    rows = rows.select_related("saved_by").order_by("saved_at", "pk")
    return [
        Disagreement(row.pk, row.key, row.value, str(row.saved_by or ""), row.saved_at)
        for row in rows
    ]


def last_saved(application: Application) -> datetime | None:
    """When something was last written: one query."""
    rows = DraftField.objects.filter(application=application)
    at: datetime | None = rows.aggregate(at=Max("saved_at"))["at"]
    return at
