"""The demonstration in a database of its own, built once and read by several modules."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.prepared import connected

from faire_ensemble.config.demonstration.build import build
from faire_ensemble.config.demonstration.state import VERB
from faire_ensemble.kit.models import AuditEntry


@pytest.fixture(scope="session")
def demonstration(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The name of a database that holds it: a copy of what `faire demo` built (SQLite), or built
    here, beside the tests' own (PostgreSQL)."""
    if connection.vendor == "sqlite":
        built: Path = request.getfixturevalue("demonstration_folder")
        path = tmp_path_factory.mktemp("demonstration") / "faire.sqlite3"
        shutil.copy(built / "home" / "faire.sqlite3", path)
        yield str(path)
        return
    empty = connection.settings_dict["NAME"]
    name = f"{empty}_demonstration"
    with django_db_blocker.unblock():
        connection.close()  # a database that somebody reads is not copied
        _on_the_server(f'DROP DATABASE IF EXISTS "{name}"')
        _on_the_server(f'CREATE DATABASE "{name}" TEMPLATE "{empty}"')
        with connected(name):
            build()
    yield name
    with django_db_blocker.unblock():
        _on_the_server(f'DROP DATABASE "{name}"')


def _on_the_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(scope="module")
def counts(demonstration: str, django_db_blocker: Any) -> Iterator[dict[str, int]]:
    """What the building said that it wrote; the tests of the module read and write there."""
    with connected(demonstration):
        with django_db_blocker.unblock():
            written = AuditEntry.objects.get(verb=VERB).detail
        yield written


@pytest.fixture
def what_it_holds(demonstration: str, django_db_blocker: Any) -> Callable[..., Any]:
    """Read the demonstration from a test that has another database open."""

    def read(content: Callable[[], Any], database: str = demonstration) -> Any:
        with connected(database), django_db_blocker.unblock():
            return content()

    return read
