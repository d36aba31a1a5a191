"""Which envelopes may pay for a request."""

from typing import Any

from faire_ensemble.apps.funding.models import FundingRequest
from faire_ensemble.apps.funding.selectors.envelopes import NEIGHBOURHOODS, Wallet, wallets


def envelopes_for(request: FundingRequest) -> list[Wallet]:
    """Those of its funder and year whose limits, and whose parents' limits, its file meets."""
    areas: set[str] = set()
    communes: set[str] = set()
    places = request.application.places.select_related("territory")
    for place in places.prefetch_related("territory__communes"):
        where: Any = place.territory
        if where.kind in NEIGHBOURHOODS:
            areas.add(where.code)
            communes.update(each.code for each in where.communes.all())
        else:
            communes.add(where.code)
    file: Any = request.application
    objective = file.objective_id
    return [
        each
        for each in wallets(file.call.contract_id, file.year)
        if each.row.funder_id == request.funder_id
        and (not each.scope.objectives or objective in each.scope.objectives)
        and (not each.scope.communes or not each.scope.communes.isdisjoint(communes))
        and (not each.scope.neighbourhoods or not each.scope.neighbourhoods.isdisjoint(areas))
    ]
