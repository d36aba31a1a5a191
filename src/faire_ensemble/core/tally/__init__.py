"""Participatory budgets: read the ballots, count them by several rules, explain, check again.

Pure: exact numbers decide, the only chance is the published seed, no clock, no input or output.
What each rule computes and how to call this: docs/methods/depouillement.md.
"""

from faire_ensemble.core.tally.ballots import Ballot, BallotType, InvalidElection, Project
from faire_ensemble.core.tally.comparing import Comparison, Summary, compare, summarise
from faire_ensemble.core.tally.contest import Step
from faire_ensemble.core.tally.counting import tally
from faire_ensemble.core.tally.election import Election
from faire_ensemble.core.tally.options import (
    Completion,
    Earmark,
    Options,
    Override,
    Rule,
    Unaffordable,
    Utility,
    lot,
)
from faire_ensemble.core.tally.outcome import Explanation, Lack, Outcome, Round
from faire_ensemble.core.tally.publishing import Verification, is_published, publish, verify
from faire_ensemble.core.tally.reading import Unreadable, read_pb
from faire_ensemble.core.tally.writing import digest, write_pb

__all__ = [
    "Ballot",
    "BallotType",
    "Comparison",
    "Completion",
    "Earmark",
    "Election",
    "Explanation",
    "InvalidElection",
    "Lack",
    "Options",
    "Outcome",
    "Override",
    "Project",
    "Round",
    "Rule",
    "Step",
    "Summary",
    "Unaffordable",
    "Unreadable",
    "Utility",
    "Verification",
    "compare",
    "digest",
    "is_published",
    "lot",
    "publish",
    "read_pb",
    "summarise",
    "tally",
    "verify",
    "write_pb",
]
