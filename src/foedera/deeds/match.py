"""Match what is proposed with what is on record: what is new, what is there already, and what contradicts the record, of which nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from attrs import evolve, frozen

from foedera.deeds.record import may_be_reached_by, may_be_recorded_by, what_was_done
from foedera.library.intake_law import LISTED
from foedera.model.acts import CONSENT_KINDS, Act
from foedera.model.agreements import Agreement
from foedera.store.register import Register

#: What a participant does once, unless it has withdrawn in between: another day or form for it contradicts the record.
_GROUPS = {
    **dict.fromkeys(("signature", "definitive-signature"), "signature"),
    **dict.fromkeys(CONSENT_KINDS - {"definitive-signature", "notification"}, "consent"),
    "termination": "termination",
}
#: Of acts of these kinds the day and the author say which act it is; of others also what they answer and touch.
_BY_DAY = frozenset(_GROUPS)


@frozen
class Proposed:
    """An agreement somebody proposes to record: its law as text, and the rows or lines it comes from."""

    agreement: Agreement
    law: str
    numbers: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """The id it is proposed under."""
        return self.agreement.id


@frozen
class Contradiction:
    """An act proposed that one on record speaks against, by the authors it is about: it is listed, and neither is changed.

    `struck`: it was struck from the record before. `closer`: no contradiction, it only tells the day the record knows within a bound.
    """

    agreement: str
    on_record: Act
    proposed: Act
    struck: bool = False

    @property
    def closer(self) -> bool:
        """Whether the day proposed lies within what the record leaves open."""
        had, act = self.on_record, self.proposed
        return not self.struck and had.precision == "not-later-than" and had.kind == act.kind and act.precision == "day" and act.on <= had.on


@frozen
class Brought:
    """What a proposal brings to one agreement: a new one, a law, acts not on record; nothing where all is there.

    `law` is None where the law on record stays. `allowed` are the parties whose officers may record it without a power for the register.
    """

    agreement: Agreement
    is_new: bool
    law: str | None
    acts: tuple[Act, ...]
    numbers: tuple[int, ...]
    allowed: frozenset[str]

    @property
    def what(self) -> str:
        """In a word: new, changed, or known."""
        return "new" if self.is_new else "changed" if self.law is not None or self.acts else "known"


@frozen
class Matched:
    """What proposals bring, each in its place, and what contradicts the record, on one revision of it."""

    brought: tuple[Brought, ...]
    contradictions: tuple[Contradiction, ...]
    revision: int


def match(register: Register, proposals: Sequence[Proposed], revises: Callable[[Proposed, Agreement], bool]) -> Matched:
    """Return what proposals bring beside what is on record. `revises` says whether the law of a proposal takes the place of the one on record."""
    register.fetch(proposal.id for proposal in proposals)
    brought: list[Brought] = []
    contradictions: list[Contradiction] = []
    for proposal in proposals:
        had = register.find(proposal.id)
        if had is None:
            new = proposal.agreement
            brought.append(Brought(new, True, proposal.law, new.acts, proposal.numbers, _within_reach(_concerned(new), register, new, None)))
            continue
        acts, against = _beside(had, proposal.agreement.acts)
        contradictions += against
        law = proposal.law if revises(proposal, had) else None
        allowed = _authors(acts) & frozenset(may_be_recorded_by(had, acts)) if acts else None
        if law is not None:
            own = _within_reach(frozenset(may_be_recorded_by(had, ())), register, proposal.agreement, had)
            allowed = own if allowed is None else allowed & own
        brought.append(Brought(proposal.agreement, False, law, acts, proposal.numbers, allowed or frozenset()))
    return Matched(tuple(brought), tuple(contradictions), register.revision)


def _concerned(new: Agreement) -> frozenset[str]:
    """Return the parties whose officers may bring a new agreement: the authors of every act of it; without acts, its depositary and negotiators."""
    return _authors(new.acts) if new.acts else frozenset({*new.depositary, *(new.negotiating or ())})


def _within_reach(allowed: frozenset[str], register: Register, agreement: Agreement, had: Agreement | None) -> frozenset[str]:
    """Return of these parties those that may also let the law reach into every agreement it newly points to."""
    reached = may_be_reached_by(register, agreement, had)
    return allowed if reached is None else allowed & reached


def _authors(acts: Iterable[Act]) -> frozenset[str]:
    return frozenset.intersection(*(frozenset(act.by) for act in acts))


def _beside(had: Agreement, acts: Iterable[Act]) -> tuple[tuple[Act, ...], list[Contradiction]]:
    """Return the acts that are not on record, each by those of its authors who have not done it, and those that contradict the record."""
    log = _Log(had)
    listed = tuple(acts)
    left_since = [act for act in (*had.acts, *listed) if act.kind == "withdrawal"]
    added: list[Act] = []
    against: list[Contradiction] = []
    for act in listed:
        authors = []
        for code in act.by:
            found = log.same(act, code)
            if found is None:
                other = log.another(act, code, left_since)
                if other is None:
                    authors.append(code)
                elif not _already_by_then(other, act):
                    against.append(Contradiction(had.id, evolve(other, by=(code,)), evolve(act, by=(code,))))
            elif log.is_struck(found):
                against.append(Contradiction(had.id, evolve(found, by=(code,)), evolve(act, by=(code,)), struck=True))
        if authors:
            fresh = act if len(authors) == len(act.by) else evolve(act, by=tuple(authors))
            added.append(fresh)
            log.add(fresh)
    return tuple(added), _together(against)


def _together(against: Iterable[Contradiction]) -> list[Contradiction]:
    """Return contradictions that differ in their author alone as one, about all of them."""
    found: dict[Contradiction, list[str]] = {}
    for one in against:
        nobody = evolve(one, on_record=evolve(one.on_record, by=()), proposed=evolve(one.proposed, by=()))
        found.setdefault(nobody, []).extend(one.proposed.by)
    return [evolve(one, on_record=evolve(one.on_record, by=tuple(by)), proposed=evolve(one.proposed, by=tuple(by))) for one, by in found.items()]


def _already_by_then(had: Act, act: Act) -> bool:
    """Return whether the record knows the day of an act of which a source knows only that it had happened by then."""
    return act.precision == "not-later-than" and had.on <= act.on


class _Log:
    """The acts of an agreement by what was done and by whom."""

    def __init__(self, agreement: Agreement) -> None:
        self._struck = {act.of for act in agreement.acts if act.strikes}
        self._done: dict[tuple[object, ...], Act] = {}
        self._once: dict[tuple[str, str], list[Act]] = {}
        for act in agreement.acts:
            self.add(act)

    def add(self, act: Act) -> None:
        """Keep an act; of the same one struck and recorded again, the one that stands."""
        for code in act.by:
            had = self._done.get((*_what(act), code))
            if had is None or self.is_struck(had):
                self._done[(*_what(act), code)] = act
            if (group := _group(act)) and not self.is_struck(act):
                self._once.setdefault((group, code), []).append(act)

    def is_struck(self, act: Act) -> bool:
        """Return whether a correction has struck an act."""
        return bool(act.id) and act.id in self._struck

    def same(self, act: Act, code: str) -> Act | None:
        """Return the act on record by which this author has done this."""
        return self._done.get((*_what(act), code))

    def another(self, act: Act, code: str, withdrawals: Iterable[Act]) -> Act | None:
        """Return the act on record that this one contradicts: what is done once, done by the same author on another day or in another form."""
        for had in self._once.get((_group(act), code), ()):
            first, last = sorted((had.on, act.on))
            if not any(code in left.by and first < left.on <= last for left in withdrawals):
                return had
        return None


def _what(act: Act) -> tuple[object, ...]:
    done = what_was_done(act)
    return (act.kind, act.on, act.to, done.note) if act.kind in _BY_DAY else (act.kind, act.on, act.to, done.note, act.of, act.articles)


def _group(act: Act) -> str:
    return LISTED if act.kind == "event" and act.note == LISTED else _GROUPS.get(act.kind, "")
