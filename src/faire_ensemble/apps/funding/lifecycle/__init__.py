"""States of calls, applications, requests, committee sessions and programmes, and who follows."""

from faire_ensemble.apps.funding.lifecycle.applications import ApplicationState
from faire_ensemble.apps.funding.lifecycle.calls import CallState
from faire_ensemble.apps.funding.lifecycle.programmes import ProgrammeState
from faire_ensemble.apps.funding.lifecycle.requests import RequestState
from faire_ensemble.apps.funding.lifecycle.sessions import SessionState
from faire_ensemble.kit.transitions import Impossible, Transitions

__all__ = [
    "ApplicationState",
    "CallState",
    "Impossible",
    "ProgrammeState",
    "RequestState",
    "SessionState",
    "Transitions",
]
