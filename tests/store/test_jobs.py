"""Jobs and the processes that do them: one worker a job, signs of life, death, stopping, and the worker beside a server."""

from __future__ import annotations

import json
import signal
import time
from typing import Any

from tests.registers import Place


def how(place: Place) -> list[dict[str, Any]]:
    """Return how every job of a register stands, in order."""
    found: list[dict[str, Any]] = json.loads(place.ask("show_jobs"))
    return found


def test_no_job_is_done_twice(empty_place: Place) -> None:
    """Three workers and sixty jobs: each is done, and by one of them."""
    numbers = empty_place.ask("enqueue", "slow", "60").split()
    workers = [empty_place.child("worker", "0.05") for _ in range(3)]
    done = []
    for worker in workers:
        said, wrong = worker.communicate(timeout=120)
        assert worker.returncode == 0, wrong
        done.append([line for line in said.splitlines() if line in numbers])
    assert sorted((number for own in done for number in own), key=int) == numbers
    assert sum(bool(own) for own in done) >= 2, "they worked side by side"
    assert {(job["state"], job["tries"]) for job in how(empty_place)} == {("done", 1)}


def test_a_killed_workers_job_is_done_by_the_next(empty_place: Place) -> None:
    """It is begun again when the dead worker has been silent for long enough, from the start."""
    (number,) = empty_place.ask("enqueue", "slow", "1").split()
    first = empty_place.child("worker", "60")
    assert first.stdout is not None
    while first.stdout.readline().strip() != number:
        pass
    first.kill()
    first.communicate()
    assert how(empty_place)[0]["state"] == "running", "nobody has noticed yet"
    for _ in range(40):  # a worker that finds nothing waiting ends; the job waits again after three seconds of silence
        empty_place.child("worker", "0.1").communicate(timeout=60)
        if how(empty_place)[0]["state"] != "running":
            break
        time.sleep(0.3)
    assert how(empty_place) == [{"id": int(number), "state": "done", "tries": 2, "fault": ""}]


def test_a_worker_that_reports_nothing_for_long_is_not_dead(empty_place: Place) -> None:
    """Signs of life come while its work is silent, so nobody else begins the job."""
    empty_place.ask("enqueue", "slow", "1")
    empty_place.ask("silent_worker", "5")
    assert [(job["state"], job["tries"]) for job in how(empty_place)] == [("done", 1)]


def test_a_worker_told_to_stop_gives_its_job_back(empty_place: Place) -> None:
    """At once, without counting a try; the next worker does it."""
    (number,) = empty_place.ask("enqueue", "slow", "1").split()
    first = empty_place.child("worker", "60")
    assert first.stdout is not None
    while first.stdout.readline().strip() != number:
        pass
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=30)
    assert first.returncode == 0
    assert [(job["state"], job["tries"]) for job in how(empty_place)] == [("queued", 0)]
    empty_place.child("worker", "0.1").communicate(timeout=60)
    assert [(job["state"], job["tries"]) for job in how(empty_place)] == [("done", 1)]


def test_a_worker_ends_with_the_server_that_started_it(empty_place: Place) -> None:
    """Also where the server was killed: its end of the pipe closes, and nothing is left behind."""
    worker = empty_place.start("work", "--below")
    time.sleep(3)
    assert worker.poll() is None
    _, wrong = worker.communicate(timeout=15)  # closes its standard input
    assert worker.returncode == 0, wrong
