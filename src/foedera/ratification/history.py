"""What past agreements teach of the way from signature to consent: for each signatory when it signed and when it consented, as far as was seen.

A history is read from an agreement's own log of acts, as it was known on a day, and cut at any age without looking ahead.
"""

from __future__ import annotations

import datetime as dt
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from foedera.model.acts import CONSENT_KINDS
from foedera.model.agreements import Agreement

#: A month in days, the mean of the calendar. Ages are counted in these.
MONTH = 365.25 / 12
#: What counts as a deposit. A successor takes over what its predecessor did, which says nothing of how long its own procedure takes.
DEPOSITS = CONSENT_KINDS - {"succession"}


@frozen
class Course:
    """How one state came to consent: its age in months at signature and at consent, counted from the opening; None where it did not.

    `approved` is when its procedure at home was through, where that is on record: the instrument then only had to be deposited.
    """

    party: str
    signed: float | None
    consented: float | None
    approved: float | None = None

    @property
    def through(self) -> float | None:
        """When it was through at home: approved, or at the latest its consent."""
        ages = [age for age in (self.approved, self.consented) if age is not None]
        return min(ages) if ages else None


@frozen
class History:
    """The consents to one agreement: when it was opened, the course of every state seen, and up to which age in months it was watched.

    `unclear` are the states whose day of consent is known only as "not later than": they are left out of `courses`, because a bound is no date, but
    those in `spread`, whose day was made up between signature and bound (`history_of`).
    """

    agreement: str
    opened: dt.date
    courses: tuple[Course, ...]
    watched: float
    unclear: tuple[str, ...] = ()
    spread: tuple[str, ...] = ()

    def age(self, day: dt.date) -> float:
        """Return how many months after the opening a day is."""
        return (day - self.opened).days / MONTH

    def signatories(self, age: float) -> tuple[Course, ...]:
        """Return the courses of those that had signed by an age."""
        return tuple(course for course in self.courses if course.signed is not None and course.signed <= age)

    def consents(self, age: float, since: float = -math.inf) -> int:
        """Return how many states got through after `since` and up to an age, signatories or not."""
        return sum(course.through is not None and since < course.through <= age for course in self.courses)

    def cut(self, age: float) -> History:
        """Return the history as it could be seen at an age: nothing later is in it."""
        courses = []
        for course in self.courses:
            signed, consented, approved = (at if at is not None and at <= age else None for at in (course.signed, course.consented, course.approved))
            if signed is not None or consented is not None or approved is not None:
                courses.append(Course(course.party, signed, consented, approved))
        return History(self.agreement, self.opened, tuple(courses), min(age, self.watched), self.unclear, self.spread)


def history_of(
    agreement: Agreement,
    on: dt.date,
    known: dt.date | None = None,
    approved: Mapping[str, dt.date] | None = None,
    *,
    spread: bool = False,
) -> History | None:
    """Return the history of an agreement up to a day, from what was on record on `known`; None where nobody had signed or consented.

    `approved` are the days on which states were through with their procedures at home, as far as those were known. It is opened on its first
    signature, or on `opened` where the file says so and that is earlier. A state that withdrew its consent later had given it. With `spread` those
    whose consent is known only to have come by a day are spread evenly from their signature to it, in an order that favours nobody: to leave them
    out would leave out the quick ones, and to take the bound for the day would make all slow at once.

    >>> from foedera.model.acts import Act
    >>> day = dt.date
    >>> acts = (Act(day(2020, 1, 1), "signature", ("FIN", "SWE")), Act(day(2020, 7, 1), "ratification", ("FIN",)))
    >>> found = history_of(Agreement(id="x/y", title="", acts=acts), day(2021, 1, 1))
    >>> [(course.party, course.signed, round(course.consented, 1) if course.consented else None) for course in found.courses]
    [('FIN', 0.0, 6.0), ('SWE', 0.0, None)]
    """
    signed: dict[str, dt.date] = {}
    consented: dict[str, dt.date] = {}
    unclear: set[str] = set()
    struck = {act.of for act in agreement.acts if act.strikes and act.on <= on and (known is None or act.known <= known)}
    home = {code: day for code, day in (approved or {}).items() if day <= on}
    for act in agreement.acts:
        if act.on > on or (known is not None and act.known > known) or (act.id and act.id in struck):
            continue
        own = signed if act.kind == "signature" else consented if act.kind in DEPOSITS else None
        if own is None:
            continue
        for code in act.by:
            if act.precision != "day":
                unclear.add(code)
            own.setdefault(code, act.on)
    days = [*signed.values(), *consented.values()]
    if not days:
        return None
    opened = min([*(signed.values() or days), *([agreement.opened] if agreement.opened is not None else [])])
    for code in unclear & home.keys():
        # Its deposit is only bounded, but the day it was through at home is known.
        consented.pop(code, None)
    unclear -= home.keys()
    made_up = _spread(agreement.id, signed, {code: consented[code] for code in unclear if code in consented}, opened) if spread else {}
    consented |= made_up

    def age(day: dt.date | None) -> float | None:
        return (day - opened).days / MONTH if day is not None else None

    courses = tuple(
        Course(code, age(signed.get(code)), age(consented.get(code)), age(home.get(code)))
        for code in sorted(signed.keys() | consented.keys() | home.keys())
        if code not in unclear or code in made_up
    )
    return History(agreement.id, opened, courses, (on - opened).days / MONTH, tuple(sorted(unclear)), tuple(sorted(made_up)))


def _spread(name: str, signed: Mapping[str, dt.date], bounds: Mapping[str, dt.date], opened: dt.date) -> dict[str, dt.date]:
    """Return days for consents known only to have come by a day, spread evenly from signature (or the opening) to it."""
    found = {}
    for span in dict.fromkeys((signed.get(code, opened), bound) for code, bound in sorted(bounds.items())):
        together = [code for code, bound in bounds.items() if (signed.get(code, opened), bound) == span]
        first, last = span
        for place, code in enumerate(sorted(together, key=lambda code: zlib.crc32(f"{name} {code}".encode())), 1):
            found[code] = min(first, last) + max(last - first, dt.timedelta(0)) * place / len(together)
    return found


def distinct(histories: Iterable[History]) -> tuple[History, ...]:
    """Return histories without those that repeat another: protocols opened on one day and accepted together are one decision of each parliament."""
    seen: dict[tuple[dt.date, tuple[Course, ...]], History] = {}
    for history in histories:
        seen.setdefault((history.opened, history.courses), history)
    return tuple(seen.values())


def spells(histories: Sequence[History], party: str | None = None) -> tuple[list[float], list[bool]]:
    """Return for signatories how long they took from signature until they were through, in months, and whether that was seen to end.

    Who consented with its signature took nothing at all; a survival curve needs more than that, so half a day is the least.
    """
    times, ended = [], []
    for history in histories:
        for course in history.courses:
            if course.signed is None or (party is not None and course.party != party):
                continue
            through = course.through
            end = through if through is not None else history.watched
            if through is None and end <= course.signed:
                continue
            times.append(max(end - course.signed, 0.5 / MONTH))
            ended.append(through is not None)
    return times, ended


def lags(histories: Sequence[History]) -> list[float]:
    """Return how many months passed between a signatory's being through at home and its deposit, wherever both days are on record.

    Who accedes may have been through long before it was let in: that says nothing of how long a deposit takes.
    """
    return [
        course.consented - course.approved
        for history in histories
        for course in history.courses
        if course.signed is not None and course.approved is not None and course.consented is not None and course.consented >= course.approved
    ]
