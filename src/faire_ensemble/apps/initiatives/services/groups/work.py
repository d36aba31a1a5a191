"""Tasks of a group: what, who, by when, where it stands."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.lifecycle import TASK
from faire_ensemble.apps.initiatives.models import Group, Task
from faire_ensemble.apps.initiatives.permissions.groups import can_work_inside
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.groups.locking import (
    locked_group,
    members_of,
    tell_about,
)
from faire_ensemble.kit import audit
from faire_ensemble.kit.transitions import Impossible
from faire_ensemble.kit.verdicts import require

TITLE_MAX, TASKS_MAX = 200, 500


@transaction.atomic
def add_task(
    *,
    actor: Any,
    group_id: int,
    title: str,
    owner_id: int | None = None,
    due_on: date | None = None,
    site: str = "",
) -> Task:
    """Raises `Refused`, `BadInput`."""
    group = locked_group(group_id)
    require(can_work_inside(actor, group))
    fields = _checked(group, title, owner_id)
    if due_on is not None and due_on < timezone.localdate():
        raise BadInput(_("Cette date est passée : choisissez-en une à venir."), "due_on")
    if group.tasks.count() >= TASKS_MAX:
        raise BadInput(_("Ce groupe a déjà %(n)s tâches.") % {"n": TASKS_MAX})
    now = timezone.now()
    made = Task.objects.create(
        group=group, **fields, due_on=due_on, made_by=actor, made_at=now, changed_at=now
    )
    audit.record(
        actor=actor, verb="tâche ajoutée", subject=f"groupe:{group.pk}", detail={"tâche": made.pk}
    )
    _tell_owner(made, actor, site)
    return made


@transaction.atomic
def change_task(
    *,
    actor: Any,
    task_id: int,
    title: str,
    owner_id: int | None,
    due_on: date | None,
    site: str = "",
) -> Task:
    """Give it to somebody else, move its date. Raises `Refused`, `BadInput`."""
    task = _locked(task_id)
    require(can_work_inside(actor, task.group))
    fields = _checked(task.group, title, owner_id)
    before = task.owner_id
    task.title, task.owner_id, task.due_on = fields["title"], owner_id, due_on
    task.changed_at = timezone.now()
    task.save()
    audit.record(
        actor=actor,
        verb="tâche modifiée",
        subject=f"groupe:{task.group_id}",
        detail={"tâche": task.pk},
    )
    if task.owner_id != before:
        _tell_owner(task, actor, site)
    return task


@transaction.atomic
def move_task(*, actor: Any, task_id: int, act: str) -> Task:
    """Start, finish, drop, resume. Raises `Refused`, `BadInput`."""
    task = _locked(task_id)
    require(can_work_inside(actor, task.group))
    if act not in TASK.acts:
        raise BadInput(_("Choisissez ce que devient la tâche."))
    try:
        task.state = TASK.after(act, task.state)
    except Impossible as error:
        raise BadInput(
            _("C'est déjà fait : la tâche est « %(state)s ».") % {"state": task.get_state_display()}
        ) from error
    task.changed_at = timezone.now()
    task.save(update_fields=["state", "changed_at"])
    audit.record(
        actor=actor,
        verb="tâche avancée",
        subject=f"groupe:{task.group_id}",
        detail={"tâche": task.pk, "état": str(task.state)},
    )
    return task


def _locked(task_id: int) -> Task:
    return Task.objects.select_for_update(of=("self",)).select_related("group").get(pk=task_id)


def _checked(group: Group, title: str, owner_id: int | None) -> dict[str, Any]:
    name = " ".join(title.split())
    if not name:
        raise BadInput(_("Dites ce qui est à faire."), "title")
    if len(name) > TITLE_MAX:
        raise BadInput(
            _("La tâche a %(n)s caractères : raccourcissez-la à %(max)s.")
            % {"n": len(name), "max": TITLE_MAX},
            "title",
        )
    if owner_id is not None and owner_id not in members_of(group):
        raise BadInput(_("Choisissez quelqu'un qui est membre du groupe."), "owner_id")
    return {"title": name, "owner_id": owner_id}


def _tell_owner(task: Task, actor: Any, site: str) -> None:
    if task.owner_id is None or task.owner_id == actor.pk:
        return
    text = _("Une tâche vous est confiée dans « %(group)s » : %(task)s.") % {
        "group": task.group.title, "task": task.title,
    }  # fmt: skip
    key = f"task:{task.pk}:{timezone.localdate():%Y%m%d}"
    tell_about(task.group, [task.owner_id], key=key, text=text, site=site)
