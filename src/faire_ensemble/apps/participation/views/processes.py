"""Processes as everybody reads them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from faire_ensemble.apps.participation.lifecycle import ProcessState
from faire_ensemble.apps.participation.models import Process
from faire_ensemble.apps.participation.permissions.processes import (
    can_enter_office,
    can_read_process,
    can_run_process,
)
from faire_ensemble.apps.participation.selectors import processes as selectors
from faire_ensemble.apps.participation.selectors.answers.lists import awaited_answers
from faire_ensemble.apps.participation.selectors.contributions.listing import Filters, list_page
from faire_ensemble.apps.participation.selectors.projects.catalogue import projects_summary
from faire_ensemble.apps.participation.selectors.votes.reading import is_open, vote_of
from faire_ensemble.kit.access import public, refusal

LATEST = 3


@public
@require_safe
def processes(request: HttpRequest) -> HttpResponse:
    """What one can take part in now, what is coming, what is over."""
    context = {
        "lists": selectors.process_lists(request.user),
        "office": request.user.is_authenticated and bool(can_enter_office(request.user)),
    }
    return render(request, "participation/processes/list.html", context, using="jinja2")


@public
@require_safe
def process(request: HttpRequest, code: str) -> HttpResponse:
    """One process: what it is for, what can be done now, what was said and decided."""
    found = read(code)
    verdict = can_read_process(request.user, found)
    if not verdict:
        return refusal(request, verdict.reason)
    written = list_page(found, Filters())
    context = {
        "process": found,
        "written": written,
        "latest": written.lines[:LATEST],
        "line": (line := selectors.process_line(found)),
        "ended": (ended := line.state != ProcessState.DRAFT and not (line.doing or line.next)),
        "waiting": awaited_answers(found) if ended else 0,
        "runs": bool(can_run_process(request.user, found)),
        "projects": projects_summary(found),
        "vote": (held := vote_of(found)),
        "vote_open": held is not None and is_open(held),
    }
    return render(request, "participation/processes/page.html", context, using="jinja2")


def read(code: str) -> Process:
    """The process of an address, or 404 in words."""
    found = selectors.process_by_code(code)
    if found is None:
        raise Http404(_("Cette démarche n'existe pas."))
    return found
