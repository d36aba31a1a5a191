"""Answering people, keeping what was promised, and telling them once."""

from faire_ensemble.apps.participation.services.answers.answering import (
    Promise,
    answer,
    set_owner,
)
from faire_ensemble.apps.participation.services.answers.digest import send_digests
from faire_ensemble.apps.participation.services.answers.follow_ups import step

__all__ = ["Promise", "answer", "send_digests", "set_owner", "step"]
