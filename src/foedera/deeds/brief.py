"""Brief whoever opens the register in the morning: what is due, running, coming into force, newly recorded, awaiting consent, on their desk."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from attrs import frozen

from foedera.deeds import draft, foresee, work
from foedera.deeds.foresee import Outlook
from foedera.deeds.powers import ALL, Actor, require
from foedera.law.periods import add_months
from foedera.model.acts import Act
from foedera.store import reading
from foedera.store.drafts import KeptDraft
from foedera.store.jobs import Job
from foedera.store.models import Span
from foedera.store.register import ACT_FIELDS, act_name, act_of

#: How many days ahead something counts as due, how many years ahead ends and beginnings are shown, how many lines each part has, how many acts
#: of a recording are shown.
DUE_DAYS, YEARS, LINES, SHOWN = 90, 5, 8, 4


@frozen
class Running:
    """A status that will end on a certain day: of a participant (its notice runs), or of the agreement (its term, or until it enters into force)."""

    agreement: str
    title: str
    party: str
    status: str
    since: dt.date | None
    until: dt.date


@frozen
class Awaiting:
    """Where a party has signed and not consented."""

    agreement: str
    title: str
    party: str
    since: dt.date | None


@frozen
class News:
    """One recording: when, by whom, for which party, how many acts it has, and those shown.

    Each act stands with its agreement, that one's title, and the number of the correction that struck it (None: it stands).
    """

    recording: int
    at: dt.datetime
    by: str
    party: str
    deed: str
    size: int
    acts: tuple[tuple[str, str, Act, int | None], ...]


@frozen
class Figure:
    """By how many agreements a party is bound today."""

    party: str
    bound: int


@frozen(kw_only=True)
class Briefing:
    """What the home page tells (see the module). `parties` are those it is told for; empty: the whole register. `counts` are always of that."""

    parties: tuple[str, ...]
    figures: tuple[Figure, ...]
    counts: dict[str, int]
    due: Outlook
    leaving: tuple[Running, ...]
    ending: tuple[Running, ...]
    entering: tuple[Running, ...]
    awaiting: tuple[Awaiting, ...]
    news: tuple[News, ...]
    handed_in: tuple[KeptDraft, ...]
    drafts: tuple[KeptDraft, ...]
    jobs: tuple[Job, ...]


def parties_of(actor: Actor) -> tuple[str, ...]:
    """Return the parties somebody works for."""
    return tuple(sorted({party for party, _ in actor.memberships if party != ALL}))


def brief(actor: Actor, today: dt.date, *, party: str = "", everybody: bool = False) -> Briefing:
    """Return what somebody should know today: of their own parties, of one of them, or of the whole register."""
    require(actor, "read", "brief")
    own = parties_of(actor)
    parties = () if everybody else (party,) if party in own else own
    due = foresee.foresee(actor, foresee.Horizon(on=today, until=today + dt.timedelta(days=DUE_DAYS), parties=parties, size=LINES), today)
    bound = dict(reading.party_counts(today)) if parties else {}
    running = reading.coming(today, add_months(today, 12 * YEARS), parties=parties, limit=LINES * 8)
    waiting = _awaiting(today, parties) if parties else []
    latest = reading.latest(LINES * 4, parties=parties)
    drafts = draft.mine(actor) if actor.user is not None else []
    titles = reading.titles({*(s.agreement for s in running), *(s.agreement for s in waiting), *(n.agreement for n in latest)})
    told = [Running(s.agreement, titles.get(s.agreement, s.agreement), s.party, s.status, s.since, s.until) for s in running if s.until is not None]
    return Briefing(
        parties=parties,
        figures=tuple(Figure(code, bound.get(code, 0)) for code in parties),
        counts=reading.counts(today),
        due=due,
        leaving=tuple(r for r in told if r.status == "withdrawing")[:LINES],
        ending=tuple(r for r in told if not r.party and r.status in ("in-force", "suspended"))[:LINES],
        entering=tuple(r for r in told if not r.party and r.status == "open")[:LINES],
        awaiting=tuple(Awaiting(s.agreement, titles.get(s.agreement, s.agreement), s.party, s.since) for s in waiting),
        news=tuple(_news(latest, titles)),
        handed_in=tuple(kept for kept in drafts if kept.came is not None and kept.came.outcome == "")[:LINES],
        drafts=tuple(kept for kept in drafts if kept.came is None or kept.came.outcome)[:LINES],
        jobs=tuple(job for job in work.see_all(actor) if not job.over)[:LINES] if actor.user is not None else (),
    )


def _awaiting(today: dt.date, parties: tuple[str, ...]) -> list[Span]:
    """Return where parties have signed and not consented; not where they declared that they will not, nothing is waited for there."""
    found = reading.awaiting(today, parties, ("signatory",))
    refused = reading.refused({span.agreement for span in found}, today)
    return [span for span in found if (span.agreement, span.party) not in refused][:LINES]


def _news(latest: list[reading.Noted], titles: dict[str, str]) -> list[News]:
    """Return the latest recordings, the acts of one together."""
    sizes = reading.sizes({noted.recording for noted in latest})
    struck = reading.strikes({noted.agreement for noted in latest})
    found = []
    for number, group in groupby(latest, key=lambda noted: noted.recording):
        noted = list(group)
        acts = tuple(
            (
                n.agreement,
                titles.get(n.agreement, n.agreement),
                act_of(tuple(getattr(n.act, name) for name in ACT_FIELDS)),
                struck.get((n.agreement, n.act.name or act_name(n.act.number))),
            )
            for n in noted[:SHOWN]
            if n.act is not None
        )
        found.append(News(number, noted[0].at, noted[0].by, noted[0].party, noted[0].deed, sizes.get(number, len(acts)), acts))
    return found[:LINES]
