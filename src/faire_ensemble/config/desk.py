"""The second menu: where the people who run the contract work, by what each may open."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from faire_ensemble.apps.accounts.selectors import mandates_of
from faire_ensemble.kit.menu import Section, sections_of


def desk(request: HttpRequest) -> dict[str, Any]:
    """`desk`: the sections of the pages of work open to the person.

    Called by the header, so that a page drawn without header asks nothing. One query for a
    signed-in person, none for the others.
    """
    return {"desk": _sections_of(request)}


def _sections_of(request: HttpRequest) -> Callable[[], tuple[Section, ...]]:
    def sections() -> tuple[Section, ...]:
        if not request.user.is_authenticated:
            return ()
        held = {mandate.role for mandate in mandates_of(request.user)}
        return sections_of(
            (label, [(reverse(name), str(page)) for name, page, roles in pages if held & roles])
            for label, pages in settings.DESK
        )

    return sections
