"""Keep how a state comes to consent: a file of its procedure put on record, in the place of the one that ships or of an earlier one."""

from __future__ import annotations

from collections.abc import Iterator

from foedera.deeds.powers import Actor, require
from foedera.library import vocabularies
from foedera.library.procedures import read_procedure
from foedera.library.progress import unnamed
from foedera.model.errors import NotThere, OutOfDate, Unfit
from foedera.model.phrases import dated, say, say_n
from foedera.ratification.procedures import EVERY_STATE, Procedure
from foedera.store import logs
from foedera.store import procedures as kept
from foedera.store import ratification as recorded
from foedera.store.revisions import Revision

#: A file may have this many bytes.
LARGEST = 512 * 1024
#: In the place of the number of the state that is revised: whichever is the last.
ANY = -1
#: So many lines on record that a file would orphan are named.
_NAMED = 10

#: What a new file is begun with: the keys a lawyer fills in first.
BLANK = """\
foedera = 1
holds = "procedure"
state = "{state}"
as_of = {today}
confidence = "low"
dissolution = "bills-lapse"

sources = [
  {{ id = "constitution", title = "…", url = "https://…", seen = {today} }},
]

[[chamber]]
id = "assembly"
name = "…"

[[legal_basis]]
ref = "…"
rule = "…"
source = "constitution"

[[path]]
id = "law"
title = "Approval by law"
form = "law"
default = true

[[path.step]]
id = "vote"
kind = "vote"
action = "passes the law"
actor = "Assembly"
chamber = "assembly"
majority = {{ share = "1/2", more_than = true, of = "votes-cast" }}

[[path.step]]
id = "deposit"
kind = "deposit"
action = "is deposited"
actor = "Instrument"
"""


def may_keep(actor: Actor, state: str) -> bool:
    """Return whether an actor may put the procedure of a state on record."""
    return actor.may("record", state)


def may_add(actor: Actor) -> bool:
    """Return whether an actor may put the procedure of some state on record."""
    return bool(actor.parties_with("record"))


def text(actor: Actor, state: str) -> str:
    """Return the file that counts for a state, as it was written; NotThere where there is none."""
    require(actor, "read", "look up procedures")
    found = kept.text(state)
    if not found:
        raise NotThere(say("there is no procedure of '{state}'; the list of procedures has those there are", state=state[:40]))
    return found


def history(actor: Actor, state: str) -> list[Revision[Procedure]]:
    """Return all states of what was put on record of a state's procedure, the first first; none where the one that ships counts."""
    require(actor, "read", "look up procedures")
    return kept.history(state)


def take(actor: Actor, content: bytes, name: str, seen: int, *, of: str = "") -> tuple[Procedure, int]:
    """Put a file on record in the place of what counted for its state before, which stays on record; return the procedure and its number.

    Args:
        actor: who does it.
        content: the file.
        name: what the file is called, for its faults.
        seen: the number of the state of it that is revised; 0 where none was put on record, `ANY` for the last there is.
        of: the state it must be of, where one is meant.

    Raises:
        NotAllowed: the actor records neither for the state nor for the register.
        FaultyFile: with every fault of the file and its line.
        Unfit: it is too large, of another state, says nothing new, or lacks what steps or sitting days on record name.
        OutOfDate: somebody else has revised it since.
    """
    if of:
        # Before it is read: a stranger learns nothing of its faults.
        require(actor, "record", "keep a procedure", of, [of])
    if len(content) > LARGEST:
        raise Unfit((("text", say("the file has more than {n} KiB", n=LARGEST // 1024)),))
    found = read_procedure(content, name, vocabularies.parties()).sound()
    require(actor, "record", "keep a procedure", found.state, [found.state])
    written = content.decode("utf-8").replace("\r\n", "\n")
    if faults := tuple(_faults(found, written, of)):
        raise Unfit(faults)
    number = kept.keep(found.state, written, len(kept.history(found.state)) if seen == ANY else seen, actor.user)
    if number is None:
        raise OutOfDate(say("the procedure of {state} was revised since you looked at it; look again", state=found.state))
    logs.note(actor.name, "keep a procedure", found.state, allowed=True, party=found.state, address=actor.address)
    return found, number


def _faults(found: Procedure, written: str, of: str) -> Iterator[tuple[str, str]]:
    if found.state == EVERY_STATE:
        yield "text", say("what holds for every state ships with Foedera; put the duties of a state into its own file")
    elif of and found.state != of:
        yield "text", say("the file is of {other}, not of {state}", other=found.state, state=of[:40])
    elif '"…"' in written:
        yield "text", say("places are still to be filled in: they hold “…”; write what is known, and leave out the lines of what is not")
    elif written == kept.text(found.state):
        yield "text", say("the file says what counts already; nothing was changed")
    else:
        yield from _orphaned(found)


def _orphaned(found: Procedure) -> Iterator[tuple[str, str]]:
    """Yield what stands on record by names the new file no longer has: it would count for nothing without anybody having struck it."""
    before = kept.procedures()
    after = {**before, found.state: found}
    lines = recorded.steps(state=found.state)
    struck = {(line.agreement, line.strikes) for line in lines if line.strikes}
    lost = [
        (line, message)
        for line in lines
        if not line.strikes and (line.agreement, line.id) not in struck and not any(unnamed(before, line.state, line.path, line.step))
        for message, _, _ in unnamed(after, line.state, line.path, line.step)
    ]
    for line, message in lost[:_NAMED]:
        what = say("a step of {day} for {agreement} is on record: {why}", day=dated(line.on), agreement=line.agreement, why=message)
        yield "text", say("{what}; keep its id, or strike the step first", what=what)
    if more := len(lost[_NAMED:]):
        yield (
            "text",
            say_n("{n} more step on record is named by nothing in the file", "{n} more steps on record are named by nothing in the file", more),
        )
    chambers = {house.chamber for house in recorded.sittings() if house.state == found.state}
    had = before.get(found.state)
    for chamber in sorted(chambers):
        if found.chamber(chamber) is None and had is not None and had.chamber(chamber) is not None:
            yield "text", say("sitting days of '{chamber}' are on record, which the file does not have; keep its id", chamber=chamber)
