"""Registers for tests that need whole processes: each its own, on the database the tests run on, gone when the test is over."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from attrs import field, frozen

ROOT = Path(__file__).resolve().parents[1]
#: The database of PostgreSQL the tests run on, empty on SQLite (see `tests.postgresql`).
SERVER = os.environ.get("DATABASE_URL", "")


@frozen
class Place:
    """A register of its own: the environment a process finds it by."""

    home: Path
    env: dict[str, str]
    started: list[subprocess.Popen[str]] = field(factory=list, repr=False)

    def foedera(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the program on this register to its end."""
        return subprocess.run([*PROGRAM, *words], check=check, env=self.env, cwd=ROOT, capture_output=True, text=True, timeout=300)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start the program on this register."""
        return self._start([*PROGRAM, *words])

    def child(self, task: str, *words: str) -> subprocess.Popen[str]:
        """Start a task of `tests.store.children` on this register."""
        return self._start([sys.executable, "-m", "tests.store.children", task, *words])

    def _start(self, words: list[str]) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        process = subprocess.Popen(words, env=self.env, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        self.started.append(process)
        return process

    def end(self) -> None:
        """End what a test that failed has left running, and let go of all of it."""
        for process in self.started:
            if process.poll() is None:
                process.kill()
                process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()

    def ask(self, task: str, *words: str) -> str:
        """Do a task of `tests.store.children` on this register to its end; return what it says."""
        process = self.child(task, *words)
        said, wrong = process.communicate(timeout=300)
        assert process.returncode == 0, wrong
        return said.strip()


PROGRAM = [sys.executable, "-m", "foedera.cli.main"]


@contextmanager
def new_place(home: Path, *, like: Place | None = None) -> Iterator[Place]:
    """Give an empty register, or one like another that no process has open."""
    home.mkdir(parents=True, exist_ok=True)
    keep = {name: value for name, value in os.environ.items() if not name.startswith("FOEDERA_") and name != "DATABASE_URL"}
    env = {**keep, "FOEDERA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "foedera.web.settings", "COLUMNS": "200"}
    with ExitStack() as after:
        if not SERVER:
            if like is not None:
                (home / "foedera.sqlite3").write_bytes((like.home / "foedera.sqlite3").read_bytes())
        else:
            name = f"place_{uuid.uuid4().hex[:12]}"
            template = f" TEMPLATE {like.env['DATABASE_URL'].rpartition('/')[2]}" if like is not None else ""
            _on_the_server(f"CREATE DATABASE {name}{template}")
            after.callback(_on_the_server, f"DROP DATABASE {name} WITH (FORCE)")
            env["DATABASE_URL"] = f"{SERVER.rpartition('/')[0]}/{name}"
        place = Place(home, env)
        after.callback(place.end)
        yield place


def _on_the_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(statement.encode())
