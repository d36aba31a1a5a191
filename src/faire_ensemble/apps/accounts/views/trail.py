"""The journal of acts, for stewards."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from faire_ensemble.apps.accounts import selectors
from faire_ensemble.apps.accounts.permissions import can_read_journal
from faire_ensemble.kit import audit
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.joining import listed, pair

PER_PAGE = 50


@guarded(can_read_journal)
@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """Acts, the latest first; persons get their name from the accounts of today."""
    page = Paginator(selectors.journal(), PER_PAGE).get_page(request.GET.get("page"))
    entries = list(page.object_list)
    names = selectors.actor_labels(
        text for entry in entries for text in (entry.actor, entry.subject)
    )
    rows = [
        {
            "entry": entry,
            "actor": names[entry.actor],
            "subject": names[entry.subject],
            "detail": readable(entry.detail),
        }
        for entry in entries
    ]
    return render(request, "accounts/journal.html", {"page": page, "rows": rows})


def readable(detail: dict[str, Any]) -> str:
    """`rôle : officer, mandat : 4`: what has a value, on one line."""
    parts = [
        pair(name, ", ".join(map(str, value)) if isinstance(value, list) else value)
        for name, value in detail.items()
        if value not in (None, "", [])
    ]
    return listed(parts)


@guarded(can_read_journal)
@require_GET
def verification(request: HttpRequest) -> HttpResponse:
    """Recompute the whole chain and say the result (a page of its own: it reads everything)."""
    count, broken = audit.verify()
    seal = audit.seal() if broken is None and count else None
    return render(
        request, "accounts/verification.html", {"count": count, "broken": broken, "seal": seal}
    )
