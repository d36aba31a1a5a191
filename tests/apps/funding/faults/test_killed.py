"""The server killed while somebody types, submits or adopts: all that was saved, no half act."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from tests.apps.funding.application.filling import complete, type_in
from tests.year_of_a_call import Year

from faire_ensemble.apps.funding.models import Envelope, Programme, ProgrammeLine
from faire_ensemble.kit.models import AuditEntry

SERVICES = "faire_ensemble.apps.funding.services"
RECORD = "faire_ensemble.kit.audit:record"
POINTS = {
    "type": [f"{SERVICES}.drafts:_write", f"{SERVICES}.drafts:_remember"],
    "submit": [f"{SERVICES}.submission:spread", f"{SERVICES}.submission:_tell", RECORD],
    "adopt": [f"{SERVICES}.adoption:_write", f"{SERVICES}.adoption:_settle", RECORD,
              f"{SERVICES}.adoption:tell_decisions"],
}  # fmt: skip

pytestmark = pytest.mark.django_db(transaction=True)


def opened_by_others(folder: Path) -> str:
    """A database that another process can open: the one of the tests, or one copy of it."""
    settings = connection.settings_dict
    if connection.vendor == "postgresql":
        who = f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}"
        return f"postgres://{who}/{settings['NAME']}"
    path = folder / "faire.sqlite3"
    if not path.exists():
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
    return f"sqlite:///{path}"


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `child.py` on the database as the `prepared` act left it."""

    def child(*arguments: Any) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "DATABASE_URL": opened_by_others(tmp_path),
            "FAIRE_HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "faire_ensemble.config.settings",
        }
        command = [sys.executable, "-m", "tests.apps.funding.faults.child", *map(str, arguments)]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    return child


def rows(folder: Path) -> dict[str, tuple[int, int]]:
    """Table → number of rows and their hash, of the app and of the trail, as another process
    reads them."""
    opened_by_others(folder)
    models = [*apps.get_app_config("funding").get_models(include_auto_created=True), AuditEntry]
    tables = [model._meta.db_table for model in models]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            return {table: _told(cursor, table) for table in tables}
    with closing(sqlite3.connect(folder / "faire.sqlite3")) as copy:
        return {table: _told(copy.cursor(), table) for table in tables}


def _told(cursor: Any, table: str) -> tuple[int, int]:
    cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name of our own models
    found = sorted(repr(row) for row in cursor.fetchall())
    return len(found), hash(tuple(found))


def prepared(year: Year, act: str) -> tuple[int, int]:
    """(person, target) of an act ready to be done."""
    if act != "adopt":
        writer = year.person("awa")
        draft = year.draft(writer=writer)
        type_in(writer, draft, complete(year))
        return writer.pk, draft.pk
    officer = year.mandated("cheffe", "officer")
    programme = Programme.objects.create(
        call=year.call, year=2026, title="2026", created_at=timezone.now(),
        decided_by_body="comité de pilotage du 12 mars 2026",
    )  # fmt: skip
    for file in (year.submitted("1000"), year.submitted("2000", title="Atelier")):
        request = file.requests.get()
        envelope, _made = Envelope.objects.get_or_create(
            contract=year.contract, funder=request.funder, year=2026, name="P147",
            defaults={"amount": 10_000},
        )  # fmt: skip
        ProgrammeLine.objects.create(
            programme=programme, request=request, envelope=envelope, outcome="award",
            amount=request.asked, reason="Utile.", departure="Tout est accordé.",
        )  # fmt: skip
    return officer.pk, programme.pk


MORE_ROWS = {  # What the whole act adds, so that « nothing changed » is not about nothing.
    "type": {"funding_draftfield": 1, "funding_draftedit": 1},
    "submit": {"funding_applicationversion": 1, "funding_fundingrequest": 1, "kit_auditentry": 1},
    "adopt": {"funding_decision": 2, "funding_notice": 2},
}


@pytest.mark.parametrize("act", POINTS)
def test_killed_anywhere_leaves_all_or_nothing(year, run, tmp_path, act):
    """Killed in the middle: as before. Killed once answered: whole. Done again: done once."""
    actor, target = prepared(year, act)
    before = rows(tmp_path)
    for point in [*POINTS[act], "end"]:
        assert rows(tmp_path) == before, point
        killed = run(act, actor, target, point)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
    kept = rows(tmp_path)
    for table, more in MORE_ROWS[act].items():
        assert kept[table][0] == before[table][0] + more, table
    again = run(act, actor, target)
    assert again.returncode == 0, again.stderr
    assert rows(tmp_path) == kept
