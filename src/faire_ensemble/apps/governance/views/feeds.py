"""Calendars to subscribe to."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from faire_ensemble.apps.governance.models import Meeting
from faire_ensemble.apps.governance.permissions.bodies import can_open_governance
from faire_ensemble.apps.governance.selectors.bodies import body_by_id
from faire_ensemble.apps.governance.selectors.calendar import (
    calendar,
    own_meetings,
    person_of_key,
    public_meetings,
)
from faire_ensemble.apps.governance.services import renew_feed_key
from faire_ensemble.apps.governance.views.pages import FORM, page
from faire_ensemble.kit.access import guarded, public


@public
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Every public meeting."""
    return _feed(request, public_meetings(), _("Contrat de ville"), "instances")


@public
@require_safe
def one(request: HttpRequest, body_id: int) -> HttpResponse:
    """The public meetings of a body."""
    found = body_by_id(body_id)
    if found is None:
        raise Http404(_("Cette instance n'existe pas."))
    return _feed(request, public_meetings(found), found.name, f"instance-{found.pk}")


@public
@require_safe
def own(request: HttpRequest, key: str) -> HttpResponse:
    """The meetings of whoever holds the secret of this address; kept in no cache."""
    person = person_of_key(key)
    if person is None:
        raise Http404(_("Cette adresse d'agenda n'existe plus."))
    response = _feed(request, own_meetings(person), _("Mes réunions"), "mes-reunions", own=True)
    response["Cache-Control"] = "private, no-store"
    return response


@guarded(can_open_governance)
@require_http_methods(FORM)
def renew(request: HttpRequest) -> HttpResponse:
    """A new secret address, shown this once; who comes back to the page is led to the button."""
    if request.method != "POST":
        return redirect(reverse("governance:office") + "#agenda")
    key = renew_feed_key(actor=request.user)
    address = request.build_absolute_uri(reverse("governance:own_ics", args=[key]))
    return page(request, "office/feed", {"address": address})


def _feed(
    request: HttpRequest, meetings: Iterable[Meeting], name: str, file: str, **options: Any
) -> HttpResponse:
    address = request.build_absolute_uri(reverse("governance:meeting", args=[0]))
    content = calendar(
        meetings, name=name, host=request.get_host(), address=address.removesuffix("0/"), **options
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file}.ics"'
    return response
