"""The trace threat → aim → clause → exercise → evaluation: one table of rows, walked from either end; what is not on record yet is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.threats.alignment import Alignment, Reply

#: Acts that show a clause in use.
_PRACTICE = frozenset({"event", "invocation"})


@frozen(kw_only=True)
class Link:
    """A row of the trace; None is unknown or not there.

    `exercise` is an act on record by which the article was used (an invocation, or an event that names the article); `evaluation` an event that
    names the agreement's clause on review. An answer to a threat that obliges nobody on the day stands in the table with `holds` false.
    """

    threat: str | None = None
    agreement: str | None = None
    aim: str | None = None
    article: str | None = None
    obligation: str | None = None
    exercise: Act | None = None
    evaluation: Act | None = None
    holds: bool = False
    why: str = ""


def trace(alignment: Alignment) -> tuple[Link, ...]:
    """Return the whole table: every threat, with what answers it and what came of that, then every obligation that answers none.

    An aim and a clause of one agreement stand in one row where both answer the threat. A threat with nothing, an aim with no clause and an
    obligation with no threat have rows too, so that no gap can hide.
    """
    agreements = {bond.agreement.id: bond.agreement for bond in alignment.bonds}
    rows: list[Link] = []
    for threat in alignment.threats:
        there = [reply for reply in alignment.replies if reply.threat == threat.id]
        found = [row for name in dict.fromkeys(reply.answer.agreement for reply in there) for row in _answers(there, agreements[name])]
        rows += found or [Link(threat=threat.id)]
    for idle in alignment.idle:
        row = Link(agreement=idle.agreement, article=idle.article, obligation=idle.obligation.id, why=idle.why)
        rows += _used(row, agreements[idle.agreement])
    return tuple(rows)


def forward(rows: Iterable[Link], threat: str) -> tuple[Link, ...]:
    """Return the rows that start from a threat: through aims and clauses to what was done and how it was judged."""
    return tuple(row for row in rows if row.threat == threat)


def backward(rows: Iterable[Link], agreement: str, article: str, obligation: str = "") -> tuple[Link, ...]:
    """Return the rows that end at a clause: which aims it serves and which threats called for it; of one obligation where it is named.

    An answer of a whole article is one of each obligation in it.
    """
    return tuple(
        row for row in rows if (row.agreement, row.article) == (agreement, article) and (not obligation or row.obligation in (None, obligation))
    )


def _answers(replies: Iterable[Reply], agreement: Agreement) -> Iterator[Link]:
    own = [reply for reply in replies if reply.answer.agreement == agreement.id]
    aims: list[str | None] = list(dict.fromkeys(reply.answer.aim for reply in own if reply.answer.aim))
    clauses = [reply for reply in own if reply.answer.article]
    if not clauses:
        for reply in own:
            yield Link(threat=reply.threat, agreement=agreement.id, aim=reply.answer.aim, why=reply.answer.why)
    for reply in clauses:
        answer = reply.answer
        for aim in [answer.aim] if answer.aim else aims or [None]:
            row = Link(
                threat=reply.threat,
                agreement=agreement.id,
                aim=aim,
                article=answer.article,
                obligation=answer.obligation or None,
                holds=reply.holds,
                why=answer.why,
            )
            yield from _used(row, agreement)


def _used(row: Link, agreement: Agreement) -> Iterator[Link]:
    """Yield the row once for each act by which its article was used, with the latest review on record."""
    struck = {act.of for act in agreement.acts if act.strikes}
    standing = [act for act in agreement.acts if not act.strikes and (not act.id or act.id not in struck)]
    review = agreement.review.article if agreement.review is not None else ""
    reviews = [act for act in standing if act.kind == "event" and review and review in act.articles]
    evaluation = max(reviews, key=lambda act: act.on, default=None)
    uses: list[Act | None] = [act for act in standing if act.kind in _PRACTICE and row.article in act.articles and act not in reviews]
    for act in uses or [None]:
        yield evolve(row, exercise=act, evaluation=evaluation)
