"""Suspension of the operation of an agreement, between two of its parties or for all (VCLT 57, 58, 60, 72)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from foedera.law.ledger import Ledger, Seat, Why
from foedera.model.acts import Act

EVERYBODY = "*"


class Halts:
    """The suspensions that hold: who has suspended towards whom, by which act, and whom a resumption has spared since.

    An organ's suspension of a member halts everything between that member and all others.
    """

    def __init__(self, key: Callable[[str], str]) -> None:
        """Start with none; `key` gives the code an act's author or addressee counts under."""
        self.key = key
        self.by_pair: dict[tuple[str, str], Act] = {}
        self.spared: set[tuple[str, str]] = set()
        self.partial: list[tuple[str, tuple[str, ...], Act]] = []

    def copy(self) -> Halts:
        """Return these suspensions as they stand now."""
        found = Halts(self.key)
        found.by_pair, found.spared, found.partial = dict(self.by_pair), set(self.spared), list(self.partial)
        return found

    def __bool__(self) -> bool:
        """Return whether anything is suspended as a whole."""
        return bool(self.by_pair)

    def suspend(self, act: Act, author: str, *, organ: bool, everybody: Iterable[str]) -> None:
        """Take a suspension into account; of single articles it leaves the agreement in operation."""
        targets = tuple(map(self.key, act.to))
        if act.articles:
            self.partial.append((author, targets, act))
            return
        if organ:
            pairs = [(target, EVERYBODY) for target in targets or tuple(everybody)]
        else:
            pairs = [(author, target) for target in targets or (EVERYBODY,)]
        for first, second in pairs:
            self.by_pair[(first, second)] = act
            self.spared = {pair for pair in self.spared if pair[0] != first or (second not in (EVERYBODY, pair[1]))}

    def lift(self, act: Act, author: str, *, organ: bool) -> None:
        """Lift the author's own suspensions: those towards the addressees, without addressee all, by `of` the one named."""
        targets = set(map(self.key, act.to))
        for pair, halt in list(self.by_pair.items()):
            first, second = pair
            own = author in map(self.key, halt.by) and (organ or first == author)
            if not own or (act.of and halt.id != act.of):
                continue
            if not targets or second in targets or (organ and first in targets):
                del self.by_pair[pair]
            elif second == EVERYBODY and not organ:
                self.spared.update((first, target) for target in targets)
        answered = {
            id(halt)
            for first, to, halt in self.partial
            if first == author and (not act.of or halt.id == act.of) and (not targets or targets & set(to) or not to)
        }
        self.partial = [item for item in self.partial if id(item[2]) not in answered]

    def drop(self, act: Act) -> None:
        """Let a suspension end by itself."""
        self.by_pair = {pair: halt for pair, halt in self.by_pair.items() if halt is not act}
        self.partial = [item for item in self.partial if item[2] is not act]

    def forget(self, key: str) -> None:
        """Drop what was suspended by or towards a participant that has left: a new membership begins without it."""
        self.by_pair = {pair: halt for pair, halt in self.by_pair.items() if key not in pair}
        self.spared = {pair for pair in self.spared if key not in pair}
        self.partial = [item for item in self.partial if item[0] != key]

    def between(self, a: str, b: str) -> Act | None:
        """Return the act by which the operation between two participants is suspended, None if it is not."""
        for first, second in ((a, b), (b, a)):
            if (first, second) in self.by_pair:
                return self.by_pair[(first, second)]
            if (first, EVERYBODY) in self.by_pair and (first, second) not in self.spared:
                return self.by_pair[(first, EVERYBODY)]
        return None

    def pairs(self) -> list[tuple[str, str, Act]]:
        """Return who has suspended towards whom (or `"*"`, everybody) by which act, in order of time."""
        return sorted(((a, b, act) for (a, b), act in self.by_pair.items()), key=lambda item: (item[2].on, item[0], item[1]))

    def articles_between(self, a: str, b: str) -> list[Act]:
        """Return the acts by which single articles are suspended between two participants."""
        return [act for author, to, act in self.partial if (author == a and (not to or b in to)) or (author == b and (not to or a in to))]


def halts_of(ledger: Ledger) -> Halts:
    """Return the suspensions that hold today."""
    if ledger.halts is None:
        ledger.halts = Halts(ledger.key)
    halts: Halts = ledger.halts
    return halts


def is_organ(ledger: Ledger, seat: Seat) -> bool:
    """Return whether an author decides as an organ: an organisation that is not itself a party."""
    return ledger.parties.is_organisation(seat.key) and not seat.is_bound


def suspended(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Suspend towards those the act addresses, without addressee towards all, on the day it names or at once."""
    if act.effective is not None and act.effective > ledger.day:
        ledger.schedule(act.effective, _halt, (act, seat))
    else:
        _halt(ledger, (act, seat))


def resumed(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Lift the author's own suspensions, those towards the addressees or, without addressee, all of them."""
    if act.effective is not None and act.effective > ledger.day:
        ledger.schedule(act.effective, _lift, (act, seat))
    else:
        _lift(ledger, (act, seat))


def _halt(ledger: Ledger, argument: tuple[Act, Seat]) -> None:
    act, seat = argument
    everybody = [party.key for party in ledger.bound()]
    halts_of(ledger).suspend(act, seat.key, organ=is_organ(ledger, seat), everybody=everybody)
    if act.until is not None:
        ledger.schedule(act.until, _run_out, act)
    _log(ledger)
    ledger.recheck = True


def _lift(ledger: Ledger, argument: tuple[Act, Seat]) -> None:
    act, seat = argument
    halts_of(ledger).lift(act, seat.key, organ=is_organ(ledger, seat))
    _log(ledger)
    ledger.recheck = True


def _run_out(ledger: Ledger, act: Act) -> None:
    halts_of(ledger).drop(act)
    _log(ledger)
    ledger.recheck = True


def settle(ledger: Ledger) -> None:
    """Bring the statuses in line with the suspensions at the end of a day.

    A party is suspended when no other party applies the agreement with it; the agreement, when no two parties do.
    """
    halts = halts_of(ledger)
    bound = ledger.bound()
    applied = False
    for seat in bound:
        partners = [other for other in bound if other is not seat]
        cut_off = [halts.between(seat.key, other.key) for other in partners] if halts else []
        isolated = bool(cut_off) and all(cut_off)
        applied = applied or not isolated
        if isolated and seat.status == "party":
            reasons: tuple[Why, ...] = tuple(("act", act) for act in dict.fromkeys(filter(None, cut_off)))
            seat.enter(ledger.day, "suspended", ledger.day, None, (*reasons, ("suspended",)))
        elif not isolated and seat.status == "suspended":
            seat.enter(ledger.day, "party", seat.bound, None, (("act", seat.consent), ("resumed",), ("bound", seat.bound)))
    if not ledger.entered or ledger.over:
        return
    if bound and not applied and ledger.status == "in-force":
        ledger.enter("suspended", ledger.expected, (*ledger.entry_why, ("all-suspended",), *ledger.end_why))
    elif applied and ledger.status == "suspended":
        ledger.enter("in-force", ledger.expected, (*ledger.entry_why, ("resumed",), *ledger.end_why))


def forget(ledger: Ledger, key: str) -> None:
    """Drop the suspensions by and towards a participant that has left."""
    if ledger.halts is not None:
        ledger.halts.forget(key)
        _log(ledger)


def _log(ledger: Ledger) -> None:
    """Keep what holds from today, so that a question about a day reads it off."""
    ledger.memory.setdefault("halts", []).append((ledger.day, halts_of(ledger).copy()))


def days(ledger: Ledger) -> list[dt.date]:
    """Return the days on which a suspension began, changed or ended."""
    return [day for day, _ in ledger.memory.get("halts", [])]


def on_day(ledger: Ledger, on: dt.date) -> Halts:
    """Return the suspensions that held on a day."""
    log: list[tuple[dt.date, Halts]] = ledger.memory.get("halts", [])
    return next((halts for day, halts in reversed(log) if day <= on), Halts(ledger.key))
