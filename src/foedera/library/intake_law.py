"""Agreements made of what a register's row states: signatures, days, listings, and doubts where it is silent. Nothing is made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from foedera.library.intake_values import Days, Listed, Row, once
from foedera.library.names import lives
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.clauses import Duration, EntryIntoForce, ProvisionalApplication
from foedera.model.conditions import OnDate

STATED = "date stated by the register; the clause is not on record"
NO_CLAUSE = "The clause on entry into force is not on record; its day is the source's."
NO_ENTRY = "The source gives no date of entry into force."
LISTED = "listed as participant; act and day not on record"
UNKNOWN_ACTS = "The source lists participants without their acts: who is bound, and since when, is not on record."
_END_ONLY = "the register states its end; since when it was in force, and the act that ended it, are not on record"
ENDED = "the register states the end only; the act that ended it is not on record"


def of_two(head: Agreement, row: Row, days: Days, listed: Listed, sides: tuple[str, str]) -> Agreement:
    """Return a bilateral agreement: signed by both, both bound no later than the day it entered into force."""
    acts: list[Act] = []
    doubts = [NO_CLAUSE if days.force else NO_ENTRY]
    clause = ProvisionalApplication(by="declaration", note=STATED) if days.provisional else None
    if days.signed:
        acts += _by_living(row, doubts, _act(days.signed, "signature", sides))
    if days.provisional:
        acts += _by_living(row, doubts, _act(days.provisional, "provisional-application", sides, STATED))
    if days.force:
        note = "the register states the entry into force only"
        if days.effect and days.effect != days.force:
            note += f", with effect from {days.effect}"
        acts += _by_living(row, doubts, evolve(_act(days.force, "consent", sides, note), precision="not-later-than"))
    signed = bool(acts) and days.signed is not None
    listed_only = not acts
    if listed_only:
        acts = _listing(row, days, sides)
        doubts.append(UNKNOWN_ACTS)
    ended, duration = _end_of_two(row, days, sides, doubts)
    doubts += [_withdrawal(days), *_beside(row, listed, sides)]
    return evolve(
        head,
        acts=(*acts, *ended),
        negotiating=None if signed or listed_only else sides,
        provisional_application=clause,
        duration=duration,
        uncertain=once(doubts),
        incomplete=listed_only,
    )


def _end_of_two(row: Row, days: Days, sides: tuple[str, str], doubts: list[str]) -> tuple[list[Act], Duration | None]:
    """Return how the end of a bilateral agreement is kept: as an act of both, as a last day where one was gone, else recorded only."""
    ended = days.ended or days.end
    if ended is None:
        return [], None
    if days.force is None:
        return _by_living(row, doubts, _act(ended, "event", sides, _END_ONLY)), None
    found = _by_living(row, doubts, evolve(_act(ended, "termination", sides, ENDED), effective=days.end if days.end != ended else None))
    if found and len(found[0].by) == len(sides):
        return found, None
    return [], Duration(until=days.end or ended, note=ENDED)


def _by_living(row: Row, doubts: list[str], act: Act) -> list[Act]:
    """Return an act of both sides as an act of those who existed that day, or of who continues them; who did not is a doubt."""
    parties = row.table.names.parties
    heirs = {code: parties.continued.get(code, code) for code in act.by if not lives(parties[code], act.on)}
    gone = [code for code, heir in heirs.items() if not lives(parties[heir], act.on)]
    doubts += [f"{parties[code].name} ({code}) did not exist on {act.on}: who did the {act.kind} in its place is not on record." for code in gone]
    by = tuple(heirs.get(code, code) for code in act.by if code not in gone)
    return [evolve(act, by=by)] if by else []


def _beside(row: Row, listed: Listed, sides: tuple[str, str]) -> Iterator[str]:
    """Yield a sentence on those a bilateral agreement's row names beside its two sides."""
    parties = row.table.names.parties

    def shown(codes: Iterable[str]) -> str:
        return ", ".join(f"{parties[code].name} ({code})" for code in codes)

    small = [code for code in listed.small if code not in sides]
    if small:
        yield f"The source lists {shown(small)} among the territories; whether they were parties of their own is not on record."
    others = [code for code in listed.acting if code not in sides]
    if others:
        yield f"The source also lists {shown(others)}; their part in the agreement is not on record."
    if listed.later:
        yield f"The source also lists, though in being only later, {shown(listed.later)}; whether they succeeded to it is not on record."


def of_many(head: Agreement, row: Row, days: Days, listed: Listed, *, bilateral: bool) -> Agreement:
    """Return an agreement of which it is known only who is listed; its days are the source's."""
    doubts = [UNKNOWN_ACTS, NO_CLAUSE if days.force else NO_ENTRY, _withdrawal(days)]
    if bilateral:
        doubts.append("The source calls it bilateral but lists more participants: who the two sides are is not on record.")
    if days.provisional:
        doubts.append(f"The source states that it was provisionally in force from {days.provisional}, not for whom.")
    entry = EntryIntoForce(when=OnDate(days.force), note=STATED) if days.force else None
    end = days.end or days.ended
    duration = Duration(until=end, note=ENDED) if end and entry else None
    if end and not entry:
        doubts.append(f"The source states that it ended on {end}, not since when it was in force.")
    if days.force and days.first == days.force:
        doubts.append("The day of signature or adoption is not on record; it was done by the entry into force.")
    acts = tuple(_listing(row, days, (*listed.acting, *listed.small)))
    return evolve(
        head, adopted=head.adopted or days.force, acts=acts, entry_into_force=entry, duration=duration, uncertain=once(doubts), incomplete=True
    )


def _listing(row: Row, days: Days, codes: Sequence[str]) -> list[Act]:
    """Return who is listed, as acts that change no status: on the day of the agreement, or for who came later by the day of the source."""
    parties, seen = row.table.names.parties, row.table.origin.seen
    by_day: dict[tuple[dt.date, str], list[str]] = {}
    for code in codes:
        if days.first is not None and lives(parties[code], days.first):
            place = (days.first, "day")
        else:
            place = (min(seen, parties[code].until or seen), "not-later-than")
        by_day.setdefault(place, []).append(code)
    return [evolve(_act(day, "event", by, LISTED), precision=precision) for (day, precision), by in sorted(by_day.items())]


def _act(on: dt.date, kind: str, by: Sequence[str], note: str = "") -> Act:
    return Act(on, kind, tuple(by), note=note, source="register")


def _withdrawal(days: Days) -> str:
    return f"The source states a withdrawal on {days.withdrawn}, not whose." if days.withdrawn else ""
