"""Threats as STIX 2.1: what stix2-validator 3.2.0 accepts, what comes back, what garbage gives, and that nothing is half taken."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stix2validator import ValidationOptions, validate_string

from foedera.interchange import stix_reading
from foedera.interchange.stix import CONFIDENCE, EXTENSION, TLP, bundle, made
from foedera.interchange.stix_reading import read_bundle
from foedera.library.threats import public_threats, taxonomy
from foedera.model.errors import Fault, FaultyFile, Unfit
from foedera.threats.register import Source, Threat
from foedera.threats.scales import CONFIDENCE as WORDS

AT = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
KINDS = taxonomy()


def written(*threats: Threat, tlp: str = "") -> str:
    """A bundle of these threats."""
    return bundle(threats, KINDS, at=AT, producer="Secretariat", tlp=tlp)


def judged(text: str) -> list[str]:
    """What the validator of OASIS finds wrong with a bundle."""
    return [str(error) for error in validate_string(text, ValidationOptions(version="2.1")).errors]


def codes(content: str | bytes, kind: str = "") -> list[tuple[str, int]]:
    """Codes and lines of the faults that keep a bundle from being taken."""
    with pytest.raises(FaultyFile) as refused:
        read_bundle(content.encode() if isinstance(content, str) else content, "x.json", KINDS, kind)
    return [(fault.code, fault.line) for fault in refused.value.faults]


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)
TITLE = TEXT.filter(lambda text: bool(text.strip()))
DAYS = st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
SOURCES = st.builds(Source, title=TITLE, url=st.sampled_from(["", "https://example.org/a", "https://example.org/%C3%A9?x=1"]), seen=DAYS)
THREATS = st.builds(
    Threat,
    id=SLUGS,
    title=TITLE,
    kind=st.sampled_from([kind.id for kind in KINDS.kinds]),
    description=TEXT,
    actors=st.lists(TEXT, max_size=3).map(tuple),
    regions=st.lists(TEXT, max_size=3).map(tuple),
    confidence=st.sampled_from(["", *WORDS]),
    since=DAYS,
    until=DAYS,
    sources=st.lists(SOURCES, max_size=3).map(tuple),
    reference=st.sampled_from(["", "CVE-2020-1", "campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"]),
    illustrative=st.booleans(),
)


@pytest.mark.parametrize("tlp", ["", *TLP])
def test_the_public_register_is_valid_and_comes_back(tlp: str) -> None:
    """All that ships, under each marking, is accepted by the judge and is the same after a round trip; a marking that is lost is said."""
    text = written(*public_threats(), tlp=tlp)
    assert judged(text) == []
    taken = read_bundle(text.encode(), "x.json", KINDS)
    assert taken.threats == public_threats()
    assert [fault.code for fault in taken.faults] == (["F226"] if tlp else [])


@settings(max_examples=30, deadline=None)
@given(st.lists(THREATS, max_size=4, unique_by=lambda threat: threat.id))
def test_round_trip(threats: list[Threat]) -> None:
    """Whatever a threat says, it is valid STIX and comes back the same, id by id."""
    text = written(*threats)
    assert judged(text) == []
    assert read_bundle(text.encode(), "x.json", KINDS).threats == tuple(threats)


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9), lambda x: st.lists(x, max_size=3) | st.dictionaries(TEXT, x), max_leaves=9
    )
)
def test_any_json_is_taken_or_refused_with_its_place(value: Any) -> None:
    """Values in the place of a property, the extension or the objects never end in anything but faults."""
    whole = json.loads(written(public_threats()[0]))
    for change in ("name", "extensions", "external_references", "confidence", "labels", "modified", "type"):
        spoilt = json.loads(json.dumps(whole))
        spoilt["objects"][-1][change] = value
        _bounded(json.dumps(spoilt))
    spoilt["objects"] = value
    _bounded(json.dumps(spoilt))
    for key in ("threat", "kind", "actors", "since", "seen", "reference"):
        spoilt = json.loads(json.dumps(whole))
        spoilt["objects"][-1]["extensions"][EXTENSION][key] = value
        _bounded(json.dumps(spoilt))


def _bounded(text: str) -> None:
    faults: tuple[Fault, ...] = ()
    try:
        taken = read_bundle(text.encode(), "x.json", KINDS, "cyber")
    except FaultyFile as refused:
        faults = refused.faults
    else:
        assert all(KINDS.find(threat.kind) and threat.title for threat in taken.threats)
    assert all(fault.code.startswith("F22") and fault.line >= 1 for fault in faults)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_refused(content: bytes) -> None:
    """Garbage is refused with a fault of its own, never with a traceback."""
    assert codes(content)[0][0] in ("F220", "F221")


def _spoilt(**changes: Any) -> str:
    whole = json.loads(written(public_threats()[0]))
    found = whole["objects"][-1]
    for key, value in changes.items():
        if value is None:
            del found[key]
        else:
            found[key] = value
    return json.dumps(whole, indent=1)


GARBAGE = [
    ("", "F220"),
    ("{", "F220"),
    ("[" * 100_000, "F220"),
    ("[" * 200 + "]" * 200, "F220"),
    ('{"type": "bundle", "type": "bundle"}', "F220"),
    ('{"type": "bundle", "x": NaN}', "F220"),
    ('{"x": ' + "9" * 5000 + "}", "F220"),
    (b"\xff\xfe\x00", "F220"),
    ("[]", "F221"),
    ('{"type": "report"}', "F221"),
    ('{"type": "bundle", "objects": {}}', "F221"),
    ('{"type": "bundle", "objects": [7]}', "F221"),
    ('{"type": "bundle", "objects": [{"type": "campaign"}]}', "F221"),
    (_spoilt(name=None), "F222"),
    (_spoilt(name=""), "F222"),
    (_spoilt(created=None), "F222"),
    (_spoilt(confidence=101), "F222"),
    (_spoilt(confidence=-1), "F222"),
    (_spoilt(confidence=True), "F222"),
    (_spoilt(confidence="high"), "F222"),
    (_spoilt(spec_version="2.0"), "F222"),
    (_spoilt(id="campaign--1"), "F222"),
    (_spoilt(external_references=[{"url": "https://example.org"}]), "F222"),
    (_spoilt(extensions={EXTENSION: {"extension_type": "property-extension", "threat": "A B", "kind": "cyber"}}), "F222"),
    (_spoilt(extensions={EXTENSION: {"extension_type": "property-extension", "threat": "a", "kind": "cyber", "since": "soon"}}), "F222"),
    (_spoilt(extensions={EXTENSION: {"extension_type": "property-extension", "threat": "a", "kind": "cyber", "actors": "RUS"}}), "F222"),
    (_spoilt(extensions={EXTENSION: {"extension_type": "property-extension", "threat": "a", "kind": "weather"}}), "F223"),
    (_spoilt(extensions={EXTENSION: {"extension_type": "property-extension", "threat": "a"}}), "F223"),
]


@pytest.mark.parametrize(("content", "code"), GARBAGE, ids=[f"{code}-{i}" for i, (_, code) in enumerate(GARBAGE)])
def test_garbage(content: str | bytes, code: str) -> None:
    """Each has its code; what can be placed has its line."""
    assert code in [found for found, _ in codes(content)]


def test_a_fault_has_its_line_and_nothing_is_half_taken() -> None:
    """One bad object among good ones: its line, its id, and no threat at all."""
    whole = json.loads(written(*public_threats()[:3]))
    whole["objects"][-1]["confidence"] = 300
    text = json.dumps(whole, indent=1)
    line = text[: text.index(whole["objects"][-1]["id"])].count("\n") + 1
    assert codes(text) == [("F222", line)]


def test_all_faults_at_once() -> None:
    """Two bad objects give two faults in one run."""
    whole = json.loads(written(*public_threats()[:3]))
    whole["objects"][-1]["confidence"] = 300
    del whole["objects"][-2]["created"]
    assert [code for code, _ in codes(json.dumps(whole, indent=1))] == ["F222", "F222"]


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """More bytes or objects than are read are refused before they are looked at."""
    text = written(*public_threats()[:3])
    monkeypatch.setattr(stix_reading, "MOST", 3)
    assert codes(text) == [("F221", 1)]
    monkeypatch.setattr(stix_reading, "LARGEST", 100)
    assert codes(text) == [("F220", 1)]


FOREIGN: dict[str, Any] = {
    "type": "bundle",
    "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d",
    "objects": [
        {
            "type": "campaign",
            "spec_version": "2.1",
            "id": "campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
            "created": "2016-04-06T20:03:48.000Z",
            "modified": "2016-04-06T20:03:48.000Z",
            "name": "Operation Été",
            "description": "Campaign against relief agencies.",
            "confidence": 69,
            "x_other_tool": "own",
            "external_references": [{"source_name": "capec", "external_id": "CAPEC-550"}, {"source_name": "Report", "url": "https://example.org/r"}],
        },
        {
            "type": "indicator",
            "spec_version": "2.1",
            "id": "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
            "created": "2016-04-06T20:03:48.000Z",
            "modified": "2016-04-06T20:03:48.000Z",
            "pattern": "[file:name = 'a']",
            "pattern_type": "stix",
            "valid_from": "2016-04-06T20:03:48Z",
        },
    ],
}


def test_what_comes_from_elsewhere() -> None:
    """An object of others: the kind has to be said, its id is kept, its words are taken; the rest is listed as left out."""
    text = json.dumps(FOREIGN, indent=1)
    assert codes(text) == [("F223", 8)]
    taken = read_bundle(text.encode(), "x.json", KINDS, "hybrid")
    assert taken.threats == (
        Threat(
            id="operation-ete",
            title="Operation Été",
            kind="hybrid",
            description="Campaign against relief agencies.",
            confidence="moderate",
            sources=(Source(title="capec, CAPEC-550"), Source(title="Report", url="https://example.org/r")),
            reference="campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
        ),
    )
    assert [(fault.code, fault.severity) for fault in taken.faults] == [("F225", "note")]
    assert "1 indicator" in taken.faults[0].message
    again = json.loads(written(*taken.threats))
    assert again["objects"][-1]["id"] == "campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"


def test_versions_and_doubles() -> None:
    """Of several versions of an object the one changed last is taken; two of the same moment that differ are a fault; two of one name get two ids."""
    first = FOREIGN["objects"][0]
    later = {**first, "modified": "2020-01-01T00:00:00.000Z", "name": "Operation B"}
    taken = read_bundle(json.dumps({**FOREIGN, "objects": [later, first]}).encode(), "x.json", KINDS, "hybrid")
    assert [threat.title for threat in taken.threats] == ["Operation B"]
    differs = {**first, "name": "Operation C"}
    assert [code for code, _ in codes(json.dumps({**FOREIGN, "objects": [first, differs]}), "hybrid")] == ["F224"]
    other = {**first, "id": "campaign--11111111-17d4-4cbf-938f-98ee46b3cd3f"}
    taken = read_bundle(json.dumps({**FOREIGN, "objects": [first, other]}).encode(), "x.json", KINDS, "hybrid")
    assert [threat.id for threat in taken.threats] == ["operation-ete", "operation-ete-11111111"]


def test_same_threat_twice_is_refused() -> None:
    """Two objects that say they are one threat of the register are a fault: which one holds is not ours to guess."""
    whole = json.loads(written(public_threats()[0]))
    whole["objects"].append({**whole["objects"][-1], "id": made(whole["objects"][-1]["type"], "other")})
    assert [code for code, _ in codes(json.dumps(whole))] == ["F224"]


def test_revoked_is_left_out() -> None:
    """An object its maker took back is no threat."""
    taken = read_bundle(_spoilt(revoked=True).encode(), "x.json", KINDS)
    assert taken.threats == ()
    assert [fault.code for fault in taken.faults] == ["F225"]


def test_written_the_same_each_time() -> None:
    """Same threats, same moment, same bytes; a later moment changes dates, not ids."""
    threat = public_threats()[0]
    assert written(threat) == written(threat)
    later = bundle([threat], KINDS, at=AT + dt.timedelta(days=1), producer="Secretariat")
    assert [found["id"] for found in json.loads(later)["objects"]] == [found["id"] for found in json.loads(written(threat))["objects"]]


@pytest.mark.parametrize(
    ("value", "word"), [(0, ""), (1, "low"), (15, "low"), (29, "low"), (30, "moderate"), (69, "moderate"), (70, "high"), (100, "high")]
)
def test_confidence_bands(value: int, word: str) -> None:
    """STIX 2.1, Appendix A, scale None/Low/Med/High."""
    whole = json.loads(json.dumps(FOREIGN))
    whole["objects"][0]["confidence"] = value
    assert read_bundle(json.dumps(whole).encode(), "x.json", KINDS, "hybrid").threats[0].confidence == word


def test_confidence_written() -> None:
    """What is written for a word is read as that word; a confidence that was not said is absent, not zero."""
    assert CONFIDENCE == {"high": 85, "moderate": 50, "low": 15}
    assert "confidence" not in json.loads(written(Threat(id="a", title="A", kind="cyber")))["objects"][-1]


def test_what_is_invented_says_so_to_every_tool() -> None:
    """An invented threat has the label, and is invented when it comes back without our extension."""
    whole = json.loads(written(Threat(id="a", title="A", kind="cyber", illustrative=True)))
    found = whole["objects"][-1]
    assert found["labels"] == ["illustrative"]
    del found["extensions"]
    assert read_bundle(json.dumps(whole).encode(), "x.json", KINDS, "cyber").threats[0].illustrative


def test_what_cannot_be_written() -> None:
    """A marking STIX 2.1 does not define, a moment without zone, nobody who hands out: all said at once."""
    with pytest.raises(Unfit) as unfit:
        bundle([], KINDS, at=dt.datetime(2026, 1, 1), producer=" ", tlp="amber+strict")  # noqa: DTZ001 - the fault is what is tested
    assert [field for field, _ in unfit.value.faults] == ["at", "producer", "tlp"]
