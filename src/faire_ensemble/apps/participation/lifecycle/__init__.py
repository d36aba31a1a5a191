"""States of processes, contributions, projects and votes, and who follows."""

from faire_ensemble.apps.participation.lifecycle.contributions import (
    CONTRIBUTION,
    FOLLOW_UP,
    ContributionState,
    FollowUpState,
)
from faire_ensemble.apps.participation.lifecycle.phases import (
    PROCESS,
    Act,
    PhaseKind,
    ProcessState,
    Span,
    Standing,
    standing,
)
from faire_ensemble.apps.participation.lifecycle.projects import PROJECT, ProjectState
from faire_ensemble.apps.participation.lifecycle.votes import VOTE, VoteState

__all__ = [
    "CONTRIBUTION",
    "FOLLOW_UP",
    "PROCESS",
    "PROJECT",
    "VOTE",
    "Act",
    "ContributionState",
    "FollowUpState",
    "PhaseKind",
    "ProcessState",
    "ProjectState",
    "Span",
    "Standing",
    "VoteState",
    "standing",
]
