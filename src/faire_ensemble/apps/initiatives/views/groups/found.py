"""The group of an address, for everybody or for its members only."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.models import Group, Note, NoteVersion
from faire_ensemble.apps.initiatives.permissions.groups import can_see_inside
from faire_ensemble.apps.initiatives.selectors.groups.inside import note_of, waiting_version
from faire_ensemble.apps.initiatives.selectors.groups.public import group_row
from faire_ensemble.kit.verdicts import require


def found_group(group_id: int) -> Any:
    """The row, or 404."""
    row = group_row(group_id)
    if row is None:
        raise Http404(_("Ce groupe n'existe pas."))
    return row


def entered(request: HttpRequest, group_id: int) -> Any:
    """The row, for a member. Raises `Refused`, 404."""
    row = found_group(group_id)
    require(can_see_inside(request.user, row))
    return row


def found_note(group: Group, note_id: int) -> Note:
    note = note_of(group, note_id)
    if note is None:
        raise Http404(_("Cette note n'existe pas dans ce groupe."))
    return note


def found_conflict(group: Group, version_id: int) -> NoteVersion:
    version = waiting_version(group, version_id)
    if version is None:
        raise Http404(_("Ce désaccord n'existe pas dans ce groupe."))
    return version
