"""`foedera serve` and the processes below it: they come up together, answer, do what waits, and end together, however it is ended."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.registers import Place

pytestmark = [pytest.mark.slow, pytest.mark.alone]


@pytest.fixture
def port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(place: Place, port: int) -> Iterator[subprocess.Popen[str]]:
    """A server on a register with the bundled collection."""
    process = place.start("serve", "--port", str(port))
    wait_for(port)
    yield process
    if process.poll() is None:
        process.terminate()
        process.communicate(timeout=40)


def wait_for(port: int, path: str = "/") -> bytes:
    """Return the first page as soon as it comes."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
                return bytes(answer.read())
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail("no page in a minute")


def below(process: subprocess.Popen[str]) -> list[int]:
    """Return the processes a process has started."""
    tasks = Path(f"/proc/{process.pid}/task").iterdir()
    return sorted({int(number) for task in tasks for number in (task / "children").read_text(encoding="ascii").split()})


def alive(number: int) -> bool:
    """Return whether a process lives."""
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(numbers: list[int], seconds: float = 20) -> bool:
    """Wait until none of these processes lives."""
    end = time.monotonic() + seconds
    while any(alive(number) for number in numbers):
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


def free(port: int) -> bool:
    """Return whether nobody listens on a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_new_register_is_made_and_served(empty_place: Place, port: int) -> None:
    """With the bundled collection on record, and a link for who becomes its administrator; the job that waits is done by the worker beside it."""
    empty_place.ask("enqueue", "export", "1")
    process = empty_place.start("serve", "--port", str(port))
    assert b"North Atlantic Treaty" in wait_for(port, "/agreements/nato/north-atlantic-treaty/")
    for _ in range(100):
        (job,) = json.loads(empty_place.ask("show_jobs"))
        if job["state"] not in ("queued", "running"):
            break
        time.sleep(0.2)
    assert (job["state"], job["tries"]) == ("failed", 1), "it has no format, so it fails, with a reason"
    assert job["fault"].startswith("there is no format ''")
    process.send_signal(signal.SIGINT)
    said, wrong = process.communicate(timeout=40)
    assert process.returncode == 0, wrong
    assert "The bundled collection is on record: 94 agreements" in said
    assert f"http://localhost:{port}/account/invitation/" in said, "passkeys are made under a name only"
    assert f"Foedera is at http://localhost:{port}/" in said
    assert "password" not in said
    assert "Foedera has stopped." in said
    assert free(port)


def test_it_ends_whole(served: subprocess.Popen[str], place: Place, port: int) -> None:
    """A link made beside it leads to it; asked to end, it and all below it are gone, and the port is free."""
    children = below(served)
    assert len(children) >= 3, "two that answer, one that works"
    told = place.foedera("user", "add", "ada@ministry.example", "--role", "analyst")
    assert told.stdout.startswith(f"http://localhost:{port}/account/")
    assert f"It leads to http://localhost:{port}; where the register is reached elsewhere" in told.stderr
    served.terminate()
    served.communicate(timeout=40)
    assert served.returncode == 0
    assert gone(children)
    assert free(port)


def test_killed_it_leaves_nothing_behind(served: subprocess.Popen[str], place: Place, port: int) -> None:
    """What it started notices and ends; started again on the same port it answers."""
    children = below(served)
    served.kill()
    served.communicate(timeout=10)
    assert gone(children)
    assert free(port)
    again = place.start("serve", "--port", str(port))
    assert wait_for(port)
    again.terminate()
    again.communicate(timeout=40)


def test_its_parts_are_started_anew(served: subprocess.Popen[str], port: int) -> None:
    """Each process below it may be killed: the pages go on, and as many as before are there again."""
    before = below(served)
    for number in before:
        os.kill(number, signal.SIGKILL)
    time.sleep(1)
    assert wait_for(port)
    for _ in range(100):
        after = [number for number in below(served) if alive(number)]
        if len(after) >= 3 and not set(after) & set(before):
            return
        time.sleep(0.2)
    pytest.fail(f"{after} of {before}")


def test_a_port_that_is_taken(place: Place) -> None:
    """What is wrong and what to do, before anything is started; likewise for an address others reach."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = str(other.getsockname()[1])
        done = place.foedera("serve", "--port", taken, check=False)
    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1 port {taken}" in done.stderr
    assert "choose another port" in done.stderr
    done = place.foedera("serve", "--host", "0.0.0.0", "--port", taken, check=False)
    assert done.returncode == 2
    assert "FOEDERA_HOSTS" in done.stderr
