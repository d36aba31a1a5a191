"""Pages that a mail leads to, without an account: opening them changes nothing, a button does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from faire_ensemble.apps.directory.selectors.records.cards import card_of
from faire_ensemble.apps.directory.services import (
    confirm_by_link,
    contact_of_link,
    service_of_link,
    withdraw_by_link,
)
from faire_ensemble.kit.access import public

FORM = ["GET", "HEAD", "POST"]


@public
@never_cache
@require_http_methods(FORM)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """« Toujours vrai ? »."""
    done = request.method == "POST" and confirm_by_link(token) is not None
    service = service_of_link(token)
    context = {"card": card_of(service) if service else None, "done": done}
    status = 200 if service else 404
    return render(request, "directory/help/confirm.html", context, status=status, using="jinja2")


@public
@never_cache
@require_http_methods(FORM)
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """« Retirer mon nom »."""
    done = request.method == "POST" and withdraw_by_link(token) is not None
    contact = contact_of_link(token)
    context = {"contact": contact, "done": done}
    status = 200 if contact or done else 404
    return render(request, "directory/help/withdraw.html", context, status=status, using="jinja2")
