"""A PostgreSQL cluster for a while: made in a folder of its own, on a free port of the loopback, removed when the command it was made for ends.

    python -m tests.postgresql .venv/bin/python -m pytest tests/store

runs the command with `DATABASE_URL` set. Debian's PostgreSQL is used (apt-get install postgresql); as root it runs as the user `postgres`.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Where Debian keeps each version's programs.
PROGRAMS = Path("/usr/lib/postgresql")
#: Says that there is no PostgreSQL here; `make` looks for it.
MISSING = 77


class NoPostgreSQL(Exception):
    """PostgreSQL is not installed."""


def programs() -> Path:
    """Return the folder of the newest version's programs."""
    found = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    if elsewhere is None:
        message = "PostgreSQL is not installed (apt-get install postgresql)"
        raise NoPostgreSQL(message)
    return Path(elsewhere).parent


def _as_its_user(words: list[str]) -> list[str]:
    """Return a command as a user that may run a database: root may not."""
    return ["runuser", "-u", "postgres", "--", *words] if os.geteuid() == 0 else words


@contextmanager
def cluster() -> Iterator[str]:
    """Give the address (`DATABASE_URL`) of a database in a new cluster; stop and remove the cluster afterwards."""
    tools = programs()
    folder = Path(tempfile.mkdtemp(prefix="foedera-postgresql-"))
    password = secrets.token_urlsafe(16)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "password").write_text(password, encoding="ascii")
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "postgres", str(folder)], check=True)
    data = folder / "data"
    server: subprocess.Popen[bytes] | None = None
    try:
        making = [str(tools / "initdb"), "-D", str(data), "-U", "foedera", "-A", "scram-sha-256", "--pwfile", str(folder / "password")]
        subprocess.run(_as_its_user([*making, "-E", "UTF8", "--locale=C.UTF-8"]), check=True, stdout=subprocess.DEVNULL, cwd="/")
        # Only the loopback; fsync stays on, as in an office: the crash tests are about what is on disk.
        options = ["listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}", "fsync=on", "log_min_messages=fatal"]
        words = [str(tools / "postgres"), "-D", str(data), *(word for option in options for word in ("-c", option))]
        server = subprocess.Popen(_as_its_user(words), cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        address = f"postgres://foedera:{password}@127.0.0.1:{port}/postgres"
        _wait(address, server)
        yield address
    finally:
        if server is not None and server.poll() is None:
            _stop(data)
            server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    import psycopg

    for _ in range(150):
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            if server.poll() is not None:
                break
            time.sleep(0.2)
        else:
            return
    message = "the PostgreSQL cluster did not start"
    raise RuntimeError(message)


def _stop(data: Path) -> None:
    """Ask the cluster to stop at once: its first process is named in its own file, for `runuser` stands between."""
    first = int((data / "postmaster.pid").read_text(encoding="ascii").split()[0])
    os.kill(first, signal.SIGINT)


def main(words: list[str]) -> int:
    """Run a command with a cluster; return its exit status, or `MISSING` where there is no PostgreSQL."""
    try:
        programs()
    except NoPostgreSQL as error:
        print(f"not run: {error}", file=sys.stderr)  # noqa: T201
        return MISSING
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster goes with us
    with cluster() as address:
        return subprocess.run(words, check=False, env={**os.environ, "DATABASE_URL": address}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
