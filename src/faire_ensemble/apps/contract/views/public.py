"""The public pages: the contract, its versions, the commitments of its partners, its plans."""

from typing import Any
from urllib.parse import urlencode

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from faire_ensemble.apps.contract import selectors
from faire_ensemble.apps.contract.forms.commitments import read_filters
from faire_ensemble.apps.contract.permissions.draft import (
    can_enter_contract_office,
    can_write_commitment,
)
from faire_ensemble.apps.contract.selectors.commitments import (
    COLUMNS,
    by_objective,
    by_partner,
    commitment,
    commitment_file,
    commitment_rows,
    commitments,
    state_choices,
    totals_of,
)
from faire_ensemble.apps.contract.selectors.plans import plans
from faire_ensemble.apps.contract.selectors.versions import (
    draft,
    last_version,
    version_lines,
    version_page,
)
from faire_ensemble.apps.contract.views.found import contract_at
from faire_ensemble.kit.access import public, refusal
from faire_ensemble.kit.files import respond
from faire_ensemble.kit.models import StoredFile
from faire_ensemble.kit.tabular.writers import Form, streaming_response
from faire_ensemble.kit.verdicts import Refused

FLAT = 6
"""More commitments than this are folded by partner, those late or broken left open."""


@public
@require_safe
def contract(request: HttpRequest) -> HttpResponse:
    """The contract: pillars, objectives with their measure, partners.

    `?contrat=` chooses one where several are open; without it, the current one.
    """
    asked = request.GET.get("contrat", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        raise Http404(_("Ce contrat n'existe pas."))
    page = selectors.contract_page(int(asked) if asked else None)
    if page is None and asked:
        raise Http404(_("Ce contrat n'existe pas."))
    context: dict[str, Any] = {"page": page}
    if page is not None:
        promised = commitments(page.contract.pk)
        context |= {
            "last": last_version(page.contract.pk),
            "plans": plans(page.contract.pk),
            "totals": totals_of(promised),
            "by_objective": by_objective(promised),
            "office": bool(can_enter_contract_office(request.user)),
        }
    return render(request, "contract/contract.html", context, using="jinja2")


@public
@require_safe
def versions(request: HttpRequest, contract_id: int) -> HttpResponse:
    """What was signed, what each avenant changes, and what is being prepared."""
    context = {
        "contract": contract_at(contract_id),
        "lines": version_lines(contract_id),
        "draft": draft(contract_id),
    }
    return render(request, "contract/versions.html", context, using="jinja2")


@public
@require_safe
def version(request: HttpRequest, contract_id: int, number: int) -> HttpResponse:
    """A version: what it changes, then its whole text."""
    page = version_page(contract_id, number)
    if page is None:
        raise Http404(_("Cette version n'existe pas."))
    return render(request, "contract/version.html", {"page": page}, using="jinja2")


@public
@require_safe
def version_json(request: HttpRequest, contract_id: int, number: int) -> HttpResponse:
    """The signed text as data: what the digest is computed from."""
    page = version_page(contract_id, number)
    if page is None:
        raise Http404(_("Cette version n'existe pas."))
    return JsonResponse(page.data, json_dumps_params={"ensure_ascii": False})


@public
@require_safe
def commitments_page(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Who promised what, how much, by when, and where it stands."""
    found = contract_at(contract_id)
    filters = read_filters(request.GET)
    lines = commitments(contract_id, filters)
    names = ("partenaire", "etat", "objectif")
    context = {
        "contract": found,
        "lines": lines,
        "groups": by_partner(lines) if not filters and len(lines) > FLAT else (),
        "opened": request.GET.get("ouvert") == "tout",
        "totals": totals_of(lines),
        "filters": filters,
        "query": urlencode({name: request.GET[name] for name in names if request.GET.get(name)}),
        "partners": selectors.partner_choices(contract_id),
        "objectives": selectors.objectives_of(contract_id),
        "states": state_choices(),
    }
    return render(request, "contract/commitments.html", context, using="jinja2")


@public
@require_safe
def commitment_page(request: HttpRequest, contract_id: int, pk: int) -> HttpResponse:
    """One commitment, with what was said of it and its proofs."""
    found, line = contract_at(contract_id), commitment(contract_id, pk)
    if line is None:
        raise Http404(_("Cet engagement n'est pas dans ce contrat."))
    context = {
        "contract": found,
        "line": line,
        "reports": bool(can_write_commitment(request.user, contract_id, line.organisation_id)),
    }
    return render(request, "contract/commitment.html", context, using="jinja2")


def _export(request: HttpRequest, contract_id: int, form: Form) -> StreamingHttpResponse:
    found = contract_at(contract_id)
    lines = commitments(contract_id, read_filters(request.GET))
    return streaming_response(COLUMNS, commitment_rows(found.name, lines), "engagements", form)


@public
@require_safe
def commitments_csv(request: HttpRequest, contract_id: int) -> StreamingHttpResponse:
    """The same lines, as open data."""
    return _export(request, contract_id, Form.CSV)


@public
@require_safe
def commitments_xlsx(request: HttpRequest, contract_id: int) -> StreamingHttpResponse:
    """The same lines, for a spreadsheet."""
    return _export(request, contract_id, Form.XLSX)


@public
@require_safe
def proof(request: HttpRequest, contract_id: int, step_id: int) -> HttpResponseBase:
    """The document that proves a commitment."""
    step = commitment_file(contract_id, step_id)
    if step is None or step.proof is None:
        raise Http404(_("Ce document n'existe pas."))
    return _hand_out(request, step.proof, step.proof_name)


@public
@require_safe
def plan(request: HttpRequest, contract_id: int, pk: int) -> HttpResponse:
    """An annexed plan and how far it is."""
    found, sheets = contract_at(contract_id), plans(contract_id, pk)
    if not sheets:
        raise Http404(_("Ce plan n'est pas annexé à ce contrat."))
    context = {"contract": found, "plan": sheets[0]}
    return render(request, "contract/plan.html", context, using="jinja2")


@public
@require_safe
def plan_document(request: HttpRequest, contract_id: int, pk: int) -> HttpResponseBase:
    """The text of an annexed plan."""
    sheets = plans(contract_id, pk)
    if not sheets or sheets[0].file is None:
        raise Http404(_("Ce document n'existe pas."))
    return _hand_out(request, sheets[0].file, sheets[0].file_name)


def _hand_out(request: HttpRequest, stored: StoredFile, name: str) -> HttpResponseBase:
    """A kept file, or why it may not leave (a virus, a scan to come)."""
    try:
        return respond(stored, name)
    except Refused as refused:
        return refusal(request, str(refused))
