"""The public page of the contract."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract import selectors
from faire_ensemble.kit.access import public


@public
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
    return render(request, "contract/contract.html", {"page": page}, using="jinja2")
