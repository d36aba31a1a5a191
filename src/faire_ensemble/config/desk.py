"""The second menu: where the people who run the contract work, by what each may open."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from faire_ensemble.apps.accounts.selectors import mandates_of

Entry = tuple[str, str]


def desk(request: HttpRequest) -> dict[str, Any]:
    """`desk`: the (address, label) of each page of work open to the person.

    Called by the header, so that a page drawn without header asks nothing. One query for a
    signed-in person, none for the others.
    """
    return {"desk": _entries_of(request)}


def _entries_of(request: HttpRequest) -> Callable[[], list[Entry]]:
    def entries() -> list[Entry]:
        if not request.user.is_authenticated:
            return []
        held = {mandate.role for mandate in mandates_of(request.user)}
        return [(reverse(name), str(label)) for name, label, roles in settings.DESK if held & roles]

    return entries
