"""The delivery of a project: steps, money, photos, its end; one page, several small forms."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faire_ensemble.apps.participation.forms.projects import (
    DoneForm,
    MilestoneForm,
    PhotoForm,
    ReasonForm,
    SpendingForm,
)
from faire_ensemble.apps.participation.models import BudgetProject
from faire_ensemble.apps.participation.permissions.processes import can_enter_office
from faire_ensemble.apps.participation.permissions.projects import can_deliver
from faire_ensemble.apps.participation.selectors.projects.page import project_page
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.projects import delivery, photos
from faire_ensemble.apps.participation.views.office import FORM
from faire_ensemble.apps.participation.views.processes import read
from faire_ensemble.apps.participation.views.projects import found_project
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.files import FileRefused
from faire_ensemble.kit.verdicts import require

FORMS: dict[str, type[forms.Form]] = {
    "milestone": MilestoneForm,
    "done": DoneForm,
    "spending": SpendingForm,
    "photo": PhotoForm,
    "act": ReasonForm,
}


@guarded(can_enter_office)
@require_http_methods(FORM)
def project_delivery(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """`form` names the small form that was sent."""
    process = read(code)
    project = found_project(process, number)
    require(can_deliver(request.user, project))
    sent = request.POST.get("form", "")
    shown: dict[str, forms.Form] = {
        name: made(prefix=name) for name, made in FORMS.items() if name not in ("act", "done")
    }
    if request.method == "POST" and sent == "remove_photo":
        photo = project.photos.filter(pk=_whole(request.POST.get("photo", ""))).first()
        if photo is not None:
            photos.remove_photo(actor=request.user, photo_id=photo.pk)
            messages.success(request, _("Photo retirée."))
        return redirect("participation:project_delivery", code, number)
    if request.method == "POST" and sent in FORMS:
        form = FORMS[sent](request.POST, request.FILES, prefix=sent)
        if form.is_valid() and _done(request, project, sent, form):
            messages.success(request, _("Enregistré."))
            return redirect("participation:project_delivery", code, number)
        if sent in shown:
            shown[sent] = form
        else:
            for errors in form.errors.values():
                messages.error(request, str(errors[0]))
    context = {
        "process": process,
        "project": project,
        "page": project_page(project, studying=True),
        "forms": shown,
        "under_way": project.state in delivery.UNDER_WAY,
        "spends": project.state in delivery.SPENT_IN,
    }
    return render(request, "participation/projects/delivery.html", context, using="jinja2")


def _done(request: HttpRequest, project: BudgetProject, sent: str, form: forms.Form) -> bool:
    """Do what was sent; faults go to the form."""
    act: dict[str, Callable[..., Any]] = {
        "milestone": _milestone, "done": _finished, "spending": delivery.add_spending,
        "photo": _photo, "act": _advance,
    }  # fmt: skip
    try:
        act[sent](actor=request.user, project_id=project.pk, **form.cleaned_data)
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
    except FileRefused as refused:
        form.add_error("words" if refused.code == "words" else "photo", str(refused))
    else:
        return True
    return False


def _milestone(**typed: Any) -> None:
    delivery.add_milestone(**typed)


def _finished(*, actor: Any, project_id: int, milestone: int, **typed: Any) -> None:
    project = BudgetProject.objects.get(pk=project_id)
    if not project.milestones.filter(pk=milestone).exists():
        raise BadInput(_("Cette étape n'est pas de ce projet."))
    delivery.finish_milestone(actor=actor, milestone_id=milestone, **typed)


def _photo(*, photo: Any, **typed: Any) -> None:
    photos.add_photo(checked=photo, **typed)


def _advance(*, actor: Any, project_id: int, act: str, reason: str) -> None:
    if act not in delivery.ACTS:
        raise BadInput(_("Cette décision n'est pas connue : rechargez la page."))
    delivery.advance(actor=actor, project_id=project_id, act=act, words=reason)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0
