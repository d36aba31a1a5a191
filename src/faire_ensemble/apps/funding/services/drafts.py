"""Saving what is typed, field by field; two persons in one field both keep their words.

No entry in the audit trail here: its single head row would make everyone who types wait for
everyone else. The edits themselves are kept (`DraftEdit`), with who and when.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Application, DraftEdit, DraftField, Project
from faire_ensemble.apps.funding.permissions.applications import can_write_application
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.draft import texts_of
from faire_ensemble.apps.funding.selectors.form import form_of
from faire_ensemble.apps.funding.services.applications import locked
from faire_ensemble.kit.verdicts import require

ONE_EDIT = timedelta(minutes=2)
LONGEST = 100_000
TITLE = "project.title"
TITLE_MAX = 200


class FieldRefused(ValueError):
    """A text that cannot be kept; the message says why, in the person's language."""


class State(StrEnum):
    SAVED = "saved"
    SAME = "same"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Change:
    """A field as somebody left it. `revision` is the one they started from, 0 for none.

    `unanswered`: texts sent before whose answer was lost on the way; finding one of them saved
    by the same person is no disagreement. `edit`: the disagreement that this change continues.
    """

    key: str
    value: str
    revision: int
    unanswered: tuple[str, ...] = ()
    edit: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`value`, `revision`, `by` and `at` are the current text's; `edit` is set on a conflict."""

    key: str
    state: State
    value: str
    revision: int
    by: str
    at: datetime
    edit: int | None = None


@transaction.atomic
def save_fields(
    *, actor: Actor, application_id: int, changes: Iterable[Change]
) -> tuple[Outcome, ...]:
    """Keep each change, or set it aside as a disagreement when its field moved on meanwhile.

    Raises `Refused` without the right to write, `FieldRefused` for a key that this form has not.
    """
    application = locked_draft(actor, application_id)
    form = form_of(application, texts_of(application))
    wanted = list(changes)
    for change in wanted:
        if not form.accepts(change.key):
            raise FieldRefused(_("Ce champ n'existe pas ou plus dans ce dossier."))
    rows = _rows(application, [change.key for change in wanted])
    return tuple(_apply(actor, application, rows.get(change.key), change) for change in wanted)


@transaction.atomic
def settle_disagreement(
    *, actor: Actor, application_id: int, edit_id: int, value: str, revision: int
) -> Outcome:
    """Choose the text of a field: mine, theirs, or one made of both. Both stay in the history.

    When the current text moved on after `revision`, nothing is changed: look again and choose.
    """
    application = locked_draft(actor, application_id)
    edit = DraftEdit.objects.filter(application=application, pk=edit_id, kept=False).first()
    if edit is None:
        raise FieldRefused(_("Ce désaccord n'existe pas dans ce dossier."))
    row = _rows(application, [edit.key]).get(edit.key)
    value = clean(value)
    if edit.settled_at is not None:
        return _current(edit.key, row, State.SAME)
    if row is not None and row.revision != revision and row.value != value:
        return _current(edit.key, row, State.CONFLICT, edit.pk)
    now = timezone.now()
    if row is None or row.value != value:
        row = _write(actor, application, row, edit.key, value, now)
    edit.settled_at, edit.settled_by = now, actor
    edit.save(update_fields=["settled_at", "settled_by"])
    return _current(edit.key, row, State.SAVED)


def locked_draft(actor: Actor, application_id: int) -> Application:
    """The application, its row locked: saving, submitting and withdrawing wait for one another."""
    application = locked(application_id)
    require(can_write_application(actor, application))
    return application


def clean(text: str) -> str:
    """What any database keeps: one kind of line end, no null character, no half of a character.

    Raises `FieldRefused` beyond 100 000 characters, far above what any field reads.
    """
    if len(text) > LONGEST:
        raise FieldRefused(
            _("Ce texte est trop long pour être enregistré : raccourcissez-le, ou joignez-le.")
        )
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return plain.encode("utf-8", "replace").decode()


def _rows(application: Application, keys: list[str]) -> dict[str, DraftField]:
    rows = DraftField.objects.filter(application=application, key__in=keys)
    return {row.key: row for row in rows.select_related("saved_by")}


def _apply(
    actor: Actor, application: Application, row: DraftField | None, change: Change
) -> Outcome:
    value, now = clean(change.value), timezone.now()
    if (row.value if row else "") == value:
        return _current(change.key, row, State.SAME)
    if row is None or row.revision == change.revision or _own(actor, row, change):
        written = _write(actor, application, row, change.key, value, now)
        return _current(change.key, written, State.SAVED)
    edit = _set_aside(actor, application, change, value, now)
    return _current(change.key, row, State.CONFLICT, edit.pk)


def _own(actor: Actor, row: DraftField, change: Change) -> bool:
    """Whether the current text is this person's, from a save whose answer never came back."""
    return row.saved_by_id == actor.pk and row.value in map(clean, change.unanswered)


def _write(
    actor: Actor,
    application: Application,
    row: DraftField | None,
    key: str,
    value: str,
    now: datetime,
) -> DraftField:
    if row is None:
        row = DraftField(application=application, key=key, revision=0)
    before, row.revision = row.revision, row.revision + 1
    row.value, row.saved_by, row.saved_at = value, actor, now
    row.save()
    _remember(row, before)
    if key == TITLE:
        title = " ".join(value.split())[:TITLE_MAX]
        Application.objects.filter(pk=application.pk).update(title=title)
        Project.objects.filter(pk=application.project_id).update(title=title)
    return row


def _remember(row: DraftField, before: int) -> None:
    """Add the save to the history. What one person types in two minutes is one edit, unless
    text was taken away: then what stood before stays."""
    last = DraftEdit.objects.filter(
        application=row.application_id, key=row.key, revision=before, kept=True
    ).first()
    goes_on = (
        last is not None
        and last.saved_by_id == row.saved_by_id
        and row.saved_at - last.saved_at < ONE_EDIT
        and len(row.value) >= len(last.value)
    )
    if last is not None and goes_on:
        last.value, last.revision = row.value, row.revision
        last.save(update_fields=["value", "revision"])
        return
    DraftEdit.objects.create(
        application_id=row.application_id, key=row.key, value=row.value, based_on=before,
        revision=row.revision, kept=True, saved_by_id=row.saved_by_id, saved_at=row.saved_at,
    )  # fmt: skip


def _set_aside(
    actor: Actor, application: Application, change: Change, value: str, now: datetime
) -> DraftEdit:
    """Keep the words of who came second; going on typing goes on in the same edit."""
    waiting = DraftEdit.objects.filter(
        application=application, key=change.key, kept=False, settled_at=None, saved_by=actor
    )
    found = waiting.filter(pk=change.edit).first() if change.edit else None
    if found is None:
        sent = [value, *map(clean, change.unanswered)]
        found = waiting.filter(based_on=change.revision, value__in=sent).first()
    if found is not None:
        found.value, found.saved_at = value, now
        found.save(update_fields=["value", "saved_at"])
        return found
    return DraftEdit.objects.create(
        application=application, key=change.key, value=value, based_on=change.revision,
        kept=False, saved_by=actor, saved_at=now,
    )  # fmt: skip


def _current(key: str, row: DraftField | None, state: State, edit: int | None = None) -> Outcome:
    if row is None:
        return Outcome(key, state, "", 0, "", timezone.now(), edit)
    return Outcome(key, state, row.value, row.revision, str(row.saved_by or ""), row.saved_at, edit)
