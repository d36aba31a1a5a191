"""The public page of the contract."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract import selectors
from faire_ensemble.kit.access import public


@public
def contract(request: HttpRequest, contract_id: int | None = None) -> HttpResponse:
    """The contract: pillars, objectives with their measure, partners."""
    page = selectors.contract_page(contract_id)
    if page is None and contract_id is not None:
        raise Http404(_("Ce contrat n'existe pas."))
    return render(request, "contract/contract.html", {"page": page}, using="jinja2")
