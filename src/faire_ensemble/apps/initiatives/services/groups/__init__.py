"""Acts in working groups."""

from faire_ensemble.apps.initiatives.services.groups.files import add_file, remove_file
from faire_ensemble.apps.initiatives.services.groups.life import (
    change_group,
    close_group,
    create_group,
)
from faire_ensemble.apps.initiatives.services.groups.linking import (
    link_initiative,
    unlink_initiative,
)
from faire_ensemble.apps.initiatives.services.groups.members import (
    answer_request,
    change_role,
    join_group,
    leave_group,
)
from faire_ensemble.apps.initiatives.services.groups.notes import (
    Saved,
    save_note,
    settle_note,
    write_note,
)
from faire_ensemble.apps.initiatives.services.groups.work import add_task, change_task, move_task

__all__ = [
    "Saved",
    "add_file",
    "add_task",
    "answer_request",
    "change_group",
    "change_role",
    "change_task",
    "close_group",
    "create_group",
    "join_group",
    "leave_group",
    "link_initiative",
    "move_task",
    "remove_file",
    "save_note",
    "settle_note",
    "unlink_initiative",
    "write_note",
]
