"""Committees: their list, the page of one, its seats, a session to plan."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faire_ensemble.apps.funding.forms.committees import CommitteeForm, SeatForm, SessionForm
from faire_ensemble.apps.funding.models import Committee, Seat
from faire_ensemble.apps.funding.permissions.committees import (
    can_open_committees,
    can_read_committee,
)
from faire_ensemble.apps.funding.permissions.programmes import can_manage_committees
from faire_ensemble.apps.funding.selectors.committees import (
    committee_list,
    committee_page,
    committee_to_read,
    epci_of,
    seat_choices,
)
from faire_ensemble.apps.funding.services import committees as services
from faire_ensemble.apps.funding.services import sessions
from faire_ensemble.apps.territory.selectors import communes_of
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import Refused, require

FORM = ["GET", "HEAD", "POST"]


@guarded(can_open_committees)
@require_safe
def committees(request: HttpRequest) -> HttpResponse:
    """Sessions to come, committees, the latest minutes."""
    found = committee_list(request.user)
    return _page(request, "list", {"found": found})


@guarded(can_open_committees)
@require_http_methods(FORM)
def new_committee(request: HttpRequest) -> HttpResponse:
    """The form of a committee of one of the person's contracts."""
    contracts = committee_list(request.user).manageable
    if not contracts:
        raise Refused(
            _("Seuls les chefs de projet d'un contrat qui a des appels créent un comité.")
        )
    form = _committee_form(request, contracts)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            made = services.create_committee(
                actor=request.user,
                contract_id=asked.get("contract") or contracts[0][0],
                name=asked["name"],
                territory_id=asked["territory"],
            )
        except services.BadCommittee as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Comité créé. Dites maintenant qui y siège."))
            return redirect("funding:committee", made.pk)
    return _page(request, "form", {"form": form, "heading": _("Créer un comité"), "back": None})


@guarded(can_open_committees)
@require_http_methods(FORM)
def committee(request: HttpRequest, committee_id: int) -> HttpResponse:
    """Who sits and which sessions; officers add seats here."""
    found = _committee(request, committee_id)
    form = SeatForm(_posted(request), organisations=seat_choices(found.contract_id))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_seat(
                actor=request.user,
                committee_id=found.pk,
                label=form.label_given,
                organisation_id=form.cleaned_data["organisation"],
                voting=form.cleaned_data["voting"],
            )
        except services.BadCommittee as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Siège ajouté."))
            return redirect("funding:committee", found.pk)
    return _page(request, "committee", {"found": committee_page(request.user, found), "form": form})


@guarded(can_open_committees)
@require_http_methods(FORM)
def change_committee(request: HttpRequest, committee_id: int) -> HttpResponse:
    """Another name, another commune."""
    found = _committee(request, committee_id)
    require(can_manage_committees(request.user, found.contract_id))
    form = _committee_form(request, [(found.contract_id, found.contract.name)], found)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            services.change_committee(
                actor=request.user,
                committee_id=found.pk,
                name=asked["name"],
                territory_id=asked["territory"],
            )
        except services.BadCommittee as error:
            form.add_error(None, str(error))
        else:
            return redirect("funding:committee", found.pk)
    return _page(request, "form", {"form": form, "heading": _("Modifier le comité"), "back": found})


@guarded(can_open_committees)
@require_POST
def seat(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Give or take a voice (`voix` 1 or 0), or remove the seat (`retirer`)."""
    found = get_object_or_404(Seat.objects.select_related("committee"), pk=seat_id)
    try:
        if "retirer" in request.POST:
            services.remove_seat(actor=request.user, seat=found)
            messages.success(request, _("Siège retiré."))
        else:
            voting = request.POST.get("voix") == "1"
            services.change_seat(actor=request.user, seat=found, voting=voting)
    except services.BadCommittee as error:
        messages.error(request, str(error))
    return redirect("funding:committee", found.committee_id)


@guarded(can_open_committees)
@require_http_methods(FORM)
def new_session(request: HttpRequest, committee_id: int) -> HttpResponse:
    """Plan a session."""
    found = _committee(request, committee_id)
    require(can_manage_committees(request.user, found.contract_id))
    form = SessionForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = sessions.plan_session(
                actor=request.user, committee_id=found.pk, **form.cleaned_data
            )
        except services.BadCommittee as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Séance prévue. Inscrivez maintenant les dossiers."))
            return redirect("funding:session", made.pk)
    return _page(request, "form", {"form": form, "heading": _("Prévoir une séance"), "back": found})


def _committee(request: HttpRequest, committee_id: int) -> Committee:
    found = committee_to_read(committee_id)
    if found is None:
        raise Http404(_("Ce comité n'existe pas."))
    require(can_read_committee(request.user, found.contract_id))
    return found


def _committee_form(
    request: HttpRequest, contracts: Any, committee: Committee | None = None
) -> CommitteeForm:
    epci = epci_of(committee.contract_id if committee else contracts[0][0])
    communes = [(place.pk, place.name) for place in communes_of(epci).order_by("name")]
    initial = {"name": committee.name, "territory": committee.territory_id} if committee else {}
    return CommitteeForm(_posted(request), contracts=contracts, communes=communes, initial=initial)


def _posted(request: HttpRequest) -> Any:
    """What a form is bound to; an empty form that is sent is bound all the same."""
    return request.POST if request.method == "POST" else None


def _page(request: HttpRequest, name: str, content: dict[str, Any]) -> HttpResponse:
    return render(request, f"funding/committees/{name}.html", content, using="jinja2")
