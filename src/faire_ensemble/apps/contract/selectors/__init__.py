"""What the other apps read: the contract, its objectives and partners, who acts in it."""

from faire_ensemble.apps.contract.permissions.mandates import (
    INSTRUCTING,
    NOBODY,
    Mandates,
    mandates_everywhere,
    mandates_in,
    signed_in,
)
from faire_ensemble.apps.contract.selectors.commitments import (
    CommitmentLine,
    CommitmentTotals,
    commitments,
    totals_of,
)
from faire_ensemble.apps.contract.selectors.contract import (
    ContractPage,
    ObjectiveLine,
    PartnerGroup,
    PillarLine,
    TargetLine,
    codes_of,
    contract_choices,
    contract_in_year,
    contract_objectives,
    contract_page,
    contracts_by_code,
    contracts_of,
    current_contract,
    objective_choices,
    objectives_of,
    partner_choices,
)
from faire_ensemble.apps.contract.selectors.finding import (
    titled_commitments,
    titled_objectives,
    titled_plans,
)
from faire_ensemble.apps.contract.selectors.objective import (
    MeasureLine,
    ObjectiveSheet,
    WorkLine,
    objective_sheet,
)
from faire_ensemble.apps.contract.selectors.versions import VersionLine, last_version
from faire_ensemble.apps.contract.selectors.waiting import contract_waits

__all__ = [
    "contract_waits",
    "INSTRUCTING",
    "NOBODY",
    "CommitmentLine",
    "CommitmentTotals",
    "ContractPage",
    "Mandates",
    "MeasureLine",
    "ObjectiveLine",
    "ObjectiveSheet",
    "PartnerGroup",
    "PillarLine",
    "TargetLine",
    "VersionLine",
    "WorkLine",
    "codes_of",
    "commitments",
    "contract_choices",
    "contract_in_year",
    "contract_objectives",
    "contract_page",
    "contracts_by_code",
    "contracts_of",
    "current_contract",
    "last_version",
    "mandates_everywhere",
    "mandates_in",
    "objective_choices",
    "objective_sheet",
    "objectives_of",
    "partner_choices",
    "signed_in",
    "titled_commitments",
    "titled_objectives",
    "titled_plans",
    "totals_of",
]
