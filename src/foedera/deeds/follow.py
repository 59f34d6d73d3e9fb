"""Follow ratifications: what is pending, the boards of agreements and states, a state's track, what the depositary has and owes, procedures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from attrs import evolve, frozen

from foedera.deeds.powers import Actor, require
from foedera.law.docket import Docket
from foedera.law.prospects import prospect
from foedera.model.agreements import Agreement, Source
from foedera.model.errors import NotThere, UnknownParty
from foedera.model.parties import Parties, Party
from foedera.model.phrases import say
from foedera.ratification import board as boards
from foedera.ratification.board import Board, Deposits, agreement_board, depositary_view
from foedera.ratification.calendars import Calendars
from foedera.ratification.duties import Owed, duties
from foedera.ratification.procedures import EVERY_STATE, Procedure, applying
from foedera.ratification.progress import Taken, seen
from foedera.ratification.through import through
from foedera.ratification.track import Track, track
from foedera.store import procedures as ways
from foedera.store import ratification as kept
from foedera.store.catalogue import KNOWN_LIMIT, catalogue
from foedera.store.ratification import Recorded
from foedera.store.register import current

#: How many pending agreements a page shows.
SIZE = 50


@frozen(kw_only=True)
class Pending:
    """An agreement that is not in force: how many signed and consented, how many more have begun at home, what is missing, what is certain."""

    agreement: Agreement
    signed: int
    consented: int
    begun: int
    awaited: frozenset[str]
    missing: tuple[str, ...]
    expected: dt.date | None


@frozen(kw_only=True)
class PendingPage:
    """A page of the pending agreements; `as_known` is False where the register is too large to be asked as it was known on an earlier day."""

    rows: tuple[Pending, ...]
    total: int
    page: int
    pages: int
    as_known: bool


@frozen(kw_only=True)
class Followed:
    """The board of an agreement; when each state was through at home, and all days on which something happened, later ones too."""

    agreement: Agreement
    board: Board
    home: Mapping[str, dt.date]
    days: tuple[dt.date, ...]


@frozen(kw_only=True)
class Way:
    """A state's way to one agreement: its track, what it owes, its procedure, what is on record of it and the sources cited."""

    agreement: Agreement
    track: Track
    home: dt.date | None
    owed: tuple[Owed, ...]
    procedure: Procedure | None
    recorded: tuple[Recorded, ...]
    sources: Mapping[str, Source]


@frozen(kw_only=True)
class Agenda:
    """The board of a state: where it stands with each of its pending agreements, when it was through at home, and the agreements by id.

    `about` are those not in force that are about it and do not ask its consent, such as a protocol on its accession.
    """

    tracks: tuple[Track, ...]
    home: Mapping[str, dt.date]
    agreements: Mapping[str, Agreement]
    procedure: Procedure | None
    as_known: bool
    about: tuple[Agreement, ...] = ()


@frozen(kw_only=True)
class Office:
    """What the depositary of an agreement has and owes."""

    agreement: Agreement
    deposits: Deposits
    sources: Mapping[str, Source]


def calendars() -> Calendars:
    """Return the calendars at hand: holidays, and the sitting days that ship or are on record."""
    return Calendars(kept.sittings())


def known_procedures() -> Mapping[str, Procedure]:
    """Return the procedures at hand, those that ship and those on record, by the code of the state."""
    return ways.procedures()


def pending(actor: Actor, on: dt.date, known: dt.date | None = None, *, party: str = "", page: int = 1, size: int = SIZE) -> PendingPage:
    """Return the agreements open and not in force on a day, by title, those of one party alone where it is named."""
    require(actor, "read", "follow")
    register, shelf = current(), catalogue()
    day = shelf.day(on, known)
    bits = day.statuses.get("open", 0)
    if party:
        bits &= day.of(party, "signatory", "contracting") | shelf.set_of(kept.agreements_of(party))
    total = bits.bit_count()
    pages = max(1, -(-total // size))
    shown = min(max(page, 1), pages)
    names = shelf.names(bits, start=(shown - 1) * size, size=size)
    register.fetch(names)
    docket = register.known(known)
    lines = seen(kept.steps(names), on, known)
    rows = tuple(_pending(docket, register[name], on, [line for line in lines if line.agreement == name]) for name in names)
    return PendingPage(rows=rows, total=total, page=shown, pages=pages, as_known=known is None or shelf.can_say_as_known)


def _pending(docket: Docket, agreement: Agreement, on: dt.date, lines: Iterable[Taken]) -> Pending:
    found = prospect(docket, agreement.id, on)
    begun = {line.state for line in lines} - found.consented.keys()
    return Pending(
        agreement=agreement,
        signed=len(found.signed.keys() | found.consented.keys()),
        consented=len(found.consented),
        begun=len(begun),
        awaited=found.awaited(),
        missing=boards.missing(found),
        expected=found.entry,
    )


def board(actor: Actor, name: str, on: dt.date, known: dt.date | None = None) -> Followed:
    """Return the board of an agreement on a day. UnknownAgreement where it is not on record."""
    require(actor, "read", "follow")
    register = current()
    agreement = register[name]
    lines = kept.steps([name])
    found = agreement_board(register.known(known), name, known_procedures(), lines, on, calendars())
    home = {one.state: day for one in found.tracks if (day := through(one)) is not None}
    days = {line.on for line in lines if not line.strikes} | {act.on for act in agreement.acts}
    return Followed(agreement=agreement, board=found, home=home, days=tuple(sorted(days)))


def way(actor: Actor, name: str, state: str, on: dt.date, known: dt.date | None = None, *, path: str = "") -> Way:
    """Return a state's way to an agreement on a day. UnknownAgreement, UnknownParty where either is not known.

    `path` supposes a way of consent that is not the one on record.
    """
    require(actor, "read", "follow")
    register = current()
    agreement = register[name]
    code = party_of(register.parties.over(agreement.participants), state).code
    at_hand = known_procedures()
    procedure = at_hand.get(code)
    timeline = register.known(known).timeline(name)
    lines = kept.steps([name])
    recorded = [one for one in kept.history(name, code) if known is None or one.line.known <= known]
    there = {one.line.id for one in recorded}
    days = calendars()
    found = track(procedure, code, timeline, lines, on, days, path=path)
    owed = duties(applying(at_hand, code), timeline, found, lines, days)
    return Way(
        agreement=agreement,
        track=found,
        home=through(found),
        owed=owed,
        procedure=procedure,
        recorded=tuple(evolve(one, struck=one.struck if one.struck in there else "") for one in recorded),
        sources=_sources(agreement),
    )


def state_board(actor: Actor, state: str, on: dt.date, known: dt.date | None = None) -> Agenda:
    """Return where a state stands with the agreements it signed, negotiated or began on at home and has not consented to."""
    require(actor, "read", "follow")
    register, shelf = current(), catalogue()
    party_of(register.parties, state)
    day = shelf.day(on, known)
    names = set(shelf.names(day.of(state, "signatory")))
    names |= {name for name in kept.agreements_of(state) if name in shelf.place}
    open_ = day.statuses.get("open", 0) | day.statuses.get("in-force", 0)
    about: tuple[Agreement, ...] = ()
    if open_.bit_count() <= KNOWN_LIMIT:
        register.fetch(shelf.names(open_))
        names |= {name for name in shelf.names(open_) if state in (register[name].negotiating or ())}
        about = boards.about((register[name] for name in shelf.names(day.statuses.get("open", 0))), state)
    register.fetch(names)
    procedure = known_procedures().get(state)
    found = boards.state_board(register.known(known), sorted(names), state, procedure, kept.steps(names, state), on, calendars())
    agreements = {one.agreement: register[one.agreement] for one in found}
    home = {one.agreement: through_on for one in found if (through_on := through(one)) is not None}
    return Agenda(tracks=found, home=home, agreements=agreements, procedure=procedure, as_known=known is None or shelf.can_say_as_known, about=about)


def depositary(actor: Actor, name: str, on: dt.date, known: dt.date | None = None, since: dt.date | None = None) -> Office:
    """Return what the depositary of an agreement has and owes on a day; notices for what came on record after `since` (else: lately)."""
    require(actor, "read", "follow")
    register = current()
    agreement = register[name]
    found = depositary_view(register.known(known), name, on, since)
    return Office(agreement=agreement, deposits=found, sources={source.id: source for source in agreement.sources})


def procedures(actor: Actor) -> tuple[Procedure, ...]:
    """Return the procedures of states, by code; what holds for every state apart (`procedure(actor, "*")`)."""
    require(actor, "read", "look up procedures")
    return tuple(found for code, found in sorted(known_procedures().items()) if code != EVERY_STATE)


def procedure(actor: Actor, state: str) -> Procedure:
    """Return the procedure of a state; NotThere where none is at hand."""
    require(actor, "read", "look up procedures")
    found = known_procedures().get(state)
    if found is None:
        raise NotThere(say("there is no procedure of '{state}'; the list of procedures has those there are", state=state[:40]))
    return found


def _sources(agreement: Agreement) -> dict[str, Source]:
    return {**{source.id: source for source in agreement.sources}, **kept.sources(agreement.id)}


def party_of(parties: Parties, code: str) -> Party:
    """Return a party; UnknownParty where none has that code."""
    if code not in parties:
        raise UnknownParty(say("no party has the code '{code}'; the list of parties finds codes by name", code=code[:40]))
    return parties[code]
