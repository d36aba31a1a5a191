"""What every test may use."""

import gc
import importlib
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from tests.prepared import make_demonstration, make_empty_site, once, shared_folder
from tests.year_of_a_call import Year
from xdist.scheduler import LoadScopeScheduling

from faire_ensemble.kit.append_only import lifting, raising

# No test is timed: a busy machine is no failure.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

APPEND_ONLY = importlib.import_module("faire_ensemble.kit.migrations.0002_append_only")
DEMONSTRATION = "tests/config/test_demo_"
REQUIRE_ALL = os.environ.get("FAIRE_REQUIRE_ALL") == "1"


def missing(reason: str) -> None:
    """Skip for a missing part, or fail when the run demands every part (continuous integration)."""
    if REQUIRE_ALL:
        pytest.fail(f"{reason} (FAIRE_REQUIRE_ALL=1)")
    pytest.skip(reason)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes (`make test-slow` asks for it) and what this database shows
    nothing of: on SQLite, what is about PostgreSQL's own locks; on PostgreSQL
    (`tests/on_postgresql.py`), what opens no database or only files, which is the same on SQLite.

    They are deselected and not skipped, so that a skip always means a missing part.
    """
    left_out = [] if "slow" in config.option.markexpr else ["slow"]
    on_postgresql = connection.vendor == "postgresql"
    if not on_postgresql:
        left_out.append("postgresql")

    def others(item: pytest.Item) -> bool:
        return any(map(item.get_closest_marker, left_out)) or (
            on_postgresql and not opens_the_database(item)
        )

    aside = {item for item in items if others(item)}
    items[:] = [item for item in items if item not in aside]
    # The longest first, so that no process is left alone with one at the end.
    items.sort(key=lambda item: item.get_closest_marker("journey") is None)
    config.hook.pytest_deselected(items=list(aside))


def opens_the_database(item: pytest.Item) -> bool:
    """As pytest-django allows it to: every other test is refused a connection."""
    asked = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


class ByFile(LoadScopeScheduling):
    """The tests of a file stay in one process, with what they made for the file; so do those that
    read the demonstration. (xdist's own groups say nothing to pytest 9, which fixed the names of
    tests that they rely on.)"""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return DEMONSTRATION if file.startswith(DEMONSTRATION) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile | None:
    """xdist's own choice for slow tests: their files hold many that share nothing."""
    if "slow" in config.option.markexpr:
        return None
    config.option.loadscopereorder = False  # the order above is the one wanted
    return ByFile(config, log)


def pytest_collection_finish() -> None:
    """Garbage is sought among what the tests make, not among all that was imported for them:
    walking a million objects again and again was a tenth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of open data, beside the project or at FAIRE_SHARED_DATA; never copied here."""
    default = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("FAIRE_SHARED_DATA", default))
    if not folder.is_dir():
        missing(f"open data not found in {folder}: set FAIRE_SHARED_DATA")
    return folder


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder ready to be served, without a row: to copy, never to change."""
    return once(shared_folder(tmp_path_factory) / "empty-site", make_empty_site)


@pytest.fixture(scope="session")
def demonstration_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`home`, as `faire demo` built it, and `said`, its words: to copy, never to change."""
    return once(shared_folder(tmp_path_factory) / "demonstration", make_demonstration)


@pytest.fixture
def year(db: Any) -> Year:
    """A contract, its call, funders, and what a test asks of it."""
    return Year()


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_audit_trail() -> Any:
    """Tests that commit (transaction=True, live_server) end by emptying every table.

    The append-only triggers refuse that, so they are lifted for the flush alone, then put back
    with the head row that the migration had made. Every test itself runs with the triggers.
    """
    flush = TransactionTestCase._fixture_teardown

    def around(self: TransactionTestCase) -> None:
        lift_audit_triggers()
        try:
            flush(self)
        finally:
            restore_audit_triggers()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", around)
        yield


@pytest.fixture
def unguarded_audit_trail() -> Callable[[], AbstractContextManager[None]]:
    """A block without the append-only triggers: what somebody owning the database could do."""

    @contextmanager
    def block() -> Iterator[None]:
        lift_audit_triggers()
        try:
            yield
        finally:
            restore_audit_triggers()

    return block


def append_only_tables() -> list[str]:
    """Tables of the models that say so."""
    return [
        model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)
    ]


def lift_audit_triggers() -> None:
    """Take the migrations' triggers away."""
    APPEND_ONLY.backwards(apps, _Editor())
    for table in append_only_tables():
        for statement in lifting(table, connection.vendor):
            _Editor().execute(statement)


def restore_audit_triggers() -> None:
    """Put the migrations' triggers and the trail's head row back."""
    APPEND_ONLY.forwards(apps, _Editor())
    for table in append_only_tables():
        for statement in raising(table, connection.vendor):
            _Editor().execute(statement)


class _Editor:
    """What the migration needs of a schema editor, usable inside a test's transaction."""

    connection = connection

    def execute(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
