"""The lives of an initiative, of a place in a group, and of a task."""

from faire_ensemble.apps.initiatives.lifecycle.groups import (
    MEMBERSHIP,
    TASK,
    MembershipState,
    TaskState,
)
from faire_ensemble.apps.initiatives.lifecycle.initiatives import INITIATIVE, InitiativeState

__all__ = [
    "INITIATIVE",
    "MEMBERSHIP",
    "TASK",
    "InitiativeState",
    "MembershipState",
    "TaskState",
]
