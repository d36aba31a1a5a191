"""What the reports, the neighbourhood pages and the public list read about money."""

from faire_ensemble.apps.funding.selectors.decided_here import DecidedHere, decided_here
from faire_ensemble.apps.funding.selectors.lines import (
    GrantLine,
    YearTotal,
    grant_totals,
    grants_of_contract,
    grants_of_holder,
    grants_of_territories,
    grants_of_territory,
    grants_of_year,
    totals_by_scheme_and_year,
    totals_of_territories,
)
from faire_ensemble.apps.funding.selectors.listing import (
    GrantFilters,
    GrantList,
    grant_list,
    matching,
)
from faire_ensemble.apps.funding.selectors.objective import (
    FundedAction,
    ObjectiveMoney,
    YearMoney,
    objective_money,
)
from faire_ensemble.apps.funding.selectors.organisation import OrganisationMoney, organisation_money
from faire_ensemble.apps.funding.selectors.waiting import funding_waits

__all__ = [
    "funding_waits",
    "DecidedHere",
    "decided_here",
    "GrantFilters",
    "GrantLine",
    "GrantList",
    "FundedAction",
    "ObjectiveMoney",
    "OrganisationMoney",
    "YearMoney",
    "YearTotal",
    "grant_list",
    "grant_totals",
    "grants_of_contract",
    "grants_of_holder",
    "grants_of_territories",
    "grants_of_territory",
    "grants_of_year",
    "matching",
    "objective_money",
    "organisation_money",
    "totals_by_scheme_and_year",
    "totals_of_territories",
]
