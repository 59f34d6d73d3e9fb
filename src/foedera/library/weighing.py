"""What a change of one state's mind does: if it reserves, delays, withdraws or refuses, what follows in law and what becomes of the forecast.

Law and forecast are kept apart: what follows in law is certain once the act is done, what the forecast says is not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from attrs import evolve, frozen

from foedera.law import conditions
from foedera.law.comparison import Difference
from foedera.law.docket import Docket
from foedera.law.prospects import Prospect, prospect
from foedera.library.collection import Holdings
from foedera.library.consequences import Beside, Consequence, beside, consequences
from foedera.library.supposing import suppose, supposed_docket
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.conditions import Notifications, leaves
from foedera.model.errors import Unfit
from foedera.model.phrases import N_, Phrase, dated, joined, say
from foedera.ratification.events import Event
from foedera.ratification.foretelling import Foretold

#: What a state may do, and what that is called.
TURNS = {
    "refuses": N_("{party} refuses: it will not become a party"),
    "delays": N_("{party} delays: it sends the agreement to parliament no earlier than {until}"),
    "withdraws": N_("{party} withdraws"),
    "reserves": N_("{party} makes a reservation"),
}
#: The instruments a state consents with, in the order they are thought of.
_INSTRUMENTS = ("ratification", "acceptance", "approval", "consent", "notification", "definitive-signature")


@frozen(kw_only=True)
class Turn:
    """What a state is supposed to do; `until` is the day before which it does nothing, where it delays; `articles` those it reserves."""

    party: str
    kind: str
    until: dt.date | None = None
    articles: tuple[str, ...] = ()

    def describe(self) -> Phrase:
        """Return it in words."""
        return say(TURNS[self.kind], party=self.party, until=dated(self.until) if self.until is not None else "–")

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what is impossible in it, with the name of the field."""
        if self.kind not in TURNS:
            yield "kind", say("'{text}' is nothing a state can be supposed to do here; there is {kinds}", text=self.kind[:40], kinds=", ".join(TURNS))
        elif self.kind == "delays" and self.until is None:
            yield "until", say("say until when it delays")


@frozen
class Looking:
    """Another agreement whose own rule looks at this one, and in what words."""

    agreement: Agreement
    what: Phrase


@frozen(kw_only=True)
class Weighed:
    """What a turn does: the acts and events supposed for it; in law change by change and side by side; and the forecast without and with it.

    A forecast is None where there is none; `no_forecast` then says why. `looking` are the other agreements whose rules look at this one.
    """

    turn: Turn
    on: dt.date
    acts: tuple[Act, ...]
    events: tuple[Event, ...]
    changes: tuple[Difference, ...]
    consequences: tuple[Consequence, ...]
    beside: tuple[Beside, ...]
    looking: tuple[Looking, ...]
    without: Foretold | None
    with_it: Foretold | None
    no_forecast: tuple[str, ...]
    notes: tuple[Phrase, ...]


#: Gives the forecast on a docket with events supposed.
Ask = Callable[[Docket, tuple[Event, ...]], Foretold]


def weigh(holdings: Holdings, name: str, turn: Turn, on: dt.date, ask: Ask, known: dt.date | None = None) -> Weighed:
    """Return what follows if a state turns so on a day, in law and in the forecast. Nothing is recorded.

    Raises:
        UnknownAgreement: there is none of that id.
        Unfit: the state cannot do that as it stands; with what it can.
    """
    agreement = holdings[name]
    stands = prospect(holdings.known(known), name, on)
    faults = [*turn.faults(), *_impossible(agreement, stands, turn)]
    if faults:
        raise Unfit(tuple(faults))
    acts, events, notes = _supposed(agreement, stands, turn, known)
    supposed = {name: evolve(agreement, acts=(*agreement.acts, *acts))} if acts else {}
    before, after = holdings.known(known), supposed_docket(holdings, supposed, known)
    until = max(on, turn.until) if turn.until is not None else on
    changes = tuple(suppose(holdings, supposed, until, known)) if supposed else ()
    day = max([on, *(change.change.on for change in changes)])
    without, with_it, no_forecast = _forecasts(ask, before, after, events)
    return Weighed(
        turn=turn,
        on=on,
        acts=acts,
        events=events,
        changes=changes,
        consequences=tuple(consequences(before, after, changes, until, supposed)),
        beside=tuple(beside(before, after, dict.fromkeys((name, *(change.change.agreement for change in changes))), day)) if supposed else (),
        looking=tuple(looking_at(holdings, name, on, known)),
        without=without,
        with_it=with_it,
        no_forecast=no_forecast,
        notes=notes,
    )


def _impossible(agreement: Agreement, stands: Prospect, turn: Turn) -> Iterator[tuple[str, str]]:
    consented, signed = turn.party in stands.consented, turn.party in stands.signed
    if turn.kind in ("refuses", "delays") and consented:
        day = dated(stands.consented[turn.party])
        yield (
            "kind",
            say("{party} consented on {day}; it can only withdraw, or reserve where that is allowed late", party=turn.party, day=day),
        )
    elif turn.kind == "withdraws" and not consented and not signed:
        yield "kind", say("{party} has neither signed nor consented: there is nothing to withdraw; suppose that it refuses", party=turn.party)
    elif turn.kind in ("refuses", "delays") and not signed and turn.party not in stands.awaited() and turn.party not in (agreement.negotiating or ()):
        yield "party", say("nothing waits for {party} here: it has not signed, and the rule does not ask for its consent", party=turn.party)
    if turn.until is not None and turn.until <= stands.on:
        yield "until", say("a delay ends after the day asked about, {day}", day=dated(stands.on))


def _supposed(
    agreement: Agreement, stands: Prospect, turn: Turn, known: dt.date | None
) -> tuple[tuple[Act, ...], tuple[Event, ...], tuple[Phrase, ...]]:
    """Return the acts and the events that make up a turn, and what is to be said of them."""

    def act(kind: str, articles: tuple[str, ...] = ()) -> Act:
        return Act(
            stands.on, kind, (turn.party,), articles=articles, known=min(stands.on, known) if known is not None else stands.on, note="supposed"
        )

    if turn.kind == "delays":
        assert turn.until is not None
        event = Event(party=turn.party, kind="delays", since=turn.until)
        return (), (event,), (say("no act: nothing changes in law; until it consents it is not bound, and nothing obliges it to hurry"),)
    if turn.kind == "refuses":
        if turn.party in stands.signed:
            return (act("refusal"),), (), (say("VCLT 18(a): it says so to the others; the duties of its signature end"),)
        return (), (Event(party=turn.party, kind="refuses", since=stands.on),), (say("no act: it has signed nothing"),)
    if turn.kind == "withdraws":
        return (act("withdrawal"),), (), ()
    if turn.party in stands.consented:
        return (
            (act("reservation", turn.articles),),
            (),
            (say("a late reservation has effect only where the agreement or all others admit it"),),
        )
    kind = _instrument(agreement, signed=turn.party in stands.signed)
    note = say("it consents on {day} and reserves with its {kind}; beside it stands the forecast without that", day=dated(stands.on), kind=say(kind))
    return (act("reservation", turn.articles), act(kind)), (), (note,)


def _instrument(agreement: Agreement, *, signed: bool) -> str:
    """Return the instrument a state would consent with: a notification where those are what the rule counts."""
    if agreement.entry_into_force is not None and any(isinstance(leaf, Notifications) for leaf in leaves(agreement.entry_into_force.when)):
        return "notification"
    allowed = agreement.consent.kinds if agreement.consent is not None and agreement.consent.kinds else None
    wanted = _INSTRUMENTS if signed else ("accession", *_INSTRUMENTS)
    return next((kind for kind in wanted if allowed is None or kind in allowed), min(allowed or wanted))


def _forecasts(ask: Ask, before: Docket, after: Docket, events: tuple[Event, ...]) -> tuple[Foretold | None, Foretold | None, tuple[str, ...]]:
    try:
        without = ask(before, ())
    except Unfit as error:
        return None, None, tuple(text for _, text in error.faults)
    try:
        return without, ask(after, events), ()
    except Unfit as error:
        return without, None, tuple(text for _, text in error.faults)


def looking_at(holdings: Holdings, name: str, on: dt.date, known: dt.date | None = None) -> Iterator[Looking]:
    """Yield the other agreements whose rules look at one, at its entry into force or at who takes part in it, as far as they are still to be met."""
    docket = holdings.known(known)
    for other in holdings.mentioning(name):
        found = holdings.find(other)
        if found is None or other == name or docket.own(other).status_on(on) == "terminated":
            continue
        said = []
        entry = docket.own(other).entry_as_seen(on)
        if found.entry_into_force is not None and (entry is None or entry > on) and name in conditions.references(found, found.entry_into_force.when):
            said.append(say("entry into force: {condition}", condition=found.entry_into_force.when.describe()))
        if found.termination is not None and found.termination.when is not None and name in conditions.references(found, found.termination.when):
            said.append(say("end: {condition}", condition=found.termination.when.describe()))
        if found.withdrawal is not None and found.withdrawal.with_agreement == name:
            said.append(say("who withdraws from this one withdraws from it"))
        if said:
            yield Looking(found, joined(said, "; "))
