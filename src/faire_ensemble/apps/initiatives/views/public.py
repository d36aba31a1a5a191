"""The panorama as everybody reads it: by family, one page, its sheet, the open data."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from faire_ensemble.apps.initiatives.forms.initiatives import read_filters, read_number
from faire_ensemble.apps.initiatives.lifecycle import InitiativeState
from faire_ensemble.apps.initiatives.models import InitiativePhoto
from faire_ensemble.apps.initiatives.permissions.initiatives import (
    can_contact,
    can_edit,
    can_moderate,
    can_read,
)
from faire_ensemble.apps.initiatives.selectors import listing
from faire_ensemble.apps.initiatives.selectors.claims import claim_of
from faire_ensemble.apps.initiatives.selectors.documents import sheet_pdf
from faire_ensemble.apps.initiatives.selectors.groups.linking import groups_run
from faire_ensemble.apps.initiatives.selectors.page import initiative_page
from faire_ensemble.apps.initiatives.services import telling
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.views.found import found_initiative
from faire_ensemble.kit.access import public, refusal
from faire_ensemble.kit.files import respond
from faire_ensemble.kit.tabular.writers import Form, streaming_response
from faire_ensemble.kit.verdicts import Refused

ASKED = ("q", "famille", "domaine", "public", "etat", "lieu")


@public
@require_safe
def panorama(request: HttpRequest) -> HttpResponse:
    """The five families and the list, with filters."""
    filters = read_filters(request.GET)
    asked = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    found = listing.list_page(filters, read_number(request.GET.get("page")))
    context = {
        "found": found,
        "filters": filters,
        "asked": asked,
        "query": urlencode(asked | {"q": found.read_as} if found.read_as else asked),
        "mine": request.user.is_authenticated,
    }
    return render(request, "initiatives/panorama.html", context, using="jinja2")


@public
@require_safe
def initiative(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """One initiative."""
    row = found_initiative(initiative_id)
    verdict = can_read(request.user, row)
    if not verdict:
        return refusal(request, verdict.reason)
    known = request.user.is_authenticated
    contact = can_contact(request.user, row)
    runs = known and row.state == InitiativeState.PUBLISHED and bool(groups_run(request.user))
    edits = known and bool(can_edit(request.user, row))
    context = {
        "page": initiative_page(row, inside=edits),
        "row": row,
        "edits": edits,
        "runs": runs,
        "claim": claim_of(request.user, row) if known and row.carrier_id is None else None,
        "moderates": known and bool(can_moderate(request.user)),
        "contact": bool(contact) or (not known and row.carrier_id and row.contact_open),
        "contact_reason": contact.reason if known else "",
    }
    return render(request, "initiatives/initiative.html", context, using="jinja2")


@public
@require_safe
def sheet(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """The same to print and hang."""
    row = found_initiative(initiative_id)
    verdict = can_read(request.user, row)
    if not verdict:
        return refusal(request, verdict.reason)
    address = request.build_absolute_uri(reverse("initiatives:initiative", args=[row.pk]))
    response = HttpResponse(sheet_pdf(row, address), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="initiative-{row.pk}.pdf"'
    return response


@public
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The public ones that match, as open data."""
    rows = listing.export_rows(read_filters(request.GET))
    return streaming_response(listing.export_columns(), rows, "initiatives", Form.CSV)


@public
@require_safe
def photo(request: HttpRequest, initiative_id: int, photo_id: int) -> HttpResponseBase:
    """A photo, as public as its initiative."""
    row = found_initiative(initiative_id)
    verdict = can_read(request.user, row)
    if not verdict:
        return refusal(request, verdict.reason)
    found = (
        InitiativePhoto.objects.select_related("stored").filter(initiative=row, pk=photo_id).first()
    )
    if found is None:
        raise Http404(_("Cette photo n'existe pas, ou n'existe plus."))
    try:
        return respond(found.stored, f"initiative-{row.pk}-{found.pk}")
    except Refused as refused:
        return refusal(request, str(refused))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def stop_digest(request: HttpRequest, token: str) -> HttpResponse:
    """The link at the foot of the daily mail: opening it does nothing, the button does."""
    try:
        telling.person_of_token(token)
        if request.method == "POST":
            telling.stop_digest(token=token)
            return redirect(f"{request.path}?fait=1")
    except BadInput as error:
        return refusal(request, str(error))
    context = {"done": "fait" in request.GET}
    return render(request, "initiatives/stop.html", context, using="jinja2")
