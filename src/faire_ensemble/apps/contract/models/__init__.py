"""The contract: what it wants, who promises what, what is annexed, what was signed."""

from faire_ensemble.apps.contract.models.commitments import (
    Commitment,
    CommitmentStateChoice,
    CommitmentStep,
)
from faire_ensemble.apps.contract.models.contracts import (
    Contract,
    ContractCode,
    Partner,
    PartnerRole,
)
from faire_ensemble.apps.contract.models.objectives import (
    Objective,
    ObjectiveMeasure,
    OperationalObjective,
    Pillar,
    WorkStateChoice,
)
from faire_ensemble.apps.contract.models.plans import AnnexedPlan, PlanKind, PlanLine
from faire_ensemble.apps.contract.models.versions import ContractVersion

__all__ = [
    "AnnexedPlan",
    "Commitment",
    "CommitmentStateChoice",
    "CommitmentStep",
    "Contract",
    "ContractCode",
    "ContractVersion",
    "Objective",
    "ObjectiveMeasure",
    "OperationalObjective",
    "Partner",
    "PartnerRole",
    "Pillar",
    "PlanKind",
    "PlanLine",
    "WorkStateChoice",
]
