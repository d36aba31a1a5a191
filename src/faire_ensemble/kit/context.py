"""What every page knows."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language


def site(request: HttpRequest) -> dict[str, Any]:
    """Name of the site, menu, language, person; no query until `user` is read."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "site_name": settings.SITE_NAME,
        "menu": _menu(language),
        "language": language,
        "languages": settings.LANGUAGES,
        "user": request.user,
        "path": request.path,
        "full_path": request.get_full_path(),
        "demonstration": settings.FAIRE_DEMO,
    }


@cache
def _menu(language: str) -> tuple[tuple[str, str], ...]:
    """Address and label, in the language of the page, of each entry that exists."""
    entries = []
    for name, label in settings.NAVIGATION:
        try:
            entries.append((reverse(name), str(label)))
        except NoReverseMatch:
            continue
    return tuple(entries)
