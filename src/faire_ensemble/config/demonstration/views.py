"""The door of the demonstration: enter as one of its invented persons, without password.

It exists only where `settings.FAIRE_DEMO` is true, and only for the accounts that the
demonstration made: anywhere else, the address leads nowhere.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.config.demonstration import facts
from faire_ensemble.config.demonstration.people import address
from faire_ensemble.kit.access import public

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Where each role has most to do first.
HOMES = {"officer": "funding:board", "partner": "funding:board", "council": "funding:board",
         "elected": "funding:board", "holder": "funding:applications_mine"}  # fmt: skip


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def doors(request: HttpRequest) -> HttpResponse:
    """One button a role; pressing it signs in."""
    if not settings.FAIRE_DEMO:
        raise Http404
    people = {each["key"]: each for each in facts.table("year.toml")["people"]}
    if request.method != "POST":
        context = {"people": list(people.values()), "after": _after(request.GET)}
        return render(request, "demonstration/doors.html", context)
    chosen = people.get(request.POST.get("as", ""))
    person = _person(chosen)
    if chosen is None or person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    return redirect(_after(request.POST) or reverse(HOMES.get(chosen["role"], "accounts:me")))


def _after(typed: Mapping[str, str]) -> str:
    """Where the visitor was going when a page asked who they are: an address of this site."""
    asked = typed.get("next", "")
    inside = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if inside and asked.startswith("/") else ""


def _person(chosen: dict[str, Any] | None) -> User | None:
    """An invented account, as it was made: no password, no right on the tool itself."""
    if chosen is None:
        return None
    person = User.objects.filter(
        email=address(chosen["key"]), is_active=True, is_staff=False, is_superuser=False
    ).first()
    return None if person is None or person.has_usable_password() else person
