"""Find issued instruments again: in lists, by number, as documents as they were issued; and what is to be recorded once one has been deposited.

A depositary's notifications, and statements for registration, are open to every reader; all else is for the members of the party and for who
records for it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from attrs import evolve, frozen

from foedera.deeds import follow
from foedera.deeds.issue import Draft
from foedera.deeds.powers import Actor, require
from foedera.deeds.take_table import Paper
from foedera.interchange.instruments import as_docx, as_pdf
from foedera.interchange.voices import Voice
from foedera.model.errors import NotThere, UnknownParty, UsageError
from foedera.model.phrases import Phrase, dated, say
from foedera.ratification.instruments import CONSENTING, KINDS, NOTICES, Instrument
from foedera.store import instruments as kept
from foedera.store import logs
from foedera.store.instruments import Cancelled, Issued
from foedera.store.register import act_name, current

__all__ = [
    "FORMS",
    "Issued",
    "Listed",
    "count",
    "deposited_as",
    "find",
    "issued",
    "notified",
    "numbered",
    "of_party",
    "recorded_as",
    "take",
    "take_draft",
    "to_record",
    "told",
]

#: Instruments of a depositary, and of whoever has a treaty registered: what they say is for everybody.
NOTIFYING = (*NOTICES, "notice-of-entry-into-force")
OPEN = (*NOTIFYING, "registration")

#: The largest number a column holds.
_LARGEST = 2**31 - 1

#: How many instruments a page of a list has.
SIZE = 50

#: A number as people write it: after the party's code or name, with or without the "No." or "N°" it has on paper.
_WRITTEN = re.compile(r"(?:(?P<party>.*?\S)\s+)??(?:n(?:o\.?|[°º])\s*)?(?P<year>\d{4})/(?P<running>\d{1,9})", re.IGNORECASE)

#: The act each instrument stands for once it has been deposited, sent or handed over.
ACTS: Mapping[str, str] = {
    **{kind: kind for kind in (*CONSENTING, "reservation", "withdrawal-of-reservation", "objection", "provisional-application", "withdrawal")},
    "completion": "notification",
}

#: The forms of an instrument: media type, and what writes it.
FORMS = {
    "pdf": ("application/pdf", as_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_docx),
}


def issued(actor: Actor, name: str) -> list[Issued]:
    """Return the instruments issued about an agreement that are open to the actor, the latest first."""
    require(actor, "read", "look up instruments")
    current()[name]
    return [one for one in kept.of_agreement(name) if _open_to(actor, one)]


@frozen(kw_only=True)
class Listed:
    """A page of the instruments a party has issued, the latest first; `kinds` and `agreements` are those one can ask for."""

    found: list[Issued]
    total: int
    page: int
    pages: int
    kinds: tuple[str, ...]
    agreements: tuple[str, ...]


def of_party(actor: Actor, party: str, *, kind: str = "", agreement: str = "", cancelled: bool | None = None, page: int = 1) -> Listed:
    """Return a page of a party's instruments that are open to the actor: of a kind, about an agreement, cancelled or not, as asked.

    Raises UnknownParty where no party has that code.
    """
    require(actor, "read", "look up instruments")
    open_ = KINDS if _reads_all(actor, party) else OPEN
    subjects = kept.subjects(party, open_)
    if not subjects:
        follow.party_of(current().parties, party)
    wanted = [each for each in open_ if each == kind or not kind]
    found, total = kept.of_party(party, wanted, agreement=agreement, cancelled=cancelled, page=page, size=SIZE)
    pages = max(1, -(-total // SIZE))
    return Listed(
        found=found,
        total=total,
        page=min(page, pages),
        pages=pages,
        kinds=tuple(each for each in KINDS if any(each == of for of, _ in subjects)),
        agreements=tuple(sorted({about for _, about in subjects})),
    )


def count(actor: Actor, party: str) -> int:
    """Return how many instruments of a party are open to the actor. One query."""
    require(actor, "read", "look up instruments")
    return kept.count(party, KINDS if _reads_all(actor, party) else OPEN)


def numbered(actor: Actor, text: str) -> list[Issued]:
    """Return the instruments open to the actor that a text asks for by number, empty where it names none.

    `IND 2026/1`, `India 2026/1` and `IND No. 2026/1` ask for one; `2026/1` for that of every party.
    """
    require(actor, "read", "look up instruments")
    written = _WRITTEN.fullmatch(text.strip()[:200])
    if written is None:
        return []
    year, running = int(written["year"]), int(written["running"])
    if running > _LARGEST:
        return []
    if written["party"] is None:
        return [one for one in kept.of_number(year, running) if _open_to(actor, one)]
    try:
        party = current().code(written["party"])
    except UnknownParty:
        party = written["party"].upper()  # declared by an agreement of its own
    found = kept.find(party, year, running)
    return [found] if found is not None and _open_to(actor, found) else []


def find(actor: Actor, party: str, year: int, running: int) -> Issued:
    """Return an instrument by its number; NotThere where there is none, or none open to the actor."""
    require(actor, "read", "look up instruments")
    found = kept.find(party, year, running) if max(year, running) <= _LARGEST else None
    if found is None or not _open_to(actor, found):
        number = kept.number_of(year, running)
        raise NotThere(say("{party} has issued no instrument of the number {number}, or none open to you", party=party[:40], number=str(number)))
    return found


def _open_to(actor: Actor, found: Issued) -> bool:
    return found.kind in OPEN or _reads_all(actor, found.party)


def _reads_all(actor: Actor, party: str) -> bool:
    return actor.may("record", party) or party in actor.nations


def take(actor: Actor, found: Issued, form_: str, language: str, voice: Voice, *, sheet: bool = False) -> Paper:
    """Return an instrument as it was issued, as a document; `sheet` adds the sheet for the file. The same bytes each time.

    One that was cancelled says so across every page, and its sheet by whom, when and why.

    Raises UsageError for a form there is none of, NotThere for a language it was not issued in.
    """
    require(actor, "export", "take an instrument", f"{found.agreement} {found.number}")
    if language not in found.papers:
        raise NotThere(say("this instrument was issued in {languages}", languages=", ".join(found.languages)))
    own, mark = found.papers[language], ""
    if found.cancelled is not None:
        own, mark = evolve(own, sheet=(*own.sheet, (say("Cancelled"), told(found.cancelled)))), "-cancelled"
    paper = _paper(own, form_, found.at, voice, sheet=sheet, cancelled=found.cancelled is not None)
    logs.note(actor.name, "take an instrument", f"{found.agreement} {found.number}", allowed=True, party=found.party, address=actor.address)
    return evolve(paper, name=f"{found.party}-{found.year}-{found.running}-{found.kind}-{language}{mark}.{form_}")


def told(cancelled: Cancelled) -> Phrase:
    """Return in a sentence that an instrument was cancelled: when, by whom, why."""
    who = cancelled.by or say("the operator of the machine")
    return say("Cancelled on {day} by {who}: {reason}", day=dated(cancelled.at.date()), who=who, reason=cancelled.reason)


def take_draft(found: Draft, form_: str, language: str, at: dt.datetime, voice: Voice) -> Paper:
    """Return a draft as a document, marked so on every page, with the sheet that says what stands in the way.

    Raises UsageError for a form there is none of, NotThere where it cannot be written in the language yet.
    """
    if language not in found.papers:
        raise NotThere(say("this cannot be written yet: what is missing stands beside it"))
    paper = _paper(found.papers[language], form_, at, voice, sheet=True)
    return evolve(paper, name=f"{found.party}-{found.kind}-draft-{language}.{form_}")


def _paper(paper: Instrument, form_: str, at: dt.datetime, voice: Voice, *, sheet: bool, cancelled: bool = False) -> Paper:
    if form_ not in FORMS:
        raise UsageError(say("an instrument can be taken as {forms}, not as '{form}'", forms=", ".join(FORMS), form=form_[:20]))
    media_type, write = FORMS[form_]
    return Paper("", media_type, write(paper, at, voice, sheet=sheet, cancelled=cancelled))


def notified(actor: Actor, name: str) -> dict[int, Issued]:
    """Return the depositary's notifications of an agreement that stand, by the places of the acts they tell of (0: entry into force)."""
    return {one.act: one for one in issued(actor, name) if one.kind in NOTIFYING and one.cancelled is None}


def recorded_as(actor: Actor, found: Issued) -> int | None:
    """Return the place in the log of the act an instrument stood for, None where it is not on record (or stands for none).

    That is the first act of its kind since its day whose source names this instrument of the party's, or names none of them.
    """
    require(actor, "read", "look up instruments")
    return next((place for place, named in _acts_of(found) if not named or found.number in named), None) if found.cancelled is None else None


def deposited_as(found: Issued) -> int | None:
    """Return the place in the log of the act whose source names an instrument, None where there is none."""
    return next((place for place, named in _acts_of(found) if found.number in named), None)


def _acts_of(found: Issued) -> Iterator[tuple[int, list[str]]]:
    """Yield the acts an instrument may have stood for: the place of each in the log, and the numbers of the party's instruments its source names."""
    register = current()
    agreement = register[found.agreement]
    wanted, since = ACTS.get(found.kind), dt.date.fromisoformat(found.given["on"])
    number = re.compile(rf"\b{re.escape(found.party)} (\d+/\d+)")
    for act in register.known(None).timeline(found.agreement).acts_until(dt.date.max):
        if act.kind == wanted and act.on >= since and found.party in act.by and act in agreement.acts:
            yield agreement.acts.index(act) + 1, number.findall(act.source)


def to_record(actor: Actor, found: Issued) -> list[dict[str, str]]:
    """Return the acts that are to be recorded once an instrument has been deposited, as the fields of their form; none where it stands for none."""
    if found.kind not in ACTS or found.cancelled is not None or not actor.may("draft", found.party):
        return []
    given, source = found.given, f"{found.party} {found.number}"
    plain = {"agreement": found.agreement, "kind": ACTS[found.kind], "by": found.party, "source": source}
    if found.kind in ("objection", "withdrawal-of-reservation"):
        answered = current()[found.agreement].acts[found.act - 1]
        plain["of"] = answered.id or act_name(found.act)
    if found.kind == "objection":
        plain |= {"to": "; ".join(answered.by), "precludes": "yes" if given["precludes"] else ""}
    if found.kind in ("withdrawal-of-reservation", "provisional-application", "withdrawal"):
        plain["effective"] = given["effective"]
    if found.kind in ("reservation", "withdrawal-of-reservation", "provisional-application", "withdrawal"):
        plain["articles"] = ", ".join(given["articles"])
    if given["reserves"]:
        return [plain, {**plain, "kind": "reservation", "articles": ", ".join(given["articles"])}]
    return [plain]
