"""The public list of organisations. Their pages are with the money (funding)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from faire_ensemble.apps.directory.selectors import organisation_page
from faire_ensemble.apps.directory.services import fold
from faire_ensemble.kit.access import public


@public
def organisations(request: HttpRequest) -> HttpResponse:
    """Search by name or number; fifty a page."""
    text = request.GET.get("q", "").strip()[:100]
    page = request.GET.get("page", "1")
    found = organisation_page(text, fold(text), int(page) if page.isdecimal() else 1)
    return render(
        request,
        "directory/organisations.html",
        {"found": found, "text": text},
        using="jinja2",
    )
