"""What members do: notes, files, tasks, the archive."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faire_ensemble.apps.initiatives.forms.groups import FileForm, NoteForm, TaskForm
from faire_ensemble.apps.initiatives.models import GroupFile, Task
from faire_ensemble.apps.initiatives.permissions.groups import can_work_inside
from faire_ensemble.apps.initiatives.permissions.initiatives import can_take_part
from faire_ensemble.apps.initiatives.selectors.groups.archive import group_archive
from faire_ensemble.apps.initiatives.selectors.groups.inside import (
    member_choices,
    version_line,
    versions_of,
)
from faire_ensemble.apps.initiatives.selectors.persons import shown_name
from faire_ensemble.apps.initiatives.services import groups as services
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.groups.notes import Saved, SaveState
from faire_ensemble.apps.initiatives.views.found import site_of
from faire_ensemble.apps.initiatives.views.groups.found import (
    entered,
    found_conflict,
    found_note,
)
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.files import FileRefused, respond
from faire_ensemble.kit.verdicts import require

FORM = ["GET", "HEAD", "POST"]


@guarded(can_take_part)
@require_http_methods(FORM)
def new_note(request: HttpRequest, group_id: int) -> HttpResponse:
    """Write a note."""
    row = entered(request, group_id)
    require(can_work_inside(request.user, row))
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.write_note(
                actor=request.user,
                group_id=row.pk,
                title=form.cleaned_data["title"],
                body=form.cleaned_data["body"],
                site=site_of(request),
            )
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            return redirect("initiatives:note", row.pk, made.pk)
    return _note_form(request, row, form, None)


@guarded(can_take_part)
@require_safe
def note(request: HttpRequest, group_id: int, note_id: int) -> HttpResponse:
    """Read a note, its versions, what waits to be settled."""
    row = entered(request, group_id)
    found = found_note(row, note_id)
    context = {
        "row": row,
        "note": found,
        "by": shown_name(found.saved_by),
        "versions": versions_of(found),
        "works": bool(can_work_inside(request.user, row)),
    }
    return render(request, "initiatives/groups/note.html", context, using="jinja2")


@guarded(can_take_part)
@require_http_methods(FORM)
def edit_note(request: HttpRequest, group_id: int, note_id: int) -> HttpResponse:
    """Change a note; when somebody saved meanwhile, both texts are shown."""
    row = entered(request, group_id)
    require(can_work_inside(request.user, row))
    found = found_note(row, note_id)
    start = {"title": found.title, "body": found.body, "revision": found.revision}
    form = NoteForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_note(
                actor=request.user,
                note_id=found.pk,
                title=form.cleaned_data["title"],
                body=form.cleaned_data["body"],
                revision=form.cleaned_data["revision"] or 0,
                site=site_of(request),
            )
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            return _after_save(request, row, saved)
    return _note_form(request, row, form, found)


@guarded(can_take_part)
@require_http_methods(FORM)
def settle(request: HttpRequest, group_id: int, version_id: int) -> HttpResponse:
    """Two texts for one note: choose, or make one of both."""
    row = entered(request, group_id)
    require(can_work_inside(request.user, row))
    waiting = found_conflict(row, version_id)
    if waiting.settled_at is not None:
        return redirect("initiatives:note", row.pk, waiting.note_id)
    current = waiting.note
    if request.method == "POST":
        form = NoteForm(request.POST)
        if form.is_valid():
            saved = services.settle_note(
                actor=request.user,
                version_id=waiting.pk,
                title=form.cleaned_data["title"],
                body=form.cleaned_data["body"],
                revision=form.cleaned_data["revision"] or 0,
                site=site_of(request),
            )
            return _after_save(request, row, saved)
    context = {
        "row": row,
        "note": current,
        "by": shown_name(current.saved_by),
        "waiting": version_line(waiting),
    }
    return render(request, "initiatives/groups/settle.html", context, using="jinja2")


def _after_save(request: HttpRequest, row: Any, saved: Saved) -> HttpResponse:
    if saved.state is SaveState.CONFLICT and saved.waiting is not None:
        messages.error(
            request,
            _("Quelqu'un a enregistré cette note pendant que vous écriviez. Votre texte est "
              "gardé : choisissez."),
        )  # fmt: skip
        return redirect("initiatives:settle", row.pk, saved.waiting.pk)
    messages.success(request, _("La note est enregistrée."))
    return redirect("initiatives:note", row.pk, saved.note.pk)


def _note_form(request: HttpRequest, row: Any, form: NoteForm, found: Any) -> HttpResponse:
    context = {"row": row, "form": form, "note": found}
    status = 422 if form.errors else 200
    return render(
        request, "initiatives/groups/note_edit.html", context, status=status, using="jinja2"
    )


@guarded(can_take_part)
@require_POST
def add_file(request: HttpRequest, group_id: int) -> HttpResponse:
    """Give a file, or take one away."""
    row = entered(request, group_id)
    asked = request.POST.get("retirer", "")
    if asked.isdecimal() and len(asked) < 19:
        services.remove_file(actor=request.user, group_id=row.pk, file_id=int(asked))
        messages.success(request, _("Le fichier est retiré."))
        return redirect("initiatives:group", row.pk)
    try:
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            services.add_file(
                actor=request.user,
                group_id=row.pk,
                checked=form.cleaned_data["document"],
                site=site_of(request),
            )
            messages.success(request, _("Le fichier est donné au groupe."))
        else:
            for errors in form.errors.values():
                messages.error(request, str(errors[0]))
    except (BadInput, FileRefused) as error:
        messages.error(request, str(error))
    return redirect("initiatives:group", row.pk)


@guarded(can_take_part)
@require_safe
def download(request: HttpRequest, group_id: int, file_id: int) -> HttpResponseBase:
    """A file of the group, for its members."""
    row = entered(request, group_id)
    found = (
        GroupFile.objects.select_related("stored")
        .filter(group=row, pk=file_id, removed_at=None)
        .first()
    )
    if found is None or found.stored is None:
        raise Http404(_("Ce fichier n'existe pas, ou n'existe plus, dans ce groupe."))
    return respond(found.stored, found.name, own=found.added_by_id == request.user.pk)


@guarded(can_take_part)
@require_http_methods(FORM)
def new_task(request: HttpRequest, group_id: int) -> HttpResponse:
    """Add what is to be done."""
    return _task_page(request, group_id, None)


@guarded(can_take_part)
@require_http_methods(FORM)
def edit_task(request: HttpRequest, group_id: int, task_id: int) -> HttpResponse:
    """Give it to somebody else, move its date."""
    return _task_page(request, group_id, task_id)


def _task_page(request: HttpRequest, group_id: int, task_id: int | None) -> HttpResponse:
    row = entered(request, group_id)
    require(can_work_inside(request.user, row))
    task = found_task(row, task_id) if task_id is not None else None
    start = (
        {"title": task.title, "owner_id": task.owner_id, "due_on": task.due_on} if task else None
    )
    form = TaskForm(request.POST or None, members=member_choices(row), initial=start)
    if request.method == "POST" and form.is_valid():
        typed = {**form.cleaned_data, "actor": request.user, "site": site_of(request)}
        try:
            if task is None:
                services.add_task(group_id=row.pk, **typed)
            else:
                services.change_task(task_id=task.pk, **typed)
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("La tâche est enregistrée."))
            return redirect("initiatives:group", row.pk)
    context = {"row": row, "form": form, "task": task}
    status = 422 if form.errors else 200
    return render(request, "initiatives/groups/task.html", context, status=status, using="jinja2")


@guarded(can_take_part)
@require_POST
def move_task(request: HttpRequest, group_id: int, task_id: int) -> HttpResponse:
    """Start, finish, drop, resume."""
    row = entered(request, group_id)
    task = found_task(row, task_id)
    try:
        services.move_task(actor=request.user, task_id=task.pk, act=request.POST.get("faire", ""))
    except BadInput as error:
        messages.error(request, str(error))
    return redirect("initiatives:group", row.pk)


@guarded(can_take_part)
@require_safe
def archive(request: HttpRequest, group_id: int) -> HttpResponseBase:
    """Everything, in one ZIP."""
    row = entered(request, group_id)
    return FileResponse(
        group_archive(row, request.user),
        as_attachment=True,
        filename=f"groupe-{row.pk}.zip",
        content_type="application/zip",
    )


def found_task(group: Any, task_id: int) -> Task:
    found = Task.objects.filter(group=group, pk=task_id).first()
    if found is None:
        raise Http404(_("Cette tâche n'existe pas dans ce groupe."))
    return found
