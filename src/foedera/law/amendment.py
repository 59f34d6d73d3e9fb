"""What one agreement does to another: amendment (VCLT 40, 41), supersession (30, 59), withdrawal from both at once.

The first half runs while an agreement is folded; `governing` answers which text holds between two participants.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from foedera.law.entry import look_again
from foedera.law.ledger import Ledger, Why
from foedera.law.succession import leave
from foedera.law.termination import announce_end, set_end
from foedera.law.withdrawal import leave_with
from foedera.model.acts import Act
from foedera.model.clauses import EntryIntoForce
from foedera.model.phrases import say
from foedera.model.standing import BOUND

if TYPE_CHECKING:
    from foedera.law.docket import Docket
    from foedera.law.timeline import Timeline


def adopt_rule(ledger: Ledger) -> None:
    """Let an amendment without a clause of its own enter into force as the amended agreement says (VCLT 40(1))."""
    for name in ledger.agreement.linked("amends"):
        clause = ledger.docket.agreement(name).amendment
        if clause is not None and clause.when is not None:
            ledger.entry = EntryIntoForce(
                when=clause.when, article=say("{article} of {name}", article=clause.article, name=name) if clause.article else ""
            )
            return


def follow(ledger: Ledger) -> None:
    """Schedule what the agreements this one amends, or whose fate it shares, will bring."""
    for name in ledger.agreement.linked("amends"):
        _follow_amended(ledger, name)
    clause = ledger.agreement.withdrawal
    if clause is not None and clause.with_agreement is not None:
        _follow_withdrawals(ledger, clause.with_agreement)


def _follow_amended(ledger: Ledger, name: str) -> None:
    parent = ledger.docket.own(name)
    clause = parent.agreement.amendment
    if clause is not None and clause.binds == "all":
        ledger.memory["binds all"] = (name, clause)
        for day in parent.change_days():
            ledger.schedule(day, look_again)
    for seat in parent.ledger.seats.values():
        consented: Act | None = None
        for seen, status, since, _, why in seat.track:
            if status in ("contracting", "party") and consented is None:
                consented = next((part[1] for part in why if part[0] == "act" and part[1] is not None), None)
            if status == "party" and consented is not None:
                ledger.schedule(seen, _join_as_amended, (seat.code, consented, since, name))
            elif status in (None, "withdrawn", "terminated"):
                consented = None
                ledger.schedule(seen, _leave_with_amended, (seat.key, status, name))


def _join_as_amended(ledger: Ledger, argument: tuple[str, Act, dt.date, str]) -> None:
    """Make a state that consented after the amendment's entry into force a party to the agreement as amended (VCLT 40(5)(a))."""
    code, act, since, name = argument
    if not ledger.entered or ledger.over or ledger.in_force is None or act.on <= ledger.in_force or act.kind == "succession":
        return
    seat = ledger.seat(code)
    if seat.consent is not None or seat.is_bound:
        return
    seat.consent = act
    seat.bound = since
    ledger.standing[seat.key] = seat
    seat.enter(ledger.day, "party", since, None, (("act", act), ("joined-as-amended", name)))
    ledger.recheck = True


def _leave_with_amended(ledger: Ledger, argument: tuple[str, str | None, str]) -> None:
    """Take a state that is no longer bound by the amended agreement out of the amendment."""
    key, status, name = argument
    seat = ledger.seats.get(key)
    if seat is None or not seat.is_bound or ledger.over or status is None:
        return
    leave(ledger, seat)
    seat.enter(ledger.day, status, ledger.day, None, (("left-amended", name),))
    ledger.memory["departed"] = ledger.day
    ledger.recheck = True


def bind_all(ledger: Ledger) -> None:
    """Bind every party to the amended agreement, where that agreement says its amendments do."""
    name, clause = ledger.memory["binds all"]
    assert ledger.in_force is not None
    for code in sorted(ledger.docket.codes(name, ledger.day)):
        seat = ledger.seat(code)
        if not seat.is_bound:
            if seat.bound is None:
                seat.bound = max(ledger.in_force, ledger.day)
            seat.enter(ledger.day, "party", seat.bound, None, (("binds-all", clause, name),))


def _follow_withdrawals(ledger: Ledger, name: str) -> None:
    other = ledger.docket.own(name)
    why: Why = ("withdrawn-with", ledger.agreement.withdrawal, name)
    for seat in other.ledger.seats.values():
        leaving = False
        for seen, status, since, until, _ in seat.track:
            if status == "withdrawing":
                leaving = True
                ledger.schedule(seen, leave_with, (seat.key, until, why))
            elif status == "withdrawn":
                ledger.schedule(seen, leave_with, (seat.key, since, why))
            elif leaving and status == "party":
                leaving = False
                ledger.schedule(seen, leave_with, (seat.key, None, why))


def superseded(ledger: Ledger, argument: tuple[dt.date, str]) -> None:
    """Note from when it is certain that all parties will be bound by an agreement that supersedes this one (VCLT 59(1))."""
    ledger.memory["superseded"] = argument
    ledger.recheck = True


def end_superseded(ledger: Ledger) -> None:
    """End an agreement on the day all its parties are bound by the one that supersedes it, after what else that day brings."""
    day, later = ledger.memory["superseded"]
    if day > ledger.day:
        ledger.schedule(day, look_again)
        if "superseded" not in ledger.ends:
            ledger.ends["superseded"] = (day, (("superseded", later, day),))
            announce_end(ledger)
    else:
        set_end(ledger, "superseded", ledger.day, (("superseded", later, day),))


def replaced_by(docket: Docket, earlier: Timeline, later: list[str]) -> tuple[dt.date, dt.date, str] | None:
    """Return when a later agreement ends an earlier one: since when that is certain, the day, and the later one's id."""
    found: list[tuple[dt.date, dt.date, str]] = []
    for name in later:
        successor = docket.own(name)
        entry = successor.ledger.in_force
        if entry is None or not successor.ledger.entered:
            continue
        for day in sorted({entry, *successor.change_days(), *earlier.change_days()}):
            if day < entry:
                continue
            bound = earlier.codes(day)
            if bound and bound <= successor.codes(day):
                found.append((_certain_since(earlier, successor, bound, day), day, name))
                break
    return min(found) if found else None


def _certain_since(earlier: Timeline, successor: Timeline, bound: set[str], day: dt.date) -> dt.date:
    """Return from when it was certain that on a day all parties to the earlier agreement are bound by its successor."""
    certain = successor.ledger.met_seen or day
    for key in bound:
        track = successor.ledger.seats[key].track
        start = next((seen for seen, status, _, _, _ in track if status in ("contracting", "provisional", "party")), day)
        certain = max(certain, start)
    for key, seat in earlier.ledger.seats.items():
        if key in bound:
            joined = next((seen for seen, status, _, _, _ in seat.track if status in BOUND), day)
            certain = max(certain, min(joined, day))
            continue
        left = [seen for seen, status, _, until, _ in seat.track if seen <= day and status == "withdrawing" and until is not None and until <= day]
        gone = [seen for seen, status, _, _, _ in seat.track if seen <= day and status in (None, "withdrawn")]
        if gone:
            certain = max(certain, left[-1] if left else gone[-1])
    return min(certain, day)


def governing(docket: Docket, name: str, a: str, b: str, on: dt.date, passed: frozenset[str] = frozenset()) -> tuple[str, tuple[Why, ...]]:
    """Return the id of the text that governs between two that are both bound by an agreement, and why.

    The last to enter into force of: amendments binding both (VCLT 40(4), 40(5)(b)), modifications between them (41),
    later agreements that supersede or prevail over this one (30(3)), and agreements this one is subject to (30(2)); of the
    one found, again, the text that governs it.
    """
    passed |= {name}
    candidates: list[tuple[dt.date, str, Why]] = []
    for relation, rule in _GOVERNING.items():
        for other in _over(docket, name, relation):
            entry = _binds_both(docket, other, a, b, on) if other not in passed else None
            if entry is not None:
                candidates.append((entry, other, (rule, other, entry)))
    for other in docket.agreement(name).linked("subject_to"):
        entry = _binds_both(docket, other, a, b, on) if other not in passed else None
        if entry is not None:
            candidates.append((dt.date.max, other, ("version-subject", other, entry)))
    if not candidates:
        unbound = [other for other in docket.citing(name, "amends") if other not in passed and _in_force_on(docket, other, on)]
        return name, tuple(("version-not-both", other) for other in unbound)
    _, version, why = max(candidates, key=lambda c: (c[0], c[1]))
    deeper, further = governing(docket, version, a, b, on, passed)
    return deeper, (why, *further)


_GOVERNING = {
    "amends": "version-amended",
    "modifies": "version-modified",
    "supersedes": "version-superseded",
    "prevails_over": "version-prevails",
}


def _over(docket: Docket, name: str, relation: str) -> list[str]:
    """Return the agreements that point to one by a relation; for supersession also those that superseded these in their turn."""
    found = list(docket.citing(name, relation))
    if relation == "supersedes":
        for other in found:
            found.extend(later for later in docket.citing(other, relation) if later not in found and later != name)
    return found


def _binds_both(docket: Docket, name: str, a: str, b: str, on: dt.date) -> dt.date | None:
    if docket.find(name) is None:
        return None
    timeline = docket.timeline(name)
    if timeline.status_of(a, on) in BOUND and timeline.status_of(b, on) in BOUND and _in_force_on(docket, name, on):
        return timeline.entry_as_seen(on)
    return None


def _in_force_on(docket: Docket, name: str, on: dt.date) -> bool:
    return docket.find(name) is not None and docket.timeline(name).status_on(on) == "in-force"
