"""Acts of the contract app."""

from faire_ensemble.apps.contract.services.commitments import (
    remove_commitment,
    report_commitment,
    write_commitment,
)
from faire_ensemble.apps.contract.services.faults import BadInput
from faire_ensemble.apps.contract.services.measures import write_measure
from faire_ensemble.apps.contract.services.moving import advance, move, remove
from faire_ensemble.apps.contract.services.opening import (
    ContractCodeRefused,
    ContractOpened,
    open_contract,
)
from faire_ensemble.apps.contract.services.plans import write_plan, write_plan_line
from faire_ensemble.apps.contract.services.text import (
    add_partner,
    remove_partner,
    write_contract,
    write_objective,
    write_operational,
    write_pillar,
)
from faire_ensemble.apps.contract.services.versions import sign_version

__all__ = [
    "BadInput",
    "ContractCodeRefused",
    "ContractOpened",
    "add_partner",
    "advance",
    "move",
    "open_contract",
    "remove",
    "remove_commitment",
    "remove_partner",
    "report_commitment",
    "sign_version",
    "write_commitment",
    "write_contract",
    "write_measure",
    "write_objective",
    "write_operational",
    "write_pillar",
    "write_plan",
    "write_plan_line",
]
