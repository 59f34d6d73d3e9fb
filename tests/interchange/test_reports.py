"""Reports: what a person reads in the PDF, in which language, and that no text of a file can become markup."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from functools import cache

import pytest
from attrs import evolve
from tests.interchange.golden import FOLDER

from foedera.interchange import pdf, reports
from foedera.interchange.voices import ENGLISH, Voice
from foedera.law.docket import Docket
from foedera.law.timeline import Timeline
from foedera.library.agreements import read_text
from foedera.library.collection import Collection
from foedera.model.agreements import Agreement, Source
from foedera.model.parties import Party
from foedera.model.phrases import Tongue

COLLECTION = Collection()
STAMP = dt.datetime(2026, 11, 25, 9, 30, tzinfo=dt.UTC)
ON = dt.date(2026, 11, 25)
SETTING = reports.Setting(COLLECTION.parties, ON, STAMP, office="Treaty Office")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed (apt-get install poppler-utils)")


def words(content: bytes) -> str:
    """The text of a PDF as a person reads it, breaks of lines as spaces."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True, timeout=60)
    return " ".join(done.stdout.decode().split())


@cache
def example() -> Timeline:
    """The illustrative agreement of the golden files."""
    agreement = read_text((FOLDER / "agreement.toml").read_bytes(), "agreement.toml", COLLECTION.parties).agreement
    assert agreement is not None
    return Docket({agreement.id: agreement}.get, COLLECTION.parties).timeline(agreement.id)


def of(agreement: Agreement) -> Timeline:
    """The timeline of an agreement by itself."""
    return Docket({agreement.id: agreement}.get, COLLECTION.parties).timeline(agreement.id)


@needs_poppler
def test_an_agreement() -> None:
    """Status, parties since when and by which act, reasons, questions, clauses, deadlines, acts, sources, and what it is computed from."""
    text = words(reports.of_agreement(COLLECTION.docket.timeline("nato/north-atlantic-treaty"), SETTING))
    for said in (
        "Treaty Office",
        "Status report",
        "In force since 24 August 1949",
        "32 parties bound on 25 November 2026",
        "Finland (FIN) Party 4 April 2023 accession by FIN, 4 April 2023",
        "Why: the agreement itself",
        "the condition was met on 24 August 1949, with ratification by DNK, FRA, ITA, PRT",
        "Open questions",
        "Final clauses",
        "Article 13: notice of 1 year, after 20 years in force",
        "Acts on record",
        "not later than 18",
        "[medium confidence]",
        "Sources",
        "https://www.nato.int/cps/en/natohq/official_texts_17120.htm",
        "Status on 25 November 2026, on the whole record. Computed by Foedera on 25 November 2026.",
        "Page 1 of 6",
    ):
        assert said in text.replace("\u200b", ""), said
    assert "Illustrative" not in text


@needs_poppler
def test_marks_stand_on_every_page() -> None:
    """An invented example, a political commitment, an incomplete record: said, and the first in the head of every page."""
    agreement = evolve(example().agreement, binding=False, incomplete=True)
    text = words(reports.of_agreement(of(agreement), SETTING))
    pages = int(text.split("Page 1 of ")[1].split()[0])
    assert text.count("ILLUSTRATIVE Status report") == pages > 1
    assert "Illustrative: an invented example." in text
    assert "A political commitment, not binding under international law." in text
    assert "Incomplete: parties are known to be missing from the record; counts are lower bounds." in text
    assert "at least 3 parties bound on 25 November 2026" in text


@needs_poppler
def test_deadlines_ahead() -> None:
    """The last day for notice against the renewal of 1 March 2027 is past on the day asked; the reviews and the end of the term are ahead."""
    text = words(reports.of_agreement(example(), SETTING))
    assert "Coming up" in text
    assert "1 March 2027 The running term ends" in text
    assert "Withdrawn" in text


@needs_poppler
def test_languages_are_named_in_words() -> None:
    """The code of a file is no language to a reader: each is named in the report's own tongue."""
    timeline = COLLECTION.docket.timeline("nato/north-atlantic-treaty")
    assert "Languages English and French" in words(reports.of_agreement(timeline, SETTING))
    assert "anglais" in words(reports.of_agreement(timeline, evolve(SETTING, voice=Voice("fr"))))


@needs_poppler
def test_as_it_was_known() -> None:
    """On the record of 1 December 2001 one instrument stands; the report says which record it is of."""
    agreement = example().agreement
    timeline = Docket({agreement.id: agreement}.get, COLLECTION.parties, known=dt.date(2001, 12, 1)).timeline(agreement.id)
    text = words(reports.of_agreement(timeline, evolve(SETTING, on=dt.date(2001, 12, 1))))
    assert "Open on 1 December 2001" in text
    assert "as known on 1 December 2001" in text
    assert "LUX, 30 November 2001" not in text


@needs_poppler
def test_a_portfolio() -> None:
    """France on a day: what binds it, since when, by which act; what it only signed; political commitments marked."""
    timelines = [COLLECTION.docket.timeline(name) for name in sorted(COLLECTION.ids())]
    text = words(reports.of_party(timelines, "FRA", SETTING))
    bound = sum(timeline.status_of("FRA", ON) in ("party", "suspended", "withdrawing") for timeline in timelines)
    assert f"Bound by {bound} agreements" in text
    assert "North Atlantic Treaty Party 24 August 1949 ratification by FRA, 24 August 1949" in text
    assert "MTCR (not binding)" in text
    assert "France (FRA)" in text


@needs_poppler
def test_a_list() -> None:
    """Each agreement with its status; how many are in force."""
    timelines = [COLLECTION.docket.timeline(name) for name in ("anzus/treaty", "arms-control/inf-1987", "arms-control/arms-trade-treaty-2013")]
    text = words(reports.of_list(timelines, "Some agreements", SETTING))
    assert "3 agreements 2 of them in force on 25 November 2026" in text
    assert "ANZUS 1 September 1951 In force 29 April 1952 3" in text
    assert "INF Treaty 8 December 1987 Terminated 1 June 1988 0" in text
    assert "≥ 113" in text


HOSTILE = '#panic("x") *b* _i_ $x$ `c` <l> @r = h \\ // # [x] {y} "q" \'s\' https://x #read("/etc/passwd")'


@needs_poppler
def test_text_of_a_file_is_never_markup() -> None:
    """What typst would run or set in bold comes out letter by letter; an address that is no web address is no link."""
    agreement = Agreement(
        id="a/b",
        title=HOSTILE,
        acts=(evolve(example().agreement.acts[0], note=HOSTILE, source="s"),),
        uncertain=(HOSTILE,),
        sources=(Source("t", "javascript:alert(1)", None, "s"),),
    )
    content = reports.of_agreement(of(agreement), SETTING)
    text = words(content)
    assert text.count('#panic("x") *b* _i_ $x$ `c` <l> @r = h') >= 2
    assert "root:" not in text
    assert b"/URI (javascript" not in content


def test_it_is_kept_and_read_aloud_and_the_same_each_time() -> None:
    """PDF/A-2a and PDF/UA-1 by its own metadata; the same bytes for the same question."""
    content = reports.of_agreement(example(), SETTING)
    assert content == reports.of_agreement(example(), SETTING)
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content


def test_signs_without_a_shape_do_not_stop_a_report() -> None:
    """Where no font has a sign the PDF is an ordinary one, and there is one."""
    agreement = Agreement(id="a/b", title="T\U0001f9ff\U00013000")
    content = reports.of_agreement(of(agreement), SETTING)
    assert content.startswith(b"%PDF")
    assert b"pdfaid" not in content


def test_a_missing_font_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a report in some other face."""
    monkeypatch.setattr(pdf, "FONT", "No Such Face")
    with pytest.raises(pdf.CannotDraw, match="set in No Such Face, which ships with typst"):
        reports.of_agreement(example(), SETTING)


@needs_poppler
def test_it_speaks_another_language() -> None:
    """Fixed words, reasons, days and names of parties."""
    french = {"Status report": "État d'un accord", "Party": "Partie", "{status} since {day}": "{status} depuis le {day}", "in force": "en vigueur"}
    tongue = Tongue(lambda text: french.get(text, text), ENGLISH.tongue.translate_n, lambda day: f"{day:%d.%m.%Y}")
    voice = Voice("fr", tongue, lambda party, _: _french(party))
    content = reports.of_agreement(COLLECTION.docket.timeline("anzus/treaty"), evolve(SETTING, voice=voice))
    text = words(content)
    assert "État d'un accord" in text.replace("’", "'")
    assert "En vigueur depuis le 29.04.1952" in text
    assert "Nouvelle-Zélande (NZL)" in text
    assert b"/Lang (fr)" in content.replace(b"/Lang(", b"/Lang (")


def _french(party: Party) -> str:
    return party.name_fr or party.name


@needs_poppler
@pytest.mark.parametrize("name", sorted(COLLECTION.ids()))
def test_each_agreement_of_the_collection_has_a_report(name: str) -> None:
    """Drawn to the standards, with its title."""
    agreement = COLLECTION[name]
    content = reports.of_agreement(COLLECTION.docket.timeline(name), SETTING)
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert " ".join((agreement.short_title or agreement.title).split())[:30] in words(content)
