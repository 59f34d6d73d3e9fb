"""What must be true before an instrument is issued: each refusal names the rule (VCLT or the agreement's own article) and the remedy.

Where the law engine knows the answer it is asked: the act the instrument stands for is laid over the record, and what the law then
leaves open about it is a refusal. Here are the one who signs, full powers and consent; `reserving` has reservations, `limits` the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from foedera.model.acts import Act
from foedera.model.conditions import Notifications, leaves
from foedera.model.phrases import dated, joined, say
from foedera.model.terms import word
from foedera.ratification import limits, reserving
from foedera.ratification.instruments import (
    ACTIONS,
    CONSENTING,
    KINDS,
    NOTICES,
    OF_THEMSELVES,
    OFFICES,
    RATIFYING,
    Facts,
    Refusal,
    covers,
    left_open,
)

Refusals = Iterator[Refusal]

#: Instruments of a depositary or of whoever keeps the text: an official signs them.
_OFFICIAL = frozenset({*NOTICES, "notice-of-entry-into-force", "registration"})


def checks(kind: str, facts: Facts) -> tuple[Refusal, ...]:
    """Return everything that stands in the way of issuing an instrument of a kind of `KINDS`, empty where nothing does."""
    found = [*_issue(facts), *_signatory(kind, facts), *_author(facts)]
    if facts.agreement.binding:
        found.extend(_CHECKS[kind](facts))
    return tuple(dict.fromkeys(found))


def _issue(facts: Facts) -> Refusals:
    if bool(facts.number) != (facts.issued_on is not None):
        yield Refusal("number", say("the register"), say("a number and a day of issue go together"), say("give both, or neither for a draft"))
    elif facts.issued_on is not None and facts.issued_on != facts.on:
        what = say("it is to be issued on {issued}, but the record was looked at as on {on}", issued=dated(facts.issued_on), on=dated(facts.on))
        yield Refusal("issued_on", say("the register"), what, say("look at the record on the day of issue"))


def _signatory(kind: str, facts: Facts) -> Refusals:
    """Who signs: one that represents the state by office (VCLT 7(2)(a)), or holds full powers on record; for withdrawal VCLT 67(2)."""
    person = facts.signatory
    if not person.name.strip():
        yield Refusal("signatory", say("VCLT 7"), say("it is not said who signs"), say("name the signatory and the office"))
        return
    if kind in _OFFICIAL or person.office in OF_THEMSELVES:
        return
    office = say(OFFICES[person.office])
    if kind == "full-powers":
        what = say(
            "{name} signs as {office}; full powers come from a head of state, a head of government or a minister for foreign affairs",
            name=person.name,
            office=office,
        )
        yield Refusal("signatory", say("VCLT 2(1)(c), 7(2)(a)"), what, say("have one of these three sign them"))
        return
    if any(covers(powers, kind, facts) for powers in facts.powers):
        return
    rule = say("VCLT 67(2)") if kind == "withdrawal" else say("VCLT 7(1)(a), 7(2)(a)")
    what = say("{name} signs as {office} and holds no full powers for it on record", name=person.name, office=office)
    remedy = say("issue full powers first, or have the head of state, the head of government or the minister for foreign affairs sign")
    yield Refusal("signatory", rule, what, remedy)


def _author(facts: Facts) -> Refusals:
    agreement, parties = facts.agreement, facts.docket.parties.over(facts.agreement.participants)
    if not agreement.binding:
        what = say("{agreement} does not bind in law, so nothing of the law of treaties is done about it", agreement=agreement.id)
        yield Refusal("", say("VCLT 2(1)(a)"), what, say("no such instrument is needed; record the signature or the letter instead"))
    if facts.state in parties and not parties[facts.state].exists(facts.on):
        what = say("{state} did not exist on {on}", state=facts.state, on=dated(facts.on))
        yield Refusal("state", say("VCLT 6"), what, say("name the state that acts, or another day"))


def _full_powers(facts: Facts) -> Refusals:
    if facts.holder is None or not facts.holder.name.strip():
        yield Refusal("holder", say("VCLT 2(1)(c)"), say("it is not said who is empowered"), say("name the person and the office"))
    kind = ACTIONS[facts.action]
    if not kind:
        yield from _signing(facts)
    elif kind in CONSENTING:
        yield from _consent(kind, facts)
    elif kind == "completion":
        yield from _notifying(facts)
    elif kind == "withdrawal":
        yield from limits.withdrawal(facts)
    elif kind == "withdrawal-of-reservation":
        yield from reserving.nothing_to_withdraw(facts)
    elif kind == "provisional-application":
        yield from limits.provisional_application(facts)
    elif kind == "reservation":
        yield from (
            refusal for refusal in reserving.clause_on_reservations(facts) if refusal.about != "articles"
        )  # which, the reservation itself says


def _signing(facts: Facts) -> Refusals:
    """Full powers to sign a text: it must still be open for signature, and to this state (VCLT 10, 12)."""
    agreement, record = facts.agreement, facts.record
    signed = record.signed(facts.state)
    if record.over:
        yield _ended(facts)
    elif signed is not None:
        what = say("{state} has signed already: {act}", state=facts.state, act=signed.describe(facts.state))
        yield Refusal("action", say("VCLT 10(b), 12"), what, say("what follows is ratification, acceptance or approval (VCLT 14)"))
    elif agreement.closed is not None and agreement.closed < facts.on:
        what = say("the agreement was open for signature until {closed}", closed=dated(agreement.closed))
        yield Refusal("action", say("VCLT 10, 15"), what, say("a state that comes later accedes, where the agreement is open to it"))
    else:
        yield from limits.outsider(facts)


def _consent(kind: str, facts: Facts) -> Refusals:
    """Consent by ratification, acceptance, approval (VCLT 14) or accession (15), each state once."""
    record, state = facts.record, facts.state
    consent = record.consent(state)
    if record.over:
        yield _ended(facts)
        return
    if consent is not None:
        what = say("{state} has consented to be bound already: {act}", state=state, act=consent.describe(state))
        yield Refusal("", say("VCLT 2(1)(b), 11"), what, say("nothing is left to do; if that act is recorded in error, strike it first"))
        return
    found = [*_form(kind, facts, record.signed(state))]
    if kind == "ratification" and facts.docket.parties.is_organisation(state):
        what = say("{state} is an international organisation, which does not ratify", state=state)
        remedy = say("it confirms formally, accepts, approves or accedes")
        found.append(Refusal("kind", say("VCLT between States and International Organizations 14(2)"), what, remedy))
    yield from found
    if not found:
        act = Act(facts.on, kind, (state,))
        for question in left_open(facts, act):
            remedy = say("record the invitation it needs, or correct to whom the agreement is open")
            yield Refusal("state", limits.clause_on_consent(facts), question, remedy)
    if facts.text or facts.articles:
        yield from reserving.reservation(facts)


def _form(kind: str, facts: Facts, signed: Act | None) -> Refusals:
    """Whether this is the way for this state: who has signed ratifies, who has not accedes; and the agreement must know the way."""
    others = [other for other in RATIFYING if _knows(facts, other)]
    if kind == "accession":
        if signed is not None and others:
            what = say("{state} has signed: {act}", state=facts.state, act=signed.describe(facts.state))
            yield Refusal("kind", say("VCLT 14"), what, say("its consent is given by {kinds}", kinds=joined([word(other) for other in others], ", ")))
        elif not _knows(facts, kind) or facts.agreement.consent is None:
            what = say("it is not on record that the agreement is open to accession")
            remedy = say("record its clause, or the agreement of all parties that {state} may accede (VCLT 15(c))", state=facts.state)
            yield Refusal("kind", say("VCLT 15"), what, remedy)
        return
    if signed is None:
        what = say("{state} has not signed, as far as is on record on {on}", state=facts.state, on=dated(facts.on))
        accede = facts.agreement.consent is not None and _knows(facts, "accession")
        remedy = say("issue an instrument of accession (VCLT 15)") if accede else say("sign first, or record the signature")
        yield Refusal("", say("VCLT 14(1)"), what, remedy)
    clause = facts.agreement.consent
    if clause is not None and clause.kinds is not None and kind not in clause.kinds:
        kinds = joined([word(other) for other in sorted(clause.kinds)], ", ")
        what = say("the agreement does not know {kind}; consent is given by {kinds}", kind=word(kind), kinds=kinds)
        yield Refusal("kind", limits.clause_on_consent(facts), what, say("issue the instrument it knows"))


def _notifying(facts: Facts) -> Refusals:
    """Notice that domestic procedures are complete (VCLT 11, 13, 78): where the agreement asks for it, once."""
    record, clause, entry = facts.record, facts.agreement.consent, facts.agreement.entry_into_force
    if outside := [*limits.outsider(facts)]:
        yield from outside
        return
    asked = entry is not None and any(isinstance(leaf, Notifications) for leaf in leaves(entry.when))
    if record.over:
        yield _ended(facts)
    if not asked and not (clause is not None and clause.kinds is not None and "notification" in clause.kinds):
        what = say("it is not on record that the agreement enters into force by such notifications")
        yield Refusal(
            "kind", limits.clause_on_consent(facts), what, say("issue the instrument its clause on consent asks for, or correct the clause")
        )
    notified = record.ledger.notified.get(record.ledger.key(facts.state))
    if notified is not None:
        what = say("{state} has notified already: {act}", state=facts.state, act=notified.describe(facts.state))
        yield Refusal("", say("VCLT 11, 78"), what, say("nothing is left to do; if that act is recorded in error, strike it first"))


def _completion(facts: Facts) -> Refusals:
    """The notice itself is given only once they are complete (VCLT 46)."""
    yield from _notifying(facts)
    if any(limits.outsider(facts)):
        return
    if facts.completed is None:
        what = say("it is not on record that the procedures of {state} are complete", state=facts.state)
        yield Refusal("completed", say("VCLT 46"), what, say("record the steps still missing, with their days"))
    elif facts.completed > facts.on:
        what = say("they are complete on {completed}, after {on}", completed=dated(facts.completed), on=dated(facts.on))
        yield Refusal("completed", say("VCLT 46"), what, say("issue it on that day or later"))


def _ended(facts: Facts) -> Refusal:
    what = say("the agreement has come to an end by {on}", on=dated(facts.on))
    return Refusal("", say("VCLT 54, 70"), what, say("nothing can be done about it any more"))


def _knows(facts: Facts, kind: str) -> bool:
    """Return whether consent by this kind is not excluded by the agreement's clause."""
    return kind in facts.record.ledger.consent_kinds


_CHECKS: dict[str, Callable[[Facts], Refusals]] = {
    "full-powers": _full_powers,
    **{kind: partial(_consent, kind) for kind in CONSENTING},
    "completion": _completion,
    "reservation": reserving.reservation,
    "withdrawal-of-reservation": reserving.withdrawal,
    "objection": reserving.objection,
    "provisional-application": limits.provisional_application,
    "withdrawal": limits.withdrawal,
    **{kind: partial(limits.notice, kind) for kind in NOTICES},
    "notice-of-entry-into-force": limits.notice_of_entry,
    "registration": limits.registration,
}
assert _CHECKS.keys() == KINDS.keys()
