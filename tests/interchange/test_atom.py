"""The feed of notifications, read by somebody else's reader."""

from __future__ import annotations

import datetime as dt
from functools import cache

import feedparser
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from tests.interchange.golden import FOLDER, golden
from tests.interchange.strategies import WILD, agreements

from foedera.interchange import atom
from foedera.interchange.voices import ENGLISH, Voice
from foedera.library.agreements import read_text
from foedera.library.collection import Collection
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.phrases import Tongue

COLLECTION = Collection()
STAMP = dt.datetime(2026, 11, 25, 9, 30, tzinfo=dt.UTC)
D = dt.date.fromisoformat


def feed(found: list[atom.Notice], voice: Voice = ENGLISH) -> bytes:
    """A feed of these notices."""
    return atom.feed(
        "Notifications", "https://treaties.example/feed", found, COLLECTION.parties, lambda n: f"https://treaties.example/{n.urn}", STAMP, voice
    )


@cache
def example() -> Agreement:
    """The illustrative agreement of the golden files."""
    agreement = read_text((FOLDER / "agreement.toml").read_bytes(), "agreement.toml", COLLECTION.parties).agreement
    assert agreement is not None
    return agreement


def test_the_whole_collection_is_a_feed_without_a_fault() -> None:
    """One entry an act, each with an identity of its own, newest first."""
    found = feedparser.parse(feed(atom.notices(COLLECTION)))
    assert found.bozo == 0
    assert found.version == "atom10"
    assert len(found.entries) == sum(len(agreement.acts) for agreement in COLLECTION)
    assert len({entry.id for entry in found.entries}) == len(found.entries)
    days = [entry.updated for entry in found.entries]
    assert days == sorted(days, reverse=True)
    assert found.feed.updated == days[0]
    finland = next(e for e in found.entries if e.title == "Accession by Finland: North Atlantic Treaty")
    assert finland.updated == "2023-04-04T00:00:00Z"
    assert "accession by FIN, 4 April 2023" in finland.summary
    assert finland.link == f"https://treaties.example/{finland.id}"


def test_golden_file() -> None:
    """The example's feed."""
    golden("agreement.atom", feed(atom.notices([example()])))


def test_what_was_not_yet_known_has_no_entry() -> None:
    """On the record of 1 December 2001 three acts, the Luxembourg ratification not among them."""
    found = atom.notices([example()], D("2001-12-01"))
    assert [(n.act.kind, n.act.by) for n in found] == [("ratification", ("BEL",)), ("signature", ("BEL", "LUX", "NLD"))]


def test_an_entry_keeps_its_identity() -> None:
    """When a note or a source is added, when others come before it, in another language; acts alike in all have two."""
    act = Act(D("1949-05-03"), "ratification", ("CAN",))
    first = Agreement(id="a/b", title="T", acts=(act, act))
    later = evolve(first, title="U", acts=(Act(D("1949-04-04"), "signature", ("CAN",)), evolve(act, note="n", source="s", confidence="low"), act))
    one, two = ([n.urn for n in atom.notices([agreement]) if n.act.kind == "ratification"] for agreement in (first, later))
    assert sorted(one) == sorted(two)
    assert len(set(one)) == 2
    assert atom.notices([first])[0].urn == "urn:uuid:" + atom.notices([first])[0].urn[-36:]


def test_it_speaks_another_language() -> None:
    """Title, act and day as the language has them; the language is said."""
    french = {
        "{act} by {who}: {agreement}": "{act} par {who} : {agreement}",
        "ratification": "ratification",
        "{kind} by {by}, {day}": "{kind} par {by}, le {day}",
    }
    voice = Voice(
        "fr", Tongue(lambda text: french.get(text, text), ENGLISH.tongue.translate_n, lambda day: f"{day:%d/%m/%Y}"), lambda party, _: party.name_fr
    )
    found = feedparser.parse(feed(atom.notices([Agreement(id="a/b", title="Traité", acts=(Act(D("1949-05-03"), "ratification", ("DEU",)),))]), voice))
    assert found.entries[0].title == "Ratification par Allemagne : Traité"
    assert "ratification par DEU, le 03/05/1949" in found.entries[0].summary
    assert found.entries[0].title_detail.language == "fr"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example])
@given(agreements(WILD))
def test_whatever_stands_in_the_texts(agreement: Agreement) -> None:
    """Well-formed, one entry an act; markup in a text stays text."""
    found = feedparser.parse(feed(atom.notices([agreement])))
    assert found.bozo == 0
    assert len(found.entries) == len(agreement.acts)


def test_markup_in_a_text_stays_text() -> None:
    """A note with a script is shown, not run: the content is said to be plain text."""
    agreement = Agreement(id="a/b", title="<b>T</b>", acts=(Act(D("1949-05-03"), "event", ("CAN",), note="<script>alert(1)</script>"),))
    content = feed(atom.notices([agreement]))
    assert b"<script" not in content
    entry = feedparser.parse(content, sanitize_html=False).entries[0]
    assert entry.content[0].type == "text/plain"
    assert entry.content[0].value.endswith("<script>alert(1)</script>")


def test_an_empty_feed_is_a_feed() -> None:
    """No act yet: updated when it was made."""
    found = feedparser.parse(feed([]))
    assert (found.bozo, found.feed.updated, found.entries) == (0, "2026-11-25T09:30:00Z", [])


@pytest.mark.parametrize(
    ("codes", "who"), [(("BEL",), "Belgium"), (("BEL", "LUX"), "Belgium and Luxembourg"), (("BEL", "LUX", "X-1"), "Belgium, Luxembourg and X-1")]
)
def test_headline(codes: tuple[str, ...], who: str) -> None:
    """Names of the day, a code where the vocabulary has no name."""
    notice = atom.Notice(Agreement(id="a/b", title="T", short_title="S"), Act(D("1999-01-01"), "provisional-application", codes))
    assert atom.heading(notice, COLLECTION.parties) == f"Provisional application by {who}: S"
