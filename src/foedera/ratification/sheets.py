"""The sheet for the file that goes with an instrument and is no part of it: what it was drawn from, and what the office must judge."""

from __future__ import annotations

from foedera.law.reasons import of_participant
from foedera.model.acts import Act
from foedera.model.phrases import Phrase, dated, joined, say
from foedera.ratification.instruments import CONSENTING, KINDS, NOTICES, OF_THEMSELVES, OFFICES, Facts, covers, must_follow

#: The most acts, and questions, a sheet lists.
_MOST = 8


def sheet(kind: str, facts: Facts, title: str) -> tuple[tuple[str, str], ...]:
    """Return the lines of the sheet, label and text, as phrases."""
    lines = [
        (say("Instrument"), say(KINDS[kind])),
        (say("Number"), facts.number or say("none: a draft")),
        (say("Agreement"), f"{title} ({facts.agreement.id})"),
        (say("For"), facts.state),
        (say("Drawn from the record of"), dated(facts.on)),
        (say("Acts it rests on"), joined(_rests_on(kind, facts) or [say("no act")], "; ")),
        (say("Signs"), _signs(kind, facts)),
    ]
    if kind in (*CONSENTING, "completion"):
        lines.append((say("Domestic procedures"), _procedures(facts)))
    if kind in (*CONSENTING, "provisional-application", "withdrawal"):
        lines.append((say("What it would bring, deposited on that day"), _brings(kind, facts)))
    questions = facts.record.timeline.questions(facts.on)
    lines.extend((say("Open on record"), question) for question in questions[:_MOST])
    lines.extend((say("For the office to judge"), note) for note in _left_to_judge(kind, facts))
    if facts.invented:
        lines.append((say("Illustrative"), say("invented data: not to be issued")))
    return tuple(lines)


def _rests_on(kind: str, facts: Facts) -> list[Phrase]:
    """Return the acts the instrument speaks of: the one it answers or tells of, or the state's own; of a whole agreement the last consents."""
    acts = facts.record.timeline.acts_until(facts.on)
    if kind in ("registration", "notice-of-entry-into-force"):
        codes = [seat.code for seat in facts.record.ledger.seats.values()]
        consents = {act for code in codes if (act := facts.record.consent(code)) is not None}
        return [act.describe() for act in acts if act in consents][-_MOST:]
    if facts.act is not None:
        return [facts.act.describe()]
    return [act.describe(facts.state) for act in acts if facts.state in act.by][-_MOST:]


def _signs(kind: str, facts: Facts) -> str:
    person = facts.signatory
    office = say(OFFICES[person.office])
    if kind in NOTICES or kind in ("notice-of-entry-into-force", "registration"):
        return say("{name}, {office}", name=person.name, office=office)
    if person.office in OF_THEMSELVES:
        return say("{name}, {office}, without full powers (VCLT 7(2)(a))", name=person.name, office=office)
    held = next((powers for powers in facts.powers if covers(powers, kind, facts)), None)
    if held is None:
        return say("{name}, {office}", name=person.name, office=office)
    return say(
        "{name}, {office}, with full powers {number} of {day}", name=person.name, office=office, number=str(held.number), day=dated(held.issued_on)
    )


def _procedures(facts: Facts) -> str:
    if facts.completed is None:
        return say("it is not on record that they are complete (VCLT 46)")
    return say("complete since {day}", day=dated(facts.completed))


def _brings(kind: str, facts: Facts) -> str:
    act = Act(facts.on, kind, (facts.state,), effective=facts.effective)
    day = facts.effective or facts.on if kind == "provisional-application" else facts.on
    found = facts.supposing(act).timeline.participation(facts.state, day)
    return of_participant(found) if found is not None else say("nothing")


def _left_to_judge(kind: str, facts: Facts) -> list[str]:
    """Return what no record can tell."""
    notes: list[str] = []
    refused = next((act for act in facts.record.timeline.acts_until(facts.on) if act.kind == "refusal" and facts.state in act.by), None)
    if kind in CONSENTING and refused is not None:
        notes.append(say("it had made known that it would not become a party: {act}", act=refused.describe(facts.state)))
    if kind == "full-powers" and facts.action == "sign" and must_follow(facts) is None:
        notes.append(say("whether the signature is subject to ratification: by the record it is a choice, or open; the paper says neither"))
    reserving = kind == "reservation" or (kind in CONSENTING and facts.text)
    if reserving:
        notes.append(say("whether the reservation is compatible with object and purpose (VCLT 19(c))"))
    if kind == "reservation" and facts.record.consent(facts.state) is None:
        notes.append(say("it goes with a signature or an instrument; made when signing, it must be confirmed when consenting (VCLT 23(2))"))
    if kind == "withdrawal-of-reservation":
        notes.append(say("when each contracting state has received notice of it: towards a state it has no effect before (VCLT 22(3)(a))"))
    if kind == "provisional-application":
        notes.append(say("whether its internal law lets it apply the agreement before it is bound (VCLT 46)"))
        notes.append(say("whether the clause asks that it be declared when signing or depositing, and for which articles"))
    if kind == "withdrawal" and facts.agreement.withdrawal is not None and facts.agreement.withdrawal.with_agreement:
        notes.append(say("what it does under {agreement}", agreement=facts.agreement.withdrawal.with_agreement))
    if kind == "registration":
        notes.append(say("whether the copies attached are true and complete, in every authentic language"))
    return notes
