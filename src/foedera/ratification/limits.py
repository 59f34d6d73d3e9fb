"""What must be true of a reservation, an objection, a withdrawal, a notification of the depositary and a statement for registration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from foedera.law.conditions import negotiating
from foedera.law.periods import after
from foedera.law.termination import is_bilateral
from foedera.model.acts import Act
from foedera.model.clauses import NO_RESERVATIONS_CLAUSE
from foedera.model.periods import TWELVE_MONTHS
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


def clause_on_reservations(facts: Facts) -> Refusals:
    """Whether reservations may be made at all, by this state, to these articles, and still (VCLT 19)."""
    clause, record = facts.agreement.reservations or NO_RESERVATIONS_CLAUSE, facts.record
    consent = record.consent(facts.state)
    if record.over:
        yield Refusal("", say("VCLT 19"), say("the agreement has come to an end"), say("nothing can be done about it any more"))
    if outside := [*outsider(facts)]:
        yield from outside
        return
    if is_bilateral(record.ledger):
        what = say("the agreement is between two, where a reservation is an offer to change it")
        yield Refusal("", say("Guide to Practice on Reservations 1.6.1"), what, say("propose the change to the other side"))
    if clause.permitted == "none":
        rule = say("{article}, VCLT 19(a)", article=clause.cite(say("the clause on reservations")))
        yield Refusal(
            "", rule, say("reservations are prohibited"), say("make no reservation; a declaration that changes no legal effect is open to it")
        )
    elif clause.permitted == "listed" and not (facts.articles and set(facts.articles) <= set(clause.to)):
        rule = say("{article}, VCLT 19(b)", article=clause.cite(say("the clause on reservations")))
        what = say("reservations may be made only to articles {articles}", articles=", ".join(clause.to))
        yield Refusal("articles", rule, what, say("name only these articles"))
    if consent is not None and consent.on < facts.on and clause.late is None:
        what = say("{state} has consented without it: {act}", state=facts.state, act=consent.describe(facts.state))
        remedy = say("a reservation is made when signing or consenting, later only where the agreement or all parties allow it")
        yield Refusal("", say("VCLT 19"), what, remedy)


def reservation(facts: Facts) -> Refusals:
    """A reservation is in writing (VCLT 23(1)), permitted and in time."""
    yield from clause_on_reservations(facts)
    if not facts.text.strip():
        yield Refusal("text", say("VCLT 23(1)"), say("the reservation has no words"), say("give its text"))


def objection(facts: Facts) -> Refusals:
    """An objection to a reservation on record, by another state, in time (VCLT 20(5) or the agreement's own period), once."""
    clause, record, state = facts.agreement.reservations or NO_RESERVATIONS_CLAUSE, facts.record, facts.state
    key = record.ledger.key
    found = next((r for r in record.reservations() if facts.act is not None and r.act == facts.act), None)
    if found is None:
        what = say("the reservation objected to is not on record on {on}", on=dated(facts.on))
        yield Refusal("act", say("VCLT 20(4)(b), 23(1)"), what, say("name a reservation on record, or record it first"))
        return
    if found.key == key(state):
        what = say("the reservation is its own")
        yield Refusal("state", say("VCLT 20(4)(b)"), what, say("withdraw it instead (VCLT 22(1))"))
    if found.free:
        what = say("the agreement authorises the reservation, so it needs nobody's acceptance")
        yield Refusal("act", say("VCLT 20(1)"), what, say("an objection would have no effect"))
    gone = found.withdrawn_towards(key(state), facts.on, key)
    if gone is not None:
        yield Refusal(
            "act", say("VCLT 22(3)(a)"), say("the reservation was withdrawn on {day}", day=dated(gone)), say("nothing is left to object to")
        )
    for earlier, rule in ((found.accepted.get(key(state)), say("VCLT 20(5)")), (found.objections.get(key(state)), say("VCLT 20(4)(b)"))):
        if earlier is not None:
            what = say("{state} has answered the reservation already: {act}", state=state, act=earlier.describe(state))
            yield Refusal("act", rule, what, say("nothing is left to do; if that act is recorded in error, strike it first"))
    last, consent = after(clause.objections_within, found.known), record.consent(state)
    if last is not None and consent is not None:
        last = max(last, consent.on)
    if last is not None and last < facts.on:
        period = say("VCLT 20(5)") if clause.objections_within == TWELVE_MONTHS else clause.cite(say("the clause on reservations"))
        what = say("the time for objections ran out on {last}, and it is taken to have accepted", last=dated(last))
        yield Refusal("", period, what, say("an objection can now be a political statement only"))


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
