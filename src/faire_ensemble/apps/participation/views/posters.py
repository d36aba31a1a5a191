"""What is printed: the catalogue, the poster of a process, the poster of a project."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from faire_ensemble.apps.participation.permissions.processes import can_read_process
from faire_ensemble.apps.participation.selectors.projects.documents import (
    catalogue_pdf,
    process_poster_pdf,
    project_poster_pdf,
)
from faire_ensemble.apps.participation.views.processes import read
from faire_ensemble.apps.participation.views.projects import found_project
from faire_ensemble.kit.access import public, refusal


@public
@require_safe
def projects_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The catalogue to print."""
    process = read(code)
    verdict = can_read_process(request.user, process)
    if not verdict:
        return refusal(request, verdict.reason)
    address = request.build_absolute_uri(reverse("participation:projects", args=[code]))
    return _pdf(catalogue_pdf(process, address), f"{code}-projets")


@public
@require_safe
def process_poster(request: HttpRequest, code: str) -> HttpResponse:
    """A page to hang for a process."""
    process = read(code)
    verdict = can_read_process(request.user, process)
    if not verdict:
        return refusal(request, verdict.reason)
    address = request.build_absolute_uri(reverse("participation:process", args=[code]))
    return _pdf(process_poster_pdf(process, address), f"{code}-affiche")


@public
@require_safe
def project_poster(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A page to hang for a project."""
    process = read(code)
    verdict = can_read_process(request.user, process)
    if not verdict:
        return refusal(request, verdict.reason)
    project = found_project(process, number)
    address = request.build_absolute_uri(reverse("participation:project", args=[code, number]))
    return _pdf(project_poster_pdf(project, address), f"{code}-{number}-affiche")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
