"""Atom (RFC 4287): the notifications of a depositary as a feed, one entry an act, newest on record first."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID, uuid5

from attrs import frozen
from lxml import etree  # type: ignore[import-untyped]

from foedera.interchange.voices import ENGLISH, Voice, capital
from foedera.interchange.xml import clean
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.parties import Parties
from foedera.model.phrases import say

NAMESPACE = "http://www.w3.org/2005/Atom"

#: Entries of the feeds are identified below this; it must never change, or every reader shows every act as new.
_IDENTITIES = UUID("4f0c8a3e-6b1d-5d3c-9a52-7e1b6f0d2c94")


@frozen
class Notice:
    """An act as its depositary makes it known: the agreement, the act, and which it is among acts alike in every particular.

    `recorded` is when it was put on record, where a register says so; `struck` whether it has been struck as recorded in error.
    """

    agreement: Agreement
    act: Act
    ordinal: int = 0
    recorded: dt.datetime | None = None
    struck: bool = False

    @property
    def moment(self) -> str:
        """When it was made known: recorded, or midnight (UTC) of the day it became known."""
        return _instant(self.recorded) if self.recorded is not None else _midnight(self.act.known)

    @property
    def urn(self) -> str:
        """The entry's name for good: the same in every feed, in every language, whatever note or source is added to the act."""
        act = self.act
        said = (self.agreement.id, act.on.isoformat(), act.kind, *act.by, ">", *act.to, act.id, act.of, *act.articles, str(self.ordinal))
        return uuid5(_IDENTITIES, "|".join(said)).urn


def notices(agreements: Iterable[Agreement], known: dt.date | None = None) -> list[Notice]:
    """Return the acts of agreements on record by a day (None: all), the latest to become known first."""
    found = []
    for agreement in agreements:
        alike: Counter[str] = Counter()
        struck = {act.of for act in agreement.acts if act.strikes and act.of and (known is None or act.known <= known)}
        for act in agreement.acts:
            first = Notice(agreement, act).urn
            if known is None or act.known <= known:
                found.append(Notice(agreement, act, alike[first], struck=act.id in struck))
            alike[first] += 1
    return sorted(found, key=lambda n: (n.act.known, n.act.on, n.agreement.id), reverse=True)


def feed(
    title: str,
    url: str,
    entries: Iterable[Notice],
    parties: Parties,
    link: Callable[[Notice], str],
    stamp: dt.datetime,
    voice: Voice = ENGLISH,
    author: str = "Foedera",
) -> bytes:
    """Return a feed; `url` is where it lives and its identity, `link` gives the page of an entry, `stamp` says when it was made.

    An entry's `updated` is when it was recorded, else midnight (UTC) of the day its act became known; `published` is the same, for an act is
    never changed.
    """
    root = etree.Element(f"{{{NAMESPACE}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": voice.code}, nsmap={None: NAMESPACE})
    _text(root, "id", uuid5(_IDENTITIES, url).urn)
    _text(root, "title", title)
    entries = list(entries)
    _text(root, "updated", max((n.moment for n in entries), default=_instant(stamp)))
    _add(root, "link", rel="self", type="application/atom+xml", href=url)
    _text(_add(root, "author"), "name", author)
    _text(root, "generator", "Foedera")
    for notice in entries:
        _entry(root, notice, parties.over(notice.agreement.participants), link(notice), voice)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return content


def heading(notice: Notice, parties: Parties, voice: Voice = ENGLISH) -> str:
    """Return an act as the headline of its notification.

    >>> act = Act(dt.date(2023, 4, 4), "accession", ("FIN",))
    >>> heading(Notice(Agreement(id="a/b", title="North Atlantic Treaty"), act), Parties({}))
    'Accession by FIN: North Atlantic Treaty'
    """
    act = notice.act
    who = voice.listed([voice.party(parties, code, act.on) for code in act.by])
    kind, title = capital(voice.word(act.kind)), notice.agreement.short_title or notice.agreement.title
    said = say("{act} by {who}: {agreement}", act=kind, who=who, agreement=title)
    return voice.says(say("Struck: {said}", said=said) if notice.struck else said)


def _entry(root: etree._Element, notice: Notice, parties: Parties, link: str, voice: Voice) -> None:
    act, agreement = notice.act, notice.agreement
    entry = _add(root, "entry")
    _text(entry, "id", notice.urn)
    _text(entry, "title", heading(notice, parties, voice))
    _text(entry, "updated", notice.moment)
    _text(entry, "published", notice.moment)
    _add(entry, "link", rel="alternate", href=link)
    for code in (agreement.id, act.kind, *act.by):
        _add(entry, "category", term=clean(code))
    lines = [agreement.title, voice.says(act.describe()), act.note]
    if notice.struck:
        lines.append(voice.says(say("Struck as recorded in error: it counts for nothing.")))
    source = next((s for s in agreement.sources if s.id and s.id == act.source), None)
    if source is not None:
        lines.append(voice.says(say("Source: {title}", title=" ".join(part for part in (source.title, source.url) if part))))
    if agreement.illustrative:
        lines.append(voice.says(say("Illustrative: an invented example.")))
    _text(entry, "content", "\n".join(line for line in lines if line)).set("type", "text")


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)


def _text(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = _add(parent, name)
    element.text = clean(text)
    return element


def _midnight(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _instant(stamp: dt.datetime) -> str:
    return stamp.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
