"""How an agreement ends for all its parties (VCLT 54, 55, 59), and the day that is already certain to be its last.

Each way of ending is kept by name in `ledger.ends`; the earliest holds, and falls away when its cause does.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from foedera.law.conditions import Ballot, met_on, negotiating, references
from foedera.law.ledger import Ledger, Seat, Why
from foedera.model.acts import Act
from foedera.model.conditions import Elapsed, OnDate, leaves


def watch(ledger: Ledger) -> None:
    """Schedule a look at the clause on termination on each day on which time or another agreement may meet it."""
    clause = ledger.agreement.termination
    if clause is None or clause.when is None:
        return
    days = {max(day, ledger.opening) for name in references(ledger.agreement, clause.when) for day in ledger.docket.change_days(name)}
    for day in sorted(days):
        ledger.schedule(day, _look_again)
    ledger.timed = ledger.timed or any(isinstance(leaf, OnDate | Elapsed) for leaf in leaves(clause.when))


def _look_again(ledger: Ledger, _: Any) -> None:
    ledger.recheck = True


def is_bilateral(ledger: Ledger) -> bool:
    """Return whether the agreement is between two: no depositary, and two that negotiated, signed or consented."""
    if ledger.agreement.depositary:
        return False
    concerned = negotiating(ledger) | ledger.signed.keys() | ledger.standing.keys()
    return sum(code not in ledger.mortal or ledger.parties[code].exists(ledger.day) for code in concerned) == 2


def terminated(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Record a party's act to terminate; all of them together end the agreement (VCLT 54(b))."""
    if act.articles:
        ledger.ask(f"termination {seat.key}", ("partial", act, seat.code))
        return
    if not ledger.entered:
        ledger.ask(f"termination {seat.key}", ("nothing-to-terminate", act, seat.code))
        return
    ledger.terminating[seat.key] = max(act.on, act.effective or act.on)
    ledger.memory.setdefault("termination acts", {}).setdefault(seat.key, []).append(act)
    ledger.recheck = True


def settle(ledger: Ledger) -> None:
    """Work out, at the end of a day, which endings are certain now."""
    bound = ledger.bound()
    if not bound:
        if "departed" in ledger.memory:
            set_end(ledger, "emptied", ledger.day, (("no-parties",),))
        return
    _last_departure(ledger, bound)
    if ledger.terminating:
        _by_agreement(ledger, bound)
    clause = ledger.agreement.termination
    if clause is None:
        return
    if clause.parties_below is not None:
        day = _falls_below(ledger, bound, clause.parties_below)
        if day is not None:
            set_end(ledger, "below", day, (("parties-below", clause, day),))
        else:
            drop_end(ledger, "below")
    if clause.when is not None:
        acts: dict[str, list[Act]] = ledger.memory.get("termination acts", {})
        met = met_on(ledger, clause.when, Ballot(set(acts), acts))
        if met is None:
            drop_end(ledger, "clause")
        else:
            set_end(ledger, "clause", max(met, ledger.day), (("termination-clause", clause, max(met, ledger.day)),))


def _last_departure(ledger: Ledger, bound: list[Seat]) -> None:
    """Where every party has given notice and nobody is about to join, the last departure is certain to be the end."""
    joining = any(seat.consent is not None and not seat.is_bound for seat in ledger.standing.values())
    exits = [seat.exit for seat in bound if seat.exit is not None and seat.exit != dt.date.max]
    if len(exits) == len(bound) and not joining:
        set_end(ledger, "emptied", max(exits), (("no-parties",), ("end-day", max(exits))))
    else:
        drop_end(ledger, "emptied")


def _by_agreement(ledger: Ledger, bound: list[Seat]) -> None:
    depositaries = set(map(ledger.key, ledger.agreement.depositary))
    organs = (key for key in ledger.terminating if ledger.parties.is_organisation(key) and not ledger.seats[key].is_bound)
    organ = [key for key in organs if key not in depositaries]
    if organ or all(seat.key in ledger.terminating for seat in bound):
        deciding = organ or [seat.key for seat in bound]
        acts = ledger.memory["termination acts"]
        reasons = tuple(("act", act) for act in dict.fromkeys(act for key in deciding for act in acts[key]))
        day = max(ledger.terminating[key] for key in deciding)
        set_end(ledger, "agreement", max(day, ledger.day), (*reasons, ("terminated-by-agreement",)))
        return
    drop_end(ledger, "agreement")
    missing = sorted(seat.code for seat in bound if seat.key not in ledger.terminating)
    ledger.settle("termination")
    ledger.ask("termination", ("termination-incomplete", tuple(missing)))


def _falls_below(ledger: Ledger, bound: list[Seat], least: int) -> dt.date | None:
    """Return the first day on which departures already certain bring the parties below a number."""
    steps: dict[dt.date, int] = {}
    for seat in bound:
        if seat.exit is not None and seat.exit != dt.date.max:
            steps[seat.exit] = steps.get(seat.exit, 0) - 1
    for seat in ledger.standing.values():
        if seat.bound is not None and seat.bound > ledger.day and not seat.is_bound:
            steps[seat.bound] = steps.get(seat.bound, 0) + 1
    count = len(bound)
    departed = ledger.memory.get("departed") == ledger.day
    if departed and count < least:
        return ledger.day
    for day in sorted(steps):
        count += steps[day]
        if count < least and steps[day] < 0:
            return day
    return None


def set_end(ledger: Ledger, cause: str, day: dt.date, why: tuple[Why, ...]) -> None:
    """Let a cause end the agreement on a day; today, if that day has come."""
    if ledger.ends.get(cause, (None,))[0] == day:
        return
    ledger.ends[cause] = (day, why)
    _follow(ledger)


def drop_end(ledger: Ledger, cause: str) -> None:
    """Take a cause of ending back."""
    if ledger.ends.pop(cause, None) is not None:
        _follow(ledger)


def _follow(ledger: Ledger) -> None:
    """Make the earliest cause the agreement's end."""
    if ledger.over:
        return
    if not ledger.ends:
        if ledger.end is not None:
            ledger.end = None
            ledger.enter(ledger.status, None, (*ledger.entry_why, ("end-averted",)))
        return
    day, why = min(ledger.ends.values(), key=lambda end: end[0])
    if day <= ledger.day:
        terminate(ledger, why)
    elif day != ledger.end:
        ledger.end = day
        ledger.schedule(day, _day_has_come)
        if ledger.entered:
            ledger.enter(ledger.status, day, (*ledger.entry_why, *why))


def announce_end(ledger: Ledger) -> None:
    """Say that the day of the end is certain, if that is news."""
    _follow(ledger)


def _day_has_come(ledger: Ledger, _: Any) -> None:
    if ledger.over or not ledger.ends:
        return
    day, why = min(ledger.ends.values(), key=lambda end: end[0])
    if day <= ledger.day:
        terminate(ledger, why)


def terminate(ledger: Ledger, why: tuple[Why, ...]) -> None:
    """End the agreement today for all (VCLT 70)."""
    if ledger.over:
        return
    ledger.over = True
    ledger.end = None
    ledger.enter("terminated", None, (*ledger.entry_why, *why, ("terminated",)))
    for seat in ledger.seats.values():
        if seat.is_bound or seat.status in ("contracting", "provisional"):
            seat.enter(ledger.day, "terminated", ledger.day, None, (*why, ("terminated",)))
