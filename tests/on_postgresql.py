"""Run pytest on a real PostgreSQL: a cluster of its own in a temporary folder, then gone.

    python tests/on_postgresql.py [pytest arguments]

Needs the server's programs (Debian: postgresql). Without them the run is skipped with a line that
says so, or fails when FAIRE_REQUIRE_ALL=1. FAIRE_TEST_POSTGRESQL names a server to use instead.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder of initdb and pg_ctl: on the PATH, or where Debian puts the newest."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster(folder: Path, *, durable: bool = False) -> Iterator[str]:
    """Start a throw-away server on loopback; yield its address. Root lends it to `postgres`.

    Not `durable`, it does not wait for the disk: faster, and good enough for tests.
    """
    owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    with tempfile.TemporaryDirectory(prefix="faire-pg-") as name:
        if os.geteuid() == 0:
            shutil.chown(name, owner)
        data, port = f"{name}/data", free_port()

        def run(*command: str) -> None:
            lent = ["runuser", "-u", owner, "--"] if os.geteuid() == 0 else []
            subprocess.run([*lent, *command], check=True, stdout=subprocess.DEVNULL, cwd=name)

        run(f"{folder}/initdb", "-D", data, "-U", "faire", "-A", "trust", "-E", "UTF8")
        fsync = "on" if durable else "off"
        options = f"-p {port} -k {name} -c listen_addresses=127.0.0.1 -c fsync={fsync}"
        run(f"{folder}/pg_ctl", "-D", data, "-w", "-l", f"{name}/log", "-o", options, "start")
        try:
            yield f"postgres://faire@127.0.0.1:{port}/postgres"
        finally:
            run(f"{folder}/pg_ctl", "-D", data, "-m", "immediate", "stop")


def pytest_on(address: str, arguments: list[str]) -> int:
    environment = {**os.environ, "DATABASE_URL": address}
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, env=environment).returncode


def main(arguments: list[str]) -> int:
    if given := os.environ.get("FAIRE_TEST_POSTGRESQL"):
        return pytest_on(given, arguments)
    folder = programs()
    if folder is None:
        print("PostgreSQL is not installed here: its run of the tests was skipped.")
        return int(os.environ.get("FAIRE_REQUIRE_ALL") == "1")
    with cluster(folder) as address:
        return pytest_on(address, arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
