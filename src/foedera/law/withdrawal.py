"""Leaving an agreement: notice, the day it takes effect, its revocation, and expulsion (VCLT 44, 54, 56, 67, 68)."""

from __future__ import annotations

import datetime as dt

from foedera.law import duration, suspension
from foedera.law.ledger import Ledger, Seat, Why
from foedera.law.periods import after, within
from foedera.law.succession import leave
from foedera.law.termination import drop_end, is_bilateral, set_end
from foedera.model.acts import Act
from foedera.model.clauses import Withdrawal
from foedera.model.periods import TWELVE_MONTHS


def withdrawn(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Record a notice of withdrawal and the day on which it takes effect."""
    subject = f"withdrawal {seat.key}"
    if act.articles:
        ledger.ask(subject, ("partial", act, seat.code))
        return
    if not seat.is_bound:
        _before_bound(ledger, act, seat)
        return
    day, why = effect_of_notice(ledger, act, seat)
    if day is None:
        ledger.ask(subject, why)
        _wait_for_others(ledger, act, seat)
        return
    if seat.exit is not None and seat.exit <= day:
        return
    ledger.settle(subject)
    seat.notice = act
    _leave_on(ledger, seat, day, (("act", act), why))


def _wait_for_others(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Look at a notice again when the agreements its period waits for have entered into force."""
    clause = ledger.agreement.withdrawal
    rule = (clause.then or clause.notice) if clause is not None else None
    for bound in rule.not_before if rule is not None else ():
        days = [day for day in ledger.docket.change_days(bound) if day > ledger.day] if isinstance(bound, str) else []
        if days:
            ledger.schedule(days[0], _again, (act, seat))


def _again(ledger: Ledger, argument: tuple[Act, Seat]) -> None:
    act, seat = argument
    if seat.is_bound and seat.exit is None:
        withdrawn(ledger, act, seat)


def _before_bound(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Take back a signature or a consent that does not bind yet: at once, whatever the clause says."""
    if seat.status in (None, "withdrawn", "terminated"):
        ledger.ask(f"withdrawal {seat.key}", ("nothing-to-withdraw", act, seat.code))
        return
    leave(ledger, seat, signature=True)
    seat.enter(ledger.day, "withdrawn", act.on, None, (("act", act), ("withdrawn-before-bound",)))
    ledger.recheck = True


def effect_of_notice(ledger: Ledger, act: Act, seat: Seat) -> tuple[dt.date | None, Why]:
    """Return the day a notice takes effect and the rule, or None and the question it leaves open.

    Where both the clause on withdrawal and tacit renewal allow the way out, the earlier day holds.
    """
    term = duration.not_renewed(ledger, act)
    clause = ledger.agreement.withdrawal
    day, why = _by_clause(ledger, clause, act, seat) if clause is not None else (None, ("withdrawal-silent", act, seat.code))
    if term is not None and (day is None or term <= day):
        return term, ("not-renewed", ledger.agreement.duration, term)
    return day, why


def _by_clause(ledger: Ledger, clause: Withdrawal, act: Act, seat: Seat) -> tuple[dt.date | None, Why]:
    states_how = clause.notice is not None or clause.then is not None or clause.after is not None or clause.window is not None
    permitted = clause.permitted if clause.permitted is not None else states_how
    if not permitted:
        return None, ("withdrawal-excluded" if clause.permitted is False else "withdrawal-silent", act, seat.code)
    base = seat.bound if clause.after_from == "party" else ledger.in_force
    assert base is not None
    opens = after(clause.after, base) if clause.after is not None else None
    if opens is not None and act.on < opens:
        return None, ("withdrawal-too-early", act, seat.code, opens, clause)
    if clause.window is not None and not _window_is_open(clause, base, opens, act.on):
        return None, ("window-closed", act, seat.code, clause)
    rule = clause.then or clause.notice or TWELVE_MONTHS
    day = after(rule, act.on, ledger.entry_of, act.known)
    if day is None:
        return None, ("withdrawal-no-date", act, seat.code, clause)
    if act.effective is not None and act.effective > day:
        return act.effective, ("notice", clause, rule, act.effective, day)
    return day, ("notice", clause, rule, day, day)


def _window_is_open(clause: Withdrawal, base: dt.date, opens: dt.date | None, day: dt.date) -> bool:
    assert clause.window is not None
    start = opens if opens is not None else after(clause.window.every, base)
    while start is not None and start <= day:
        if within(clause.window.open, start, day):
            return True
        following = after(clause.window.every, start)
        if following is None or following <= start:
            return False
        start = following
    return False


def _leave_on(ledger: Ledger, seat: Seat, day: dt.date, why: tuple[Why, ...]) -> None:
    """Let the notice run: the participant leaves, or in a bilateral agreement the agreement ends, on that day."""
    ledger.memory[("notice", seat.key)] = (day, why)
    day, why = _after_conflict(ledger, seat, day, why)
    seat.exit = day
    ledger.memory["leaving"] = True
    ledger.memory[("leaving", seat.key)] = why
    if day <= ledger.day:
        _depart(ledger, seat)
        return
    since = seat.notice.on if seat.notice is not None else ledger.day
    seat.enter(ledger.day, "withdrawing", since, None if day == dt.date.max else day, why)
    if day != dt.date.max:
        ledger.schedule(day, _depart, seat)
        if is_bilateral(ledger):
            set_end(ledger, f"withdrawal of {seat.key}", day, (*why, ("bilateral-ends",)))
    ledger.recheck = True


def _after_conflict(ledger: Ledger, seat: Seat, day: dt.date, why: tuple[Why, ...]) -> tuple[dt.date, tuple[Why, ...]]:
    """Put the day off to the end of an armed conflict that is going on when the notice runs out; `date.max` while it has no end."""
    clause = ledger.agreement.withdrawal
    if clause is None or clause.not_while != "armed-conflict":
        return day, why
    moved = True
    while moved:
        moved = False
        for key, conflict in ledger.conflicts:
            if key == seat.key and conflict.on <= day and (conflict.until is None or conflict.until > day) and day != dt.date.max:
                day = conflict.until or dt.date.max
                why = (*why, ("act", conflict), ("not-while-conflict", clause))
                moved = True
    return day, why


def _depart(ledger: Ledger, seat: Seat) -> None:
    if seat.exit is None or seat.exit > ledger.day or ledger.over or not seat.is_bound:
        return
    why: tuple[Why, ...] = ledger.memory.get(("leaving", seat.key), ())
    if is_bilateral(ledger):
        set_end(ledger, f"withdrawal of {seat.key}", ledger.day, (*why, ("bilateral-ends",)))
        return
    since = seat.exit
    leave(ledger, seat)
    suspension.forget(ledger, seat.key)
    seat.enter(ledger.day, "withdrawn", since, None, (*why, ("withdrawn",)))
    ledger.memory["departed"] = ledger.day
    ledger.recheck = True


def prolonged(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Put off a running notice to the day the parties have agreed on: an `extension` whose `of` is the notice's id."""
    leaving = next((other for other in ledger.bound() if other.notice is not None and other.notice.id == act.of), None)
    day = act.until or act.effective
    if leaving is None or leaving.exit is None or day is None or day <= ledger.day:
        ledger.ask(f"extension {seat.key}", ("nothing-to-prolong", act, seat.code))
        return
    notice = leaving.notice
    assert notice is not None
    drop_end(ledger, f"withdrawal of {leaving.key}")
    _leave_on(ledger, leaving, day, (("act", notice), ("act", act), ("prolonged", day)))


def revoked(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Revoke a notice before it takes effect (VCLT 68)."""
    clause = ledger.agreement.withdrawal
    own_notice = seat.notice is not None and seat.notice.kind == "withdrawal"
    if seat.exit is None or not seat.is_bound or not own_notice:
        ledger.ask(f"revocation {seat.key}", ("nothing-to-revoke", act, seat.code))
        return
    if clause is not None and not clause.revocable:
        ledger.ask(f"revocation {seat.key}", ("not-revocable", act, seat.code, clause))
        return
    stay(ledger, seat, (("act", seat.consent), ("act", act), ("revoked",), ("bound", seat.bound)))


def stay(ledger: Ledger, seat: Seat, why: tuple[Why, ...]) -> None:
    """Keep a participant whose notice has fallen away: a party as before, bound since its own day."""
    seat.exit = None
    seat.notice = None
    seat.enter(ledger.day, "party", seat.bound, None, why)
    drop_end(ledger, f"withdrawal of {seat.key}")
    ledger.recheck = True


def armed_conflict(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Record an armed conflict (or, by `of`, the end of one), which may put off a withdrawal not yet in effect."""
    if act.of:
        ledger.conflicts = [(key, conflict) for key, conflict in ledger.conflicts if conflict.id != act.of]
    ledger.conflicts.append((seat.key, act))
    if seat.exit is None or not seat.is_bound:
        return
    day, why = ledger.memory[("notice", seat.key)]
    if _after_conflict(ledger, seat, day, why)[0] != seat.exit:
        _leave_on(ledger, seat, day, why)


def expelled(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Expel those the act addresses: by an organ at once, otherwise when all other parties have joined (VCLT 60(2)(a))."""
    organ = ledger.parties.is_organisation(seat.key) and not seat.is_bound
    for code in act.to:
        target = ledger.seat(code)
        authors: set[str] = ledger.memory.setdefault(("expulsion", target.key), set())
        authors.add(seat.key)
        others = {party.key for party in ledger.bound() if party is not target}
        if not target.is_bound or (not organ and not others <= authors):
            ledger.settle(f"expulsion {target.key}")
            if target.is_bound:
                ledger.ask(f"expulsion {target.key}", ("expulsion-incomplete", act, target.code))
            continue
        ledger.settle(f"expulsion {target.key}")
        target.notice = act
        _leave_on(ledger, target, max(act.effective or act.on, ledger.day), (("act", act), ("expelled",)))


def leave_with(ledger: Ledger, argument: tuple[str, dt.date | None, Why]) -> None:
    """Follow a withdrawal from another agreement that counts as withdrawal from this one (or its revocation)."""
    key, day, why = argument
    seat = ledger.seats.get(key)
    if seat is None:
        return
    if not seat.is_bound:
        if day is not None and day <= ledger.day and seat.status in ("provisional", "contracting"):
            leave(ledger, seat)
            seat.enter(ledger.day, "withdrawn", day, None, (why,))
        elif day is not None and day > ledger.day:
            ledger.schedule(day, leave_with, argument)
        return
    if day is None:
        if seat.exit is not None and seat.notice is None:
            stay(ledger, seat, (("act", seat.consent), why, ("bound", seat.bound)))
        return
    if seat.exit is None or seat.exit > day:
        seat.notice = None
        _leave_on(ledger, seat, day, (why,))
