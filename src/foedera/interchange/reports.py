"""Status reports as a ministry hands them out: of one agreement, of a party's agreements, of a list of agreements, on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from attrs import frozen

from foedera.interchange import pdf
from foedera.interchange.voices import ENGLISH, Voice, capital, in_order
from foedera.law.deadlines import Deadline, upcoming
from foedera.law.timeline import Timeline
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.parties import Parties
from foedera.model.phrases import dated, say, say_n
from foedera.model.standing import BOUND, Standing
from foedera.model.words import clauses_in_words

#: How far ahead reports look for deadlines.
AHEAD = dt.timedelta(days=3 * 365)

#: A portfolio's parts: what they are called, and the statuses that belong there.
_GROUPS = (
    (say("Agreements that bind it"), BOUND),
    (say("Signed or consented to, not yet binding it"), frozenset({"signatory", "contracting", "provisional"})),
    (say("Agreements that no longer bind it"), frozenset({"withdrawn", "terminated"})),
)


@frozen
class Setting:
    """What every report of one asking shares: the parties, the day asked about, when it is made, by whom, and in which language."""

    parties: Parties
    on: dt.date
    stamp: dt.datetime
    voice: Voice = ENGLISH
    office: str = "Foedera"

    def title(self, agreement: Agreement) -> str:
        """Return the title tables show."""
        return agreement.short_title or agreement.title

    def name(self, agreement: Agreement, code: str, on: dt.date | None = None) -> str:
        """Return the name of a party on a day, by default the day asked about."""
        return self.voice.party(self.parties.over(agreement.participants), code, on or self.on)


def of_agreement(timeline: Timeline, setting: Setting) -> bytes:
    """Return the status report of one agreement as PDF: status, parties, reasons, questions, clauses, deadlines, acts, sources."""
    t, agreement = setting.voice.says, timeline.agreement
    standing = timeline.standing(setting.on)
    own = standing.because[: len(standing.because) - len(standing.participants)]
    acts = timeline.acts_until(setting.on)
    sections = [
        _parties(standing, agreement, setting),
        pdf.listing(t(say("Why: the agreement itself")), [t(reason) for reason in own], numbered=True),
        pdf.listing(t(say("Open questions")), [t(question) for question in standing.open_questions], lead=t(say("What the sources leave open."))),
        _coming(upcoming(timeline, setting.on, setting.on + AHEAD), {}, setting),
        pdf.pairs(t(say("Final clauses")), [(capital(t(name)), t(text)) for name, text in clauses_in_words(agreement)]),
        _acts(acts, agreement, setting),
        _sources(agreement, setting),
    ]
    content = _content(setting, timeline.known, say("Status report"), setting.title(agreement), [agreement])
    content |= {
        "subtitle": agreement.title if agreement.short_title and agreement.short_title != agreement.title else "",
        "headline": _headline(standing, setting),
        "below": "; ".join((_below(standing, agreement, setting), *(t(words) for _, _, words in timeline.suspensions(setting.on)))),
        "facts": _facts(agreement, setting),
        "sections": [section for section in sections if section.get("rows") or section.get("items") or section.get("pairs")],
    }
    return pdf.draw(content, setting.stamp, setting.voice)


def of_party(timelines: Iterable[Timeline], code: str, setting: Setting) -> bytes:
    """Return the portfolio of a party as PDF: every agreement it takes part in on the day, by its status, and what is coming."""
    t, voice = setting.voice.says, setting.voice
    found = [(timeline, part) for timeline in timelines if (part := timeline.participation(code, setting.on)) is not None]
    sections = []
    for heading, statuses in _GROUPS:
        rows = [
            [
                _marked(timeline.agreement, setting),
                capital(voice.word(part.status)),
                voice.day(part.since),
                voice.day(part.until) if part.until else "",
                t(part.because[0]) if part.because else "",
            ]
            for timeline, part in found
            if part.status in statuses
        ]
        columns = [(t(say("Agreement")), "1.6"), (t(say("Status")), "auto"), (t(say("Since")), "auto"), (t(say("Until")), "auto")]
        sections.append(pdf.table(t(heading), [*columns, (t(say("Deciding act")), "1.4")], rows))
    titles = {timeline.agreement.id: setting.title(timeline.agreement) for timeline, _ in found}
    coming = [deadline for timeline, _ in found for deadline in upcoming(timeline, setting.on, setting.on + AHEAD)]
    sections.append(_coming(sorted(coming), titles, setting))
    bound = sum(part.status in BOUND for _, part in found)
    party = voice.party(setting.parties, code, setting.on)
    known = found[0][0].known if found else None
    content = _content(setting, known, say("Portfolio of a party"), party, [timeline.agreement for timeline, _ in found])
    content |= {
        "headline": t(say_n("Bound by {n} agreement", "Bound by {n} agreements", bound)),
        "below": t(say_n("It takes part in {n} agreement on record.", "It takes part in {n} agreements on record.", len(found))),
        "facts": [[t(say("Party")), f"{party} ({code})"]],
        "sections": [section for section in sections if section["rows"]],
    }
    return pdf.draw(content, setting.stamp, setting.voice)


def of_list(timelines: Iterable[Timeline], title: str, setting: Setting) -> bytes:
    """Return a list of agreements as PDF, each with its status on the day; `title` says what they have in common."""
    t, voice = setting.voice.says, setting.voice
    found = [(timeline, timeline.standing(setting.on)) for timeline in timelines]
    rows = []
    for timeline, standing in found:
        expected = t(say("expected {day}", day=dated(standing.expected))) if standing.expected else ""
        least = "≥ " if timeline.agreement.incomplete else ""
        since = voice.day(standing.in_force_since) if standing.in_force_since else ""
        status = "\n".join(part for part in (capital(voice.word(standing.status)), expected) if part)
        adopted = voice.day(timeline.agreement.adopted)
        rows.append(
            [_marked(timeline.agreement, setting), adopted, status, since, f"{least}{len(standing.parties)}", str(len(standing.open_questions))]
        )
    columns = [(t(say("Agreement")), "rest"), (t(say("Adopted")), "auto"), (t(say("Status")), "auto"), (t(say("In force since")), "auto")]
    columns += [(t(say("Bound")), "auto"), (t(say("Open questions")), "auto")]
    in_force = sum(standing.status in ("in-force", "suspended") for _, standing in found)
    known = found[0][0].known if found else None
    content = _content(setting, known, say("List of agreements"), title, [timeline.agreement for timeline, _ in found])
    content |= {
        "headline": t(say_n("{n} agreement", "{n} agreements", len(found))),
        "below": t(say("{n} of them in force on {day}", n=in_force, day=dated(setting.on))),
        "facts": [],
        "sections": [pdf.table(t(say("Agreements")), columns, rows)] if rows else [],
    }
    return pdf.draw(content, setting.stamp, setting.voice)


def _content(setting: Setting, known: dt.date | None, kind: str, title: str, agreements: list[Agreement]) -> dict[str, Any]:
    """Return what every report says of itself: by whom, of what kind, on which day and record, and what to beware of."""
    t = setting.voice.says
    made = setting.stamp.astimezone(dt.UTC).date()
    record = say("as known on {known}", known=dated(known)) if known is not None else say("on the whole record")
    footer = say("Status on {on}, {record}. Computed by Foedera on {made}.", on=dated(setting.on), record=record, made=dated(made))
    marks = []
    if len(agreements) == 1:
        agreement = agreements[0]
        marks += [t(say("Illustrative: an invented example."))] if agreement.illustrative else []
        marks += [t(say("A political commitment, not binding under international law."))] if not agreement.binding else []
        marks += [t(say("Incomplete: parties are known to be missing from the record; counts are lower bounds."))] if agreement.incomplete else []
    elif any(agreement.illustrative for agreement in agreements):
        marks.append(t(say("Some of these agreements are invented examples; they are marked.")))
    return {
        "office": setting.office,
        "kind": t(kind),
        "title": title,
        "subtitle": "",
        "label": t(say("illustrative")) if any(agreement.illustrative for agreement in agreements) else "",
        "marks": marks,
        "footer": t(footer),
        "page": t(say("Page {n} of {m}", n="{n}", m="{m}")),
    }


def _headline(standing: Standing, setting: Setting) -> str:
    t, voice = setting.voice.says, setting.voice
    status = capital(voice.word(standing.status))
    if standing.in_force_since is None or standing.status in ("not-open", "open"):
        return t(say("{status} on {day}", status=status, day=dated(standing.on)))
    if standing.status == "terminated":
        return t(say("{status}; it was in force from {day}", status=status, day=dated(standing.in_force_since)))
    if standing.status == "suspended":
        return t(say("{status}; in force since {day}", status=status, day=dated(standing.in_force_since)))
    return t(say("{status} since {day}", status=status, day=dated(standing.in_force_since)))


def _below(standing: Standing, agreement: Agreement, setting: Setting) -> str:
    t = setting.voice.says
    bound = say_n("{n} party bound on {day}", "{n} parties bound on {day}", len(standing.parties), day=dated(standing.on))
    parts = [t(say("at least {count}", count=bound)) if agreement.incomplete else t(bound)]
    if standing.expected is not None:
        coming = say("entry into force certain on {day}", day=dated(standing.expected))
        parts.append(t(coming if standing.status == "open" else say("ends on {day}", day=dated(standing.expected))))
    return "; ".join(parts)


def _facts(agreement: Agreement, setting: Setting) -> list[list[str]]:
    t, voice = setting.voice.says, setting.voice
    adopted = ", ".join(part for part in (voice.day(agreement.adopted), agreement.place) if part)
    found = [
        (say("Kind"), capital(voice.word(agreement.kind))),
        (say("Adopted"), adopted),
        (say("Depositary"), voice.listed([setting.name(agreement, code) for code in agreement.depositary])),
        (say("Languages"), voice.listed([voice.language(code) for code in agreement.languages])),
        (say("Areas"), ", ".join(voice.word(area) for area in agreement.areas)),
        (say("Registration"), agreement.registration),
        (say("Reference"), agreement.id),
    ]
    return [[t(label), text] for label, text in found if text]


def _parties(standing: Standing, agreement: Agreement, setting: Setting) -> pdf.Section:
    t, voice = setting.voice.says, setting.voice
    rows = [
        [
            f"{setting.name(agreement, part.party)} ({part.party})",
            capital(voice.word(part.status)),
            voice.day(part.since),
            voice.day(part.until) if part.until else "",
            t(part.because[0]) if part.because else "",
        ]
        for part in standing.participants
    ]
    rows.sort(key=lambda row: in_order(row[0]))
    columns = [(t(say("Party")), "1.3"), (t(say("Status")), "auto"), (t(say("Since")), "auto"), (t(say("Until")), "auto")]
    return pdf.table(t(say("Parties and other participants")), [*columns, (t(say("Deciding act")), "1.6")], rows)


def _coming(found: list[Deadline], titles: dict[str, str], setting: Setting) -> pdf.Section:
    t = setting.voice.says
    rows = []
    for deadline in found:
        what = capital(setting.voice.ahead(deadline.what))
        who = [titles[deadline.agreement]] if titles else []
        rows.append([setting.voice.day(deadline.on), *who, f"{deadline.party}: {what}" if deadline.party else what, t(deadline.because[-1])])
    whose = [(t(say("Agreement")), "1.2")] if titles else []
    columns = [(t(say("Day")), "auto"), *whose, (t(say("What")), "1.2"), (t(say("Why")), "1.6")]
    return pdf.table(t(say("Coming up")), columns, rows)


def _acts(acts: list[Act], agreement: Agreement, setting: Setting) -> pdf.Section:
    t, voice = setting.voice.says, setting.voice
    rows = []
    for act in acts:
        day = voice.day(act.on) if act.precision == "day" else t(say("not later than {day}", day=dated(act.on)))
        who = voice.listed([setting.name(agreement, code, act.on) for code in act.by])
        to = t(say("towards {who}", who=voice.listed([setting.name(agreement, code, act.on) for code in act.to]))) if act.to else ""
        articles = t(say("article {articles}", articles=", ".join(act.articles))) if act.articles else ""
        by = ", ".join(part for part in (who, to, articles) if part)
        rows.append([day, capital(voice.word(act.kind)), by, _particulars(act, setting), act.source])
    columns = [(t(say("Day")), "0.75"), (t(say("Act")), "auto"), (t(say("By")), "1.2"), (t(say("Note")), "1.4"), (t(say("Source")), "auto")]
    return pdf.table(t(say("Acts on record")), columns, rows)


def _particulars(act: Act, setting: Setting) -> str:
    """Return what else an act says, and how sure it is, then its note."""
    t = setting.voice.says
    found = [t(say("known {day}", day=dated(act.known)))] if act.known != act.on else []
    found += [t(say("effective {day}", day=dated(act.effective)))] if act.effective is not None else []
    found += [t(say("until {day}", day=dated(act.until)))] if act.until is not None else []
    found += [t(say("low confidence"))] if act.confidence == "low" else []
    found += [t(say("medium confidence"))] if act.confidence == "medium" else []
    return " ".join(part for part in (f"[{'; '.join(found)}]" if found else "", act.note) if part)


def _sources(agreement: Agreement, setting: Setting) -> pdf.Section:
    t = setting.voice.says
    items = [
        {"id": s.id, "title": s.title, "url": s.url, "seen": t(say("seen {day}", day=dated(s.seen))) if s.seen else ""} for s in agreement.sources
    ]
    return pdf.sources(t(say("Sources")), items)


def _marked(agreement: Agreement, setting: Setting) -> str:
    """Return the title of an agreement in a table, with what must be known of it."""
    t = setting.voice.says
    marks = [t(say("illustrative"))] if agreement.illustrative else []
    marks += [t(say("not binding"))] if not agreement.binding else []
    return f"{setting.title(agreement)} ({', '.join(marks)})" if marks else setting.title(agreement)
