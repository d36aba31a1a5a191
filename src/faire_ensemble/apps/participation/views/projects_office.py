"""The office of projects: the board, a new one, one with its reviews and decision, the jury."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faire_ensemble.apps.contract.selectors import partner_choices
from faire_ensemble.apps.participation.forms.projects import (
    JuryForm,
    ProjectForm,
    ReasonForm,
    ReviewForm,
)
from faire_ensemble.apps.participation.models import BudgetProject, Process
from faire_ensemble.apps.participation.permissions.processes import can_enter_office
from faire_ensemble.apps.participation.permissions.projects import (
    can_deliver,
    can_enter_projects,
    can_make_projects,
    can_review,
)
from faire_ensemble.apps.participation.selectors.projects.board import (
    BoardFilters,
    board,
    offered_contributions,
)
from faire_ensemble.apps.participation.selectors.projects.page import project_page
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.projects import jury as jury_services
from faire_ensemble.apps.participation.services.projects import reviewing, writing
from faire_ensemble.apps.participation.views.office import FORM, _choices
from faire_ensemble.apps.participation.views.processes import read
from faire_ensemble.apps.participation.views.projects import found_project
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require

BULK = {"admit", "refuse", "review_again"}


def entered(request: HttpRequest, code: str) -> Process:
    """The process, for those who study or carry its projects."""
    process = read(code)
    require(can_enter_projects(request.user, process))
    return process


@guarded(can_enter_office)
@require_safe
def projects_board(request: HttpRequest, code: str) -> HttpResponse:
    """Where every project stands, and acts on many."""
    process = entered(request, code)
    filters = BoardFilters.read(request.GET)
    context = {
        "process": process,
        "board": board(process, filters, request.user),
        "filters": filters,
        "makes": bool(can_make_projects(request.user, process)),
    }
    return render(request, "participation/projects/board.html", context, using="jinja2")


@guarded(can_enter_office)
@require_POST
def act_on_projects(request: HttpRequest, code: str) -> HttpResponse:
    """The same decision for the projects that are ticked."""
    process = read(code)
    require(can_make_projects(request.user, process))
    act = request.POST.get("act", "")
    chosen = _whole_numbers(request.POST.getlist("project"))
    if act not in BULK or not chosen:
        messages.error(request, _("Cochez des projets et choisissez une décision."))
        return redirect("participation:projects_board", code)
    outcome = reviewing.decide_many(
        actor=request.user,
        process_id=process.pk,
        project_ids=chosen,
        act=act,
        reason=request.POST.get("reason", ""),
    )
    messages.info(
        request,
        ngettext("%(n)s projet décidé.", "%(n)s projets décidés.", outcome.done)
        % {"n": outcome.done},
    )
    for sentence in outcome.left[:20]:
        messages.error(request, sentence)
    return redirect("participation:projects_board", code)


@guarded(can_enter_office)
@require_http_methods(FORM)
def new_project(request: HttpRequest, code: str) -> HttpResponse:
    """From contributions (`?contribution=` of each), or from nothing."""
    process = read(code)
    require(can_make_projects(request.user, process))
    asked = _whole_numbers(request.GET.getlist("contribution"))
    sought = " ".join(request.GET.get("q", "").split())[:100]
    ticked = _whole_numbers(request.POST.getlist("origins")) or asked
    offered = offered_contributions(process, ticked, sought)
    form = ProjectForm(
        request.POST or None,
        initial={"origins": asked},
        contributions=offered.choices,
        **_offered(process),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.create_project(
                actor=request.user, process_id=process.pk, **form.cleaned_data
            )
        except BadInput as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Projet n° %(n)s créé.") % {"n": made.number})
            return redirect("participation:work_on_project", code, made.number)
    return _form(request, process, None, form, offered.more, sought)


@guarded(can_enter_office)
@require_http_methods(FORM)
def edit_project(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What a project says."""
    process = read(code)
    require(can_make_projects(request.user, process))
    project = found_project(process, number)
    sought = " ".join(request.GET.get("q", "").split())[:100]
    ticked = _whole_numbers(request.POST.getlist("origins"))
    kept = [row.pk for row in project.origins.all()]
    offered = offered_contributions(process, [*kept, *ticked], sought)
    form = ProjectForm(
        request.POST or None,
        project=project,
        contributions=offered.choices,
        **_offered(process),
    )
    if request.method == "POST" and form.is_valid():
        try:
            writing.change_project(actor=request.user, project_id=project.pk, **form.cleaned_data)
        except BadInput as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Enregistré."))
            return redirect("participation:work_on_project", code, number)
    return _form(request, process, project, form, offered.more, sought)


@guarded(can_enter_office)
@require_http_methods(FORM)
def work_on_project(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Its reviews, its decision, and ways to its text and its delivery; sending adds a review."""
    process = entered(request, code)
    project = found_project(process, number)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reviewing.give_review(actor=request.user, project_id=project.pk, **form.cleaned_data)
        except BadInput as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Étude enregistrée."))
            return redirect("participation:work_on_project", code, number)
    context = {
        "process": process,
        "project": project,
        "page": project_page(project, studying=True),
        "form": form,
        "lacking": reviewing.lacking(project),
        "reviews": bool(can_review(request.user, project)) and project.state == "review",
        "decides": bool(can_make_projects(request.user, process)),
        "delivers": bool(can_deliver(request.user, project)),
    }
    return render(request, "participation/projects/work.html", context, using="jinja2")


@guarded(can_enter_office)
@require_POST
def decide_project(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Admit, refuse, review again, withdraw."""
    project = found_project(read(code), number)
    form = ReasonForm(request.POST)
    if form.is_valid() and form.cleaned_data["act"] in reviewing.DECISIONS:
        try:
            reviewing.decide(
                actor=request.user,
                project_id=project.pk,
                act=form.cleaned_data["act"],
                reason=form.cleaned_data["reason"],
            )
        except BadInput as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("C'est fait."))
    return redirect("participation:work_on_project", code, number)


@guarded(can_enter_office)
@require_http_methods(FORM)
def jury(request: HttpRequest, code: str) -> HttpResponse:
    """Every project the jury may decide of: the tally beside its decision."""
    process = read(code)
    require(can_make_projects(request.user, process))
    form = JuryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        project = process.projects.filter(pk=typed.pop("project")).first()
        try:
            if project is None:
                raise BadInput(_("Ce projet n'est pas de cette démarche."))
            _decide_by_jury(request, project, typed)
        except BadInput as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request,
                _("Décision du jury enregistrée : projet n° %(n)s.") % {"n": project.number},
            )
            return redirect("participation:jury", code)
    elif request.method == "POST":
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
    everything = board(process, BoardFilters())
    lines = [row for row in everything.lines if row.line.state in jury_services.OPEN_TO_JURY]
    lines.sort(key=lambda row: row.line.state != "won")
    winners = [row.line for row in lines if row.line.state == "won"]
    context = {"process": process, "lines": lines, "winners": winners, "board": everything}
    return render(request, "participation/projects/jury.html", context, using="jinja2")


def _decide_by_jury(request: HttpRequest, project: BudgetProject, typed: dict[str, Any]) -> None:
    """Keep or set aside, or keep in the place of a winner."""
    instead_of, keeps = typed.pop("instead_of"), typed["keeps"]
    if instead_of is None or not keeps:
        jury_services.decide_by_jury(actor=request.user, project_id=project.pk, **typed)
        return
    jury_services.exchange_by_jury(
        actor=request.user,
        project_id=project.pk,
        instead_of=instead_of,
        reason=typed["reason"],
        amount=typed["amount"],
    )


def _offered(process: Process) -> dict[str, Any]:
    choices = _choices(process.contract_id)
    return {
        "process": process,
        "territories": choices["territories"],
        "carriers": partner_choices(process.contract_id),
    }


def _refuse(form: Any, error: BadInput) -> None:
    form.add_error(error.field if error.field in form.fields else None, str(error))


def _form(
    request: HttpRequest,
    process: Process,
    project: BudgetProject | None,
    form: ProjectForm,
    more: int,
    sought: str,
) -> HttpResponse:
    context = {
        "process": process,
        "project": project,
        "form": form,
        "more": more,
        "sought": sought,
        "ticked": request.GET.getlist("contribution"),
    }
    return render(request, "participation/projects/edit.html", context, using="jinja2")


def _whole_numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 18]
