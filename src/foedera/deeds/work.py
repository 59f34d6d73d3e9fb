"""Work in the background: put in the queue by whoever may do it, done by a worker with progress shown, cancelled or taken up again after a crash."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve, field, frozen

from foedera.deeds import signing_in
from foedera.deeds.powers import OPERATOR, POWERS, Actor, require
from foedera.model.errors import FoederaError, NotAllowed, NotThere, UsageError
from foedera.model.phrases import N_, say
from foedera.store import jobs, keeping, logs, uploads
from foedera.store.jobs import Clock, Job

__all__ = ["KINDS", "Handle", "Job", "Kind", "Outcome", "cancel", "enqueue", "output", "see", "see_all", "work"]

#: How long a worker waits before it looks at an empty queue again.
IDLE = 0.5
#: Progress is written no more often: each time is a transaction.
PACE = dt.timedelta(seconds=0.5)
#: How many jobs one person may have waiting or running.
MOST = 5
#: How long what a job has made (a file to fetch) is kept.
KEPT = dt.timedelta(days=14)
#: How long a file handed in is kept for its owner.
HELD = dt.timedelta(days=30)

_UNKNOWN = N_("this worker does not know work of the kind '{kind}'; it may be older than the server: start it anew")
_OURS = N_("Foedera itself failed at this; the operator finds the reason under job {job} in the worker's messages.")

_log = logging.getLogger("foedera.work")


class Stopped(Exception):
    """The work has to stop here: its job was cancelled, taken from this worker, or the worker is to end. No fault of anybody's."""

    def __init__(self, why: str) -> None:
        """Keep why: "cancel", "lost" or "stop"."""
        super().__init__(why)
        self.why = why


@frozen
class Outcome:
    """What a job came to: plain values to show, and the number of a document it made."""

    result: dict[str, Any] = field(factory=dict)
    output: int | None = None


class Handle:
    """What a job's work is given: who it works for, the clock, and where it says how far it is."""

    def __init__(self, job: Job, worker: str, clock: Clock, stopping: threading.Event) -> None:
        """Hold a job for a worker."""
        self.job = job
        self.clock = clock
        self._worker = worker
        self._stopping = stopping
        self._phase = ""
        self._last = clock() - PACE

    @property
    def actor(self) -> Actor:
        """Whoever put the job in the queue, with the powers held now; NotAllowed where the account has been closed since."""
        return OPERATOR if self.job.by is None else signing_in.actor_of(self.job.by)

    def phase(self, name: str) -> None:
        """Say what is being done now; the counting begins anew."""
        self._phase = name
        self._last = self.clock() - PACE
        self.progress(0, 0)

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is. Raises Stopped where it shall not go on: so never call it where half of something is written.

        Call it as often as you like, outside transactions; it is written at most twice a second.
        """
        now = self.clock()
        if now - self._last < PACE and done < total:
            return
        self._last = now
        verdict = jobs.report(self.job.id, self._worker, now, self._phase, done, total)
        if verdict == "go" and self._stopping.is_set():
            verdict = "stop"
        if verdict != "go":
            raise Stopped(verdict)


@frozen
class Kind:
    """A kind of job: the power its asker needs, and what does it. It may be begun again after a crash, so doing it twice must do no harm."""

    power: str
    run: Callable[[Handle, Mapping[str, Any]], Outcome]


def _rebuild(handle: Handle, _: Mapping[str, Any]) -> Outcome:
    from foedera.deeds.rebuild import rebuild

    handle.phase(say("Computing the views"))
    return Outcome({"agreements": rebuild(handle.actor, handle.clock().date(), handle.progress)})


def _export(handle: Handle, arguments: Mapping[str, Any]) -> Outcome:
    from foedera.deeds.hand_out import export_job

    return export_job(handle, arguments)


def _examine(handle: Handle, arguments: Mapping[str, Any]) -> Outcome:
    from foedera.deeds.take_in import review_job

    return review_job(handle, arguments)


def _import(handle: Handle, arguments: Mapping[str, Any]) -> Outcome:
    from foedera.deeds.take_in import import_job

    return import_job(handle, arguments)


#: What can be put in the queue.
KINDS: dict[str, Kind] = {
    "rebuild": Kind("administer", _rebuild),
    "export": Kind("export", _export),
    "examine": Kind("import", _examine),
    "import": Kind("import", _import),
}


def enqueue(actor: Actor, kind: str, arguments: Mapping[str, Any] | None = None, *, party: str = "") -> int:
    """Put a job in the queue; return its number.

    Raises UsageError for a kind there is none of, NotAllowed where the actor lacks the power or has no account, UsageError where too many
    jobs of the same person wait already.
    """
    if kind not in KINDS:
        raise UsageError(say("there is no work of the kind '{kind}'; there is {kinds}", kind=kind, kinds=", ".join(KINDS)))
    power = KINDS[kind].power
    require(actor, power, kind, "", [party] if party else ())
    if actor.user is None and not actor.operator:
        message = say("work in the background is done for people with an account; sign in to {what}", what=POWERS[power])
        logs.note(actor.name, kind, "", allowed=False, why=message, address=actor.address)
        raise NotAllowed(message)
    if not actor.operator and jobs.waiting(actor.user) >= MOST:
        raise UsageError(say("{n} of your jobs have not ended; wait for one, or cancel one", n=MOST))
    number = jobs.add(kind, arguments or {}, actor.user, party)
    logs.note(actor.name, kind, str(number), allowed=True, why="put in the queue", party=party, address=actor.address)
    return number


def see(actor: Actor, number: int) -> Job:
    """Return a job: one's own, or as an administrator anybody's, without what it works on. NotThere where there is none to see."""
    found = jobs.find(number)
    if found is None or not (_owns(actor, found) or actor.may("administer")):
        raise NotThere(say("there is no job {number} of yours", number=str(number)))
    return _shown(actor, found)


def see_all(actor: Actor, limit: int = 50) -> list[Job]:
    """Return the latest jobs: one's own, as an administrator everybody's, others' without what they work on."""
    if actor.may("administer"):
        return [_shown(actor, job) for job in jobs.listing(None, limit)]
    return jobs.listing(actor.user, limit) if actor.user is not None else []


def cancel(actor: Actor, number: int, now: dt.datetime) -> Job:
    """Cancel a job that has not ended; return it as it then stands: `cancelling` until its worker has undone what is not whole."""
    found = see(actor, number)
    if actor.scopes is not None and found.kind in KINDS:
        require(actor, KINDS[found.kind].power if _owns(actor, found) else "administer", "cancel", str(number), [found.party])
    jobs.cancel(number, now)
    logs.note(actor.name, "cancel", str(number), allowed=True, why=found.kind, party=found.party, address=actor.address)
    return see(actor, number)


def output(actor: Actor, number: int) -> tuple[str, str, bytes]:
    """Return what a job has made: a file's name, media type and content. Only whoever asked for it gets it."""
    found = jobs.find(number)
    kept = keeping.document(found.output) if found is not None and _owns(actor, found) and found.output is not None else None
    if kept is None:
        raise NotThere(say("job {number} has made no file for you, or it is kept no longer; ask for it again", number=str(number)))
    return kept[0].name, kept[0].media_type, kept[1]


def _shown(actor: Actor, job: Job) -> Job:
    """Return a job as the actor may see it: of another's, neither the files it works on nor what is wrong in them."""
    if _owns(actor, job):
        return job
    of_file = job.kind in ("examine", "import") and job.fault
    return evolve(job, arguments={}, fault=say("what is wrong with the file is told to whoever handed it in") if of_file else job.fault)


def _owns(actor: Actor, job: Job) -> bool:
    return actor.operator or (job.by is not None and job.by == actor.user)


def work(worker: str, clock: Clock, stopping: threading.Event, *, until_empty: bool = False) -> int:
    """Work through the queue until asked to stop, or with `until_empty` until nothing waits; return how many jobs were begun.

    `worker` names this process. Several may work at the same time, on several machines where the database is PostgreSQL.
    """
    count = 0
    tidied = None
    while not stopping.is_set():
        try:
            jobs.hang_up()
            if tidied is None or clock() - tidied > dt.timedelta(hours=1):
                tidied = clock()
                jobs.tidy(tidied - KEPT)
                uploads.tidy(tidied - HELD)
            jobs.revive(clock())
            found = jobs.claim(worker, clock())
            if found is not None:
                count += 1
                _do(found, worker, clock, stopping)
            elif until_empty:
                return count
            else:
                stopping.wait(IDLE)
        except jobs.UNREACHABLE as error:
            _log.warning("the database cannot be reached, trying again: %s", str(error).strip())
            jobs.hang_up(after_a_fault=True)
            stopping.wait(2)
    return count


def _do(job: Job, worker: str, clock: Clock, stopping: threading.Event) -> None:
    with jobs.alive(job.id, worker, clock):
        state, outcome, fault = _outcome(job, Handle(job, worker, clock, stopping))
        if state == "stop":
            jobs.put_back(job.id, worker)
        elif state == "done":
            jobs.finish(job.id, worker, clock(), state, result=outcome.result, output=outcome.output)
        elif state != "lost":
            jobs.finish(job.id, worker, clock(), state, fault=fault)


def _outcome(job: Job, handle: Handle) -> tuple[str, Outcome, str]:
    """Do a job; return the state it ends in ("stop" and "lost": it does not end here), what it came to, and what went wrong."""
    if job.kind not in KINDS:
        return "failed", Outcome(), say(_UNKNOWN, kind=job.kind)
    try:
        return "done", KINDS[job.kind].run(handle, job.arguments), ""
    except Stopped as stop:
        return ("cancelled" if stop.why == "cancel" else stop.why), Outcome(), ""
    except FoederaError as error:
        return "failed", Outcome(), next((text for text in error.args if isinstance(text, str)), "")
    except jobs.UNREACHABLE:
        raise
    except Exception:  # noqa: BLE001 - whatever goes wrong in one job must not end the others
        _log.exception("job %s (%s) failed", job.id, job.kind)
        return "failed", Outcome(), say(_OURS, job=str(job.id))
