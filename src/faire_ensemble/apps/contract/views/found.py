"""The contract of an address."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.models import Contract


def contract_at(contract_id: int) -> Contract:
    """The contract, or 404."""
    found = Contract.objects.select_related("epci").filter(pk=contract_id).first()
    if found is None:
        raise Http404(_("Ce contrat n'existe pas."))
    return found


def key_in(request: HttpRequest, name: str) -> int | None:
    """A key that an address names, or nothing."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
