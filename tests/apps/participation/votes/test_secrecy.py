"""After the count nobody joins the roll and the ballots, with everything in the database.

The attack knows what an administrator knows: every row of every table, hidden row numbers and
transaction numbers included, the keys of the site, how digests are made. It is tried first on an
open vote, where it must succeed: people may still replace their ballot.
"""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper

from faire_ensemble.apps.participation.models import Ballot, CountedBallot, Signature
from faire_ensemble.apps.participation.services.votes import sealing
from faire_ensemble.apps.participation.services.votes.casting import cast_ballot
from faire_ensemble.apps.participation.services.votes.counting import count_vote
from faire_ensemble.apps.participation.services.votes.preparing import close_vote

VOTERS = 150
SHORTEST, RAREST = 8, 20
"""A value joins rows when it is long enough to be no accident, and on few rows."""
SIGNATURES, BALLOTS, COUNTED = (
    model._meta.db_table for model in (Signature, Ballot, CountedBallot)
)


def hold(polling: Any) -> dict[str, str]:
    """Voters who each choose something that nobody else does; digest of each → their choices."""
    polling.open(ballot_type="cumulative", points=1000)
    chosen = {}
    for rank in range(VOTERS):
        voter = polling.voter(f"voter {rank}")
        rows = [(1, 1 + rank), (2, 1 + (rank * 7) % 500)]
        cast_ballot(polling.vote.pk, voter, rows, "assisted" if rank == 77 else "online")
        chosen[voter.digest] = sealing.packed(rows)
    return chosen


def everything() -> dict[str, list[dict[str, str]]]:
    """Every row of every table as text, in the order of the file, with what tables hide."""
    hidden = "ctid::text, xmin::text," if connection.vendor == "postgresql" else "rowid,"
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT {hidden} t.* FROM {name} t")  # noqa: S608 - our own tables
            titles = [f"{rank} {column[0]}" for rank, column in enumerate(cursor.description)]
            found[table] = [
                dict(zip(titles, map(str, row), strict=True)) for row in cursor.fetchall()
            ]
    return found


def joined(rows: dict[str, list[dict[str, str]]], secret: str) -> dict[str, set[str]]:
    """Voter digest → choices that some chain of shared values leads to."""
    values: list[set[str]] = []
    where: list[tuple[str, dict[str, str]]] = []
    for table, listed in rows.items():
        for row in listed:
            held = {value for value in row.values() if len(value) >= SHORTEST}
            if table == SIGNATURES:
                held |= {sealing.ballot_key(secret, value) for value in held}
            values.append(held)
            where.append((table, row))
    often = Counter(value for held in values for value in held)
    parent = list(range(len(values)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    first: dict[str, int] = {}
    for at, held in enumerate(values):
        for value in held:
            if often[value] <= RAREST:
                parent[root(at)] = root(first.setdefault(value, at))
    groups: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for at, (table, row) in enumerate(where):
        if table == SIGNATURES:
            groups[root(at)][0].update(row.values())
        if table in (BALLOTS, COUNTED):
            groups[root(at)][1].update(value for value in row.values() if value.startswith("[["))
    return {voter: choices for voters, choices in groups.values() for voter in voters if choices}


def orders(listed: list[dict[str, str]], wanted: set[str]) -> list[list[str]]:
    """Every order in which a table can be read, as the wanted value of each row."""
    found = []
    for column in listed[0]:
        rows = sorted(listed, key=lambda row, by=column: (len(row[by]), row[by]))
        found += [[next(v for v in row.values() if v in wanted) for row in rows]]
    return [*found, [next(v for v in row.values() if v in wanted) for row in listed]]


def correlation(one: list[str], other: list[str], chosen: dict[str, str]) -> float:
    """How much the order of voters tells of the order of their ballots: -1 to 1 (Spearman)."""
    place = {choices: rank for rank, choices in enumerate(other)}
    return statistics.correlation(range(len(one)), [place[chosen[voter]] for voter in one])


def strongest(rows: dict[str, list[dict[str, str]]], table: str, chosen: dict[str, str]) -> float:
    """The best that any order of the roll tells of any order of the ballots.

    Orders by the choices, by the voters' digests or by the channel are no order of time, and stay
    in: chance alone gives 4 standard deviations (0.33) once in tens of thousands.
    """
    return max(
        abs(correlation(one, other, chosen))
        for one in orders(rows[SIGNATURES], set(chosen))
        for other in orders(rows[table], set(chosen.values()))
        if len(set(other)) == len(chosen)
    )


def test_the_attack_works_while_ballots_may_be_replaced(polling):
    chosen = hold(polling)
    found = joined(everything(), polling.vote.secret)
    assert {voter: {choices} for voter, choices in chosen.items()} == {
        voter: found[voter] for voter in chosen
    }


def test_an_order_that_tells_would_be_seen():
    chosen = {f"voter {rank:03}": f"[[{rank}]]" for rank in range(VOTERS)}
    rows = {
        SIGNATURES: [{"v": voter} for voter in chosen],
        COUNTED: [{"c": choices} for choices in chosen.values()],
    }
    assert strongest(rows, COUNTED, chosen) == pytest.approx(1)


def test_after_the_count_the_attack_finds_nothing(polling):
    chosen = hold(polling)
    secret = polling.vote.secret
    close_vote(actor=polling.officer, vote_id=polling.vote.pk)
    count_vote(actor=polling.officer, vote_id=polling.vote.pk)
    rows = everything()
    assert len(rows[SIGNATURES]) == len(rows[COUNTED]) == VOTERS and not rows[BALLOTS]
    # Even somebody who noted the secret on an old day finds nothing left to open with it.
    for known in ("", secret):
        assert not set(joined(rows, known)) & set(chosen)
    assert strongest(rows, COUNTED, chosen) < 0.4
    text = str(rows)
    assert secret not in text
    # One vote was assisted: no ballot says so.
    assert "assisted" not in str(rows[COUNTED])


def test_voting_leaves_no_trace_in_the_audit_trail_nor_in_sessions(polling):
    polling.open()
    before = {table: len(rows) for table, rows in everything().items()}
    polling.cast("Ana", 1)
    after = {table: len(rows) for table, rows in everything().items()}
    assert {table for table in after if after[table] != before[table]} == {SIGNATURES, BALLOTS}
    columns = set(everything()[SIGNATURES][0]) | set(everything()[BALLOTS][0])
    assert not {name for name in columns if name.endswith(("_at", "_on", "date", "time"))}


@contextmanager
def older_transaction() -> Iterator[None]:
    """Somebody's transaction in another database of the server, begun before the count."""
    settings = connection.get_connection_params() | {"dbname": "postgres"}
    with connection.Database.connect(**settings) as other:
        other.execute("SELECT pg_current_xact_id()")
        yield


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_nothing_erased_is_left_in_the_files_of_the_tables(polling):
    hold(polling)
    secret, nonce = polling.vote.secret, Ballot.objects.first().nonce
    assert nonce.encode() in files_of_tables() and secret.encode() in files_of_tables()
    with older_transaction():
        close_vote(actor=polling.officer, vote_id=polling.vote.pk)
        count_vote(actor=polling.officer, vote_id=polling.vote.pk)
        assert polling.reload().scrubbed_at is not None
        assert nonce.encode() not in files_of_tables()
        assert secret.encode() not in files_of_tables()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_planner_has_no_sample_of_what_was_erased(polling):
    hold(polling)
    nonces = set(Ballot.objects.values_list("nonce", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {BALLOTS}")
        assert nonces & set(sampled(cursor))
        close_vote(actor=polling.officer, vote_id=polling.vote.pk)
        count_vote(actor=polling.officer, vote_id=polling.vote.pk)
        assert polling.reload().scrubbed_at is not None
        assert not nonces & set(sampled(cursor))


def sampled(cursor: CursorWrapper) -> list[str]:
    cursor.execute(
        "SELECT unnest(histogram_bounds::text::text[]) FROM pg_stats "
        "WHERE tablename = %s AND attname = 'nonce'",
        [BALLOTS],
    )
    return [value for (value,) in cursor.fetchall()]


def files_of_tables() -> bytes:
    """The files of the three tables as PostgreSQL keeps them."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        parts = []
        for table in (SIGNATURES, BALLOTS, "participation_vote"):
            cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", [table])
            parts.append(bytes(cursor.fetchone()[0]))
    return b"".join(parts)
