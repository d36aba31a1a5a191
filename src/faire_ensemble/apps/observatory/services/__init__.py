"""Acts of the observatory: targets."""

from faire_ensemble.apps.observatory.services.targets import (
    BadTarget,
    Outcome,
    set_target,
    set_targets,
    withdraw_target,
)

__all__ = ["BadTarget", "Outcome", "set_target", "set_targets", "withdraw_target"]
