"""Acts of the contract app."""

from faire_ensemble.apps.contract.services.opening import (
    ContractCodeRefused,
    ContractOpened,
    open_contract,
)

__all__ = ["ContractCodeRefused", "ContractOpened", "open_contract"]
