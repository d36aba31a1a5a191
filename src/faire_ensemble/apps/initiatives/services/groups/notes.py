"""Writing notes together: every version is kept, and nobody's words take another's place.

A save says which revision it started from. When the note moved on meanwhile, the current text
stays, the other one waits beside it until a member chooses: one, the other, or one made of both.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.models import Note, NoteVersion
from faire_ensemble.apps.initiatives.permissions.groups import can_work_inside
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.groups.locking import (
    locked_group,
    members_of,
    tell_about,
)
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

TITLE_MAX, BODY_MAX, NOTES_MAX = 150, 50_000, 500


class SaveState(StrEnum):
    SAVED = "saved"
    SAME = "same"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save; `waiting` is the version set aside on a conflict."""

    note: Note
    state: SaveState
    waiting: NoteVersion | None = None


@transaction.atomic
def write_note(*, actor: Any, group_id: int, title: str, body: str, site: str = "") -> Note:
    """A new note. Raises `Refused`, `BadInput`."""
    group = locked_group(group_id)
    require(can_work_inside(actor, group))
    name, text = _checked(title, body)
    if group.notes.count() >= NOTES_MAX:
        raise BadInput(_("Ce groupe a déjà %(n)s notes.") % {"n": NOTES_MAX})
    note = Note.objects.create(
        group=group, title=name, body=text, saved_by=actor, saved_at=timezone.now()
    )
    _remember(note, 0)
    _told(note, actor, site)
    return note


@transaction.atomic
def save_note(
    *, actor: Any, note_id: int, title: str, body: str, revision: int, site: str = ""
) -> Saved:
    """Keep the text, or set it aside when somebody saved after `revision`.

    Raises `Refused`, `BadInput`.
    """
    note = _locked(note_id)
    require(can_work_inside(actor, note.group))
    name, text = _checked(title, body)
    if (note.title, note.body) == (name, text):
        return Saved(note, SaveState.SAME)
    if note.revision == revision:
        _write(note, actor, name, text, site)
        return Saved(note, SaveState.SAVED)
    waiting = NoteVersion.objects.filter(
        note=note, kept=False, settled_at=None, saved_by=actor, based_on=revision,
        title=name, body=text,
    ).first()  # fmt: skip
    if waiting is None:
        waiting = NoteVersion.objects.create(
            note=note, title=name, body=text, based_on=revision, kept=False,
            saved_by=actor, saved_at=timezone.now(),
        )  # fmt: skip
        audit.record(
            actor=actor,
            verb="note en désaccord",
            subject=f"note:{note.pk}",
            detail={"version": waiting.pk},
        )
    return Saved(note, SaveState.CONFLICT, waiting)


@transaction.atomic
def settle_note(
    *, actor: Any, version_id: int, title: str, body: str, revision: int, site: str = ""
) -> Saved:
    """Choose the text after a conflict; both stay in the history.

    When the note moved on again after `revision`, nothing changes: look again and choose.
    """
    found = NoteVersion.objects.filter(pk=version_id, kept=False).first()
    if found is None:
        raise BadInput(_("Ce désaccord n'existe pas."))
    note = _locked(found.note_id)
    require(can_work_inside(actor, note.group))
    name, text = _checked(title, body)
    waiting = NoteVersion.objects.select_for_update().get(pk=version_id)
    if waiting.settled_at is not None:
        return Saved(note, SaveState.SAME)
    if note.revision != revision and (note.title, note.body) != (name, text):
        return Saved(note, SaveState.CONFLICT, waiting)
    if (note.title, note.body) != (name, text):
        _write(note, actor, name, text, site)
    waiting.settled_at, waiting.settled_by = timezone.now(), actor
    waiting.save(update_fields=["settled_at", "settled_by"])
    return Saved(note, SaveState.SAVED)


def _locked(note_id: int) -> Note:
    return Note.objects.select_for_update(of=("self",)).select_related("group").get(pk=note_id)


def _write(note: Note, actor: Any, title: str, body: str, site: str) -> None:
    before = note.revision
    note.title, note.body, note.revision = title, body, before + 1
    note.saved_by, note.saved_at = actor, timezone.now()
    note.save()
    _remember(note, before)
    _told(note, actor, site)


def _remember(note: Note, before: int) -> None:
    NoteVersion.objects.create(
        note=note, title=note.title, body=note.body, based_on=before, revision=note.revision,
        kept=True, saved_by_id=note.saved_by_id, saved_at=note.saved_at,
    )  # fmt: skip
    audit.record(
        actor=note.saved_by,
        verb="note enregistrée",
        subject=f"note:{note.pk}",
        detail={"révision": note.revision},
    )


def _told(note: Note, actor: Any, site: str) -> None:
    """Once a day a note and a member, whatever the number of saves."""
    text = _("« %(note)s » a changé dans le groupe « %(group)s ».") % {
        "note": note.title, "group": note.group.title,
    }  # fmt: skip
    key = f"note:{note.pk}:{timezone.localdate():%Y%m%d}"
    tell_about(note.group, members_of(note.group, but=actor.pk), key=key, text=text, site=site)


def _checked(title: str, body: str) -> tuple[str, str]:
    name = " ".join(title.split())
    text = body.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if not name:
        raise BadInput(_("Donnez un titre à la note."), "title")
    if len(name) > TITLE_MAX:
        raise BadInput(
            _("Le titre a %(n)s caractères : raccourcissez-le à %(max)s.")
            % {"n": len(name), "max": TITLE_MAX},
            "title",
        )
    if len(text) > BODY_MAX:
        raise BadInput(
            _("La note a %(n)s caractères : faites-en deux, chacune jusqu'à %(max)s.")
            % {"n": len(text), "max": BODY_MAX},
            "body",
        )
    return name, text
