"""Procedures side by side: of each the path it usually takes, who votes on it, how long it lies, what a dissolution does, who deposits."""

from __future__ import annotations

import datetime as dt

from attrs import asdict, frozen

from foedera.model.agreements import Source
from foedera.model.phrases import say
from foedera.ratification.procedures import PARLIAMENTARY, Path, Procedure, Step

#: How a source begins that nobody opened.
_UNSEEN = "general knowledge"


@frozen(kw_only=True)
class Compared:
    """A procedure as one line of a comparison. What is None or empty is not on record."""

    state: str
    as_of: dt.date
    confidence: str
    path: str
    form: str
    votes: tuple[str, ...]
    scrutiny: tuple[str, ...]
    dissolution: str
    executive: bool | None
    referendum: bool | None
    review: str
    deposit_by: str
    paths: int
    duties: int
    unseen: bool

    def as_json(self) -> dict[str, object]:
        """Return the object a program is given."""
        return asdict(self) | {"as_of": self.as_of.isoformat(), "votes": list(self.votes), "scrutiny": list(self.scrutiny)}


def compared(procedure: Procedure) -> Compared:
    """Return a procedure as a line of a comparison, by its usual path."""
    usual = procedure.default
    return Compared(
        state=procedure.state,
        as_of=procedure.as_of,
        confidence=procedure.confidence,
        path=usual.title if usual is not None else "",
        form=usual.form if usual is not None else "",
        votes=tuple(_vote(procedure, step) for step in usual.steps if step.kind in ("vote", "referendum")) if usual is not None else (),
        scrutiny=tuple(_scrutiny(usual)) if usual is not None else (),
        dissolution=procedure.dissolution,
        executive=procedure.executive.possible if procedure.executive is not None else None,
        referendum=procedure.referendum.possible if procedure.referendum is not None else None,
        review=procedure.review.body if procedure.review is not None else "",
        deposit_by=procedure.deposit_by,
        paths=len(procedure.paths),
        duties=len(procedure.duties),
        unseen=any(unseen(source) for source in procedure.sources),
    )


def unseen(source: Source) -> bool:
    """Return whether a source is none that was opened, but what is generally known.

    >>> unseen(Source(title="general knowledge of French law, not looked up")), unseen(Source(title="Constitution, art. 53"))
    (True, False)
    """
    return source.title.casefold().startswith(_UNSEEN)


def _vote(procedure: Procedure, step: Step) -> str:
    """Return who votes, and with what majority where it is said."""
    chamber = procedure.chamber(step.chamber)
    who = chamber.name if chamber is not None else step.actor or step.id
    return say("{who}: {what}", who=who, what=step.majority.describe()) if step.majority is not None else who


def _scrutiny(path: Path) -> list[str]:
    """Return the periods parliament has before a path may go on."""
    waits = [step.minimum for step in path.steps if step.minimum is not None]
    tacit = [step.minimum for step in path.steps if step.minimum is not None and step.kind in PARLIAMENTARY]
    return list(dict.fromkeys(limit.describe() for limit in tacit or waits))
