"""What if: acts that nobody has done, laid over the record for one question and never mixed with it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping

from attrs import evolve

from foedera.law.comparison import Difference, differences
from foedera.law.docket import Docket
from foedera.library.collection import Holdings
from foedera.library.tables import FIRST_YEAR, LAST_YEAR
from foedera.model.acts import KINDS, Act
from foedera.model.agreements import LINKS, Agreement
from foedera.model.errors import UsageError

FORM = "DATE KIND CODE[,CODE] [to=CODE] [of=ID] [articles=5,6] [effective=DATE] [until=DATE]"

#: What may follow date, kind and author on a line, in the order it is written.
_DETAILS = ("to", "of", "articles", "effective", "until", "known", "id", "precludes")
#: Words between blanks; what stands in quotation marks is one word.
_WORDS = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_PREFIX = re.compile(r"([a-z0-9][a-z0-9.-]*/[a-z0-9][a-z0-9.-]*):\s+")


def read_act(text: str, code_of: Callable[[str], str]) -> Act:
    """Return the act a line describes; UsageError with what is wrong and the form expected.

    `code_of` gives the code of a party as typed, or raises.

    >>> read_act("2027-01-01 withdrawal USA", str).describe()
    'withdrawal by USA, 2027-01-01'
    """
    words = [word.replace('"', "") for word in _WORDS.findall(text)]
    if len(words) < 3:
        message = f"'{text}' is not an act; write {FORM}, for instance: 2027-01-01 withdrawal USA"
        raise UsageError(message)
    day, kind, by, *rest = words
    if kind not in KINDS:
        from difflib import get_close_matches

        close = get_close_matches(kind, KINDS, 1)
        message = f"'{kind}' is not a kind of act{f'; did you mean {close[0]}?' if close else ''}"
        raise UsageError(message)
    details: dict[str, str] = {}
    for word in rest:
        key, _, value = word.partition("=")
        if key not in _DETAILS or not value:
            message = f"'{word}' is not understood; write {FORM}"
            raise UsageError(message)
        details[key] = value
    on = _day(day)
    return Act(
        on,
        kind,
        tuple(code_of(code) for code in by.split(",")),
        tuple(code_of(code) for code in details.get("to", "").split(",") if code),
        of=details.get("of", ""),
        articles=tuple(filter(None, details.get("articles", "").split(","))),
        effective=_day(details["effective"]) if "effective" in details else None,
        until=_day(details["until"]) if "until" in details else None,
        id=details.get("id", ""),
        precludes=details.get("precludes", "") in ("yes", "true"),
        known=_day(details["known"]) if "known" in details else on,
        note="supposed",
    )


def write_act(act: Act) -> str:
    """Return the line `read_act` reads an act from.

    >>> write_act(read_act("2027-01-01 suspension USA to=NZL until=2030-01-01", str))
    '2027-01-01 suspension USA to=NZL until=2030-01-01'
    """
    details = {
        "to": ",".join(act.to),
        "of": act.of,
        "articles": ",".join(act.articles),
        "effective": act.effective or "",
        "until": act.until or "",
        "known": act.known if act.known != act.on else "",
        "id": act.id,
        "precludes": "yes" if act.precludes else "",
    }
    given = [f'{key}="{value}"' if " " in str(value) else f"{key}={value}" for key in _DETAILS if (value := details[key])]
    return " ".join((f"{act.on} {act.kind} {','.join(act.by)}", *given))


def split_line(line: str, default: str) -> tuple[str, str]:
    """Return the agreement a line is about, by default the one given, and the act on it.

    >>> split_line("anzus/treaty: 2027-01-01 withdrawal USA", "")
    ('anzus/treaty', '2027-01-01 withdrawal USA')
    """
    found = _PREFIX.match(line)
    return (found[1], line[found.end() :].strip()) if found else (default, line.strip())


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        message = f"'{text}' is not a day; write it like 2027-01-01"
        raise UsageError(message) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = f"{day} is outside the years {FIRST_YEAR} to {LAST_YEAR}"
        raise UsageError(message)
    return day


def what_if(collection: Holdings, name: str, acts: tuple[Act, ...], until: dt.date, known: dt.date | None = None) -> list[Difference]:
    """Return what would come and what would fall away if these acts were done: in the agreement, and in those that refer to it.

    Tacit renewals are compared up to `until`.
    """
    return suppose(collection, {name: evolve(collection[name], acts=(*collection[name].acts, *acts))}, until, known)


def suppose(holdings: Holdings, supposed: Mapping[str, Agreement], until: dt.date, known: dt.date | None = None) -> list[Difference]:
    """Return what would come and fall away if these agreements were as supposed: in them first, then in those that refer to them.

    An agreement that is not on record yet has no life before. Tacit renewals are compared up to `until`.
    """
    beside = supposed_docket(holdings, supposed, known)
    before = holdings.known(known)
    touched = dict.fromkeys(supposed)
    for name, agreement in supposed.items():
        touched.update(dict.fromkeys(holdings.mentioning(name)))
        touched.update(dict.fromkeys(target for relation in LINKS for target in agreement.linked(relation) if holdings.find(target) is not None))
    found: list[Difference] = []
    for name in touched:
        was = before.timeline(name).changes(until) if holdings.find(name) is not None else []
        found += differences(was, beside.timeline(name).changes(until))
    return sorted(found, key=lambda d: (d.change.agreement not in supposed, d.change.agreement, d.change.on, d.change.party or ""))


def supposed_docket(holdings: Holdings, supposed: Mapping[str, Agreement], known: dt.date | None = None) -> Docket:
    """Return a docket on these holdings with agreements laid over it; the holdings stay as they are."""

    def find(wanted: str) -> Agreement | None:
        return supposed[wanted] if wanted in supposed else holdings.find(wanted)

    def citing(name: str, relation: str) -> Iterable[str]:
        cited = [other for other, agreement in supposed.items() if name in agreement.linked(relation)]
        return [*(other for other in holdings.citing(name, relation) if other not in supposed), *cited]

    return Docket(find, holdings.parties, citing, known)
