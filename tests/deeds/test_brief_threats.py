"""The briefing of the worked example: every threat in it, no nation named that released nothing, limits of the reader's nation alone."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from functools import cache

import pytest

from foedera.deeds.brief_threats import brief_on, brief_on_published
from foedera.interchange.briefings import Briefing, Setting, as_docx, as_pdf
from foedera.interchange.voices import ENGLISH, Voice
from foedera.library.answers import public_answers
from foedera.library.collection import Collection
from foedera.library.national_positions import public_positions
from foedera.library.rounds import Gathered, folder_of, open_round
from foedera.library.threats import taxonomy
from foedera.threats.change import change
from foedera.threats.disclosure import disclosed
from foedera.threats.picture import Picture, common_picture
from foedera.threats.policy import aligned, looked_at
from foedera.web.voices import french

ON = dt.date(2026, 11, 25)
STAMP = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)


@cache
def example(name: str) -> tuple[Gathered, Picture]:
    """A round that ships, with few draws."""
    held = open_round(folder_of(f"illustrative-2026/{name}"))
    return held, common_picture(held.asked, held.ballots, simulations=200, seed=7)


@cache
def briefing(nation: str = "", released: tuple[tuple[str, str], ...] = ()) -> Briefing:
    """The briefing of the second round for a reader."""
    (held, now), (_, before) = example("second"), example("first")
    collection = Collection()
    names = looked_at(public_answers(), public_positions())
    law = aligned(collection.docket, names, held.threats, taxonomy(), public_answers(), public_positions(), ON, {})
    threats = {threat.id: threat for threat in held.threats}
    return brief_on(now, threats, changed=change(before, now), law=law, nation=nation, released=dict(released))


def test_it_has_every_threat_and_says_how_it_was_computed() -> None:
    """In the order of the ranking, with agreement in words, seed, draws and sources; marked as invented."""
    held, now = example("second")
    found = briefing()
    titles = {threat.id: threat.title for threat in held.threats}
    assert [row.title for row in found.ranking] == [titles[figures.threat] for figures in now.figures]
    assert (found.illustrative, found.seed, found.simulations) == (True, 7, 200)
    assert len(found.agreement) == 2
    assert found.outlook
    assert found.sources
    assert len(found.sources) == len(set(found.sources))


def test_no_nation_is_named_that_released_nothing() -> None:
    """Coalitions are counts; only who released its scores stands there by name."""
    assert not any(row.named for row in briefing().ranking)
    _, now = example("second")
    one = next(figures for figures in now.figures if figures.holds)
    nation = one.holds[0]
    found = briefing(released=((nation, "Utopia"),))
    assert {name for row in found.ranking for name in row.named} == {"Utopia"}
    assert not found.over, "not all counted are open, so it does not say over whose answers it is"


def test_the_fewest_agreements_stand_in_it_without_names() -> None:
    """By title, proven, and of what is not carried how many nations, never which."""
    found = briefing()
    assert "North Atlantic Treaty" in found.carriers
    assert found.carried is True
    assert any(count > 0 for _, count in found.alone)


def test_who_reads_whose_answers_is_framed() -> None:
    """Where all that is counted is open to the reader by name, it says so, and for whose eyes it is."""
    held, now = example("second")
    names = {code: f"Land {code}" for code in held.asked.nations}
    found = brief_on(now, {threat.id: threat for threat in held.threats}, released=names, readers=["Land NOR"])
    assert found.over == tuple(names[code] for code in now.answered)
    assert found.readers == ("Land NOR",)
    assert len(found.apart) == len(now.outliers) > 0
    assert all(str(line).startswith(f"{names[one.nation]} holds ") for line, one in zip(found.apart, now.outliers, strict=True))
    assert found.carried is None, "without the law nothing is said of agreements"
    assert not briefing().apart, "it would name nations that released nothing"


def test_limits_are_those_of_the_reader() -> None:
    """Nobody's where no nation reads."""
    assert not briefing().limits
    limits = briefing("AUT").limits
    assert limits
    assert all(limit.startswith("AUT, ") for limit, _ in limits)
    assert any("eu/treaty-on-european-union, Article 42(7) (it is bound)" in where for _, where in limits)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed (apt-get install poppler-utils)")
@pytest.mark.parametrize(
    ("voice", "said"),
    [(ENGLISH, "Illustrative: an invented round"), (french(), "Illustratif : cycle inventé sur des nations réelles")],
)
def test_it_is_drawn_in_both_languages(voice: Voice, said: str) -> None:
    """As PDF with the mark, and as DOCX."""
    setting = Setting(ON, STAMP, voice)
    content = as_pdf(briefing("AUT"), setting)
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True, timeout=60)
    assert said in re.sub(r"\s+", " ", done.stdout.decode().replace("\u202f", " ").replace("\xa0", " "))
    assert as_docx(briefing("AUT"), setting)[:2] == b"PK"


def test_what_is_published_tells_ranges_alone() -> None:
    """No count, no place, no name: of each threat the range that was published, and of those kept silent nothing but why."""
    held, _ = example("first")
    told = disclosed(held.asked, held.ballots, held.asked.closes + dt.timedelta(days=1))
    found = brief_on_published(told, held.asked, {threat.id: threat for threat in held.threats}, answered=len(held.ballots))
    assert [row.told for row in found.ranking] == [*((one.lowest, one.highest) for one in told.told), *(None for _ in told.silent)]
    for row in found.ranking:
        assert (row.place, row.scored, row.holds, row.median, row.borda, row.first, row.named) == (None, None, None, None, None, None, ())
        assert bool(row.why) == (row.told is None)
    assert as_pdf(found, Setting(ON, STAMP))[:4] == b"%PDF"
