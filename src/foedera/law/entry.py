"""Entry into force: for the agreement when its condition is met, for each party on its own day (VCLT 24).

Called at the end of each day on which something changed; an agreement never leaves force by this clause.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import evolve

from foedera.law import reservations
from foedera.law.conditions import met_on, references
from foedera.law.ledger import Ledger, Seat, Why, last_day
from foedera.law.periods import after, counts_from_known
from foedera.model.acts import Act
from foedera.model.conditions import EVERYBODY, Condition, Consents, Elapsed, Notifications, OnDate, Signatures, leaves
from foedera.model.periods import Period


def watch(ledger: Ledger) -> None:
    """Schedule a look at the condition on each day on which time or another agreement may have met it."""
    clause = ledger.entry
    if (
        type(clause.when) in _COUNTS
        and ledger.mortal.isdisjoint(ledger.agreement.negotiating or ())
        and _is_plain(clause.when, clause.then, clause.later)
    ):
        return
    needed = references(ledger.agreement, clause.when)
    for first in (clause.then, clause.later):
        period = first
        while period is not None:
            needed.update(bound for bound in period.not_before if isinstance(bound, str))
            period = period.otherwise
    days = {max(day, ledger.opening) for name in needed for day in ledger.docket.change_days(name)}
    for day in sorted(days):
        ledger.schedule(day, look_again)
    for code in ledger.mortal.intersection(_population_codes(ledger, clause.when)):
        gone = last_day(ledger.parties, code) + dt.timedelta(days=1)
        if gone > ledger.opening:
            ledger.schedule(gone, look_again)
    ledger.timed = any(isinstance(leaf, OnDate | Elapsed) for leaf in leaves(clause.when))


#: Conditions that count instruments: most agreements have one alone, and need not be watched.
_COUNTS = frozenset({Consents, Notifications, Signatures})


def _is_plain(when: Any, *periods: Period | None) -> bool:
    """Return whether a count of instruments looks at nothing but the agreement's own acts."""
    words = when.of.terms if when.of is not None else ()
    own = all(word in ("signatories", "negotiating") for word in words)
    return own and when.counting is EVERYBODY and not any(p is not None and (p.not_before or p.otherwise is not None) for p in periods)


def _population_codes(ledger: Ledger, condition: Condition) -> set[str]:
    """Return the codes named as negotiating states or members of a population, whether or not they ever act."""
    codes = set(ledger.agreement.negotiating or ())
    for leaf in leaves(condition):
        whom = getattr(leaf, "of", None)
        codes.update(whom.terms if whom is not None else ())
    return codes


def look_again(ledger: Ledger, _: Any) -> None:
    """Have the condition examined at the end of this day."""
    ledger.recheck = True


def examine(ledger: Ledger) -> None:
    """See whether the condition for entry into force is met, and if so settle when the agreement enters into force."""
    clause = ledger.entry
    if ledger.met is None:
        met = met_on(ledger, clause.when)
        if met is None:
            if ledger.expected is not None:
                ledger.enter("open", None, (("condition-open",),))
            return
        met = max(met, ledger.opening)
        if met > ledger.day:
            _announce(ledger, after(clause.then, met, ledger.entry_of), met)
            ledger.schedule(met, look_again)
            return
        ledger.met = met
        ledger.met_seen = ledger.day
        if counts_from_known(clause.then):
            ledger.memory["met as known"] = _met_as_known(ledger)
    day = after(clause.then, ledger.met, ledger.entry_of, ledger.memory.get("met as known"))
    if day is None:
        ledger.ask("entry", ("no-date-follows", clause.then))
        return
    if ledger.questions:
        ledger.settle("entry")
    ledger.in_force = day
    for seat in ledger.standing.values():
        if seat.consent is not None and seat.bound is None:
            bind_from(ledger, seat, _own_date(ledger, seat, seat.consent))
    if day <= ledger.day:
        enter_into_force(ledger, None)
    else:
        ledger.enter("open", day, ledger.entry_why)
        ledger.schedule(day, enter_into_force)


def enter_into_force(ledger: Ledger, _: Any) -> None:
    """Let the agreement enter into force today, and bind those whose day has come."""
    if ledger.over or ledger.entered:
        return
    ledger.entered = True
    ledger.recheck = True
    ledger.enter("in-force", None, (*ledger.entry_why, ("in-force",)))
    for seat in list(ledger.standing.values()):
        if seat.bound is not None and seat.bound <= ledger.day:
            become_party(ledger, seat)
    clause = ledger.agreement.provisional_application
    if clause is not None and clause.until == "entry-into-force":
        for seat in ledger.seats.values():
            if seat.provisional is not None and seat.status == "provisional":
                revert(ledger, seat, (("provisional-until", clause),))


def take_consent(ledger: Ledger, seat: Seat, act: Act) -> None:
    """Bind a participant by an act of consent given today: contracting until its own day comes."""
    seat.consent = act
    ledger.standing[seat.key] = seat
    if ledger.reserving or ledger.ends:
        ledger.recheck = True
    if seat.is_bound:
        return
    if ledger.questions:
        ledger.settle(f"succession {seat.key}")
    if ledger.in_force is None:
        _contract(ledger, seat, act)
        ledger.recheck = True
        return
    day = _own_date(ledger, seat, act)
    if day is not None and day <= ledger.day and ledger.entered:
        seat.bound = day
        become_party(ledger, seat)
        if not seat.is_bound:
            _contract(ledger, seat, act, ("reservation-pending",))
        return
    _contract(ledger, seat, act)
    bind_from(ledger, seat, day)


def _contract(ledger: Ledger, seat: Seat, act: Act, *more: Why) -> None:
    """Show a participant as contracting; where it applies the agreement provisionally, as that, its consent noted."""
    if seat.status == "provisional":
        reasons = tuple(why for why in seat.track[-1][4] if why[0] != "consented")
        seat.enter(ledger.day, "provisional", seat.since, None, (*reasons, ("act", act), ("consented", act)))
    else:
        seat.enter(ledger.day, "contracting", ledger.day, None, (("act", act), *more))


def try_again(ledger: Ledger) -> None:
    """Look again at those from whose consent no day followed, now that another agreement may have its own."""
    seats: list[Seat] = ledger.memory.pop("without a day")
    for seat in seats:
        if seat.consent is not None and seat.bound is None:
            bind_from(ledger, seat, _own_date(ledger, seat, seat.consent))
            if seat.bound is not None and seat.bound <= ledger.day:
                become_party(ledger, seat)


def become_party(ledger: Ledger, seat: Seat) -> None:
    """Make a contracting state a party today, unless its reservation still awaits the acceptance it needs (VCLT 20(4)(c))."""
    act = seat.consent
    if act is None or seat.bound is None or ledger.over or seat.is_bound:
        return
    if ledger.reserving:
        accepted = reservations.effective_day(ledger, seat)
        if accepted is None or accepted > ledger.day:
            return
        seat.bound = max(seat.bound, accepted)
    rule: Why = ("party-at-entry",) if seat.bound == ledger.in_force and act.kind != "succession" else ("party-later", seat.bound)
    if act.kind == "succession":
        rule = ("party-by-succession", seat.bound)
    seat.provisional = None
    seat.enter(ledger.day, "party", seat.bound, None, (("act", act), rule))
    ledger.recheck = True


def revert(ledger: Ledger, seat: Seat, why: tuple[Why, ...]) -> None:
    """Return a participant from provisional application to what it is without it."""
    seat.provisional = None
    if seat.consent is not None:
        seat.enter(ledger.day, "contracting", seat.consent.on, None, (*why, ("act", seat.consent)))
    elif seat.signed is not None:
        seat.enter(ledger.day, "signatory", seat.signed.on, None, (*why, ("act", seat.signed)))
    else:
        seat.enter(ledger.day, None, None, None, why)


def bind_from(ledger: Ledger, seat: Seat, day: dt.date | None) -> None:
    """Let a contracting state become a party on a day; leave a question where no day follows from its consent."""
    if day is None:
        ledger.memory.setdefault("without a day", []).append(seat)
        ledger.ask(f"bound {seat.key}", ("no-own-date", seat.code))
        return
    if ledger.questions:
        ledger.settle(f"bound {seat.key}")
    seat.bound = day
    if ledger.in_force is not None and (day > ledger.in_force or ledger.entered) and day > ledger.day:
        ledger.schedule(day, _day_has_come, seat)


def _day_has_come(ledger: Ledger, seat: Seat) -> None:
    if seat.bound == ledger.day:
        become_party(ledger, seat)


def _own_date(ledger: Ledger, seat: Seat, act: Act) -> dt.date | None:
    """Return the day on which a participant is bound, given the agreement's own (known) entry into force."""
    entry = ledger.in_force
    assert entry is not None
    assert ledger.met is not None
    if act.kind == "succession":
        statehood = ledger.parties[act.by[0]].since if len(act.by) == 1 and act.by[0] in ledger.parties else None
        if statehood is None and seat.code in ledger.parties:
            statehood = ledger.parties[seat.code].since
        return max(act.effective or statehood or act.on, entry)
    clause = ledger.entry
    if act.on <= ledger.met or (clause.later_from == "entry-into-force" and act.on < entry):
        day: dt.date | None = entry
    else:
        day = after(clause.later if clause.later is not None else clause.then, act.on, ledger.entry_of, act.known)
    if day is None:
        return None
    return max(day, entry, act.effective or entry)


def _announce(ledger: Ledger, day: dt.date | None, met: dt.date) -> None:
    """Say what will certainly be the day of entry into force, if that is news."""
    if day is not None and day > ledger.day and day != ledger.expected:
        ledger.enter("open", day, (("condition-will-be-met", met), ("then", met, day)))


def _met_as_known(ledger: Ledger) -> dt.date:
    """Return the day on which the condition was met by what the depositary (or the parties) had been informed of.

    The acts up to today are folded once more, each on the day it became known.
    """
    from foedera.law.fold import run

    until = ledger.day
    dated = [evolve(act, on=act.known) for act in ledger.acts if act.on <= until]
    plain = evolve(ledger.entry, then=Period(), later=None)
    agreement = evolve(ledger.agreement, entry_into_force=plain, duration=None)
    shadow = run(agreement, tuple(dated), ledger.docket)
    return shadow.met if shadow.met is not None else until
