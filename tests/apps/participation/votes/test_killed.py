"""A server killed while people vote: no receipt, no ballot, no signature is lost."""

import json

from benchmarks.ballots import database, elect, faults, python

VOTERS, KILLS = 400, 2


def test_a_killed_server_loses_no_receipt():
    with database("SQLite") as env:
        env["VOTERS"] = str(VOTERS)
        vote = python(env, "open").strip()
        election = elect(env, vote, VOTERS, KILLS, "grouped")
        count = json.loads(python(env, "count", vote))
    assert election.kills == KILLS
    assert faults(election, count, VOTERS) == []
