"""An exchange as one of its two persons reads it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from faire_ensemble.apps.initiatives.models import Thread
from faire_ensemble.apps.initiatives.selectors.persons import shown_name


@dataclass(frozen=True, slots=True)
class MessageLine:
    mine: bool
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """`address` is the other's, empty until both said yes and once it is stopped."""

    id: int
    initiative_id: int
    title: str
    copy_title: str
    other: str
    messages: tuple[MessageLine, ...]
    i_agree: bool
    other_agrees: bool
    address: str
    stopped_at: datetime | None


def thread_row(thread_id: int) -> Thread | None:
    rows = Thread.objects.select_related(
        "initiative", "copy", "asker__shown_here", "carrier__shown_here"
    )
    return rows.filter(pk=thread_id).first()


def thread_page(row: Thread, reader: Any) -> ThreadPage:
    """One query more than the row."""
    asks = reader.pk == row.asker_id
    other = row.carrier if asks else row.asker
    open_to_both = row.asker_agrees and row.carrier_agrees and row.stopped_at is None
    return ThreadPage(
        id=row.pk,
        initiative_id=row.initiative_id,
        title=row.initiative.title,
        copy_title=row.copy.title if row.copy else "",
        other=shown_name(other),
        messages=tuple(
            MessageLine(each.author_id == reader.pk, each.body, each.at)
            for each in row.messages.all()
        ),
        i_agree=row.asker_agrees if asks else row.carrier_agrees,
        other_agrees=row.carrier_agrees if asks else row.asker_agrees,
        address=other.email if open_to_both and other.is_active else "",
        stopped_at=row.stopped_at,
    )
