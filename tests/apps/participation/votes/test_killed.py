"""A server killed while people vote: no receipt, no ballot, no signature is lost."""

import json
import shutil
from pathlib import Path

from benchmarks.ballots import elect, faults, python
from tests.prepared import environment

VOTERS, KILLS = 400, 2


def test_a_killed_server_loses_no_receipt(empty_site: Path, tmp_path: Path):
    shutil.copy(empty_site / "faire.sqlite3", tmp_path)
    env = environment(tmp_path) | {"VOTERS": str(VOTERS)}
    vote = python(env, "open").strip()
    election = elect(env, vote, VOTERS, KILLS, "grouped")
    count = json.loads(python(env, "count", vote))
    assert election.kills == KILLS
    assert faults(election, count, VOTERS) == []
