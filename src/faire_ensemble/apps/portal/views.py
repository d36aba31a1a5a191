"""The public pages. Each reads one model made by `selectors` and writes nothing."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from faire_ensemble.apps.portal.selectors.imports import last_imports
from faire_ensemble.kit.access import public


def _page(request: HttpRequest, name: str, **content: object) -> HttpResponse:
    return render(request, f"portal/{name}.html", content, using="jinja2")


@public
def sources(request: HttpRequest) -> HttpResponse:
    """Where every figure comes from, and when it was loaded here."""
    return _page(request, "sources", sources=(), imports=last_imports())


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the law asks for, as it stands."""
    return _page(request, "accessibility", contact=settings.SITE_CONTACT)


@public
def legal(request: HttpRequest) -> HttpResponse:
    """Who publishes, and what is kept about persons."""
    return _page(request, "legal", contact=settings.SITE_CONTACT, publisher=settings.SITE_PUBLISHER)
