"""What must be true of a reservation, an objection to one, and the withdrawal of one."""

from __future__ import annotations

from collections.abc import Iterator

from foedera.law.periods import after
from foedera.law.reservations import EVERYBODY, Reservation
from foedera.law.termination import is_bilateral
from foedera.model.clauses import NO_RESERVATIONS_CLAUSE
from foedera.model.periods import TWELVE_MONTHS
from foedera.model.phrases import dated, say
from foedera.ratification.instruments import Facts, Refusal
from foedera.ratification.limits import outsider

Refusals = Iterator[Refusal]


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
    found = _answered(facts)
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


def nothing_to_withdraw(facts: Facts) -> Refusals:
    """A state of which no reservation stands has none to withdraw (VCLT 22(1))."""
    key = facts.record.ledger.key
    own = [found for found in facts.record.reservations() if found.key == key(facts.state)]
    if all(found.withdrawn_towards(EVERYBODY, facts.on, key) is not None for found in own):
        what = say("no reservation of {state} stands on record on {on}", state=facts.state, on=dated(facts.on))
        yield Refusal("action", say("VCLT 22(1)"), what, say("record the reservation first"))


def withdrawal(facts: Facts) -> Refusals:
    """A reservation on record is withdrawn by who made it, at any time, whole or for some of its articles (VCLT 22(1), 23(4))."""
    record, state, key = facts.record, facts.state, facts.record.ledger.key
    found = _answered(facts)
    if found is None:
        what = say("the reservation to be withdrawn is not on record on {on}", on=dated(facts.on))
        yield Refusal("act", say("VCLT 22(1), 23(1)"), what, say("name a reservation on record, or record it first"))
        return
    if found.key != key(state):
        what = say("the reservation is that of {author}", author=found.key)
        yield Refusal("act", say("VCLT 22(1)"), what, say("object to it instead, or accept it (VCLT 20)"))
        return
    gone = found.withdrawn_towards(EVERYBODY, facts.on, key)
    if gone is not None:
        what = say("the reservation was withdrawn on {day}", day=dated(gone))
        yield Refusal("act", say("VCLT 22(1)"), what, say("nothing is left to do; if that act is recorded in error, strike it first"))
        return
    if record.over:
        yield Refusal("", say("VCLT 22(1)"), say("the agreement has come to an end"), say("nothing can be done about it any more"))
    left = found.articles_towards(EVERYBODY, facts.on, key)
    wrong = [article for article in facts.articles if article not in left]
    if wrong:
        what = say("it does not reserve {articles}, as far as is on record", articles=", ".join(wrong))
        remedy = say("name some of {articles}", articles=", ".join(left)) if left else say("withdraw it whole, or record its articles")
        yield Refusal("articles", say("Guide to Practice on Reservations 2.5.10"), what, remedy)
    if facts.text.strip() and not facts.articles:
        what = say("it has words in which the reservation remains, and names no article in which it is withdrawn")
        yield Refusal("articles", say("Guide to Practice on Reservations 2.5.10"), what, say("name the articles, or give no words"))
    if facts.effective is not None and facts.effective < facts.on:
        what = say("it names {named}, before others can have received notice of it", named=dated(facts.effective))
        yield Refusal("effective", say("VCLT 22(3)(a)"), what, say("name the day of issue or a later one, or none"))


def _answered(facts: Facts) -> Reservation | None:
    """Return the reservation the act is, None where it is none on record."""
    return next((r for r in facts.record.reservations() if facts.act is not None and r.act == facts.act), None)
