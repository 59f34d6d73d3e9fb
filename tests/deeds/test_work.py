"""Work in the background: who may ask for it, what a worker does with it, and what is told when it fails or is cancelled."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import OperationalError

from foedera.deeds import work
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.model.errors import NotAllowed, NotThere, UsageError
from foedera.store import jobs
from foedera.store.models import Document, LogEntry, User
from foedera.store.models import Job as Row

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


class Clock:
    """A clock the test moves."""

    def __init__(self) -> None:
        """Begin at noon."""
        self.now = START

    def __call__(self) -> dt.datetime:
        """Tell the time."""
        return self.now

    def pass_(self, **time: float) -> None:
        """Let time pass."""
        self.now += dt.timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    """It is noon."""
    return Clock()


@pytest.fixture(autouse=True)
def _no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs of life come from a thread with a connection of its own, which cannot see a test's transaction; processes show them elsewhere."""

    class Quiet:
        def __enter__(self) -> None: ...

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(jobs, "alive", lambda *_: Quiet())
    monkeypatch.setattr(jobs, "hang_up", lambda **_: None)


def person(email: str, *memberships: tuple[str, str]) -> Actor:
    """Return an actor with an account that has these roles."""
    user = User.objects.create_user(email, "a long enough password")
    for party, role in memberships:
        user.memberships.create(party=party, role=role)
    return Actor(user.pk, email, memberships)


@pytest.fixture
def officer() -> Actor:
    """A treaty officer of Canada."""
    return person("officer@example.org", ("CAN", "treaty-officer"), ("", "reader"))


def do_all(clock: Clock) -> int:
    """Let a worker do what waits."""
    return work.work("test/1", clock, threading.Event(), until_empty=True)


@pytest.fixture
def task(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A kind of job whose work is what the test puts in this list."""
    held: list[Any] = []

    def run(handle: work.Handle, arguments: Mapping[str, Any]) -> work.Outcome:
        outcome = held[-1](handle, arguments)
        return outcome if isinstance(outcome, work.Outcome) else work.Outcome()

    monkeypatch.setitem(work.KINDS, "test", work.Kind("export", run))
    return held


def test_who_may_ask(officer: Actor) -> None:
    """The power of the kind of work, and an account; not too much at once; each refusal in the log."""
    assert work.see(officer, work.enqueue(officer, "export", {"format": "csv"})).state == "queued"
    with pytest.raises(NotAllowed, match="administer"):
        work.enqueue(officer, "rebuild")
    with pytest.raises(NotAllowed, match="sign in"):
        work.enqueue(READER, "export", {"format": "csv"})
    assert LogEntry.objects.filter(allowed=False).count() == 2
    with pytest.raises(UsageError, match="there is rebuild, export"):
        work.enqueue(officer, "dance")
    for _ in range(work.MOST - 1):
        work.enqueue(officer, "export")
    with pytest.raises(UsageError, match="have not ended"):
        work.enqueue(officer, "export")


def test_who_sees_it(officer: Actor, task: list[Any], clock: Clock) -> None:
    """One's own; administrators see that there is one, but only its owner gets what it made."""
    task.append(lambda handle, _: work.Outcome({}, _document(handle)))
    number = work.enqueue(officer, "test")
    assert do_all(clock) == 1
    other, administrator = person("o@example.org", ("", "reader")), person("a@example.org", ("", "administrator"))
    assert work.see(administrator, number).state == "done"
    assert [job.id for job in work.see_all(officer)] == [job.id for job in work.see_all(administrator)] == [number]
    assert work.see_all(other) == work.see_all(READER) == []
    assert work.output(officer, number) == ("made.txt", "text/plain", b"made")
    for actor in (other, READER):
        with pytest.raises(NotThere):
            work.see(actor, number)
    for actor in (other, READER, administrator):
        with pytest.raises(NotThere):
            work.output(actor, number)


def _document(handle: work.Handle) -> int:
    return Document.objects.create(name="made.txt", media_type="text/plain", sha256="0" * 64, size=4, content=b"made", by_id=handle.job.by).pk


def test_oldest_first_and_how_far(officer: Actor, task: list[Any], clock: Clock) -> None:
    """Progress is written when half a second has passed, and at the end; the worker goes on with the next."""
    seen: list[tuple[int, str, int, int]] = []

    def run(handle: work.Handle, arguments: Mapping[str, Any]) -> work.Outcome:
        handle.phase("Counting")
        for done in range(11):
            handle.progress(done, 10)
            row = Row.objects.get(pk=handle.job.id)
            seen.append((arguments["n"], row.phase, row.done, row.total))
            clock.pass_(seconds=0.2)
        return work.Outcome({"counted": 10})

    task.append(run)
    numbers = [work.enqueue(officer, "test", {"n": n}) for n in range(2)]
    assert do_all(clock) == 2
    assert [n for n, *_ in seen] == [0] * 11 + [1] * 11
    assert [done for _, _, done, _ in seen[:11]] == [0, 0, 0, 3, 3, 3, 6, 6, 6, 9, 10]
    assert {phase for _, phase, _, _ in seen} == {"Counting"}
    job = work.see(officer, numbers[0])
    assert (job.state, job.result, job.phase, job.fault, job.tries) == ("done", {"counted": 10}, "", "", 1)


def test_cancelled_while_it_waits_and_while_it_runs(officer: Actor, task: list[Any], clock: Clock) -> None:
    """Waiting it ends at once; running at its next report. Nobody else cancels it."""
    waiting = work.enqueue(officer, "test")
    with pytest.raises(NotThere):
        work.cancel(READER, waiting, START)
    assert work.cancel(officer, waiting, START).state == "cancelled"
    reached: list[int] = []

    def run(handle: work.Handle, _: Mapping[str, Any]) -> None:
        for done in range(100):
            handle.progress(done, 100)
            reached.append(done)
            clock.pass_(seconds=1)
            if done == 3:
                assert work.cancel(officer, handle.job.id, clock()).cancelling

    task.append(run)
    running = work.enqueue(officer, "test")
    assert do_all(clock) == 1
    assert reached == [0, 1, 2, 3]
    job = work.see(officer, running)
    assert (job.state, job.result) == ("cancelled", None)
    assert work.cancel(officer, running, clock()).state == "cancelled", "cancelling what has ended changes nothing"


def test_what_goes_wrong_is_told_in_words(officer: Actor, task: list[Any], clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    """A fault of the asker as it is; a fault of ours without its particulars, which the operator finds; the worker goes on."""
    task.append(lambda *_: 1 / 0)
    ours, theirs, unknown = work.enqueue(officer, "test"), work.enqueue(officer, "export", {"format": "stone"}), work.enqueue(officer, "test")
    Row.objects.filter(pk=unknown).update(kind="of-a-newer-version")
    assert do_all(clock) == 3
    assert work.see(officer, theirs).fault.startswith("there is no format 'stone'; there is files, csv")
    fault = work.see(officer, ours).fault
    assert f"job {ours}" in fault
    assert "division" not in fault
    assert "division by zero" in caplog.text
    assert "start it anew" in work.see(officer, unknown).fault


def test_powers_taken_away_meanwhile(officer: Actor, clock: Clock) -> None:
    """The work is done with the powers its asker has when it is done, and not at all for a closed account."""
    number, other = work.enqueue(officer, "export", {"format": "csv"}), work.enqueue(officer, "export", {"format": "csv"})
    user = User.objects.get(pk=officer.user)
    user.memberships.all().delete()
    assert work.work("test/1", clock, threading.Event(), until_empty=True) == 2
    assert "may not take copies" in work.see(officer, number).fault
    assert work.see(officer, other).state == "failed"
    third = work.enqueue(officer, "export", {"format": "csv"})
    User.objects.filter(pk=officer.user).update(is_active=False)
    do_all(clock)
    assert "deactivated" in work.see(officer, third).fault


def test_an_export_is_done_in_the_background(officer: Actor, register: Any, clock: Clock) -> None:
    """The whole register as tables, as of a day: a file to fetch."""
    number = work.enqueue(officer, "export", {"format": "csv", "on": "1990-01-01", "agreements": ["nato"]})
    do_all(clock)
    job = work.see(officer, number)
    assert job.state == "done", job.fault
    name, media_type, content = work.output(officer, number)
    assert (name, media_type) == ("foedera-1990-01-01.csv.zip", "application/zip")
    assert job.result == {"name": name, "agreements": job.result["agreements"], "size": len(content)}  # type: ignore[index]
    assert job.result["agreements"] > 3
    administrator = person("a@example.org", ("", "administrator"))
    rebuilt = work.enqueue(administrator, "rebuild")
    do_all(clock)
    assert work.see(administrator, rebuilt).result == {"agreements": 94}


def test_a_dead_workers_job_is_begun_again_but_not_for_ever(officer: Actor, task: list[Any], clock: Clock) -> None:
    """After thirty seconds without a sign of life; three times, then it ends with a reason."""
    number = work.enqueue(officer, "test")
    for turn in range(1, 4):
        taken = jobs.claim(f"dead/{turn}", clock())
        assert taken is not None
        assert taken.tries == turn
        clock.pass_(seconds=29)
        assert jobs.revive(clock()) == 0, "it may still live"
        clock.pass_(seconds=2)
        assert jobs.revive(clock()) == 1
    job = work.see(officer, number)
    assert (job.state, job.tries) == ("failed", 3)
    assert "its worker died each time" in job.fault
    assert jobs.claim("next", clock()) is None


def test_a_worker_taken_for_dead_cannot_end_the_job(officer: Actor, task: list[Any], clock: Clock) -> None:
    """Another has it by then: the first is told to stop at its next report and what it came to is dropped."""
    number = work.enqueue(officer, "test")

    def run(handle: work.Handle, _: Mapping[str, Any]) -> None:
        clock.pass_(seconds=60)
        assert jobs.revive(clock()) == 1
        assert jobs.claim("other/1", clock()) is not None
        handle.progress(1, 2)
        pytest.fail("it must not go on")

    task.append(run)
    assert do_all(clock) == 1
    row = Row.objects.get(pk=number)
    assert (row.state, row.worker, row.tries) == ("running", "other/1", 2)
    assert not jobs.finish(number, "test/1", clock(), "done")


def test_cancelled_while_its_worker_died(officer: Actor, clock: Clock) -> None:
    """It is not begun again."""
    number = work.enqueue(officer, "export")
    jobs.claim("dead/1", clock())
    work.cancel(officer, number, clock())
    clock.pass_(seconds=60)
    jobs.revive(clock())
    assert work.see(officer, number).state == "cancelled"


def test_a_worker_asked_to_stop_gives_its_job_back(officer: Actor, task: list[Any], clock: Clock) -> None:
    """The job waits again, and the try is not counted against it."""
    stopping = threading.Event()

    def run(handle: work.Handle, _: Mapping[str, Any]) -> None:
        stopping.set()
        clock.pass_(seconds=1)
        handle.progress(1, 2)
        pytest.fail("it must not go on")

    task.append(run)
    number = work.enqueue(officer, "test")
    assert work.work("test/1", clock, stopping) == 1
    job = work.see(officer, number)
    assert (job.state, job.tries) == ("queued", 0)


def test_files_made_are_kept_for_a_while(officer: Actor, task: list[Any], clock: Clock) -> None:
    """Then they go; one that something was recorded from stays."""
    task.append(lambda handle, _: work.Outcome({}, _document(handle)))
    first, second = work.enqueue(officer, "test"), work.enqueue(officer, "test")
    do_all(clock)
    kept = Row.objects.get(pk=second).output
    assert kept is not None
    kept.recording_set.create(deed="record")
    clock.pass_(days=13)
    do_all(clock)
    assert work.output(officer, first)[2] == b"made"
    clock.pass_(days=2)
    do_all(clock)
    with pytest.raises(NotThere, match="ask for it again"):
        work.output(officer, first)
    assert work.output(officer, second)[2] == b"made"
    assert work.see(OPERATOR, first).state == "done"


def test_a_worker_outlives_its_database(officer: Actor, task: list[Any], clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    """Where the database cannot be reached it waits and tries again."""
    tries: list[int] = []
    real = jobs.claim

    def claim(worker: str, now: dt.datetime) -> jobs.Job | None:
        tries.append(1)
        if len(tries) == 1:
            message = "connection refused"
            raise OperationalError(message)
        return real(worker, now)

    monkeypatch.setattr(jobs, "claim", claim)
    task.append(lambda *_: None)
    number = work.enqueue(officer, "test")
    assert do_all(clock) == 1
    assert work.see(officer, number).state == "done"
    assert "connection refused" in caplog.text
