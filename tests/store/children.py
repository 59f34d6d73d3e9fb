"""What tests have done by processes of their own, some of which they kill: `python -m tests.store.children TASK WORDS…`."""

from __future__ import annotations

import datetime as dt
import json
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

from foedera.deeds.opening import open_register

#: The day the servers and workers beside these read off their clocks: views look ahead from it.
TODAY = dt.datetime.now(dt.UTC).date()
NATO = "nato/north-atlantic-treaty"


def tell(text: object) -> None:
    """Say something to the test, at once."""
    print(text, flush=True)  # noqa: T201


def make() -> None:
    """Make the tables."""


def fill() -> None:
    """Put the bundled collection on record."""
    from foedera.deeds.adopt import adopt_bundled

    adopt_bundled(TODAY)


def furnish() -> None:
    """Put a row into each table a person or a program can put one into."""
    from allauth.mfa.models import Authenticator  # type: ignore[import-untyped]

    from foedera.store.models import Attachment, Comment, Decision, Document, Draft, Invitation, Job, SavedSearch, Supposition, Token, User

    user = User.objects.create_user("officer@example.org", "a password long enough", first_name="Zoë", last_name="Ångström – “O’Brien”")
    user.memberships.create(party="FRA", role="treaty-officer")
    now = dt.datetime(2026, 11, 25, 12, 30, 15, 123456, tzinfo=dt.UTC)
    Invitation.objects.create(user=user, digest="d" * 64, expires=now)
    Token.objects.create(user=user, name="program", digest="e" * 64, hint="fdr_abcd", scopes=["read"], expires=now)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "closed"})
    document = Document.objects.create(name="note.pdf", media_type="application/pdf", sha256="f" * 64, size=256, content=bytes(range(256)), by=user)
    Attachment.objects.create(agreement=NATO, document=document, title="Note", by=user)
    Draft.objects.create(party="FRA", author=user, kind="act", content={"on": "2026-01-01", "n": [1, None, True, "é"]})
    Comment.objects.create(agreement=NATO, author=user, text="one line\nanother \u2028 ‘quoted’ \\ \t")
    SavedSearch.objects.create(user=user, name="mine", query="party=FRA")
    Supposition.objects.create(key="k" * 32, author=user, acts=[])
    Decision.objects.create(name="THE SOVIET UNION", code="SUN", since=dt.date(1922, 12, 30), by=user)
    assess(user)
    step_at_home(user)
    Job.objects.create(kind="export", by=user, state="done", output=document, result={"n": 1})


def assess(user: Any) -> None:
    """Put a row into each table of threats, positions and rounds."""
    from foedera.store.models import (
        AssessmentRound,
        HandedBallot,
        PositionItem,
        PublishedPicture,
        Release,
        RoundClosing,
        RoundWithdrawal,
        SealedPaper,
        ThreatEntry,
    )

    ThreatEntry.objects.create(threat="straits", number=1, party="FRA", content={"title": "Détroits"}, by=user)
    PositionItem.objects.create(nation="FRA", item="no-basing", number=1, content={"topic": "é"}, by=user)
    Release.objects.create(nation="FRA", kind="item", subject="no-basing", to="*", released=True, by=user)
    called = AssessmentRound.objects.create(name="r-1", chair="FRA", content={"title": "R"}, by=user)
    RoundWithdrawal.objects.create(round=called, nation="DEU", on=dt.date(2026, 1, 1), by=user)
    RoundClosing.objects.create(round=called, on=dt.date(2026, 1, 2), by=user)
    HandedBallot.objects.create(round=called, nation="FRA", number=1, scores={"straits": {}}, by=user)
    PublishedPicture.objects.create(round=called, content={}, by=user)
    SealedPaper.objects.create(round=called, kind="receipt", of="FRA", number=1, content={"plan": "é"}, by=user)


def step_at_home(user: Any) -> None:
    """Put a row into each table of what states do at home."""
    from foedera.store.models import DomesticStep, InstrumentCancellation, IssuedInstrument, ProcedureFile, SittingsEntry

    day, moment = dt.date(2026, 1, 15), dt.datetime(2026, 1, 15, tzinfo=dt.UTC)
    DomesticStep.objects.create(agreement=NATO, number=1, state="FRA", step="lodged", on=day, known=day, source="é", by=user)
    SittingsEntry.objects.create(state="FRA", chamber="assemblee", number=1, content={"note": "é"}, by=user)
    ProcedureFile.objects.create(state="FRA", number=1, content="# é", by=user)
    content = {"papers": {}, "given": {"on": "2026-01-15"}}
    given = IssuedInstrument.objects.create(party="FRA", year=2026, running=1, kind="accession", agreement=NATO, content=content, by=user, at=moment)
    InstrumentCancellation.objects.create(instrument=given, reason="é", by=user, at=moment)


def issue_together(runs: str) -> None:
    """Have four threads, each with its own connection, issue instruments at once; tell the numbers they were given, in order."""
    from django.db import connection

    from foedera.ratification.instruments import Instrument
    from foedera.store import instruments
    from foedera.store.models import User

    user, day = User.objects.create_user("officer@example.org"), dt.date(2026, 1, 15)
    start, given = threading.Barrier(4), []

    def issue(thread: int) -> None:
        start.wait(60)
        for run in range(int(runs)):
            text = dict.fromkeys(("kind", "language", "layout", "head", "title", "address", "done", "office"), "é")
            tables = {"paragraphs": (), "schedules": (), "sheet": ()}
            paper = Instrument(**text, **tables, name=f"{thread} {run}", number="", illustrative=False)
            order = instruments.Order(
                party="FRA", agreement=NATO, kind="accession", act=0, on=day, at=dt.datetime.now(dt.UTC), by=user.pk, given={"on": "2026-01-15"}
            )
            found = instruments.issue(order, lambda number, paper=paper: {"en": evolve(paper, number=number)})
            given.append(found.running if isinstance(found, instruments.Issued) else found)
        connection.close()

    threads = [threading.Thread(target=issue, args=(thread,)) for thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tell(json.dumps(sorted(given)))


def state() -> None:
    """Tell what is on record: the acts of each recording, and how many texts and lines of the log there are."""
    from foedera.store.models import LogEntry, RecordedAct, Recording, Text

    acts = dict.fromkeys(Recording.objects.order_by("pk").values_list("pk", flat=True), 0)
    for number in RecordedAct.objects.values_list("recording", flat=True):
        acts[number] += 1
    notes = list(Recording.objects.order_by("pk").values_list("note", flat=True))
    tell(json.dumps({"acts": list(acts.values()), "notes": notes, "texts": Text.objects.count(), "log": LogEntry.objects.count()}))


def check_views() -> None:
    """Tell whether the views are what they are when computed anew."""
    from tests.store.test_views import everything

    from foedera.store.rebuilding import rebuild

    live = everything()
    rebuild(TODAY)
    anew = everything()
    tell("right" if live == anew else f"wrong: {[view for view in live if live[view] != anew[view]]}")


def refresh_together(day: str) -> None:
    """Have two threads, each with its own connection, compute the agendas of a later day at once; tell how many of them each wrote."""
    from django.db import connection

    from foedera.store import views
    from foedera.store.register import current

    both, written = threading.Barrier(2), []
    computed = views.agenda_rows

    def refresh() -> None:
        written.append(views.refresh_agendas(current(), dt.date.fromisoformat(day)))
        connection.close()

    waited: set[int] = set()

    def together(*given: Any) -> list[Any]:
        if threading.get_ident() not in waited:
            waited.add(threading.get_ident())
            both.wait(60)
        return computed(*given)

    views.agenda_rows = together
    threads = [threading.Thread(target=refresh) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tell(json.dumps(sorted(written)))


def doubled_agendas() -> None:
    """Tell how many rows of agendas stand more than once."""
    from django.db.models import Count

    from foedera.store.models import Agenda

    columns = [field.attname for field in Agenda._meta.concrete_fields if field.attname != "id"]
    tell(Agenda.objects.values(*columns).annotate(times=Count("pk")).filter(times__gt=1).count())


def record_over_and_over(name: str) -> None:
    """Record three acts at a time until killed; tell the name of each recording once it is acknowledged."""
    from foedera.deeds.powers import OPERATOR
    from foedera.deeds.record import record
    from foedera.model.acts import Act

    for number in range(10_000):
        said = f"{name}-{number}"
        acts = [Act(dt.date(2026, 11, 1), "event", (code,), note=said) for code in ("CAN", "FRA", "ITA")]
        record(OPERATOR, NATO, acts, TODAY, note=said)
        tell(said)


def adopt_folder(folder: str) -> None:
    """Adopt a folder of files; tell when all is computed and the writing begins."""
    from foedera.deeds.adopt import adopt_folder as adopt
    from foedera.deeds.powers import OPERATOR

    tell("begun")
    adopt(OPERATOR, Path(folder), TODAY, lambda done, total: tell("computed") if done == total else None)
    tell("done")


def back_up_over_and_over(file: str) -> None:
    """Back up to the same file until killed; tell before and after each."""
    from foedera.deeds.backup import backup
    from foedera.deeds.powers import OPERATOR

    for _ in range(10_000):
        tell("begun")
        backup(OPERATOR, Path(file), dt.datetime.now(tz=dt.UTC), replace=True)
        tell("done")


def try_restoring(folder: str) -> None:
    """Try to restore each file of a folder; tell what is said against each."""
    from foedera.deeds.backup import restore
    from foedera.deeds.powers import OPERATOR
    from foedera.model.errors import FaultyFile

    told = {}
    for file in sorted(Path(folder).iterdir()):
        try:
            restore(OPERATOR, file, TODAY)
            told[file.stem] = "restored"
        except FaultyFile as error:
            told[file.stem] = str(error)
    tell(json.dumps(told))


def enqueue(kind: str, count: str) -> None:
    """Put jobs in the queue."""
    from foedera.deeds import work
    from foedera.deeds.powers import OPERATOR

    work.KINDS.setdefault(kind, work.Kind("export", lambda *_: work.Outcome()))
    for number in range(int(count)):
        tell(work.enqueue(OPERATOR, kind, {"n": number}))


def show_jobs() -> None:
    """Tell how every job stands."""
    from foedera.store import jobs

    tell(json.dumps([{"id": job.id, "state": job.state, "tries": job.tries, "fault": job.fault} for job in reversed(jobs.listing(limit=1000))]))


def worker(pace: str) -> None:
    """Work through jobs of the kind "slow" as the program does; each tells its number and takes so many seconds. Deaths are seen soon."""
    from foedera.cli.main import main
    from foedera.deeds import work
    from foedera.store import jobs

    jobs.SILENCE, jobs.PULSE = dt.timedelta(seconds=3), dt.timedelta(seconds=0.5)

    def slow(handle: work.Handle, _: Mapping[str, Any]) -> work.Outcome:
        tell(handle.job.id)
        for step in range(10):
            time.sleep(float(pace) / 10)
            handle.progress(step, 10)
        return work.Outcome()

    work.KINDS["slow"] = work.Kind("export", slow)
    main(["work", "--until-empty"])


def silent_worker(pace: str) -> None:
    """Do one job whose work reports nothing for so many seconds, far longer than a silence that is taken for death."""
    from foedera.deeds import work
    from foedera.store import jobs

    jobs.SILENCE, jobs.PULSE = dt.timedelta(seconds=1.5), dt.timedelta(seconds=0.3)

    def silent(handle: work.Handle, _: Mapping[str, Any]) -> work.Outcome:
        time.sleep(float(pace))
        return work.Outcome({"revived": jobs.revive(handle.clock())})

    work.KINDS["slow"] = work.Kind("export", silent)
    work.work("silent/1", lambda: dt.datetime.now(tz=dt.UTC), threading.Event(), until_empty=True)


TASKS: dict[str, Callable[..., None]] = {
    task.__name__: task
    for task in (
        *(
            make,
            fill,
            furnish,
            state,
            check_views,
            refresh_together,
            issue_together,
            doubled_agendas,
            record_over_and_over,
            adopt_folder,
            back_up_over_and_over,
            try_restoring,
        ),
        *(enqueue, show_jobs, worker, silent_worker),
    )
}

if __name__ == "__main__":
    open_register()
    TASKS[sys.argv[1]](*sys.argv[2:])
