"""Everything a group made, in one ZIP: notes with all their versions, tasks, members, files.

No address of anybody is in it. A file that may not leave (virus, or not scanned yet) is named in
LISEZ-MOI with the reason.
"""

import re
import tempfile
import zipfile
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.models import Group, GroupFile, Note, NoteVersion
from faire_ensemble.apps.initiatives.selectors.groups.inside import (
    VersionLine,
    inside,
    version_line,
)
from faire_ensemble.kit.files import can_read_file, path_of
from faire_ensemble.kit.numbers import long_date, moment
from faire_ensemble.kit.tabular.writers import Column, csv_rows

IN_MEMORY = 8 * 1024 * 1024  # bytes; beyond, the archive is made on disk


def group_archive(group: Group, reader: Any) -> IO[bytes]:
    """The archive, ready to be read from its beginning; six queries."""
    made: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)
    data = inside(group, reader)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        left_out = _add_files(archive, group, reader)
        for name, text in _notes(group):
            archive.writestr(name, text)
        archive.writestr(
            _("taches.csv"),
            "".join(
                csv_rows(
                    [Column(_("Tâche")), Column(_("Qui")), Column(_("Pour le")),
                     Column(_("Où elle en est"))],
                    ((each.title, each.owner, each.due_on, each.state_label)
                     for each in data.tasks),
                )
            ),
        )  # fmt: skip
        archive.writestr(
            _("membres.csv"),
            "".join(
                csv_rows(
                    [Column(_("Nom")), Column(_("Anime")), Column(_("Depuis"))],
                    ((each.name, each.facilitates, each.since) for each in data.members),
                )
            ),
        )
        archive.writestr("LISEZ-MOI.txt", _readme(group, left_out))
    made.seek(0)
    return made


def _readme(group: Group, left_out: list[str]) -> str:
    lines = [
        group.title,
        group.summary,
        _("Archive composée le %(day)s : notes et toutes leurs versions, tâches, membres, "
          "fichiers. Aucune adresse n'y figure.") % {"day": long_date(timezone.localdate())},
    ]  # fmt: skip
    if left_out:
        lines.append(_("Fichiers absents :"))
        lines += left_out
    return "\n\n".join(lines) + "\n"


def _notes(group: Group) -> list[tuple[str, str]]:
    """The current text, then every version, one file a note."""
    versions: dict[int, list[VersionLine]] = {}
    rows = NoteVersion.objects.filter(note__group=group).select_related("saved_by__shown_here")
    for each in rows.order_by("saved_at", "pk"):
        versions.setdefault(each.note_id, []).append(version_line(each))
    return [
        (f"notes/{note.pk}-{_plain(note.title)}.txt", _note_text(note, versions.get(note.pk, [])))
        for note in Note.objects.filter(group=group).order_by("pk")
    ]


def _note_text(note: Note, versions: list[VersionLine]) -> str:
    pieces = [note.title, note.body, "=" * 60]
    for each in versions:
        rank = (
            _("version %(n)s") % {"n": each.revision}
            if each.kept
            else _("texte mis de côté (parti de la version %(n)s)") % {"n": each.based_on}
        )
        pieces += [f"{rank} · {each.by} · {moment(each.at)}", each.title, each.body, "-" * 60]
    return "\n\n".join(pieces) + "\n"


def _add_files(archive: zipfile.ZipFile, group: Group, reader: Any) -> list[str]:
    """Write those that may leave; the others, with why."""
    left_out = []
    rows = GroupFile.objects.filter(group=group, removed_at=None).select_related("stored")
    for each in rows.order_by("pk"):
        if each.stored is None:
            continue
        verdict = can_read_file(each.stored, own=each.added_by_id == reader.pk)
        path = path_of(each.stored.sha256)
        if not verdict:
            left_out.append(f"{each.name} : {verdict.reason}")
        elif not path.is_file():
            left_out.append(_("%(name)s : son contenu n'est plus là.") % {"name": each.name})
        else:
            archive.write(path, f"fichiers/{each.pk}-{_plain(each.name)}")
    return left_out


def _plain(name: str) -> str:
    """A name that no system takes for a path."""
    kept = re.sub(r"[^\w.\- ]", "_", name).strip(" .")
    return kept[:80] or "sans-nom"
