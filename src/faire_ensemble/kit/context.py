"""What every page knows."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from faire_ensemble.kit.menu import Section, here, sections_of


def site(request: HttpRequest) -> dict[str, Any]:
    """Name of the site, menu, language, person; no query until `user` is read."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "site_name": settings.SITE_NAME,
        "menu": _menu(language),
        "here": here,
        "language": language,
        "languages": settings.LANGUAGES,
        "user": request.user,
        "path": request.path,
        "full_path": request.get_full_path(),
        "demonstration": settings.FAIRE_DEMO,
    }


@cache
def _menu(language: str) -> tuple[Section, ...]:
    """The main menu in the language of the page; addresses that do not exist are left out."""
    return sections_of(
        (label, [(address(name), str(page)) for name, page in pages if address(name)])
        for label, pages in settings.NAVIGATION
    )


def address(name: str) -> str:
    """The address of a page of the menu, empty when this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
