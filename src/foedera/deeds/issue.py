"""Issue instruments: draft them from the record, see what stands in the way, number and keep them.

Who prepares drafts for a party drafts its instruments; who records acts for it issues them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, field, frozen

from foedera.deeds import follow
from foedera.deeds.declare import LONG, SHORT, length_faults
from foedera.deeds.powers import Actor, require
from foedera.library.instruments import form, names
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.errors import NotAllowed, Unfit
from foedera.model.phrases import say
from foedera.ratification.drafting import compose, sketch
from foedera.ratification.fitness import checks
from foedera.ratification.instruments import ACTIONS, CONSENTING, KINDS, LANGUAGES, NOTICES, OFFICES, Facts, Instrument, Person, Refusal
from foedera.store import instruments as kept
from foedera.store import logs
from foedera.store.instruments import Issued, Order
from foedera.store.register import Register, current

#: What the office says only once it writes; without it a kind can be begun all the same.
_SAID_LATER = frozenset({"number", "signatory", "holder", "text", "articles", "effective", "act"})
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@frozen(kw_only=True)
class Details:
    """What the office that issues an instrument says of it; `act` is the place of an act in the log of the agreement (0: none).

    `texts`, `names` (of the party) and `titles` (of the agreement) are by language.
    """

    signatory: Person
    languages: tuple[str, ...] = ("en",)
    place: str = ""
    holder: Person | None = None
    action: str = "sign"
    act: int = 0
    articles: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(factory=dict)
    precludes: bool = False
    effective: dt.date | None = None
    names: Mapping[str, str] = field(factory=dict)
    titles: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Draft:
    """An instrument not issued: what it would say by language, as far as it can be written, and all that stands in the way."""

    agreement: Agreement
    kind: str
    party: str
    papers: Mapping[str, Instrument]
    refusals: tuple[Refusal, ...]


@frozen(kw_only=True)
class Offer:
    """A kind of instrument: whether a party can begin one now, why not where it cannot, and the acts it may be about, by their places.

    `barred` has the acts of the fitting kind it may not be about, each with what stands in the way.
    """

    kind: str
    refusals: tuple[Refusal, ...]
    acts: Mapping[int, Act]
    barred: Mapping[int, tuple[Act, tuple[Refusal, ...]]] = field(factory=dict)


class AlreadyIssued(Unfit):
    """The same instrument was issued the same day; `number` is the one it has."""

    def __init__(self, number: str) -> None:
        """Keep the number."""
        super().__init__((("", say("this instrument is issued already, as number {number}", number=str(number))),))
        self.number = number


def parties_of(actor: Actor, name: str) -> tuple[str, ...]:
    """Return the parties for which an actor may draft instruments about an agreement.

    For officers of the register all that take part or are its depositary; for others their own, whether they take part yet or not. Those of
    one's own that do come first.
    """
    agreement = current()[name]
    taking_part = {code for act in agreement.acts for code in act.by if not act.strikes} | {*(agreement.negotiating or ())}
    own = sorted(
        (code for code in actor.parties_with("draft") if code), key=lambda code: code not in taking_part and code not in agreement.depositary
    )
    if not actor.may("draft"):
        return tuple(own)
    return tuple(dict.fromkeys((*own, *agreement.depositary, *sorted(taking_part))))


def offered(actor: Actor, name: str, party: str, on: dt.date, kinds: Iterable[str] = KINDS) -> tuple[Offer, ...]:
    """Return for each kind of instrument whether a party could begin one about an agreement on a day, and why not; in their order.

    Raises:
        NotAllowed: the actor drafts neither for the party nor for the register.
        UnknownAgreement, UnknownParty: there is none of that id or code.
    """
    require(actor, "draft", "draft an instrument", name, [party])
    register, agreement = _known(name, party)
    facts = _facts(actor, register, agreement, party, Details(signatory=Person("–", "foreign-minister"), holder=Person("–", "representative")), on)
    return tuple(_offer(kind, facts) for kind in kinds)


def _offer(kind: str, facts: Facts) -> Offer:
    fitting = {place: act for place, act in enumerate(facts.agreement.acts, 1) if act.kind in _about(kind)}
    found = checks(kind, facts)
    if not _about(kind):
        if kind == "full-powers" and found:
            others = (checks(kind, evolve(facts, action=action)) for action in ACTIONS)
            found = found if all(_begun(refusals) for refusals in others) else ()
        return Offer(kind=kind, refusals=_begun(found), acts={})
    later = _SAID_LATER - {"act"}
    tried = {
        place: tuple(refusal for refusal in checks(kind, evolve(facts, act=act)) if refusal.about not in later) for place, act in fitting.items()
    }
    acts = {place: fitting[place] for place, refusals in tried.items() if not refusals}
    barred = {place: (fitting[place], refusals) for place, refusals in tried.items() if refusals}
    last = next(reversed(tried.values()), tuple(refusal for refusal in found if refusal.about not in later))
    return Offer(kind=kind, refusals=() if acts else last, acts=acts, barred=barred)


def _about(kind: str) -> frozenset[str]:
    return NOTICES.get(kind, frozenset({"reservation"}) if kind in ("objection", "withdrawal-of-reservation") else frozenset())


def _begun(refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
    return tuple(refusal for refusal in refusals if refusal.about not in _SAID_LATER)


def draft(actor: Actor, kind: str, name: str, party: str, details: Details, on: dt.date) -> Draft:
    """Return an instrument as a draft, with all that stands in the way of issuing it; nothing is kept.

    Raises:
        NotAllowed: the actor drafts neither for the party nor for the register.
        UnknownAgreement, UnknownParty: there is none of that id or code.
        Unfit: the details are not such as can be written down.
    """
    require(actor, "draft", "draft an instrument", name, [party])
    register, agreement = _known(name, party)
    if faults := tuple(_unfit(kind, agreement, details)):
        raise Unfit(faults)
    facts = _facts(actor, register, agreement, party, details, on, kind)
    papers: dict[str, Instrument] = {}
    refusals: list[Refusal] = []
    for language in details.languages:
        paper, refused = sketch(form(kind, language), evolve(facts, text=details.texts.get(language, "")), names())
        if paper is not None:
            papers[language] = paper
        refusals += [_placed(refusal, language) for refusal in refused]
    refusals += _untranslated(details)
    return Draft(agreement=agreement, kind=kind, party=party, papers=papers, refusals=tuple(dict.fromkeys(refusals)))


def issue(actor: Actor, kind: str, name: str, party: str, details: Details, at: dt.datetime, today: dt.date) -> Issued:
    """Issue an instrument: it gets the next number of the party's year and is kept as it is. Only where nothing stands in the way.

    Raises:
        NotAllowed: the actor records neither for the party nor for the register, or is no person.
        UnknownAgreement, UnknownParty: there is none of that id or code.
        Unfit: with every fault.
    """
    require(actor, "record", "issue an instrument", name, [party])
    if actor.user is None:
        raise NotAllowed(say("an instrument is issued by a person; the operator of the machine issues none"))
    found = draft(actor, kind, name, party, details, today)
    if found.agreement.illustrative:
        raise Unfit((("", say("the agreement is invented; of an example there are drafts alone")),))
    if found.refusals:
        raise Unfit(tuple((refusal.about, refusal.told) for refusal in found.refusals))
    facts = _facts(actor, current(), found.agreement, party, details, today, kind)

    def made(number: str) -> dict[str, Instrument]:
        numbered = evolve(facts, number=number, issued_on=today)
        texts = details.texts
        return {
            language: compose(form(kind, language), evolve(numbered, text=texts.get(language, "")), names()) for language in sorted(details.languages)
        }

    given = _given(kind, details, today)
    order = Order(party=party, agreement=name, kind=kind, act=details.act, on=today, at=at, by=actor.user, given=given)
    issued = kept.issue(order, made)
    if isinstance(issued, str):
        raise AlreadyIssued(issued)
    subject = f"{name} {issued.number}"
    logs.note(actor.name, "issue an instrument", subject, allowed=True, why=kind, party=party, address=actor.address)
    return issued


def _given(kind: str, details: Details, on: dt.date) -> dict[str, Any]:
    """Return what later is asked of an instrument: who may do what by full powers; what the act it stands for says."""
    if kind == "full-powers":
        return {"holder": details.holder.name if details.holder else "", "action": details.action, "on": on.isoformat()}
    return {
        "on": on.isoformat(),
        "articles": list(details.articles),
        "precludes": details.precludes,
        "effective": details.effective.isoformat() if details.effective else "",
        "reserves": kind in CONSENTING and any(details.texts.values()),
    }


def _known(name: str, party: str) -> tuple[Register, Agreement]:
    register = current()
    agreement = register[name]
    follow.party_of(register.parties.over(agreement.participants), party)
    return register, agreement


def _facts(actor: Actor, register: Register, agreement: Agreement, party: str, details: Details, on: dt.date, kind: str = "") -> Facts:
    at_home = not kind or kind in (*CONSENTING, "completion")
    return Facts(
        docket=register.known(None),
        agreement=agreement,
        state=party,
        on=on,
        signatory=details.signatory,
        place=details.place,
        powers=kept.powers(agreement.id, party),
        holder=details.holder,
        action=details.action,
        act=agreement.acts[details.act - 1] if 0 < details.act <= len(agreement.acts) else None,
        articles=details.articles,
        precludes=details.precludes,
        effective=details.effective,
        completed=follow.way(actor, agreement.id, party, on).home if at_home else None,
        names=details.names,
        titles=details.titles,
    )


def _placed(refusal: Refusal, language: str) -> Refusal:
    """Return a refusal about what is said in one language at the field of that language."""
    return evolve(refusal, about=f"{refusal.about}_{language}") if refusal.about in ("text", "titles", "names") else refusal


def _untranslated(details: Details) -> Iterator[Refusal]:
    """Yield where a text is given in one of the languages alone."""
    said = [language for language in details.languages if details.texts.get(language, "").strip()]
    for language in details.languages:
        if said and language not in said:
            what = say("its text is given in another language alone; nothing is translated by guess")
            yield Refusal(f"text_{language}", say("the language of the instrument"), what, say("give it in each language it is issued in"))


def _unfit(kind: str, agreement: Agreement, details: Details) -> Iterator[tuple[str, str]]:
    """Yield what cannot be written down, whatever the record says."""
    if kind not in KINDS:
        yield "kind", say("'{text}' is no kind of instrument; it is one of: {those}", text=kind[:40], those=", ".join(KINDS))
    if not details.languages or not set(details.languages) <= set(LANGUAGES):
        yield "languages", say("an instrument is made in {those}", those=", ".join(LANGUAGES))
    if details.action not in ACTIONS:
        yield "action", say("'{text}' is no such thing; it is one of: {those}", text=details.action[:40], those=", ".join(ACTIONS))
    if details.act and not 0 < details.act <= len(agreement.acts):
        yield "act", say("the log of the agreement has no act number {number}", number=str(details.act))
    people = {"signatory": details.signatory, **({"holder": details.holder} if details.holder else {})}
    for name, person in people.items():
        if person.office not in OFFICES:
            yield f"{name}_office", say("'{text}' is no office; it is one of: {those}", text=person.office[:40], those=", ".join(OFFICES))
    yield from _texts(details, people)


def _texts(details: Details, people: Mapping[str, Person]) -> Iterator[tuple[str, str]]:
    short = {
        **{name: person.name for name, person in people.items()},
        **{f"{name}_title_{language}": text for name, person in people.items() for language, text in person.titles.items()},
        **{f"names_{language}": text for language, text in details.names.items()},
        **{f"titles_{language}": text for language, text in details.titles.items()},
        "place": details.place,
        "articles": ", ".join(details.articles),
    }
    long = {f"text_{language}": text for language, text in details.texts.items()}
    yield from length_faults(short, SHORT)
    yield from length_faults(long, LONG)
    yield from unprintable({**short, **long})


def unprintable(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield which texts hold signs no document can."""
    for name, text in texts.items():
        if _UNPRINTABLE.search(text):
            yield name, say("it holds signs that cannot be printed; type it anew")
