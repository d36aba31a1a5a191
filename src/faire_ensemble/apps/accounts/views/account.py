"""One's own account: mandates, data handed over, erasure."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from faire_ensemble.apps.accounts import selectors, services
from faire_ensemble.apps.accounts.forms import EraseForm
from faire_ensemble.apps.accounts.permissions import (
    can_enter_admin,
    can_manage_mandates,
    can_read_imports,
    can_read_journal,
    can_see_own_account,
)
from faire_ensemble.kit.access import guarded


@guarded(can_see_own_account)
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do, where to change it."""
    person: Any = request.user
    doors = [
        ("accounts:mandates", can_manage_mandates(person)),
        ("accounts:journal", can_read_journal(person)),
        ("accounts:imports", can_read_imports(person)),
        ("admin:index", can_enter_admin(person)),
    ]
    return render(
        request,
        "accounts/me.html",
        {
            "person": person,
            "mandates": selectors.all_mandates_of(person),
            "open_doors": [name for name, verdict in doors if verdict],
            # A steward without second factor must learn here why nothing opens.
            "second_factor_wanted": selectors.lacks_second_factor(person),
        },
    )


@guarded(can_see_own_account)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """All that is kept about me, as a JSON file."""
    response = JsonResponse(
        selectors.personal_data(request.user),  # type: ignore[arg-type]
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response


@guarded(can_see_own_account)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Erase my account, after a box to tick."""
    person: Any = request.user
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.erase_person(actor=person, person=person)
        logout(request)
        return redirect("/")
    return render(request, "accounts/erase.html", {"form": form})
