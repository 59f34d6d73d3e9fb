"""Take a file in: handed in, examined, its report read, then recorded whole or not at all; again without change."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from foedera.deeds.examine import LEFT_OUT, Look, Progress, Said, examine, presumed, said
from foedera.deeds.powers import Actor, require
from foedera.deeds.record import settled
from foedera.deeds.report import Report, left_out, lines, report, report_of
from foedera.interchange import bundles
from foedera.interchange.sheets import LARGEST, read
from foedera.model.errors import FaultyFile, NotAllowed, NotThere, OutOfDate, Unfit
from foedera.model.phrases import say
from foedera.store import decisions, keeping, logs, uploads, writing
from foedera.store.register import revision
from foedera.store.uploads import Upload

if TYPE_CHECKING:
    from foedera.deeds.work import Handle, Outcome

__all__ = [
    "LARGEST",
    "MOST",
    "Said",
    "Taken",
    "Upload",
    "begin",
    "discard",
    "hand_in",
    "left_out_of",
    "look",
    "mine",
    "opened",
    "presumed",
    "record",
    "report_on",
    "review",
    "revise",
    "said",
]

#: How many files one person may have waiting.
MOST = 20
#: Files up to this size are examined while one waits; larger ones in the background.
AT_ONCE = 200_000

#: How many of the agreements an import touched are named in what came of it.
_SHOWN = 5

Phase = Callable[[str], None]

_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/jsonl",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".toml": "application/toml",
    ".zip": "application/zip",
}


@frozen
class Taken:
    """What came of an import: the number of the recording (None: nothing was new), the counts of what it rests on, some of the ids it touched."""

    revision: int | None
    counts: dict[str, int]
    touched: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, to be kept."""
        return {"revision": self.revision, "counts": self.counts, "touched": list(self.touched)}


def hand_in(actor: Actor, name: str, content: bytes, now: dt.datetime, wish: Said | None = None) -> int:
    """Keep a file for its owner until it is imported or thrown away; return its number.

    FaultyFile where it cannot be read at all, Unfit where too many wait already, NotAllowed without the power to import for any party.
    """
    own = _plain(name)
    _require(actor, own)
    if actor.user is None:
        raise NotAllowed(say("files are kept for people with an account: sign in first"))
    if uploads.waiting(actor.user) >= MOST:
        raise Unfit((("file", say("{n} of your files wait to be imported; import one, or throw one away", n=MOST)),))
    wish = wish if wish is not None else presumed(own, now.date())
    try:
        _readable(own, content, wish)
    except FaultyFile as error:
        logs.note(actor.name, "hand in a file", own, allowed=False, why=str(error.faults[0]), address=actor.address)
        raise
    number = uploads.add(actor.user, own, content, wish.as_json())
    logs.note(actor.name, "hand in a file", own, allowed=True, why=str(number), address=actor.address)
    return number


def _plain(name: str) -> str:
    """Return the name of a file without its folders and without characters nobody sees."""
    shown = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable())
    return shown.strip()[-120:] or "file"


def _readable(name: str, content: bytes, wish: Said) -> None:
    if bundles.is_bundle(name):
        bundles.files(content, name)
        return
    sheet = read(content, name, sheet=wish.sheet or None)
    if sheet.refused:
        raise FaultyFile(sheet.faults)


def mine(actor: Actor) -> list[Upload]:
    """Return the actor's own files that wait to be imported."""
    return [upload for upload in uploads.of(actor.user) if upload.outcome is None] if actor.user is not None else []


def opened(actor: Actor, number: int) -> Upload:
    """Return a file of one's own. NotThere for any other: nobody sees what another has handed in."""
    found = uploads.find(number, actor.user) if actor.user is not None else None
    if found is None:
        raise NotThere(say("you have handed in no file {number}, or it is kept no longer", number=str(number)))
    return found


def _waiting(actor: Actor, number: int) -> tuple[Upload, bytes]:
    found = opened(actor, number)
    content = uploads.content(number, found.user)
    if found.outcome is not None or content is None:
        raise NotThere(say("file {number} has been imported already; hand it in again to import it again", number=str(number)))
    return found, content


def revise(actor: Actor, number: int, wish: Said) -> None:
    """Keep what is now said of a file of one's own."""
    found, _ = _waiting(actor, number)
    _require(actor, found.name)
    uploads.say(number, found.user, wish.as_json())


def discard(actor: Actor, number: int) -> None:
    """Throw a file of one's own away."""
    found = opened(actor, number)
    uploads.drop(number, found.user)
    logs.note(actor.name, "throw a file away", found.name, allowed=True, why=str(number), address=actor.address)


def look(actor: Actor, name: str, content: bytes, wish: Said, progress: Progress | None = None) -> Look:
    """Return what a file would bring, row by row; nothing is recorded. FaultyFile where it cannot be read at all."""
    _require(actor, name)
    return examine(name, content, wish, progress)


def review(actor: Actor, number: int, now: dt.datetime, progress: Progress | None = None) -> Report:
    """Examine a file of one's own, and keep and return what is found."""
    upload, content = _waiting(actor, number)
    wish = said(upload.said)
    found = report(look(actor, upload.name, content, wish, progress), wish, now)
    uploads.keep_report(number, upload.user, found.as_text())
    return found


def report_on(actor: Actor, number: int, now: dt.datetime) -> tuple[Report | None, bool]:
    """Return what was found in a file of one's own, None where that is still to be asked for in the background; and whether it still holds.

    It no longer holds where something else was said of the file, or another name decided, since. Small files are examined at once.
    """
    upload = opened(actor, number)
    kept = uploads.report(number, upload.user)
    found = report_of(kept) if kept else None
    holds = found is not None and found.said == upload.said and found.stamp == decisions.state()
    if not holds and upload.size <= AT_ONCE and upload.outcome is None:
        return review(actor, number, now), True
    return found, holds


def left_out_of(actor: Actor, number: int) -> bytes:
    """Return the rows of a file of one's own that would be left out, with the reasons, as CSV. NotThere where nobody has looked yet."""
    upload = opened(actor, number)
    kept = uploads.report(number, upload.user)
    if not kept:
        raise NotThere(say("file {number} was not examined yet", number=str(number)))
    return left_out(report_of(kept).parts["left_out"])


def begin(actor: Actor, number: int, seen: str, *, whole: bool) -> int:
    """Put the import of a file of one's own in the queue; return the job's number. `seen` is the digest of the report the person has read."""
    from foedera.deeds import work

    upload, _ = _waiting(actor, number)
    kept = uploads.report(number, upload.user)
    allowed = report_of(kept).allowed if kept else ()
    party = require(actor, "import", "import", upload.name, allowed)
    return work.enqueue(actor, "import", {"upload": number, "name": upload.name, "seen": seen, "whole": whole}, party=party)


def record(
    actor: Actor, name: str, content: bytes, wish: Said, today: dt.date, progress: Progress | None = None, *, looked: Look | None = None
) -> tuple[Taken, Look]:
    """Import a file that is at hand: everything it brings in one recording, or nothing. Return what came of it, and what it rests on.

    `looked` is what was found in it a moment ago; it is examined anew where somebody has recorded on the same agreements since. Unfit where
    columns are in question, or `wish.whole` was asked for and a row has faults. A repeated import records nothing.
    """
    waiting = [looked] if looked is not None else []
    return settled(lambda: _record(actor, name, content, wish, today, progress, looked=waiting.pop() if waiting else None))


def _record(
    actor: Actor,
    name: str,
    content: bytes,
    wish: Said,
    today: dt.date,
    progress: Progress | None,
    phase: Phase | None = None,
    seen: str = "",
    upload: int | None = None,
    looked: Look | None = None,
) -> tuple[Taken, Look]:
    tell = phase if phase is not None else _silently
    tell(say("Reading the file"))
    found = looked if looked is not None else look(actor, name, content, wish, progress)
    _fit_to_record(found, seen, whole=wish.whole)
    additions = [writing.Addition(b.agreement.id, b.law, b.acts) for b in found.brought if b.what != "known"]
    counts, touched = found.counts, tuple(addition.agreement for addition in additions[:_SHOWN])
    party = require(actor, "import", "import", name, found.allowed)

    def note(why: str, number: int | None) -> None:
        if upload is not None and actor.user is not None:
            uploads.imported(upload, actor.user, Taken(number, counts, touched).as_json())
        logs.note(actor.name, "import", name, allowed=True, why=why, party=party, address=actor.address)

    if not additions:
        note("nothing new", None)
        return Taken(None, counts, ()), found
    tell(say("Computing what follows"))
    document = _document(actor, name, content, party)
    try:
        recorded = writing.record(
            additions,
            writing.Provenance(deed="adopt" if found.shape == "files" else "import", by=actor.user, party=party, document=document, note=wish.source),
            today,
            progress,
            checked=found.revision,
            noted=lambda: note(f"agreements: {len(additions)}, acts: {counts['acts']}", revision()),
        )
    except BaseException:
        keeping.let_go(document)
        raise
    return Taken(recorded.revision, counts, touched), found


def _fit_to_record(found: Look, seen: str, *, whole: bool) -> None:
    if found.questions:
        raise Unfit(tuple(("", str(fault)) for fault in found.questions))
    if seen and found.digest != seen:
        raise OutOfDate(say("what the file would bring has changed since you looked at it; nothing was recorded: look at it again"))
    if whole and found.left_out:
        first = found.left_out[0]
        message = say(
            "{n} rows have faults, the first is row {row}; nothing was recorded, since all or nothing was asked for",
            n=len(found.left_out),
            row=first.number,
        )
        raise Unfit((("", message),))


def _document(actor: Actor, name: str, content: bytes, party: str) -> int:
    ending = name[name.rfind(".") :].lower()
    media_type = _MEDIA_TYPES.get(ending, "application/octet-stream")
    return writing.keep_document(name, media_type, content, hashlib.sha256(content).hexdigest(), party=party, by=actor.user)


def review_job(handle: Handle, arguments: Mapping[str, Any]) -> Outcome:
    """Examine a file in the background."""
    from foedera.deeds.work import Outcome

    handle.phase(say("Reading the file"))
    found = review(handle.actor, int(arguments["upload"]), handle.clock(), handle.progress)
    return Outcome({"upload": int(arguments["upload"]), "counts": found.counts})


def import_job(handle: Handle, arguments: Mapping[str, Any]) -> Outcome:
    """Import a file in the background: begun again after a crash it finds what it had recorded, and records nothing twice."""
    from foedera.deeds.work import Outcome

    actor, number = handle.actor, int(arguments["upload"])
    upload = opened(actor, number)
    if upload.outcome is not None:
        return Outcome({"upload": number, **upload.outcome})
    _, content = _waiting(actor, number)
    wish = said({**upload.said, "whole": bool(arguments.get("whole"))})
    today = handle.clock().astimezone().date()
    seen = str(arguments.get("seen", ""))
    taken, found = settled(lambda: _record(actor, upload.name, content, wish, today, handle.progress, handle.phase, seen, number))
    output = None
    if found.left_out:
        output = _kept_left_out(actor, upload.name, left_out(lines(found)))
    return Outcome({"upload": number, **taken.as_json()}, output)


def _kept_left_out(actor: Actor, name: str, content: bytes) -> int:
    """Keep the rows left out, for whoever imported alone: the document is of a party nobody is a member of."""
    named = f"{name.rpartition('.')[0] or name}{LEFT_OUT}.csv"
    return writing.keep_document(named, "text/csv", content, hashlib.sha256(content).hexdigest(), party=f"upload:{actor.user}", by=actor.user)


def _require(actor: Actor, subject: str) -> None:
    if not actor.parties_with("import"):
        require(actor, "import", "import", subject)


def _silently(_: str) -> None:
    """Say nothing of how far it is."""
