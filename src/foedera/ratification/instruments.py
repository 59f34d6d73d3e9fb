"""Instruments as values: their kinds, the facts one is made from, its form, and what it says once composed.

What must be true before one is issued is in `fitness`; how the facts become sentences is in `drafting`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property

from attrs import evolve, field, frozen

from foedera.law.docket import Docket
from foedera.law.reasons import render
from foedera.law.timeline import Timeline
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.phrases import N_, Phrase, say
from foedera.ratification.record import Record

#: The languages instruments are made in.
LANGUAGES = ("en", "fr")

#: What a paper says of itself at its head, in its own language: it is not translated with the interface.
_NUMBER = {"en": "No. {number}", "fr": "N° {number}"}
_DRAFT = {"en": "DRAFT", "fr": "PROJET"}
_CANCELLED = {"en": "CANCELLED", "fr": "ANNULÉ"}
_ILLUSTRATIVE = {"en": "ILLUSTRATIVE: INVENTED DATA, NOT TO BE ISSUED", "fr": "EXEMPLE : DONNÉES FICTIVES, NE PAS DÉLIVRER"}
_BLANK = "__________"

#: Kinds by which a state that has signed consents to be bound (VCLT 14); accession is for one that has not (15).
RATIFYING = ("ratification", "acceptance", "approval")
CONSENTING = (*RATIFYING, "accession")

#: What each notification of the depositary is about, by the kinds of act it can be about; entry into force is no act.
NOTICES: Mapping[str, frozenset[str]] = {
    "notice-of-signature": frozenset({"signature", "definitive-signature", "succession-to-signature"}),
    "notice-of-deposit": frozenset({*CONSENTING, "formal-confirmation", "consent", "notification", "succession"}),
    "notice-of-reservation": frozenset({"reservation"}),
    "notice-of-objection": frozenset({"objection"}),
    "notice-of-withdrawal": frozenset({"withdrawal"}),
}

#: Every kind of instrument, as it is called.
KINDS: Mapping[str, str] = {
    "full-powers": N_("full powers"),
    "ratification": N_("instrument of ratification"),
    "acceptance": N_("instrument of acceptance"),
    "approval": N_("instrument of approval"),
    "accession": N_("instrument of accession"),
    "completion": N_("notification that domestic procedures are complete"),
    "reservation": N_("reservation"),
    "withdrawal-of-reservation": N_("withdrawal of a reservation"),
    "objection": N_("objection to a reservation"),
    "provisional-application": N_("declaration of provisional application"),
    "withdrawal": N_("notice of withdrawal"),
    "notice-of-signature": N_("depositary notification of a signature"),
    "notice-of-deposit": N_("depositary notification of a deposit"),
    "notice-of-reservation": N_("depositary notification of a reservation"),
    "notice-of-objection": N_("depositary notification of an objection"),
    "notice-of-withdrawal": N_("depositary notification of a withdrawal"),
    "notice-of-entry-into-force": N_("depositary notification of entry into force"),
    "registration": N_("certified statement for registration under Article 102"),
}

#: What full powers may be for, and the instrument their holder then signs (empty: the text of the agreement itself).
ACTIONS: Mapping[str, str] = {
    "sign": "",
    "ratify": "ratification",
    "accept": "acceptance",
    "approve": "approval",
    "accede": "accession",
    "notify": "completion",
    "reserve": "reservation",
    "withdraw-reservation": "withdrawal-of-reservation",
    "object": "objection",
    "apply-provisionally": "provisional-application",
    "withdraw": "withdrawal",
}

#: Offices a signatory may hold. Who holds one of `OF_THEMSELVES` represents the state without full powers (VCLT 7(2)(a)).
OFFICES: Mapping[str, str] = {
    "head-of-state": N_("head of state"),
    "head-of-government": N_("head of government"),
    "foreign-minister": N_("minister for foreign affairs"),
    "minister": N_("minister"),
    "head-of-mission": N_("head of mission"),
    "representative": N_("representative"),
    "official": N_("official"),
}
OF_THEMSELVES = frozenset({"head-of-state", "head-of-government", "foreign-minister"})


@frozen
class Person:
    """Somebody who signs or is empowered: a name, an office of `OFFICES`, and by language the title of the paper where it has one of its own."""

    name: str
    office: str
    titles: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Powers:
    """Full powers on record: who may do what (a word of `ACTIONS`) about which agreement for which state, since when."""

    holder: str
    state: str
    agreement: str
    action: str
    issued_on: dt.date
    number: str = ""


@frozen(kw_only=True)
class Facts:
    """What an instrument is made from: the record of an agreement on a day, and what only the office that issues it can say.

    `state` is whose instrument it is; of a notification the depositary, of a certified statement who submits it. `on` is the day on which
    the record is looked at, and the day of issue. `act` is the reservation an objection answers or a withdrawal takes back, or the act a
    notification tells of; `text` the words of a reservation (of one withdrawn in part, as it remains), or the grounds of an objection or
    withdrawal; `completed` the day on which the last domestic step was done. `names` and `titles` say, by language, how the state and the
    agreement are to be written where the vocabulary is to be departed from.
    A number comes from the register: without one the paper is a draft.
    """

    docket: Docket = field(repr=False)
    agreement: Agreement = field(repr=False)
    state: str
    on: dt.date
    signatory: Person
    place: str = ""
    number: str = ""
    issued_on: dt.date | None = None
    powers: tuple[Powers, ...] = ()
    holder: Person | None = None
    action: str = "sign"
    act: Act | None = None
    articles: tuple[str, ...] = ()
    text: str = ""
    precludes: bool = False
    effective: dt.date | None = None
    completed: dt.date | None = None
    names: Mapping[str, str] = field(factory=dict)
    titles: Mapping[str, str] = field(factory=dict)
    illustrative: bool = False

    @cached_property
    def record(self) -> Record:
        """The agreement as it stood on record on the day."""
        return self.supposing()

    def supposing(self, *acts: Act) -> Record:
        """Return the record with acts laid over it that nobody has done."""
        seen = tuple(act for act in self.agreement.acts if act.on <= self.on and act.known <= self.on)
        agreement = evolve(self.agreement, acts=(*seen, *acts))
        return Record(agreement, Timeline.of(agreement, self.docket.as_known(self.on)), self.on)

    @property
    def invented(self) -> bool:
        """Whether the paper must say that what it tells is invented."""
        return self.illustrative or self.agreement.illustrative


def left_open(facts: Facts, act: Act) -> tuple[str, ...]:
    """Return in words what the law leaves open about an act nobody has done, once it is laid over the record: empty where it would stand."""
    ledger = facts.supposing(act).ledger
    asked = [why for seen, gone, _, why in ledger.questions if act in why and seen <= facts.on and (gone is None or gone > facts.on)]
    return tuple(dict.fromkeys(render((why,), ledger, facts.on)[0] for why in asked))


def must_follow(facts: Facts) -> tuple[str, ...] | None:
    """Return the kinds of act one of which must follow a signature for it to bind: none where it binds by itself.

    None where the agreement leaves the choice to who signs, or where it is not on record.
    """
    clause, binds = facts.agreement.consent, facts.record.ledger.signature_binds
    known = clause.kinds if clause is not None and clause.kinds is not None else frozenset()
    ratifying = tuple(kind for kind in RATIFYING if kind in known)
    if binds:
        return None if ratifying else ()
    return ratifying or None


def covers(powers: Powers, kind: str, facts: Facts) -> bool:
    """Return whether full powers let who signs sign an instrument of a kind."""
    given = (powers.holder, powers.state, powers.agreement, ACTIONS[powers.action])
    return given == (facts.signatory.name, facts.state, facts.agreement.id, kind) and powers.issued_on <= facts.on


@frozen
class Refusal:
    """Why an instrument cannot be issued: the field at fault (empty: the record itself), the rule, what is wrong and what to do instead."""

    about: str
    rule: str
    what: str
    remedy: str

    @property
    def told(self) -> Phrase:
        """The refusal as one sentence.

        >>> Refusal("", "VCLT 14(1)", "FIN has not signed", "sign first").told
        'VCLT 14(1): FIN has not signed; sign first'
        """
        if self.what.startswith(f"{self.rule}: "):
            return say("{what}; {remedy}", what=self.what, remedy=self.remedy)
        return say("{rule}: {what}; {remedy}", rule=self.rule, what=self.what, remedy=self.remedy)


@frozen(kw_only=True)
class Wording:
    """A paragraph of a form: its opening words, its text with places, and the facts that must (not) be there for it to stand."""

    text: str
    lead: str = ""
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    style: str = "plain"


@frozen(kw_only=True)
class Form:
    """How a kind of instrument is worded in a language. Treaty language is fixed text: it is not translated with the interface."""

    kind: str
    language: str
    title: str
    layout: str
    done: str
    wordings: tuple[Wording, ...]
    address: str = ""
    tables: tuple[tuple[str, ...], ...] = ()


@frozen
class Paragraph:
    """A paragraph of an instrument: its opening words, its text, and how it is set (plain, quote, numbered)."""

    lead: str
    text: str
    style: str = "plain"


@frozen
class Schedule:
    """A table that belongs to an instrument: its heads, and a row for each line."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@frozen(kw_only=True)
class Instrument:
    """A composed instrument. `sheet` are facts for the file, label and text, and no part of the instrument; without a number it is a draft."""

    kind: str
    language: str
    layout: str
    head: str
    title: str
    address: str
    paragraphs: tuple[Paragraph, ...]
    schedules: tuple[Schedule, ...]
    done: str
    name: str
    office: str
    number: str
    illustrative: bool
    sheet: tuple[tuple[str, str], ...]

    @property
    def draft(self) -> bool:
        """Whether the register has given it no number yet."""
        return not self.number

    @property
    def numbered(self) -> str:
        """Its number as it stands at its head: a blank on a draft."""
        return _NUMBER[self.language].format(number=self.number or _BLANK)

    @property
    def warning(self) -> str:
        """What stands at the head of invented data; empty on real ones."""
        return _ILLUSTRATIVE[self.language] if self.illustrative else ""

    def across(self, *, cancelled: bool) -> str:
        """Return the word across every page of a draft, or of one that was cancelled; empty on one that stands."""
        return _DRAFT[self.language] if self.draft else _CANCELLED[self.language] if cancelled else ""
