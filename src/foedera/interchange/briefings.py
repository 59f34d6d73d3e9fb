"""The briefing of a round of assessment, as PDF and DOCX: ranking, firmness, agreement, coalitions, gaps, limits, sources, and how it was computed.

It is made of what its reader may see: what is withheld is a dash with the reason below, never a number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from attrs import frozen

from foedera.interchange import pdf
from foedera.interchange.voices import ENGLISH, Voice, capital
from foedera.model.phrases import N_, Phrase, dated, say, say_n, signed
from foedera.threats.register import Source
from foedera.threats.scales import LEVELS, SPOKEN


@frozen(kw_only=True)
class Ranked:
    """A threat as a briefing shows it; None is unknown or withheld, and `why` says which. `named` are nations that released their score.

    `median` are the two middle levels; `told` those the middle score lies between, where that is all that is published.
    `elsewhere`: another order as good puts it elsewhere.
    """

    title: str
    place: int | None = None
    borda: float | None = None
    rank: float | None = None
    copeland: int | None = None
    median: tuple[int, int] | None = None
    scored: int | None = None
    first: int | None = None
    last: int | None = None
    holds: int | None = None
    told: tuple[int, int] | None = None
    named: tuple[str, ...] = ()
    elsewhere: bool = False
    why: str = ""


@frozen(kw_only=True)
class Briefing:
    """All a briefing says, in the order of the joint ranking.

    `agreement` says in words how far nations agree; `outlook` what the round looks ahead to and what changed; `gaps` are threats nothing answers;
    `limits` pairs of a limit of the reader's nation with where a clause touches it. `proven`: whether the order is proven the best (None: not told).
    `minimum` is how many nations each published range is about at least, where ranges are all that is told. `over` names the nations whose answers it
    is computed from, where those are the ones open to its `readers` and not all there may be; `apart` says who of these stands apart on what.
    `carriers` are the fewest agreements that carry what nations share, `carried` whether fewer are proven not to do (None: not asked), `alone` the
    threats with how many nations each leaves alone.
    """

    title: str
    horizon: str
    closed: dt.date
    illustrative: bool
    called: int
    answered: int
    level: int
    ranking: tuple[Ranked, ...]
    proven: bool | None
    agreement: tuple[str, ...] = ()
    outlook: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    limits: tuple[tuple[str, str], ...] = ()
    sources: tuple[Source, ...] = ()
    minimum: int | None = None
    seed: int | None = None
    simulations: int | None = None
    over: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    carried: bool | None = None
    alone: tuple[tuple[str, int], ...] = ()


@frozen
class Setting:
    """By whom a briefing is made, when, on the law of which day, and in which language."""

    on: dt.date
    stamp: dt.datetime
    voice: Voice = ENGLISH
    office: str = "Foedera"


def as_pdf(briefing: Briefing, setting: Setting) -> bytes:
    """Return a briefing as PDF/A-2a, the drawing of ranks in it."""
    return pdf.draw(_content(briefing, setting), setting.stamp, setting.voice)


def as_docx(briefing: Briefing, setting: Setting) -> bytes:
    """Return a briefing as DOCX with the same sections; the drawing is a PNG."""
    from foedera.interchange.word_papers import paper

    return paper(_content(briefing, setting), setting.stamp, setting.voice)


def _content(briefing: Briefing, setting: Setting) -> dict[str, Any]:
    t = setting.voice.says
    made = setting.stamp.astimezone(dt.UTC).date()
    sections = [
        _ranking(briefing, setting),
        *_firmness(briefing, setting),
        pdf.listing(t(say("Agreement among nations")), [t(line) for line in briefing.agreement]),
        _coalitions(briefing, setting),
        pdf.listing(t(say("Who stands apart on what")), [t(line) for line in briefing.apart]),
        _carried(briefing, setting),
        pdf.listing(t(say("Outlook")), [t(line) for line in briefing.outlook]),
        pdf.listing(
            t(say("Threats no obligation answers")),
            [t(line) for line in briefing.gaps],
            lead=t(say("On {day}, of the agreements for which it is on record what they answer.", day=dated(setting.on))),
        ),
        pdf.table(
            t(say("Where a clause touches a limit")),
            [(t(say("Limit")), "1"), (t(say("Where, and why")), "1.4")],
            [[t(limit), t(where)] for limit, where in briefing.limits],
            lead=t(say("It says where to look, not that anything is broken.")),
        ),
        pdf.listing(t(say("How it was computed")), [t(line) for line in _method(briefing)]),
        pdf.sources(t(say("Sources")), [_source(number, source, setting) for number, source in enumerate(briefing.sources, 1)]),
    ]
    order = ""
    if briefing.proven is not None:
        order = t(say("the order is proven the best") if briefing.proven else say("the order is the best found, not proven"))
    return {
        "office": setting.office,
        "kind": t(say("Briefing on threats")),
        "title": briefing.title,
        "subtitle": briefing.horizon,
        "label": t(say("illustrative")) if briefing.illustrative else t(say("for the reader alone")) if briefing.readers else "",
        "headline": capital(t(_headline(briefing))),
        "below": order,
        "marks": [t(line) for line in _marks(briefing, setting)],
        "facts": _facts(briefing, setting),
        "sections": [section for section in sections if section.get("rows") or section.get("items") or section.get("svg")],
        "footer": t(say("Computed by Foedera on {made}.", made=dated(made))),
        "page": t(say("Page {n} of {m}", n="{n}", m="{m}")),
    }


def _headline(briefing: Briefing) -> Phrase:
    if briefing.over:
        return say_n(
            "the answer of {n} of {called} nations called is in it",
            "the answers of {n} of {called} nations called are in it",
            len(briefing.over),
            called=briefing.called,
        )
    return say_n("{n} of {called} nations answered", "{n} of {called} nations answered", briefing.answered, called=briefing.called)


def _marks(briefing: Briefing, setting: Setting) -> Iterator[Phrase]:
    """Yield what stands framed before all else: that it is invented, whom it is for, what it is not computed from."""
    if briefing.illustrative:
        yield say("Illustrative: an invented round over real nations; no nation has said any of this.")
    if briefing.readers:
        yield say("For the eyes of {nations} alone: it holds what other nations released.", nations=setting.voice.listed(briefing.readers))
    if briefing.over:
        yield say("Computed from the answers open to the reader; what other nations called may have said is not in it, neither as low nor as zero.")


def _facts(briefing: Briefing, setting: Setting) -> list[list[str]]:
    t, voice = setting.voice.says, setting.voice
    over = [[t(say("Answers counted")), voice.listed(briefing.over)]] if briefing.over else []
    return [*over, [t(say("Round closed")), voice.day(briefing.closed)], [t(say("Law as on")), voice.day(setting.on)]]


def _ranking(briefing: Briefing, setting: Setting) -> pdf.Section:
    t = setting.voice.says
    columns = [(t(say("Place")), "auto"), (t(say("Threat")), "rest"), (t(say("Median risk")), "auto"), (t(say("Nations")), "auto")]
    columns += [(t(say("Borda")), "auto"), (t(say("Copeland")), "auto"), (t(say("Rank in nine of ten")), "auto")]
    columns += [(t(say("Middle of the risk, published")), "auto")]
    rows = [
        [
            f"{row.place} †" if row.elsewhere else _said(row.place),
            f"{row.title} *" if row.why else row.title,
            _between(row.median, setting),
            _said(row.scored),
            setting.voice.tongue.number(Decimal(f"{row.borda:.2f}")) if row.borda is not None else "–",
            signed(row.copeland) if row.copeland is not None else "–",
            _span(row),
            _between(row.told, setting),
        ]
        for row in briefing.ranking
    ]
    # A column nobody has anything in is left out; it would read as if it had been withheld here.
    empty = {place for place in range(len(columns)) if all(row[place] == "–" for row in rows)}
    rows = [["" if place in empty else cell for place, cell in enumerate(row)] for row in rows]
    marks = [f"* {line}" for line in dict.fromkeys(t(row.why) for row in briefing.ranking if row.why)]
    if any(row.elsewhere for row in briefing.ranking):
        marks.insert(0, f"† {t(say('Another order explains the assessments as well and puts it elsewhere.'))}")
    return pdf.table(t(say("Joint ranking")), columns, rows, lead=" ".join(marks))


def _firmness(briefing: Briefing, setting: Setting) -> list[pdf.Section]:
    t = setting.voice.says
    drawn = [row for row in briefing.ranking if row.rank is not None and row.first is not None and row.last is not None]
    if not drawn:
        return []
    lead = say("Each bar is the ranks a threat has in nine of ten rounds drawn from the ranges nations gave; the mark is its rank by Borda.")
    alt = say("The ranks each threat can have; the numbers stand in the ranking.")
    return [pdf.figure(t(say("How firm the ranks are")), spans(drawn), t(alt), t(lead))]


def spans(rows: Sequence[Ranked]) -> str:
    """Return the drawing of the ranks of threats as SVG, a line for each; the ranks come from rows that have them."""
    left, width, lane, top = 330, 640, 24, 30
    ranks = max(row.last or 1 for row in rows)

    def at(rank: float) -> float:
        return left + width * (rank - 1) / max(ranks - 1, 1)

    height = top + lane * len(rows) + 8
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 {height}" font-family="{pdf.FONT}" font-size="15">']
    step = max(1, -(-ranks // 12))
    for rank in range(1, ranks + 1, step):
        parts.append(f'<line x1="{at(rank):.1f}" x2="{at(rank):.1f}" y1="{top - 8}" y2="{height - 4}" stroke="#d0d0d0"/>')
        parts.append(f'<text x="{at(rank):.1f}" y="{top - 13}" text-anchor="middle" fill="#555">{rank}</text>')
    for number, row in enumerate(rows):
        y = top + lane * number + lane / 2
        first, last = at(row.first or 1) - 7, at(row.last or 1) + 7
        title = row.title if len(row.title) <= 44 else f"{row.title[:43]}…"
        parts.append(f'<text x="{left - 22}" y="{y + 5:.1f}" text-anchor="end">{escape(title)}</text>')
        parts.append(f'<rect x="{first:.1f}" y="{y - 6:.1f}" width="{last - first:.1f}" height="12" rx="6" fill="#b9c8dc"/>')
        parts.append(f'<rect x="{at(row.rank or 1) - 4:.1f}" y="{y - 8:.1f}" width="8" height="16" fill="#1f3a5f"/>')
    return "".join([*parts, "</svg>"])


def _coalitions(briefing: Briefing, setting: Setting) -> pdf.Section:
    t, voice = setting.voice.says, setting.voice
    rows = [[row.title, _said(row.holds), voice.listed(row.named)] for row in briefing.ranking if row.holds or row.named]
    columns = [(t(say("Threat")), "1.2"), (t(say("Nations")), "auto"), (t(say("Of these, scores open to the reader")), "1.6")]
    level = SPOKEN[LEVELS[briefing.level]]
    return pdf.table(t(say("Who shares what")), columns, rows, lead=t(say("Nations that hold the risk to be {level} or above.", level=level)))


def _carried(briefing: Briefing, setting: Setting) -> pdf.Section:
    t = setting.voice.says
    alone = [
        t(say_n("not carried: {threat}, for {n} nation", "not carried: {threat}, for {n} nations", count, threat=threat))
        for threat, count in briefing.alone
    ]
    proven = say("Proven: fewer cannot do.") if briefing.carried else say("Not proven: fewer might do.")
    lead = say("By these the nations that hold a threat are bound, each together with another that holds it, to what answers it.")
    none = [t(say("none of those on record does"))] if briefing.alone and not briefing.carriers else []
    return pdf.listing(
        t(say("The fewest agreements that carry it")),
        [*briefing.carriers, *none, *alone],
        lead=f"{t(lead)} {t(proven)}" if briefing.carriers else t(lead),
    )


def _method(briefing: Briefing) -> list[Phrase]:
    lines = [say("Risk by likelihood and impact: NIST SP 800-30, Table I-2. A score not given is not counted, neither as low nor as zero.")]
    if briefing.minimum is not None:
        text = N_("Published is what follows from setting aside the {n} lowest and the {n} highest scores of each threat; nothing else is told.")
        return [*lines, say(text, n=briefing.minimum - 1)]
    lines.append(
        say("Order: Kemeny. Borda: mean of the points, 0 to 1, of those that scored a threat. Copeland: threats it beats less those it loses to.")
    )
    if briefing.seed is not None and briefing.simulations is not None:
        lines.append(say("Firmness: {count} rounds drawn with seed {seed}.", count=briefing.simulations, seed=briefing.seed))
    return lines


def _source(number: int, source: Source, setting: Setting) -> dict[str, str]:
    seen = setting.voice.says(say("seen {day}", day=dated(source.seen))) if source.seen else ""
    return {"id": str(number), "title": source.title, "url": source.url, "seen": seen}


def _level(level: int | None, setting: Setting) -> str:
    return "–" if level is None else capital(setting.voice.says(SPOKEN[LEVELS[level]]))


def _between(levels: tuple[int, int] | None, setting: Setting) -> str:
    """Return two levels, one where they are the same."""
    return "–" if levels is None else " – ".join(dict.fromkeys(_level(level, setting) for level in levels))


def _said(number: int | None) -> str:
    return "–" if number is None else str(number)


def _span(row: Ranked) -> str:
    if row.first is None or row.last is None:
        return "–"
    return str(row.first) if row.first == row.last else f"{row.first}–{row.last}"
