"""The timeline: what one fold of an agreement gives, asked about any day. Answers are read off; nothing is computed twice.

Its tracks say of each entry from which day it could be seen, so acts later than the day asked are not seen in the answer.
A correction of a date opens a new era: from its day on the corrected acts are folded, before it the acts as they then stood.
A correction that strikes an act takes it out of every fold, whatever day is asked about.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from foedera.law import duration, fold, reasons, suspension
from foedera.law.ledger import Entry, Ledger, Seat, Why
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.phrases import N_, Phrase, dated, say
from foedera.model.standing import BOUND, Change, Participation, Standing

if TYPE_CHECKING:
    from foedera.law.docket import Docket

_CONSENTED = BOUND | {"contracting"}

#: How a reason says that two participants do not apply the agreement with one another.
SUSPENDED = N_("suspended between {a} and {b} since {day}: {act}")


@frozen(eq=False)
class Timeline:
    """An agreement's life as computed from the acts on record; see the module."""

    agreement: Agreement
    known: dt.date | None
    eras: tuple[tuple[dt.date, Ledger], ...]

    @classmethod
    def of(cls, agreement: Agreement, docket: Docket) -> Timeline:
        """Fold an agreement on a docket."""
        known = docket.known
        acts = agreement.acts if known is None else tuple(act for act in agreement.acts if act.known <= known)
        acts = _without_struck(acts)
        corrections = sorted((act for act in acts if act.kind == "correction" and act.of and act.effective), key=lambda a: a.on)
        eras = [(dt.date.min, fold.run(agreement, acts, docket))]
        corrected = acts
        for correction in corrections:
            corrected = tuple(evolve(act, on=correction.effective or act.on) if act.id == correction.of else act for act in corrected)
            eras.append((correction.on, fold.run(agreement, corrected, docket)))
        return cls(agreement, known, tuple(eras))

    @property
    def ledger(self) -> Ledger:
        """The ledger of the latest era."""
        return self.eras[-1][1]

    def era(self, on: dt.date) -> Ledger:
        """Return the ledger that holds for answers about a day."""
        if len(self.eras) == 1:
            return self.eras[0][1]
        return next(ledger for start, ledger in reversed(self.eras) if start <= on)

    def standing(self, on: dt.date) -> Standing:
        """Return how the agreement and its participants stand on a day, with reasons and open questions."""
        ledger = self.era(on)
        entry = _at(ledger.track, on)
        name = self.agreement.id
        if entry is None:
            unopened: tuple[Why, ...] = (("not-open", ledger.track[0][0] if ledger.track else None),)
            return Standing(name, on, self.known, "not-open", None, None, (), reasons.render(unopened, ledger, on), self.agreement.uncertain)
        found = [_participation(ledger, seat, on) for seat in ledger.seats.values()]
        participants = [participation for participation in found if participation is not None]
        participants.sort(key=lambda p: p.party)
        halts = self.suspensions(on)
        participants = [_apart(participation, ledger, halts) for participation in participants]
        _, status, since, expected, why = entry
        if expected is not None and expected <= on:
            expected = None
        because = (
            *reasons.render(why, ledger, on),
            *reasons.of_term(ledger, on, status),
            *(words for _, _, words in halts),
            *(reasons.of_participant(p) for p in participants),
        )
        assert status is not None
        return Standing(name, on, self.known, status, since, expected, tuple(participants), because, self.questions(on))

    def suspensions(self, on: dt.date) -> list[tuple[str, str, str]]:
        """Return the suspensions between single participants that hold on a day: who, towards whom, in words."""
        ledger = self.era(on)
        if ledger.halts is None:
            return []
        found = suspension.on_day(ledger, on).pairs()
        return [(a, b, _suspended(a, b, act)) for a, b, act in found if b != "*"]

    def questions(self, on: dt.date) -> tuple[str, ...]:
        """Return what the acts seen by a day, and the sources, leave open."""
        ledger = self.era(on)
        asked = [reasons.render((why,), ledger, on)[0] for seen, gone, _, why in ledger.questions if seen <= on and (gone is None or gone > on)]
        return tuple(dict.fromkeys((*asked, *reasons.doubtful(ledger, on), *self.agreement.uncertain)))

    def changes(self, until: dt.date | None = None, after: dt.date = dt.date.min) -> list[Change]:
        """Return every change after a day in order of date, future certain ones included; tacit renewals up to `until`."""
        ledger = self.ledger
        found: list[tuple[dt.date, int, str, Change]] = []
        for at, change, why in _net(ledger.track, after):
            found.append((at, 0, "", Change(self.agreement.id, at, None, change, reasons.render(why, ledger, at))))
        if until is not None:
            for at in (day for day in self.renewals(until) if day > after):
                because = reasons.render((("renewed", self.agreement.duration, at),), ledger, at)
                found.append((at, 0, "", Change(self.agreement.id, at, None, "renewed", because)))
        for seat in ledger.seats.values():
            for at, change, why in _net(seat.track, after):
                shown = _code(seat, at - dt.timedelta(days=1)) if change == "ceased" else _code(seat, at)
                found.append((at, 1, shown, Change(self.agreement.id, at, shown, change, reasons.render(why, ledger, at, seat))))
        for act in ledger.acts:
            if act.kind in ("suspension", "resumption") and act.to:
                at = max(act.on, act.effective or act.on)
                if at > after:
                    found.extend((at, 1, by, Change(self.agreement.id, at, by, act.kind, (act.describe(by),))) for by in act.by)
        found.sort(key=lambda item: item[:3])
        return [item[3] for item in found]

    def spans(self, today: dt.date) -> list[tuple[str, list[tuple[dt.date, dt.date | None, str]]]]:
        """Return each participant's statuses over time, `(start, end or None, status)`, in order of first appearance."""
        found: list[tuple[str, list[tuple[dt.date, dt.date | None, str]]]] = []
        for seat in self.ledger.seats.values():
            steps = [(at, change) for at, change, _ in _net(seat.track) if at <= today]
            lane: list[tuple[dt.date, dt.date | None, str]] = []
            for index, (at, change) in enumerate(steps):
                end = steps[index + 1][0] if index + 1 < len(steps) else None
                if change not in ("ceased", "ended") and at != end:
                    lane.append((at, end, change))
            if lane:
                found.append((_code(seat, today), lane))
        return sorted(found, key=lambda item: (min((s for s, _, status in item[1] if status in BOUND), default=dt.date.max), item[0]))

    def renewals(self, until: dt.date) -> list[dt.date]:
        """Return the days up to `until` on which the agreement was tacitly renewed."""
        over = next((entry[0] for entry in self.ledger.track if entry[1] == "terminated"), dt.date.max)
        return [end for end in duration.renewals(self.ledger, until) if end < over]

    def status_on(self, on: dt.date) -> str:
        """Return the agreement's status on a day, without reasons."""
        entry = _at(self.era(on).track, on)
        return "not-open" if entry is None or entry[1] is None else entry[1]

    def status_of(self, code: str, on: dt.date) -> str | None:
        """Return a participant's status on a day, by any code its acts count for; None if it takes no part."""
        ledger = self.era(on)
        seat = ledger.seats.get(ledger.key(code))
        entry = _at(seat.track, on) if seat is not None else None
        return entry[1] if entry is not None else None

    def participation(self, code: str, on: dt.date) -> Participation | None:
        """Return how one participant stands on a day, with its reasons; None if it takes no part."""
        ledger = self.era(on)
        seat = ledger.seats.get(ledger.key(code))
        found = _participation(ledger, seat, on) if seat is not None else None
        return _apart(found, ledger, self.suspensions(on)) if found is not None else None

    def codes(self, on: dt.date, *, consented: bool = False) -> set[str]:
        """Return the codes of those bound on a day, or with `consented` of those who have consented."""
        wanted = _CONSENTED if consented else BOUND
        found = set()
        for key, seat in self.era(on).seats.items():
            entry = _at(seat.track, on)
            if entry is None:
                continue
            provisional = consented and entry[1] == "provisional" and any(why[0] == "consented" for why in entry[4])
            if entry[1] in wanted or provisional:
                found.add(key)
        return found

    def entry_as_seen(self, on: dt.date) -> dt.date | None:
        """Return the day of entry into force, past or to come, as far as it is certain on a day."""
        entry = _at(self.era(on).track, on)
        if entry is None:
            return None
        return entry[3] if entry[1] == "open" else entry[2]

    def change_days(self) -> list[dt.date]:
        """Return the days on which the agreement, a participant or a suspension between participants changed."""
        days = {entry[0] for _, ledger in self.eras for entry in ledger.track}
        days.update(day for _, ledger in self.eras for day in suspension.days(ledger))
        days.update(entry[0] for _, ledger in self.eras for seat in ledger.seats.values() for entry in seat.track)
        days.update(start for start, _ in self.eras[1:])
        return sorted(days)

    def acts_until(self, on: dt.date) -> list[Act]:
        """Return the acts seen on a day, in the order in which they took effect."""
        return [act for act in self.era(on).acts if act.on <= on]


def _participation(ledger: Ledger, seat: Seat, on: dt.date) -> Participation | None:
    entry = _at(seat.track, on)
    if entry is None:
        return None
    _, status, since, until, why = entry
    if status is None:
        return None
    return Participation(_code(seat, on), status, since, until, reasons.render(why, ledger, on, seat))


def _apart(found: Participation, ledger: Ledger, halts: list[tuple[str, str, str]]) -> Participation:
    """Return a participation with the suspensions it stands in among its reasons; only who is bound stands in any."""
    own = tuple(words for a, b, words in halts if ledger.key(found.party) in (a, b)) if halts and found.status in BOUND else ()
    return evolve(found, because=(*found.because, *own)) if own else found


def _suspended(a: str, b: str, act: Act) -> Phrase:
    since = max(act.on, act.effective or act.on)
    return say(SUSPENDED, a=a, b=b, day=dated(since), act=act.describe())


def _without_struck(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """Return the acts less those recorded in error; a correction that was itself struck later strikes nothing."""
    corrections = [act for act in acts if act.strikes]
    if not corrections:
        return acts
    corrections.sort(key=lambda act: act.known)
    struck: set[str] = set()
    for correction in reversed(corrections):
        if not correction.id or correction.id not in struck:
            struck.add(correction.of)
    return tuple(act for act in acts if not act.id or act.id not in struck)


def _at(track: list[Entry], on: dt.date) -> Entry | None:
    """Return the entry of a track that holds on a day."""
    if not track:
        return None
    if track[-1][0] <= on:
        return track[-1]
    index = bisect_right(track, on, key=_seen)
    return track[index - 1] if index else None


def _seen(entry: Entry) -> dt.date:
    return entry[0]


def _code(seat: Seat, on: dt.date) -> str:
    if seat.names is None:
        return seat.code
    return next(code for start, code in reversed(seat.names) if start <= on)


def _net(track: list[Entry], after: dt.date = dt.date.min) -> list[tuple[dt.date, str, tuple[tuple[object, ...], ...]]]:
    """Return the changes a track holds after a day: of several entries on one day the last, none that changes no status."""
    found: list[tuple[dt.date, str, tuple[tuple[object, ...], ...]]] = []
    before: str | None = None
    for index, (seen, status, since, _, why) in enumerate(track):
        rules = {part[0] for part in why}
        if "continued" in rules and index and status is not None:
            found.append((seen, "ceased", (why[-1],)))
            found.append((seen, status, why))
            continue
        if "extended" in rules and status == before:
            found.append((seen, "extended", why))
            continue
        if status == before or (index + 1 < len(track) and track[index + 1][0] == seen and track[index + 1][1] != status):
            continue
        returned = before in BOUND and status in ("party", "in-force")
        at = seen if since is None or returned or status in ("open", "suspended", "terminated") else since
        if status is None:
            change = "ceased" if "ceased" in rules else "ended"
            at = seen
        else:
            change = status
        found.append((at, change, why))
        before = status
    return [change for change in found if change[0] > after]
