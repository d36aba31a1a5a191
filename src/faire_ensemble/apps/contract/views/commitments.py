"""Where partners and officers write commitments and say what becomes of them."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faire_ensemble.apps.contract import services
from faire_ensemble.apps.contract.forms.commitments import CommitmentForm, ReportForm
from faire_ensemble.apps.contract.models import Commitment
from faire_ensemble.apps.contract.permissions.draft import (
    can_enter_contract_office,
    can_write_commitment,
    can_write_contract,
)
from faire_ensemble.apps.contract.selectors.commitments import commitment, commitments
from faire_ensemble.apps.contract.selectors.office import choices_for, owned_lines
from faire_ensemble.apps.contract.services.commitments import commitment_of
from faire_ensemble.apps.contract.services.reading import COMMITMENT
from faire_ensemble.apps.contract.views.found import contract_at, key_in, reading, saved
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.files import FileRefused
from faire_ensemble.kit.verdicts import Refused, require

FORM = ["GET", "HEAD", "POST"]


@guarded(can_enter_contract_office)
@require_safe
def listed(request: HttpRequest, contract_id: int) -> HttpResponse:
    """The commitments and the work that a person may follow: everything for officers."""
    contract = contract_at(contract_id)
    choices = choices_for(contract_id, request.user)
    if not choices.partners:
        raise Refused(_("Votre organisation n'est pas partenaire de ce contrat de ville."))
    mine = {pk for pk, _name in choices.partners}
    lines = [each for each in commitments(contract_id) if each.organisation_id in mine]
    context = {
        "contract": contract,
        "lines": lines,
        "work": owned_lines(contract_id, mine),
        "writes": bool(can_write_contract(request.user, contract_id)),
    }
    return render(request, "contract/office/commitments.html", context, using="jinja2")


@guarded(can_enter_contract_office)
@require_http_methods(FORM)
def written(request: HttpRequest, contract_id: int, pk: int | None = None) -> HttpResponse:
    """A new commitment, or one to change."""
    contract = contract_at(contract_id)
    row = _row(contract_id, pk) if pk is not None else None
    if row is not None:
        require(can_write_commitment(request.user, contract_id, row.organisation_id))
    choices = choices_for(contract_id, request.user)
    if not choices.partners:
        raise Refused(_("Votre organisation n'est pas partenaire de ce contrat de ville."))
    form = CommitmentForm(
        request.POST or None, choices=choices, initial=_initial(request, row, choices.partners)
    )
    where: dict[str, Any] = {"contract_id": contract_id, "kind": COMMITMENT, "pk": pk}
    if request.method == "POST" and form.is_valid():
        if saved(request, form, partial(services.write_commitment, pk=pk), **where):
            messages.success(request, _("Engagement enregistré."))
            return redirect("contract:office_commitments", contract_id)
    context = {"contract": contract, "form": form, "row": row, **reading(form, **where)}
    return render(
        request,
        "contract/office/commitment.html",
        context,
        status=422 if form.is_bound else 200,
        using="jinja2",
    )


def _row(contract_id: int, pk: int) -> Commitment:
    try:
        return commitment_of(contract_id, pk)
    except services.BadInput as error:
        raise Refused(str(error)) from error


def _initial(
    request: HttpRequest, row: Commitment | None, partners: tuple[tuple[int, str], ...]
) -> dict[str, Any]:
    if row is not None:
        return {name: getattr(row, name) for name in CommitmentForm.base_fields}
    only = partners[0][0] if len(partners) == 1 else key_in(request, "partenaire")
    return {"objective_id": key_in(request, "objectif"), "organisation_id": only}


@guarded(can_enter_contract_office)
@require_http_methods(FORM)
def report(request: HttpRequest, contract_id: int, pk: int) -> HttpResponse:
    """Say what became of a commitment."""
    contract, row = contract_at(contract_id), _row(contract_id, pk)
    require(can_write_commitment(request.user, contract_id, row.organisation_id))
    form = ReportForm(request.POST or None, request.FILES or None, state=row.state)
    if request.method == "POST" and form.is_valid():
        try:
            services.report_commitment(
                actor=request.user, contract_id=contract_id, pk=pk, **form.cleaned_data
            )
        except services.BadInput as error:
            form.add_error(error.field or None, str(error))
        except FileRefused as refused:
            form.add_error("proof", str(refused))
        else:
            messages.success(request, _("C'est dit, et public."))
            return redirect("contract:office_commitments", contract_id)
    context = {"contract": contract, "form": form, "line": commitment(contract_id, pk)}
    return render(
        request,
        "contract/office/report.html",
        context,
        status=422 if form.is_bound else 200,
        using="jinja2",
    )


@guarded(can_enter_contract_office)
@require_POST
def removed(request: HttpRequest, contract_id: int, pk: int) -> HttpResponse:
    """Take a commitment out of the draft."""
    try:
        services.remove_commitment(actor=request.user, contract_id=contract_id, pk=pk)
    except services.BadInput as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Retiré du projet. Les versions signées ne changent pas."))
    return redirect("contract:office_commitments", contract_id)
