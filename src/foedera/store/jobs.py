"""Jobs kept in the register's own database: claimed by one worker, with signs of life, put back in the queue when their worker died."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from attrs import frozen
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.db.models import F, Q, QuerySet

from foedera.model.phrases import N_, Phrase, keep, kept, say
from foedera.store.models import Document
from foedera.store.models import Job as Row

Clock = Callable[[], dt.datetime]

#: A worker that has given no sign of life for so long is taken for dead.
SILENCE = dt.timedelta(seconds=30)
#: How often a worker gives one.
PULSE = dt.timedelta(seconds=5)
#: How often a job is begun at most: what has killed so many workers kills the next one too.
TRIES = 3
#: What the database raises where it cannot be reached, or is held by somebody else for too long.
UNREACHABLE = (OperationalError, InterfaceError)
ENDED = ("done", "failed", "cancelled")


@frozen
class Job:
    """A job as it stands: what, for whom, how far; `result` and `output` (a document) once it is done, `fault` where it failed."""

    id: int
    kind: str
    arguments: dict[str, Any]
    party: str
    by: int | None
    state: str
    phase: str
    done: int
    total: int
    cancelling: bool
    result: dict[str, Any] | None
    output: int | None
    fault: str
    tries: int
    created: dt.datetime
    started: dt.datetime | None
    ended: dt.datetime | None

    @property
    def over(self) -> bool:
        """Whether it has ended, one way or another."""
        return self.state in ENDED


def add(kind: str, arguments: Mapping[str, Any], by: int | None, party: str = "") -> int:
    """Put a job in the queue; return its number."""
    return int(Row.objects.create(kind=kind, arguments=dict(arguments), by_id=by, party=party).pk)


def claim(worker: str, now: dt.datetime) -> Job | None:
    """Take the oldest job in the queue for a worker, None where none waits.

    Only the update that finds the job still queued takes it, so two workers never take the same one, on either database.
    """
    while (waiting := Row.objects.filter(state="queued").order_by("id").values_list("id", flat=True).first()) is not None:
        taken = Row.objects.filter(pk=waiting, state="queued")
        if taken.update(state="running", worker=worker, started=now, beat=now, tries=F("tries") + 1, done=0, total=0, phase=""):
            return find(waiting)
    return None


def report(job: int, worker: str, now: dt.datetime, phase: str, done: int, total: int) -> str:
    """Say how far a worker is; return whether to go on: "go", "cancel", or "lost" where the job is no longer this worker's."""
    own = _own(job, worker)
    if not own.update(beat=now, phase=phase[:120], done=done, total=total):
        return "lost"
    return "cancel" if own.filter(cancelling=True).exists() else "go"


@contextmanager
def alive(job: int, worker: str, clock: Clock) -> Iterator[None]:
    """Give signs of life of a worker while it works, from a thread of its own: long steps may report nothing for minutes."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(PULSE.total_seconds()):
            with suppress(*UNREACHABLE):  # held by the job's own transaction, or away: the next one will do
                _own(job, worker).update(beat=clock())
        connection.close()

    thread = threading.Thread(target=beat, name=f"signs of life of job {job}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def finish(
    job: int, worker: str, now: dt.datetime, state: str, *, result: Mapping[str, Any] | None = None, output: int | None = None, fault: str = ""
) -> bool:
    """End a job; False where it is no longer this worker's, and then nothing is written."""
    values: dict[str, Any] = {"state": state, "ended": now, "output_id": output, "fault": _kept_fault(fault), "phase": ""}
    if result is not None:
        values["result"] = dict(result)
    return bool(_own(job, worker).update(**values))


def put_back(job: int, worker: str) -> None:
    """Put a job back in the queue because its worker is asked to stop; the try does not count."""
    _own(job, worker).update(state="queued", worker="", phase="", tries=F("tries") - 1)


def revive(now: dt.datetime) -> int:
    """Put the jobs of dead workers back in the queue, end those that were to be cancelled or were begun too often; return how many."""
    count = 0
    for row in Row.objects.filter(state="running").filter(Q(beat__isnull=True) | Q(beat__lt=now - SILENCE)):
        dead = Row.objects.filter(pk=row.pk, state="running", worker=row.worker, beat=row.beat)
        if row.cancelling:
            count += dead.update(state="cancelled", ended=now, phase="")
        elif row.tries >= TRIES:
            message = N_("The work was begun {tries} times and its worker died each time. The operator finds out why in the worker's messages.")
            count += dead.update(state="failed", ended=now, phase="", fault=_kept_fault(say(message, tries=row.tries)))
        else:
            count += dead.update(state="queued", worker="", phase="")
    return count


def cancel(job: int, now: dt.datetime) -> None:
    """Cancel a job: at once where it waits; where it runs its worker is asked to stop and undoes what is not whole."""
    if not Row.objects.filter(pk=job, state="queued").update(state="cancelled", ended=now, cancelling=True):
        Row.objects.filter(pk=job, state="running").update(cancelling=True)


def find(job: int) -> Job | None:
    """Return a job by its number."""
    row = Row.objects.filter(pk=job).first()
    return None if row is None else _job(row)


def listing(by: int | None = None, limit: int = 50) -> list[Job]:
    """Return the latest jobs, of one person or (None) of all."""
    rows = Row.objects.all() if by is None else Row.objects.filter(by_id=by)
    return [_job(row) for row in rows.order_by("-id")[:limit]]


def waiting(by: int | None) -> int:
    """Return how many jobs of a person have not ended."""
    return Row.objects.filter(by_id=by).exclude(state__in=ENDED).count()


def tidy(before: dt.datetime) -> int:
    """Drop documents that jobs ended before a moment have made and nothing else rests on; return how many."""
    old = Row.objects.filter(ended__lt=before, output__isnull=False)
    others = Row.objects.filter(output__isnull=False).exclude(pk__in=old.values("pk"))
    made = Document.objects.filter(pk__in=old.values("output")).exclude(pk__in=others.values("output"))
    return made.filter(recording__isnull=True, attachments__isnull=True).delete()[1].get("store.Document", 0)


def hang_up(*, after_a_fault: bool = False) -> None:
    """Close the connection where it has served its time, or after a fault in any case; the next question opens a new one."""
    if after_a_fault:
        connection.close()
    else:
        close_old_connections()


def _own(job: int, worker: str) -> QuerySet[Row]:
    return Row.objects.filter(pk=job, state="running", worker=worker)


def _kept_fault(fault: str) -> str:
    """Return what is kept of why a job failed: of a phrase what it was made of, so that whoever asks is told in their own language."""
    return json.dumps(keep(fault), ensure_ascii=False) if isinstance(fault, Phrase) else fault


def _fault(text: str) -> str:
    """Return why a job failed; jobs of older versions kept it as the text it was."""
    if not text.startswith("{"):
        return text
    try:
        return kept(json.loads(text))
    except (ValueError, KeyError, TypeError):
        return text


def _job(row: Row) -> Job:
    return Job(
        id=row.pk,
        kind=row.kind,
        arguments=row.arguments,
        party=row.party,
        by=row.by_id,
        state=row.state,
        phase=row.phase,
        done=row.done,
        total=row.total,
        cancelling=row.cancelling,
        result=row.result,
        output=row.output_id,
        fault=_fault(row.fault),
        tries=row.tries,
        created=row.created,
        started=row.started,
        ended=row.ended,
    )
