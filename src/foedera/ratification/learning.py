"""What a forecast learns from: agreements like the one forecast where enough of them are on record, else all that are of its size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeGuard

from attrs import evolve, frozen

from foedera.model.agreements import Agreement
from foedera.model.conditions import Signatures, leaves
from foedera.model.phrases import Phrase, few, say
from foedera.ratification.hazards import Model, fit
from foedera.ratification.history import MONTH, History, distinct, history_of

#: How many agreements of one kind, and how many consents after the landmark, make a kind of its own.
_AGREEMENTS, _CONSENTS = 3, 8
#: An agreement among so few is learned from others among so few: two or three governments decide otherwise than forty.
_FEW = 3

#: For an agreement the days on which states were through with their procedures at home.
Approvals = Mapping[str, Mapping[str, dt.date]]


@frozen
class Lesson:
    """A model, what it was learned from (`histories`), and why from these."""

    model: Model
    histories: tuple[History, ...]
    why: Phrase


def kin(agreement: Agreement, other: Agreement) -> bool:
    """Return whether two agreements are of one kind: protocols to the same agreement that do alike, as the accessions to an alliance are."""
    return bool(set(agreement.linked("protocol_to")) & set(other.linked("protocol_to"))) and agreement.kind == other.kind


def instructive(other: Agreement) -> bool:
    """Return whether an agreement says how long consent takes: it binds, and not by signature alone, after which nothing is waited for."""
    counted = leaves(other.entry_into_force.when) if other.entry_into_force is not None else ()
    by_signature = other.consent is not None and other.consent.by_signature
    return other.binding and not by_signature and not (counted and all(isinstance(need, Signatures) for need in counted))


def learn(
    agreement: Agreement,
    others: Iterable[Agreement],
    on: dt.date,
    *,
    known: dt.date | None = None,
    approved: Approvals | None = None,
    like: Sequence[str] = (),
) -> Lesson | None:
    """Return what is learned for an agreement from others, as could be seen on a day; None where too little is on record.

    Agreements that repeat another count once. Consents known only to have come by a day are spread up to it (`history_of`). Learned from is, the
    first that teaches enough: those named by `like`; those of its kind; those among as few or among more states; all.

    Args:
        agreement: what is to be forecast; its age on the day is the landmark.
        others: the agreements to learn from; those opened after the day are not seen, those bound by signature alone teach nothing.
        on: the day of the forecast.
        known: the day of the record, None for all of it.
        approved: domestic approvals by agreement.
        like: ids to learn from, and no others.
    """
    home = approved or {}
    own = history_of(agreement, on, known, home.get(agreement.id))
    opened = own.opened if own is not None else agreement.opened or agreement.adopted
    if opened is None or opened > on:
        return None
    age = (on - opened).days / MONTH
    candidates = [other for other in others if other.id != agreement.id and instructive(other)]
    seen = {other.id: found for other in candidates if (found := history_of(other, on, known, home.get(other.id), spread=True)) is not None}
    by_id = {other.id: other for other in candidates}
    size = len(own.signatories(age)) if own is not None else len(agreement.negotiating or ())
    for names, why in _circles(agreement, by_id, seen, size, like):
        histories = distinct(seen[name] for name in names if name in seen)
        model = fit(histories, age)
        if _teaches(model, like):
            return Lesson(model, histories, why)
        if size <= _FEW and not like:
            # Two governments wait neither for each other's numbers nor for a crowd; few such agreements are still open at any age.
            whole = fit(histories, 0.0)
            if _teaches(whole, like):
                told = say("{why}; from all of their lives, since few were still open at its age", why=why)
                return Lesson(evolve(whole, landmark=age, pace=(0.0, 0.0)), histories, told)
    return None


def _teaches(model: Model | None, like: Sequence[str]) -> TypeGuard[Model]:
    """Return whether a model rests on enough: so many agreements and consents, or those asked for by name."""
    return model is not None and model.agreements >= _AGREEMENTS and (model.consents >= _CONSENTS or bool(like))


def _circles(
    agreement: Agreement, others: Mapping[str, Agreement], seen: Mapping[str, History], size: int, like: Sequence[str]
) -> Iterable[tuple[list[str], Phrase]]:
    """Yield whom to learn from, the nearest first, each with why."""
    if like:
        yield [name for name in like if name in seen], say("learned from those named: {those}", those=few(list(like), 6))
        return
    yield (
        [name for name, other in others.items() if kin(agreement, other)],
        say("learned from agreements of its kind: other protocols to {agreement}", agreement=", ".join(agreement.linked("protocol_to"))),
    )
    sizes = {name: len(history.signatories(history.watched)) for name, history in seen.items()}
    if size <= _FEW:
        yield (
            [name for name, count in sizes.items() if 2 <= count <= _FEW],
            say("too few of its kind are on record: learned from all agreements among two or three states"),
        )
    else:
        yield (
            [name for name, count in sizes.items() if count > _FEW],
            say("too few of its kind are on record: learned from all agreements among more than three states"),
        )
    yield list(seen), say("too few agreements of its size are on record: learned from all of them")
