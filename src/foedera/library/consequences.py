"""What supposed or proposed acts would bring about, agreement by agreement and party by party: how it stands, how it would stand, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import evolve, frozen

from foedera.law.comparison import Difference
from foedera.law.docket import Docket
from foedera.law.timeline import Timeline
from foedera.model.agreements import LINKS, Agreement
from foedera.model.provisions import Obligation, Provision
from foedera.model.standing import Participation, Standing

#: Roles in an obligation that no party takes by being bound: it falls to a body or to outsiders.
_NOT_PARTIES = frozenset({"organ", "third-states", "depositary", "invited-state"})
#: Statuses in which a participant must do what the agreement says.
_OPERATIVE = frozenset({"party", "withdrawing", "provisional"})

Duty = tuple[Provision, Obligation]


@frozen
class Mover:
    """A participant whose standing would change: how it stands on `day` and how it would, step by step, and which obligations come and go.

    `day` is the day of the last of its changes. `before` or `after` None: it takes no part.
    """

    party: str
    day: dt.date
    before: Participation | None
    after: Participation | None
    steps: tuple[Difference, ...]
    gained: tuple[Duty, ...] = ()
    lost: tuple[Duty, ...] = ()

    @property
    def way(self) -> tuple[tuple[dt.date, str, bool], ...]:
        """The changes without their reasons: participants that go the same way are told of together."""
        return tuple((d.change.on, d.change.change, d.added) for d in self.steps)


@frozen
class Count:
    """From `day` on `has` are bound instead of `had`, up to, not including, `until` where that passes."""

    day: dt.date
    until: dt.date | None
    had: int
    has: int


@frozen
class Consequence:
    """What would change in one agreement.

    `entry` and `end` are its entry into force and its end as on record and as supposed, None where unknown; `counts` when another number is
    bound; `own` the changes of the agreement itself; `opened` and `settled` the questions that would be open or no longer be.
    """

    agreement: Agreement
    is_new: bool
    entry: tuple[dt.date | None, dt.date | None]
    end: tuple[dt.date | None, dt.date | None]
    counts: tuple[Count, ...]
    own: tuple[Difference, ...]
    movers: tuple[Mover, ...]
    opened: tuple[str, ...]
    settled: tuple[str, ...]


def touched(holdings_mentioning: Iterable[str], supposed: Iterable[Agreement]) -> list[str]:
    """Return the ids of the agreements acts may touch: those supposed, those that mention them, those they point to."""
    agreements = list(supposed)
    found = dict.fromkeys(agreement.id for agreement in agreements)
    found.update(dict.fromkeys(holdings_mentioning))
    found.update(dict.fromkeys(target for agreement in agreements for relation in LINKS for target in agreement.linked(relation)))
    return list(found)


def consequences(before: Docket, after: Docket, changes: Iterable[Difference], until: dt.date, named: Iterable[str] = ()) -> list[Consequence]:
    """Return what would change in each agreement, those in `named` first and even where nothing changes in them.

    `changes` are those `foedera.library.supposing.suppose` found between the two dockets; questions are those open on `until`.
    """
    by_agreement: dict[str, list[Difference]] = {name: [] for name in named}
    for change in changes:
        by_agreement.setdefault(change.change.agreement, []).append(change)
    return [_consequence(before, after, name, found, until) for name, found in by_agreement.items()]


def _consequence(before: Docket, after: Docket, name: str, changes: list[Difference], until: dt.date) -> Consequence:
    now = after.timeline(name)
    was = before.timeline(name) if before.find(name) is not None else None
    parties: dict[str, list[Difference]] = {}
    for difference in changes:
        if difference.change.party is not None:
            parties.setdefault(difference.change.party, []).append(difference)
    asked, asks = set(was.questions(until)) if was else set(), now.questions(until)
    return Consequence(
        agreement=now.agreement,
        is_new=was is None,
        entry=(_day_of(was, "in-force", first=True), _day_of(now, "in-force", first=True)),
        end=(_day_of(was, "terminated"), _day_of(now, "terminated")),
        counts=tuple(_counts(was, now, {d.change.on for d in changes})),
        own=tuple(d for d in changes if d.change.party is None),
        movers=tuple(_mover(was, now, code, steps) for code, steps in parties.items()),
        opened=tuple(question for question in asks if question not in asked),
        settled=tuple(question for question in (was.questions(until) if was else ()) if question not in set(asks)),
    )


def _day_of(timeline: Timeline | None, change: str, *, first: bool = False) -> dt.date | None:
    """Return the day of the agreement's own change of that name, past or certain, None where there is none."""
    days = [c.on for c in timeline.changes() if c.party is None and c.change == change] if timeline else []
    return (days[0] if first else days[-1]) if days else None


def _counts(was: Timeline | None, now: Timeline, days: set[dt.date]) -> list[Count]:
    """Return how many are bound otherwise, from when to when: of a time that does not pass also how many it is on its last change."""
    found: list[Count] = []
    run: list[Count] = []
    for day in sorted(days):
        had, has = len(was.codes(day)) if was else 0, len(now.codes(day))
        if had != has:
            run.append(Count(day, None, had, has))
        elif run:
            found.append(evolve(run[0], until=day))
            run = []
    return [*found, *dict.fromkeys((run[0], run[-1]) if run else ())]


def _mover(was: Timeline | None, now: Timeline, code: str, steps: list[Difference]) -> Mover:
    day = max(d.change.on for d in steps)
    before, after = was.participation(code, day) if was else None, now.participation(code, day)
    gained, lost = duties(was.agreement if was else now.agreement, now.agreement, before, after, code)
    return Mover(code, day, before, after, tuple(steps), gained, lost)


def duties(
    was: Agreement, now: Agreement, before: Participation | None, after: Participation | None, code: str
) -> tuple[tuple[Duty, ...], tuple[Duty, ...]]:
    """Return the obligations a participant would gain and lose between two standings; those of the provisions on record, reservations aside."""
    had = _of(was, code) if before is not None and before.status in _OPERATIVE else ()
    has = _of(now, code) if after is not None and after.status in _OPERATIVE else ()
    return tuple(duty for duty in has if duty not in had), tuple(duty for duty in had if duty not in has)


def _of(agreement: Agreement, code: str) -> tuple[Duty, ...]:
    """Return the obligations that fall to a party by being bound: those of every party, of a role it may come to have, and its own."""
    return tuple(
        (provision, duty)
        for provision in agreement.provisions
        for duty in provision.obligations
        if any(bearer == code or (bearer not in _NOT_PARTIES and bearer == bearer.lower()) for bearer in duty.bearer)
    )


@frozen
class Beside:
    """An agreement on one day, as on record (None: it is not there yet) and as supposed, and the participants that differ."""

    agreement: Agreement
    before: Standing | None
    after: Standing
    differing: tuple[tuple[str, Participation | None, Participation | None], ...]


def beside(before: Docket, after: Docket, names: Iterable[str], day: dt.date) -> list[Beside]:
    """Return agreements side by side on a day, as on record and as supposed."""
    found = []
    for name in names:
        was = before.timeline(name).standing(day) if before.find(name) is not None else None
        now = after.timeline(name).standing(day)
        codes = sorted({p.party for p in (was.participants if was else ())} | {p.party for p in now.participants})
        pairs = [(code, was.of(code) if was else None, now.of(code)) for code in codes]
        differing = tuple((code, a, b) for code, a, b in pairs if _shown(a) != _shown(b))
        found.append(Beside(after.timeline(name).agreement, was, now, differing))
    return found


def _shown(participation: Participation | None) -> object:
    return participation and (participation.status, participation.since, participation.until)
