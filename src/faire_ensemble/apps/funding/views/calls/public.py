"""The calls as everybody reads them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from faire_ensemble.apps.funding.permissions.calls import (
    can_enter_office,
    can_read_call,
    can_state_solution,
)
from faire_ensemble.apps.funding.selectors import calls as selectors
from faire_ensemble.kit.access import public, refusal


@public
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """What is open now, coming and closed."""
    context = {
        "lists": selectors.public_calls(),
        "office": request.user.is_authenticated and bool(can_enter_office(request.user)),
    }
    return render(request, "funding/calls/calls.html", context, using="jinja2")


@public
@require_safe
def call(request: HttpRequest, code: str) -> HttpResponse:
    """One call, whole; a draft is for its officers alone."""
    page = selectors.call_page(code)
    if page is None:
        raise Http404(_("Cet appel n'existe pas."))
    verdict = can_read_call(request.user, page.call)
    if not verdict:
        return refusal(request, verdict.reason)
    return render(request, "funding/calls/call.html", shown(request, page), using="jinja2")


def shown(request: HttpRequest, page: selectors.CallPage) -> dict[str, object]:
    """What the page of a call needs, in the preview as in public."""
    expects = page.takes_solutions and can_state_solution(request.user, page.call, timezone.now())
    return {
        "page": page,
        "line": page.line,
        "start": _start_address(page.line.code),
        "duties": selectors.worth_knowing(timezone.localdate()),
        "may_state": bool(expects),
        "preview": False,
    }


def _start_address(code: str) -> str:
    """Where an application begins; empty while no form of application is installed."""
    try:
        return reverse("funding:application_start", args=[code])
    except NoReverseMatch:
        return ""
