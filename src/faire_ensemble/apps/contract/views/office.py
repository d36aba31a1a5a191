"""Where the draft of a contract is written: its tree, its lines, its partners, its signature."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faire_ensemble.apps.contract import services
from faire_ensemble.apps.contract.forms.draft import (
    ContractForm,
    LineForm,
    MeasureForm,
    ObjectiveForm,
    OperationalForm,
    PartnerForm,
    PillarForm,
    PlanForm,
    PlanLineForm,
    SignForm,
)
from faire_ensemble.apps.contract.permissions.draft import (
    can_enter_contract_office,
    can_write_contract,
)
from faire_ensemble.apps.contract.selectors.office import (
    choices_for,
    office_page,
    partner_lines,
    writable_contracts,
)
from faire_ensemble.apps.contract.selectors.versions import draft, next_title
from faire_ensemble.apps.contract.services.moving import lines_of
from faire_ensemble.apps.contract.services.reading import TEXT
from faire_ensemble.apps.contract.views.found import contract_at, key_in, reading, saved
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require

FORM = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of line: its form, the act that writes it, its parent's field, its words."""

    form: type[LineForm]
    write: Callable[..., Any]
    parent: str
    noun: str | Promise


KINDS = {
    "pilier": Kind(PillarForm, services.write_pillar, "", gettext_lazy("Pilier")),
    "objectif": Kind(
        ObjectiveForm, services.write_objective, "pillar_id", gettext_lazy("Objectif")
    ),
    "operationnel": Kind(
        OperationalForm,
        services.write_operational,
        "objective_id",
        gettext_lazy("Objectif opérationnel"),
    ),
    "mesure": Kind(
        MeasureForm,
        services.write_measure,
        "objective_id",
        gettext_lazy("Indicateur d'un objectif"),
    ),
    "plan": Kind(PlanForm, services.write_plan, "", gettext_lazy("Plan annexé")),
    "ligne": Kind(
        PlanLineForm, services.write_plan_line, "plan_id", gettext_lazy("Action d'un plan annexé")
    ),
}


@guarded(can_enter_contract_office)
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """The contracts that a person writes in; straight to the only one."""
    contracts = writable_contracts(request.user)
    if len(contracts) == 1:
        pk, _name, whole = contracts[0]
        return redirect("contract:draft" if whole else "contract:office_commitments", pk)
    context = {"contracts": contracts}
    return render(request, "contract/office/contracts.html", context, using="jinja2")


@guarded(can_enter_contract_office)
@require_safe
def draft_page(request: HttpRequest, contract_id: int) -> HttpResponse:
    """The whole draft, each line with what can be done to it; `?ouvert=` says what is unfolded."""
    contract = contract_at(contract_id)
    require(can_write_contract(request.user, contract_id))
    page = office_page(contract, request.user)
    context = {"page": page, "opened": request.GET.get("ouvert", "")}
    return render(request, "contract/office/draft.html", context, using="jinja2")


@guarded(can_enter_contract_office)
@require_http_methods(FORM)
def write_text(request: HttpRequest, contract_id: int) -> HttpResponse:
    """The contract's own words and end."""
    contract = contract_at(contract_id)
    require(can_write_contract(request.user, contract_id))
    initial = {name: getattr(contract, name) for name in ContractForm.base_fields}
    form = ContractForm(request.POST or None, initial=initial)
    where: dict[str, Any] = {"contract_id": contract_id, "kind": TEXT, "pk": contract_id}
    if request.method == "POST" and form.is_valid():
        if saved(request, form, services.write_contract, **where):
            messages.success(request, _("Enregistré."))
            return redirect("contract:draft", contract_id)
    return _form(request, contract, form, _("Texte du contrat"), reading(form, **where))


@guarded(can_enter_contract_office)
@require_http_methods(FORM)
def line(request: HttpRequest, contract_id: int, kind: str, pk: int | None = None) -> HttpResponse:
    """A new line of a kind, or one to change."""
    contract, known = contract_at(contract_id), _kind(kind)
    require(can_write_contract(request.user, contract_id))
    row = lines_of(contract_id, kind).filter(pk=pk).first() if pk is not None else None
    if pk is not None and row is None:
        raise Http404(_("Cette ligne n'est plus dans le contrat."))
    form = known.form(
        request.POST or None,
        request.FILES or None,
        choices=choices_for(contract_id, request.user),
        initial=_initial(request, known, row),
    )
    where: dict[str, Any] = {"contract_id": contract_id, "kind": kind, "pk": pk}
    if request.method == "POST" and form.is_valid():
        if saved(request, form, partial(known.write, pk=pk), **where):
            messages.success(request, _("Enregistré dans le projet."))
            return _back(contract_id, kind, pk, form.cleaned_data)
    read = reading(form, **where)
    return _form(request, contract, form, str(known.noun), read, changes=row is not None)


def _kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise Http404(_("Cette page n'existe pas."))
    return KINDS[kind]


def _back(contract_id: int, kind: str, pk: int | None, line: Mapping[str, Any]) -> HttpResponse:
    """The draft again, unfolded where a line is."""
    own = {"objectif": f"objectif-{pk}", "plan": f"plan-{pk}"}
    parent = {
        "operationnel": f"objectif-{line.get('objective_id')}",
        "mesure": f"objectif-{line.get('objective_id')}",
        "ligne": f"plan-{line.get('plan_id')}",
    }
    opened = parent.get(kind, own.get(kind, "") if pk else "")
    response = redirect("contract:draft", contract_id)
    if opened:
        response["Location"] += f"?ouvert={opened}"
    response["Location"] += f"#{kind}-{pk}" if pk else f"#{opened}" if opened else ""
    return response


def _initial(request: HttpRequest, known: Kind, row: Any) -> dict[str, Any]:
    if row is not None:
        return {name: getattr(row, name) for name in known.form.base_fields if name != "document"}
    return {known.parent: key_in(request, "de")} if known.parent else {}


def _form(
    request: HttpRequest,
    contract: Any,
    form: Any,
    title: str,
    read: dict[str, Any],
    *,
    changes: bool = True,
) -> HttpResponse:
    context = {"contract": contract, "form": form, "title": title, "changes": changes, **read}
    return render(
        request,
        "contract/office/form.html",
        context,
        status=422 if form.is_bound else 200,
        using="jinja2",
    )


@guarded(can_enter_contract_office)
@require_POST
def act(request: HttpRequest, contract_id: int, kind: str, pk: int) -> HttpResponse:
    """Move a line up or down, take it out, say how far it is."""
    contract_at(contract_id)
    _kind(kind)
    line = lines_of(contract_id, kind).filter(pk=pk).values().first() or {}
    asked = request.POST.get("do", "")
    common: dict[str, Any] = {
        "actor": request.user,
        "contract_id": contract_id,
        "kind": kind,
        "pk": pk,
    }
    try:
        if asked in ("up", "down"):
            services.move(up=asked == "up", **common)
        elif asked == "remove":
            services.remove(**common)
            messages.success(request, _("Retiré du projet. Les versions signées ne changent pas."))
        else:
            services.advance(act=asked, **common)
    except services.BadInput as error:
        messages.error(request, str(error))
    if not can_write_contract(request.user, contract_id):
        return redirect("contract:office_commitments", contract_id)
    return _back(contract_id, kind, pk, line)


@guarded(can_enter_contract_office)
@require_http_methods(FORM)
def partners(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Who signs and who accompanies."""
    contract = contract_at(contract_id)
    require(can_write_contract(request.user, contract_id))
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_partner(actor=request.user, contract_id=contract_id, **form.cleaned_data)
        except services.BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Partenaire enregistré."))
            return redirect("contract:partners", contract_id)
    context = {"contract": contract, "form": form, "lines": partner_lines(contract_id)}
    return render(
        request,
        "contract/office/partners.html",
        context,
        status=422 if form.is_bound else 200,
        using="jinja2",
    )


@guarded(can_enter_contract_office)
@require_POST
def remove_partner(request: HttpRequest, contract_id: int, pk: int) -> HttpResponse:
    """Take a partner out."""
    try:
        services.remove_partner(actor=request.user, contract_id=contract_id, partner_id=pk)
    except services.BadInput as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Partenaire retiré du projet."))
    return redirect("contract:partners", contract_id)


@guarded(can_enter_contract_office)
@require_http_methods(FORM)
def sign(request: HttpRequest, contract_id: int) -> HttpResponse:
    """What the signature would freeze, and the form that records it."""
    contract = contract_at(contract_id)
    require(can_write_contract(request.user, contract_id))
    found = draft(contract_id)
    initial = {"title": next_title(found.last), "read_digest": found.digest}
    form = SignForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.sign_version(
                actor=request.user, contract_id=contract_id, **form.cleaned_data
            )
        except services.BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("« %(title)s » est signé.") % {"title": made.title})
            return redirect("contract:version", contract_id, made.number)
    context = {"contract": contract, "form": form, "draft": found}
    return render(
        request,
        "contract/office/sign.html",
        context,
        status=422 if form.is_bound else 200,
        using="jinja2",
    )
