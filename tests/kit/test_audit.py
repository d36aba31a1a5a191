"""The audit trail: what is written, what tampering shows, what the database refuses."""

import datetime as dt
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from tests.prepared import FAIRE, environment

from faire_ensemble.config.cli.audit import command
from faire_ensemble.kit import audit
from faire_ensemble.kit.audit.chain import GENESIS, Link
from faire_ensemble.kit.models import AuditEntry, AuditHead

Tamper = Callable[..., None]


class Colour(StrEnum):
    RED = "rouge"


DETAIL = {
    "texte": "é à ü 🏘 \u2028 \\ \" ' \n\t",
    "entier": 12345678901234567890123,
    "négatif": -1,
    "vrai": True,
    "rien": None,
    "liste": [1, [2, {"a": []}], "x", False],
    "vide": {},
    "Z": 1,
    "a": 2,
    "couleur": Colour.RED,
}


def write(count: int) -> None:
    for number in range(count):
        with transaction.atomic():
            audit.record(actor=None, verb="essai", subject=f"chose:{number}", detail={"n": number})


@pytest.fixture
def tamper(unguarded_audit_trail) -> Tamper:
    """Change the tables as somebody with the database's password would."""

    def execute(statement: str, parameters: list[object] | None = None) -> None:
        with unguarded_audit_trail(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)

    return execute


@pytest.mark.django_db
def test_entries_follow_each_other_and_verify() -> None:
    write(5)
    entries = list(AuditEntry.objects.all())
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4, 5]
    assert entries[0].previous == GENESIS
    for before, after in zip(entries, entries[1:], strict=False):
        assert after.previous == before.digest
    assert audit.verify() == (5, None)
    assert audit.seal() == (5, entries[-1].digest)


@pytest.mark.django_db
def test_an_empty_trail_is_intact() -> None:
    assert audit.verify() == (0, None)


@pytest.mark.django_db
def test_anyone_can_recompute_a_digest_from_what_the_database_gives() -> None:
    with transaction.atomic():
        written = audit.record(actor=None, verb="essai", subject="chose", detail=DETAIL)
    read = AuditEntry.objects.get(pk=written.pk)
    assert read.detail == {**DETAIL, "couleur": "rouge"}
    link = Link(
        read.sequence, read.at, read.actor, read.verb, read.subject, read.detail, read.previous
    )
    assert link.digest() == read.digest == written.digest
    assert audit.verify() == (1, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "told"),
    [
        (1.5, "float"),
        (Decimal("1.10"), "Decimal"),
        (dt.date(2026, 1, 1), "date"),
        ((1, 2), "tuple"),
        (b"x", "bytes"),
        ({3: "x"}, "une clé"),
        ("a\0b", "caractère nul"),
        ("\ud800", "demi-caractère"),
        (float("nan"), "float"),
    ],
)
def test_a_detail_that_would_not_come_back_the_same_is_refused(value: object, told: str) -> None:
    with pytest.raises(audit.BadDetail, match=told), transaction.atomic():
        audit.record(actor=None, verb="essai", subject="x", detail={"liste": [value]})
    assert audit.verify() == (0, None)


@pytest.mark.django_db
def test_the_refusal_names_the_place() -> None:
    with pytest.raises(audit.BadDetail, match=r"detail\.a\[1\]\.b"), transaction.atomic():
        audit.record(actor=None, verb="v", subject="x", detail={"a": [0, {"b": 0.5}]})


@pytest.mark.django_db
def test_persons_are_written_by_number() -> None:
    person = get_user_model().objects.create_user("amina@exemple.fr")
    with transaction.atomic():
        entry = audit.record(actor=person, verb="essai", subject="x")
    assert entry.actor == f"personne:{person.pk}"
    assert audit.actor_name(None) == "ligne de commande"


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_entry_and_none_is_written_outside_a_transaction() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record(actor=None, verb="essai", subject="x")
        raise ZeroDivisionError
    assert audit.verify() == (0, None)
    with pytest.raises(RuntimeError, match="transaction"):
        audit.record(actor=None, verb="essai", subject="x")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kit_auditentry SET subject = 'autre'",
        "DELETE FROM kit_auditentry WHERE sequence = 2",
    ],
)
def test_the_database_refuses_to_change_or_delete(statement: str) -> None:
    write(2)
    with (
        pytest.raises(IntegrityError, match="ne se modifie pas"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert audit.verify() == (2, None)


@pytest.mark.django_db
def test_postgresql_refuses_truncate_too() -> None:
    write(1)
    if connection.vendor != "postgresql":
        assert not connection.features.supports_over_clause or connection.vendor == "sqlite"
        return  # SQLite has no TRUNCATE: DELETE is refused above.
    with (
        pytest.raises(IntegrityError, match="ne se modifie pas"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE kit_auditentry")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "personne:99"),
        ("verb", "autre"),
        ("subject", "chose:9"),
        ("detail", '{"n": 7}'),
        ("at", "2020-01-01 00:00:00+00:00"),
    ],
)
def test_a_changed_entry_is_named(tamper: Tamper, column: str, value: str) -> None:
    write(4)
    cast = "::jsonb" if column == "detail" and connection.vendor == "postgresql" else ""
    tamper(f"UPDATE kit_auditentry SET {column} = %s{cast} WHERE sequence = 3", [value])  # noqa: S608
    count, broken = audit.verify()
    assert broken == audit.Break(3, "son contenu a été modifié")


@pytest.mark.django_db
def test_a_digest_recomputed_after_a_change_breaks_the_next_entry(
    tamper: Tamper,
) -> None:
    write(4)
    entry = AuditEntry.objects.get(sequence=2)
    forged = Link(
        2, entry.at, "personne:99", entry.verb, entry.subject, entry.detail, entry.previous
    )
    tamper(
        "UPDATE kit_auditentry SET actor = 'personne:99', digest = %s WHERE sequence = 2",
        [forged.digest()],
    )
    assert audit.verify()[1] == audit.Break(3, "elle ne suit pas l'entrée précédente")


@pytest.mark.django_db
def test_a_missing_entry_is_named(tamper: Tamper) -> None:
    write(4)
    tamper("DELETE FROM kit_auditentry WHERE sequence = 2")
    assert audit.verify()[1] == audit.Break(2, "cette entrée manque")


@pytest.mark.django_db
@pytest.mark.parametrize("kept", [3, 0])
def test_a_cut_tail_is_noticed(tamper: Tamper, kept: int) -> None:
    write(4)
    tamper("DELETE FROM kit_auditentry WHERE sequence > %s", [kept])
    assert audit.verify() == (kept, audit.Break(kept + 1, "des entrées manquent à la fin"))


@pytest.mark.django_db
def test_a_last_entry_replaced_by_a_well_formed_one_is_noticed(
    tamper: Tamper,
) -> None:
    write(2)
    last = AuditEntry.objects.get(sequence=2)
    forged = Link(2, last.at, last.actor, "autre", last.subject, last.detail, last.previous)
    tamper(
        "UPDATE kit_auditentry SET verb = 'autre', digest = %s WHERE sequence = 2",
        [forged.digest()],
    )
    broken = audit.verify()[1]
    assert broken is not None and broken.sequence == 2 and "remplacée" in broken.reason


@pytest.mark.django_db
def test_a_lost_head_row_is_a_break_and_not_a_crash() -> None:
    write(2)
    AuditHead.objects.all().delete()
    assert audit.verify()[1] == audit.Break(1, "la tête gardée ne la connaît pas")


@pytest.mark.django_db
def test_an_entry_slipped_in_after_the_head_is_noticed() -> None:
    write(2)
    AuditHead.objects.update(sequence=1, digest=AuditEntry.objects.get(sequence=1).digest)
    assert audit.verify() == (2, audit.Break(2, "la tête gardée ne la connaît pas"))


@pytest.mark.django_db
def test_a_trail_rewritten_with_its_head_is_betrayed_by_a_witness_noted_elsewhere(
    tamper: Tamper,
) -> None:
    write(3)
    rank, digest = audit.seal()
    assert audit.verify({rank: digest}) == (3, None)
    tamper("DELETE FROM kit_auditentry")
    AuditHead.objects.update(sequence=0, digest="")
    write(3)
    assert audit.verify() == (3, None)
    assert audit.verify({rank: digest})[1] == audit.Break(
        3, "son empreinte n'est pas celle du témoin"
    )
    assert audit.verify({9: digest})[1] == audit.Break(9, "son empreinte n'est pas celle du témoin")


@pytest.mark.django_db
def test_verification_streams_with_a_constant_number_of_queries(
    django_assert_max_num_queries,
) -> None:
    write(40)
    with django_assert_max_num_queries(5):
        audit.verify()


@pytest.mark.django_db
def test_the_command_says_intact_gives_a_seal_and_fails_on_a_break(
    tamper: Tamper,
) -> None:
    write(2)
    rank, digest = audit.seal()
    runner = CliRunner()
    fine = runner.invoke(command, ["verify", "--witness", f"{rank}:{digest}"])
    assert fine.exit_code == 0 and "Journal intact : 2 entrées" in fine.output
    assert f"{rank}:{digest}" in fine.output
    unreadable = runner.invoke(command, ["verify", "--witness", "2:abc"])
    assert unreadable.exit_code == 1 and "Témoin illisible" in unreadable.output
    tamper("UPDATE kit_auditentry SET verb = 'autre' WHERE sequence = 1")
    broken = runner.invoke(command, ["verify", "--format", "json"])
    assert broken.exit_code == 1 and "Journal rompu à l'entrée 1" in broken.output
    assert '"intact": false' in broken.output


WRITERS = """
import threading, django
django.setup()
from django.db import connection, transaction
from faire_ensemble.kit import audit

def write(name):
    for number in range({each}):
        with transaction.atomic():
            audit.record(actor=None, verb="essai", subject=f"{{name}}:{{number}}")
    connection.close()

threads = [threading.Thread(target=write, args=(n,)) for n in range({threads})]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


def program(text: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", text], env=env, stderr=subprocess.PIPE)


def test_two_processes_of_eight_threads_keep_one_chain_in_a_file(
    empty_site: Path, tmp_path: Path
) -> None:
    """On SQLite as installed: a file, write-ahead log, immediate transactions."""
    shutil.copy(empty_site / "faire.sqlite3", tmp_path)
    env = environment(tmp_path)
    run_writers(env)
    done = subprocess.run(
        [*FAIRE, "audit", "verify"], env=env, check=True, capture_output=True, text=True
    )
    assert "160 entrées vérifiées" in done.stdout


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_processes_of_eight_threads_keep_one_chain_on_postgresql(tmp_path: Path) -> None:
    kept = connection.settings_dict
    secret = f":{kept['PASSWORD']}" if kept["PASSWORD"] else ""
    address = f"postgres://{kept['USER']}{secret}@{kept['HOST']}:{kept['PORT']}/{kept['NAME']}"
    run_writers(environment(tmp_path) | {"DATABASE_URL": address})
    assert audit.verify() == (160, None)


def run_writers(env: dict[str, str]) -> None:
    text = WRITERS.format(each=10, threads=8)
    running = [program(text, env) for _ in range(2)]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0 and not errors, errors.decode()
