"""Where those who run the bodies work: their list, the rules, the seats and who sits."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from faire_ensemble.apps.contract.selectors import contract_choices, partner_choices
from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.forms.bodies import (
    BodyForm,
    CollegeForm,
    DissolveForm,
    SeatForm,
)
from faire_ensemble.apps.governance.forms.seats import TermForm
from faire_ensemble.apps.governance.models import Body, BodyKind
from faire_ensemble.apps.governance.permissions.bodies import (
    can_manage_bodies,
    can_open_governance,
)
from faire_ensemble.apps.governance.selectors.bodies import (
    body_by_id,
    body_page,
    place_choices,
    seat_choices,
)
from faire_ensemble.apps.governance.selectors.councils import awaited_answers
from faire_ensemble.apps.governance.selectors.decisions import owed_by
from faire_ensemble.apps.governance.selectors.desk import desk_of
from faire_ensemble.apps.governance.views.pages import (
    FORM,
    done,
    organisations,
    page,
    posted,
    tried,
)
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import Refused, require


@guarded(can_open_governance)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What I must see to, the next meetings, the bodies that I keep."""
    manageable = _contracts(request)
    mine = desk_of(request.user, [pk for pk, _name in manageable])
    content = {
        "owed": owed_by(request.user),
        "mine": mine,
        "awaited": awaited_answers(mine.bodies),
        "today": timezone.localdate(),
        "manages": bool(manageable),
    }
    return page(request, "office/home", content)


@guarded(can_open_governance)
@require_http_methods(FORM)
def new_body(request: HttpRequest) -> HttpResponse:
    """The form of a body of one of the person's contracts."""
    contracts = _contracts(request)
    if not contracts:
        raise Refused(_("Seuls les chefs de projet d'un contrat créent ses instances."))
    form = _body_form(request, contracts, contracts[0][0])
    if form.is_valid():
        asked = form.cleaned_data
        made = tried(
            form,
            lambda: services.create_body(
                actor=request.user, contract_id=asked.get("contract") or contracts[0][0],
                kind=asked["kind"], name=asked["name"], **form.rules,
            ),
        )  # fmt: skip
        if made:
            messages.success(request, _("Instance créée. Dites maintenant qui y siège."))
            return redirect("governance:organise", made.pk)
    return page(request, "office/body", {"form": form, "heading": _("Décrire une instance")})


@guarded(can_open_governance)
@require_http_methods(FORM)
def change(request: HttpRequest, body_id: int) -> HttpResponse:
    """Another name, other rules."""
    body = _managed(request, body_id)
    form = _body_form(request, [(body.contract_id, "")], body.contract_id, body)
    del form.fields["kind"]
    if form.is_valid() and tried(
        form,
        lambda: services.change_body(
            actor=request.user, body_id=body.pk, name=form.cleaned_data["name"], **form.rules
        ),
    ):
        return redirect("governance:organise", body.pk)
    heading = _("Modifier les règles")
    return page(request, "office/body", {"form": form, "heading": heading, "body": body})


@guarded(can_open_governance)
@require_http_methods(FORM)
def organise(request: HttpRequest, body_id: int) -> HttpResponse:
    """Colleges, seats, who sits: one form each on one page."""
    body = _managed(request, body_id)
    colleges = [(row.pk, row.name) for row in body.colleges.all()]
    forms: dict[str, Any] = {
        "college": CollegeForm(posted(request, "college"), prefix="college"),
        "seat": SeatForm(
            posted(request, "seat"), prefix="seat", colleges=colleges,
            organisations=organisations(body),
        ),
        "term": TermForm(posted(request, "term"), prefix="term", seats=seat_choices(body)),
        "dissolve": DissolveForm(posted(request, "dissolve"), prefix="dissolve"),
    }  # fmt: skip
    if request.method == "POST" and _organised(request, body, forms):
        return redirect("governance:organise", body.pk)
    content = {
        "page": body_page(body, sees_all=True),
        "forms": forms,
        "models": _models(body) if not colleges else [],
    }
    return page(request, "office/organise", content)


def _organised(request: HttpRequest, body: Body, forms: dict[str, Any]) -> bool:
    """Do what the form that was sent asks."""
    act, actor = request.POST.get("acte", ""), request.user
    if act == "model":
        wanted = request.POST.get("modele", "")
        return done(
            request,
            lambda: services.install_rules(actor=actor, body_id=body.pk, model=wanted),
            _("Composition installée : les sièges sont prêts."),
        )
    form = forms.get(act)
    if form is None or not form.is_valid():
        return False
    asked = form.cleaned_data
    acts = {
        "college": lambda: services.add_college(actor=actor, body_id=body.pk, **asked),
        "seat": lambda: services.add_seat(
            actor=actor, body_id=body.pk, label=asked["label"], college_id=asked["college"],
            organisation_id=asked["organisation"], office=asked["office"],
            voting=asked["voting"],
        ),
        "dissolve": lambda: services.dissolve_body(actor=actor, body_id=body.pk, on=asked["on"]),
        "term": lambda: services.open_term(
            actor=actor, seat_id=asked["seat"], sitter=form.sitter, starts_on=asked["starts_on"],
            ends_on=asked["ends_on"], kind=asked["kind"], origin=asked["origin"],
            origin_reference=asked["origin_reference"],
        ),
    }  # fmt: skip
    return tried(form, acts[act]) is not None


def _models(body: Body) -> list[tuple[str, str]]:
    """Compositions ready to install for this kind of body."""
    if body.kind == BodyKind.QUARTER:
        return [("tourcoing", _("Conseil de quartier, comme à Tourcoing : 29 sièges"))]
    if body.kind == BodyKind.CITIZENS:
        return [("citizens", _("Conseil citoyen : deux collèges, 18 sièges"))]
    return []


def _contracts(request: HttpRequest) -> list[tuple[int, str]]:
    return [(pk, name) for pk, name in contract_choices() if can_manage_bodies(request.user, pk)]


def _managed(request: HttpRequest, body_id: int) -> Body:
    found = body_by_id(body_id)
    if found is None:
        raise Http404(_("Cette instance n'existe pas."))
    require(can_manage_bodies(request.user, found.contract_id))
    return found


def _body_form(
    request: HttpRequest, contracts: list[tuple[int, str]], contract_id: int,
    body: Body | None = None,
) -> BodyForm:  # fmt: skip
    initial = {}
    if body is not None:
        names = [name for name in BodyForm.base_fields if hasattr(body, name)]
        initial = {name: getattr(body, name) for name in names}
        initial |= {"territory": body.territory_id, "secretariat": body.secretariat_id}
    return BodyForm(
        posted(request), contracts=contracts, places=place_choices(contract_id),
        organisations=partner_choices(contract_id), initial=initial,
    )  # fmt: skip
