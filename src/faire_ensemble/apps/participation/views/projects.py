"""Projects as everybody reads them: the catalogue, one, its photos, the count published."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from faire_ensemble.apps.participation.models import (
    BudgetProject,
    Process,
    ProjectPhoto,
    PublishedElection,
)
from faire_ensemble.apps.participation.permissions.processes import can_read_process
from faire_ensemble.apps.participation.permissions.projects import can_enter_projects
from faire_ensemble.apps.participation.selectors.projects.catalogue import (
    CatalogueFilters,
    catalogue,
)
from faire_ensemble.apps.participation.selectors.projects.elections import election_page
from faire_ensemble.apps.participation.selectors.projects.page import (
    project_by_number,
    project_page,
)
from faire_ensemble.apps.participation.selectors.votes.reading import has_result
from faire_ensemble.apps.participation.views.processes import read
from faire_ensemble.kit.access import public, refusal
from faire_ensemble.kit.files import respond
from faire_ensemble.kit.verdicts import Refused

ASKED = ("etat", "theme", "lieu", "q")


@public
@require_safe
def projects(request: HttpRequest, code: str) -> HttpResponse:
    """The catalogue, with its filters and its map."""
    process = read(code)
    verdict = can_read_process(request.user, process)
    if not verdict:
        return refusal(request, verdict.reason)
    filters = CatalogueFilters.read(request.GET)
    page = request.GET.get("page", "1")
    context = {
        "process": process,
        "found": catalogue(
            process,
            filters,
            int(page) if page.isdecimal() and len(page) < 6 else 1,
            link=lambda number: reverse("participation:project", args=[code, number]),
        ),
        "filters": filters,
        "query": urlencode({key: request.GET[key] for key in ASKED if request.GET.get(key)}),
    }
    return render(request, "participation/projects/catalogue.html", context, using="jinja2")


@public
@require_safe
def project(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One project in five seconds, and then its reasons."""
    process = read(code)
    verdict = can_read_process(request.user, process)
    if not verdict:
        return refusal(request, verdict.reason)
    found = found_project(process, number)
    context = {
        "process": process,
        "page": project_page(found),
        "voted": found.tally_won is not None and has_result(process),
        "works": bool(can_enter_projects(request.user, process)),
    }
    return render(request, "participation/projects/project.html", context, using="jinja2")


@public
@require_safe
def project_photo_download(
    request: HttpRequest, code: str, number: int, photo_id: int
) -> HttpResponseBase:
    """A photo, as public as its project."""
    process = read(code)
    verdict = can_read_process(request.user, process)
    if not verdict:
        return refusal(request, verdict.reason)
    photo = (
        ProjectPhoto.objects.select_related("stored")
        .filter(pk=photo_id, project__process=process, project__number=number)
        .first()
    )
    if photo is None:
        raise Http404(_("Cette photo n'existe pas, ou n'existe plus."))
    try:
        return respond(photo.stored, f"projet-{number}-{photo.pk}")
    except Refused as refused:
        return refusal(request, str(refused))


@public
@require_safe
def election(request: HttpRequest, code: str) -> HttpResponse:
    """The count of a vote held elsewhere: the result published beside what rules give."""
    process = read(code)
    verdict = can_read_process(request.user, process)
    if not verdict:
        return refusal(request, verdict.reason)
    page = election_page(process)
    if page is None:
        raise Http404(_("Cette démarche ne publie pas de dépouillement importé."))
    return render(
        request,
        "participation/projects/election.html",
        {"process": process, "page": page},
        using="jinja2",
    )


@public
@require_safe
def election_download(request: HttpRequest, code: str) -> HttpResponse:
    """The ballots, whole, as `.pb`: `faire tally` counts them again."""
    process = read(code)
    verdict = can_read_process(request.user, process)
    if not verdict:
        return refusal(request, verdict.reason)
    row = PublishedElection.objects.filter(process=process).first()
    if row is None:
        raise Http404(_("Cette démarche ne publie pas de bulletins importés."))
    response = HttpResponse(row.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}.pb"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def found_project(process: Process, number: int) -> BudgetProject:
    """The project of an address, or 404 in words."""
    found = project_by_number(process, number)
    if found is None:
        raise Http404(_("Ce projet n'existe pas dans cette démarche."))
    return found
