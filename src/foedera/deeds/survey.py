"""Survey a party: what it is bound by on a day, what it is leaving, what awaits its consent, its reservations, its partners, what it did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import field, frozen

from foedera.deeds.powers import Actor, require
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.errors import UnknownParty
from foedera.model.parties import Parties, Party
from foedera.model.phrases import say
from foedera.model.standing import Participation
from foedera.store import lists, reading
from foedera.store.catalogue import Catalogue, Day, catalogue
from foedera.store.lists import Line
from foedera.store.reading import GONE
from foedera.store.register import Register, act_name, current

#: How many agreements a part of the survey names at most; the list of agreements holds them all.
MOST = 50
#: The parts of a portfolio, in the order in which they concern somebody.
PARTS: dict[str, tuple[str, ...]] = {
    "leaving": ("withdrawing",),
    "signed": ("signatory",),
    "consented": ("contracting",),
    "provisional": ("provisional",),
    "bound": ("party", "suspended"),
    "ended": GONE,
}
#: What makes an agreement one that goes with another, and so of interest to who is bound by the other.
_GOING_WITH = ("protocol_to", "amends", "modifies", "extends")


@frozen
class Enrolled:
    """A party in the list of parties: by how many agreements it is bound on the day, and in how many others it takes part."""

    party: Party
    exists: bool
    bound: int
    others: int


@frozen
class Held:
    """An agreement a party takes part in, and how, with the reasons."""

    line: Line
    shown: Participation


@frozen
class Part:
    """A part of a portfolio: how many agreements it has, and the page of them shown."""

    total: int
    held: tuple[Held, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return max(1, -(-self.total // MOST))


@frozen
class Reserved:
    """A reservation as made, and what others did about it: objections, acceptances, withdrawals."""

    agreement: str
    title: str
    act: Act
    answers: tuple[Act, ...]


@frozen
class Partner:
    """Another party, and how many agreements bind both."""

    code: str
    shared: int


@frozen(kw_only=True)
class Survey:
    """A party on a day (see the module). `open_to_it` are agreements that go with ones it is bound by and that it can still join."""

    party: Party
    exists: bool
    before: tuple[Party, ...]
    after: tuple[Party, ...]
    parts: dict[str, Part]
    invited: tuple[Line, ...] = ()
    open_to_it: tuple[Line, ...] = ()
    reservations: tuple[Reserved, ...] = ()
    objections: tuple[Reserved, ...] = ()
    partners: tuple[Partner, ...] = field(factory=tuple)
    as_known: bool = True

    @property
    def takes_part(self) -> int:
        """In how many agreements it takes or took part."""
        return sum(part.total for part in self.parts.values())


def roll(actor: Actor, on: dt.date, known: dt.date | None = None) -> tuple[list[Enrolled], bool]:
    """Return every party of the vocabulary and of the record, those bound by most first, and whether the day of the record was heeded."""
    require(actor, "read", "survey")
    shelf = catalogue()
    day = shelf.day(on, known)
    parties = current().parties
    found = []
    for party in (*parties, *(Party(code, code) for code in day.participants if code not in parties)):
        bound = day.bound(party.code)
        others = day.of(party.code, "signatory", "contracting", "provisional")
        found.append(Enrolled(party, party.exists(on), bound.bit_count(), others.bit_count()))
    found.sort(key=lambda row: (-row.bound, -row.others, row.party.name))
    return found, known is None or shelf.can_say_as_known


def survey(actor: Actor, code: str, on: dt.date, known: dt.date | None = None, *, pages: dict[str, int] | None = None) -> Survey:
    """Return a party on a day; `pages` says which page of a part is shown. UnknownParty where neither vocabulary nor record has the code."""
    require(actor, "read", "survey")
    register, shelf = current(), catalogue()
    day = shelf.day(on, known)
    party = _party(register, code)
    heeded = known if shelf.can_say_as_known else None
    sets = {name: day.of(code, *statuses) for name, statuses in PARTS.items()}
    shown = {name: shelf.names(bits, start=(max((pages or {}).get(name, 1), 1) - 1) * MOST, size=MOST) for name, bits in sets.items()}
    asked = reading.with_kinds(("reservation", "objection", "invitation"), code)
    invited, going_with = _invited(shelf, day, code, on, asked, register, heeded), _going_with(register, shelf, day, code)
    wanted = [name for names in shown.values() for name in names]
    register.fetch([*wanted, *asked])
    lines = {line.agreement: line for line in lists.lines([*wanted, *invited, *going_with], on, day)}
    docket = register.known(heeded)
    parts = {}
    for name, names in shown.items():
        held = []
        for agreement in names:
            participation = docket.timeline(agreement).participation(code, on)
            if participation is not None and agreement in lines:
                held.append(Held(lines[agreement], participation))
        parts[name] = Part(sets[name].bit_count(), tuple(held))
    made, objected = _reservations(register, code, on, heeded, [n for n, kinds in asked.items() if kinds - {"invitation"}])
    return Survey(
        party=party,
        exists=party.exists(on),
        before=tuple(_before(register.parties, party)),
        after=tuple(_after(register.parties, party)),
        parts=parts,
        invited=tuple(lines[name] for name in invited if name in lines),
        open_to_it=tuple(lines[name] for name in going_with if name in lines),
        reservations=made,
        objections=objected,
        partners=tuple(_partners(day, code)),
        as_known=known is None or heeded is not None,
    )


def deeds_of(
    actor: Actor, code: str, on: dt.date, known: dt.date | None = None, *, page: int = 1, size: int = MOST
) -> tuple[list[tuple[str, Act, int | None]], dict[str, str], bool]:
    """Return the acts a party had done by a day, or that address it, latest first; the titles of their agreements; whether there are more.

    With each act stands the number of the correction that struck it by the day of knowledge, None where it stands.
    """
    require(actor, "read", "survey")
    _party(current(), code)
    found = reading.acts_by(code, on, known, start=(max(page, 1) - 1) * size, size=size + 1)
    names = {name for name, _, _ in found}
    struck = reading.strikes(names, known)
    acts = [(name, act, struck.get((name, act.id or act_name(number)))) for name, number, act in found[:size]]
    return acts, reading.titles(names), len(found) > size


def _party(register: Register, code: str) -> Party:
    if code in register.parties:
        return register.parties[code]
    for name in reading.ever_with(code)[:1]:
        found = register.find(name)
        return found.participants.get(code, Party(code, code)) if found is not None else Party(code, code)
    raise UnknownParty(say("no party has the code '{code}'; the list of parties finds codes by name", code=code[:40]))


def _before(parties: Parties, party: Party) -> Iterable[Party]:
    """Yield what the party came after: whose successor or continuator it is, and what it unites."""
    return (p for p in parties if party.code in p.successors or p.continuator == party.code or p.code in party.unites)


def _after(parties: Parties, party: Party) -> Iterable[Party]:
    """Yield what came after the party."""
    codes = dict.fromkeys((*filter(None, (party.continuator,)), *party.successors, *(p.code for p in parties if party.code in p.unites)))
    return (parties[code] for code in codes if code in parties)


def _invited(shelf: Catalogue, day: Day, code: str, on: dt.date, asked: dict[str, set[str]], register: Register, known: dt.date | None) -> list[str]:
    """Return the agreements a party has been invited to and takes no part in yet."""
    names = [name for name, kinds in asked.items() if "invitation" in kinds]
    taking = day.of(code)
    found = []
    for name in names:
        agreement = register.find(name)
        if agreement is None or name not in shelf.place or taking >> shelf.place[name] & 1:
            continue
        if any(a.kind == "invitation" and code in a.to and a.on <= on and (known is None or a.known <= known) for a in agreement.acts):
            found.append(name)
    return found


def _going_with(register: Register, shelf: Catalogue, day: Day, code: str) -> list[str]:
    """Return the protocols and amendments to agreements a party is bound by that it takes no part in though they are open to it by name."""
    bound = day.bound(code)
    alive = day.statuses.get("open", 0) | day.statuses.get("in-force", 0)
    near = (name for name, target in register.linked(_GOING_WITH) if target in shelf.place and bound >> shelf.place[target] & 1)
    candidates = shelf.set_of(near) & alive & ~day.of(code)
    names = shelf.names(candidates, size=MOST)
    register.fetch(names)
    return [name for name in names if (found := register.find(name)) is not None and _open_to(found, code)]


def _open_to(agreement: Agreement, code: str) -> bool:
    """Return whether the agreement's own clauses or history say that a party may join: it negotiated it, or the clause on consent admits it."""
    signed = {by for act in agreement.acts if act.kind == "signature" for by in act.by}
    negotiating = signed if agreement.negotiating is None else set(agreement.negotiating)
    return code in negotiating or (agreement.consent is not None and ("all" in agreement.consent.open_to or code in agreement.consent.open_to))


def _reservations(
    register: Register, code: str, on: dt.date, known: dt.date | None, names: Iterable[str]
) -> tuple[tuple[Reserved, ...], tuple[Reserved, ...]]:
    """Return the reservations a party made, and those of others it objected to, each with what was done about it by the day."""
    docket = register.known(known)
    made, objected = [], []
    for name in sorted(names):
        timeline = docket.timeline(name)
        title = timeline.agreement.short_title or timeline.agreement.title
        acts = timeline.acts_until(on)
        for act in acts:
            if act.kind != "reservation":
                continue
            answers = tuple(a for a in acts if _answers(a, act))
            if code in act.by:
                made.append(Reserved(name, title, act, answers))
            else:
                own = tuple(a for a in answers if code in a.by and a.kind in ("objection", "withdrawal-of-objection"))
                if own:
                    objected.append(Reserved(name, title, act, own))
    return tuple(made), tuple(objected)


def _answers(act: Act, reservation: Act) -> bool:
    """Return whether an act is about a reservation: by its name, or towards its author where it has none."""
    if act.kind not in ("objection", "acceptance-of-reservation", "withdrawal-of-reservation", "withdrawal-of-objection"):
        return False
    if reservation.id and act.of:
        return act.of == reservation.id
    return not act.of and bool(set(act.to) & set(reservation.by))


def _partners(day: Day, code: str, most: int = 12) -> list[Partner]:
    """Return with whom a party shares most agreements."""
    own = day.bound(code)
    shared = ((other, (own & day.bound(other)).bit_count()) for other in day.participants if other != code)
    return [Partner(*row) for row in sorted((row for row in shared if row[1]), key=lambda row: (-row[1], row[0]))[:most]]
