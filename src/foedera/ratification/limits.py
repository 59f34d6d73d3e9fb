"""What must be true of a withdrawal, a declaration of provisional application, a notification of the depositary and a statement for registration.

And who is concerned by an agreement at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from foedera.law.conditions import negotiating
from foedera.model.acts import Act
from foedera.model.phrases import dated, joined, say
from foedera.model.standing import BOUND
from foedera.ratification.instruments import KINDS, NOTICES, Facts, Refusal, left_open
from foedera.ratification.record import Record

Refusals = Iterator[Refusal]

#: Before this day a treaty is filed and recorded, not registered (Regulations to give effect to Article 102, articles 1(1) and 10).
_CHARTER = dt.date(1945, 10, 24)


def clause_on_consent(facts: Facts) -> str:
    """Return the article on consent to be bound; the rules of the Convention where none is on record."""
    clause = facts.agreement.consent
    return say("VCLT 11, 15") if clause is None else clause.cite(say("the clause on consent"))


def outsider(facts: Facts) -> Refusals:
    """A state that neither signed nor negotiated the agreement, where no clause on record lets others in: it has nothing to do about it."""
    ledger, agreement = facts.record.ledger, facts.agreement
    concerned = ledger.signed.keys() | negotiating(ledger) | ledger.standing.keys()
    if ledger.key(facts.state) in concerned or not concerned:
        return
    if agreement.consent is not None and not left_open(facts, Act(facts.on, min(ledger.consent_kinds), (facts.state,))):
        return
    what = say("{state} has neither signed nor negotiated the agreement, and it is not open to it, as far as is on record", state=facts.state)
    remedy = say("record its signature or its part in the negotiation, the invitation it needs, or the clause that opens the agreement to it")
    yield Refusal("state", clause_on_consent(facts), what, remedy)


def withdrawal(facts: Facts) -> Refusals:
    """A party leaves where, when and as the agreement allows (VCLT 42(2), 44, 54, 56)."""
    record, state, clause = facts.record, facts.state, facts.agreement.withdrawal
    if record.status(state) not in BOUND:
        what = say("{state} is not bound by the agreement on {on}", state=state, on=dated(facts.on))
        remedy = say("a state that has only signed or consented makes known that it will not become a party (VCLT 18)")
        yield Refusal("", say("VCLT 54"), what, remedy)
        return
    if record.status(state) == "withdrawing":
        running = record.timeline.participation(state, facts.on)
        what = say("its notice is running already: {because}", because=joined(running.because if running is not None else (), "; "))
        yield Refusal("", say("VCLT 67, 68"), what, say("wait for its end, or revoke it"))
        return
    article: str = clause.cite(say("the clause on withdrawal")) if clause is not None else say("VCLT 56(1)")
    act = Act(facts.on, "withdrawal", (state,), articles=facts.articles, effective=facts.effective)
    questions = left_open(facts, act)
    for question in questions:
        rule = say("VCLT 44(1)") if facts.articles else article
        remedy = (
            say("withdraw from the whole agreement, or agree on an amendment")
            if facts.articles
            else say("keep to what the agreement allows, or seek the agreement of all parties (VCLT 54(b))")
        )
        yield Refusal("articles" if facts.articles else "", rule, question, remedy)
    day = takes_effect(facts)
    if not questions and facts.effective is not None and day is not None and facts.effective < day:
        what = say("it names {named}, but the notice runs until {day}", named=dated(facts.effective), day=dated(day))
        yield Refusal("effective", article, what, say("name that day or a later one, or none"))


def provisional_application(facts: Facts) -> Refusals:
    """A state applies an agreement before it is bound only where the agreement provides for it, or all that negotiated agreed (VCLT 25(1))."""
    record, state, clause, key = facts.record, facts.state, facts.agreement.provisional_application, facts.record.ledger.key(facts.state)
    article: str = say("VCLT 25(1)") if clause is None else clause.cite(say("VCLT 25(1)"))
    if outside := [*outsider(facts)]:
        yield from outside
        return
    if record.over or record.status(state) in BOUND:
        what = say("it is bound by the agreement already") if not record.over else say("the agreement has come to an end")
        yield Refusal("", say("VCLT 25(1)"), what, say("nothing is left to apply provisionally"))
        return
    if record.status(state) == "provisional":
        what = say("{state} applies the agreement provisionally already", state=state)
        yield Refusal("", article, what, say("nothing is left to do; if that is recorded in error, correct it first"))
        return
    if clause is None:
        what = say("it is not on record that the agreement provides for provisional application, nor that the negotiating states agreed to it")
        yield Refusal("", article, what, say("record the clause, or the agreement of the negotiating states"))
        return
    if facts.effective is not None and facts.effective < facts.on:
        what = say("it names {named}, a day before its own", named=dated(facts.effective))
        yield Refusal("effective", say("VCLT 28"), what, say("name the day of issue or a later one, or none"))
        return
    act = Act(facts.on, "provisional-application", (state,), effective=facts.effective)
    if facts.supposing(act).timeline.status_of(state, facts.effective or facts.on) != "provisional":
        if ("refused", key) in record.ledger.memory:
            what = say("{state} has made known that it does not apply the agreement provisionally", state=state)
            yield Refusal("", say("VCLT 25(2)"), what, say("if it is to, all that negotiated have to agree; record that"))
            return
        what = say("by its own terms the agreement is not applied provisionally any more")
        yield Refusal("", article, what, say("nothing is left to do: it is bound once the agreement is in force for it"))


def takes_effect(facts: Facts) -> dt.date | None:
    """Return the day on which a notice of withdrawal given now takes effect, None where none is certain."""
    act = Act(facts.on, "withdrawal", (facts.state,), effective=facts.effective)
    return facts.supposing(act).leaves(facts.state)


def notice(kind: str, facts: Facts) -> Refusals:
    """A depositary tells of what is on record, with its day (VCLT 77(1)(e))."""
    yield from _depositary(facts)
    act = facts.act
    if act is None or act not in facts.record.timeline.acts_until(facts.on):
        what = say("the act to be notified is not on record on {on}", on=dated(facts.on))
        yield Refusal("act", say("VCLT 77(1)(d), 77(1)(e)"), what, say("record it first; what was struck is not notified"))
        return
    if act.kind not in NOTICES[kind]:
        what = say("{act} is not what a {kind} tells of", act=act.describe(), kind=say(KINDS[kind]))
        yield Refusal("kind", say("VCLT 77(1)(e)"), what, say("choose the notification for that kind of act"))
    if act.precision != "day":
        what = say("the day of the act is not on record, only that it was done by {on}", on=dated(act.on))
        yield Refusal("act", say("VCLT 77(1)(e)"), what, say("record the day from the depositary's file: strike the act and record it anew"))


def notice_of_entry(facts: Facts) -> Refusals:
    """A depositary tells of entry into force once it is certain (VCLT 77(1)(f))."""
    yield from _depositary(facts)
    if facts.record.timeline.entry_as_seen(facts.on) is None:
        entry = facts.agreement.entry_into_force
        missing = entry.when.describe() if entry is not None else say("the consent of all negotiating states")
        what = say("entry into force is not certain on {on}: it takes {condition}", on=dated(facts.on), condition=missing)
        yield Refusal("", entry.cite(say("VCLT 24(1)")) if entry is not None else say("VCLT 24(2)"), what, say("wait until it is met"))


def _depositary(facts: Facts) -> Refusals:
    named = facts.agreement.depositary
    if not named:
        what = say("the agreement has no depositary, as far as is on record")
        yield Refusal("state", say("VCLT 76, 78"), what, say("each party tells the others itself; or record the depositary"))
    elif facts.state not in named:
        what = say("{state} is not the depositary; {named} is", state=facts.state, named=joined(named, ", "))
        yield Refusal("state", say("VCLT 76(1), 77(1)"), what, say("let the depositary notify"))


def registration(facts: Facts) -> Refusals:
    """Registered is a treaty in force, by a party or the depositary, complete (Regulations to give effect to Article 102, articles 1 and 5)."""
    record, agreement, on = facts.record, facts.agreement, facts.on
    entry = record.timeline.entry_as_seen(on)
    parties = facts.docket.parties.over(agreement.participants)
    bound = record.timeline.standing(on).parties
    if entry is None or entry > on:
        what = say("the agreement is not in force on {on}", on=dated(on))
        yield Refusal("", say("Regulations under Article 102, article 1(2)"), what, say("register it once it is in force between two parties"))
    if entry is not None and entry < _CHARTER:
        what = say("the agreement entered into force on {day}, before the Charter", day=dated(entry))
        yield Refusal("", say("Regulations under Article 102, articles 1(1), 10"), what, say("transmit it for filing and recording"))
    if agreement.registration:
        what = say("it is registered already: {registration}", registration=agreement.registration)
        yield Refusal("", say("Regulations under Article 102, articles 2, 3"), what, say("register what changed since, as a subsequent action"))
    if facts.state not in agreement.depositary and facts.state not in bound:
        what = say("{state} is neither a party nor the depositary", state=facts.state)
        yield Refusal("state", say("Regulations under Article 102, article 1(3)"), what, say("let one of them submit it"))
    if bound and not any(((parties[code].un_member if code in parties else None) or dt.date.max) <= on for code in bound):
        what = say("none of the parties is a member of the United Nations")
        yield Refusal("", say("Charter, Article 102(1)"), what, say("transmit it for filing and recording (Regulations, article 10)"))
    if not agreement.languages:
        what = say("it is not on record in which languages it was concluded")
        yield Refusal("", say("Regulations under Article 102, article 5(2)"), what, say("record its languages"))
    if agreement.incomplete:
        what = say("the record says of itself that parties are missing")
        yield Refusal("", say("Regulations under Article 102, article 5"), what, say("complete the parties before certifying them"))
    vague = sorted(_undated(record, bound))
    if vague:
        what = say("the day is not on record on which these consented: {codes}", codes=", ".join(vague))
        yield Refusal("", say("Regulations under Article 102, article 5(2)"), what, say("record the days from the depositary's file"))


def _undated(record: Record, codes: tuple[str, ...]) -> Iterator[str]:
    for code in codes:
        consent = record.consent(code)
        if consent is None or consent.precision != "day":
            yield code
