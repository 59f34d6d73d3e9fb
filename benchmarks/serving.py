"""Servers on loopback to be measured: started as their users start them, asked over one open connection, their CPU and memory read off /proc."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import define, frozen

import office

BIN = Path(sys.executable).parent
#: What one row of the table looks like in Datasette; participants as a JSON array, so that it can count them as a facet.
COLUMNS = ("uuid", "title", "type", "subject", "countries", "signed", "signed_at", "in_force", "ended")
#: As many facets as the register's list counts: five columns and the participants.
FACETS = "_facet=type&_facet=subject&_facet=signed&_facet=signed_at&_facet=in_force&_facet_array=countries"


@frozen
class Answer:
    """One answer: milliseconds until it was read whole, milliseconds of CPU of all processes of the server, its body."""

    wall: float
    cpu: float
    body: bytes


@define
class Server:
    """A server that runs: its processes, and one connection to it."""

    process: subprocess.Popen[bytes]
    connection: http.client.HTTPConnection

    def get(self, path: str) -> Answer:
        """Ask for a page; any answer but 200 ends the benchmark. A connection the server has closed meanwhile is opened anew, untimed."""
        pids = self.pids()
        try:
            return self._get(path, pids)
        except http.client.RemoteDisconnected:
            self.connection.close()
            self.connection.connect()
            return self._get(path, pids)

    def _get(self, path: str, pids: list[int]) -> Answer:
        before = _cpu(pids)
        started = time.perf_counter()
        self.connection.request("GET", path)
        reply = self.connection.getresponse()
        body = reply.read()
        wall = (time.perf_counter() - started) * 1000
        assert reply.status == 200, f"{path} answers {reply.status}: {body[:200]!r}"
        return Answer(wall, _cpu(pids) - before, body)

    def pids(self) -> list[int]:
        """Return the processes of the server: the one started and all below it."""
        found = [self.process.pid]
        for pid in found:
            found += _children(pid)
        return found

    def memory(self) -> dict[str, int]:
        """Return the megabytes its processes hold, pages several of them share counted once, and those of the largest process."""
        held = [_proportional(pid) for pid in self.pids()]
        return {"all_mb": round(sum(held) / 1024), "largest_mb": round(max(held) / 1024), "processes": len(held)}


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += map(int, (task / "children").read_text(encoding="ascii").split())
    return found


def _cpu(pids: list[int]) -> float:
    """Return the milliseconds these processes have run, from the scheduler's own count in nanoseconds."""
    return sum(int(task.read_text(encoding="ascii").split()[0]) for pid in pids for task in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e6


def _proportional(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


@contextmanager
def foedera() -> Iterator[Server]:
    """Serve this process's register by `foedera serve` with one answering process."""
    with _served([str(BIN / "foedera"), "serve", "--workers", "1"], "/agreements/") as server:
        yield server


@contextmanager
def datasette(folder: Path) -> Iterator[Server]:
    """Serve the table by Datasette, its settings as they come: searchable, and with an index on the column lists go by."""
    file = folder / "treaties.db"
    _make(file)
    with _served([str(BIN / "datasette"), "serve", str(file)], "/treaties/treaties") as server:
        yield server


@contextmanager
def _served(words: list[str], first: str) -> Iterator[Server]:
    port = _free_port()
    process = subprocess.Popen([*words, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield Server(process, _connected(process, port, first))
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _connected(process: subprocess.Popen[bytes], port: int, first: str) -> http.client.HTTPConnection:
    """Return a connection to a server as soon as it answers."""
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", first)
            reply = connection.getresponse()
            reply.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            time.sleep(0.2)
            continue
        if reply.status == 200:
            return connection
    message = f"the server on port {port} does not answer; start it by hand to see why: {process.args!r}"
    raise RuntimeError(message)


def _make(file: Path) -> None:
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as database:
        database.execute(f"CREATE TABLE treaties (id INTEGER PRIMARY KEY, {', '.join(f'{name} TEXT' for name in COLUMNS)})")
        places = ", ".join("?" * len(COLUMNS))
        database.executemany(f"INSERT INTO treaties ({', '.join(COLUMNS)}) VALUES ({places})", map(_row, office.rows()))
        database.execute("CREATE INDEX by_title ON treaties (title)")
        database.execute("CREATE VIRTUAL TABLE treaties_fts USING fts5 (title, subject, countries, content='treaties', content_rowid='id')")
        database.execute("INSERT INTO treaties_fts (treaties_fts) VALUES ('rebuild')")
    database.close()


def _row(row: dict[str, str]) -> tuple[str | None, ...]:
    countries = [name.strip() for name in row.get("country_name", "").split(";") if name.strip()]
    return (
        row["uuid"],
        row["title"],
        row["field3"],
        row.get("subject"),
        json.dumps(countries),
        _day(row, "signed_event_date"),
        row.get("signed_event_location"),
        _day(row, "definative_eif_event_date"),
        _day(row, "terminated_event_date"),
    )


def _day(row: dict[str, str], name: str) -> str | None:
    return "-".join(reversed(row[name].split("/"))) if row.get(name) else None
