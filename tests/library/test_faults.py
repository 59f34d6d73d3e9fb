"""Bad files: each kind of fault, with its code and line, all of one file in one run, never a traceback, in bounded time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.library import vocabularies
from foedera.library.agreements import Reading, read_file, read_text
from foedera.library.checking import check
from foedera.library.collection import BUNDLED, Collection
from foedera.library.toml_text import LARGEST

HEAD = 'foedera = 1\nid = "t/t"\ntitle = "T"\nkind = "treaty"\n'

#: What is written below the head, the code of the fault, its line, a word of the message or the remedy.
FAULTS = [
    ("tittle = 'x'\n", "F010", 5, "did you mean 'title'"),
    ("adopted = '1999-01-01'\n", "F012", 5, "date"),
    ("adopted = 1999-01-01T10:00:00\n", "F017", 5, "without the time"),
    ("adopted = 0001-01-01\n", "F017", 5, "years run"),
    ("adopted = 1999-02-30\n", "F001", 5, ""),
    ("areas = ['exercise']\n", "F013", 5, "not an area"),
    ("negotiating = ['FRANCE']\n", "F014", 5, "the code FRA"),
    ("negotiating = ['fra']\n", "F014", 5, "FRA"),
    ("negotiating = ['@six']\n", "F015", 5, "no group"),
    ("acts = [\n  { on = 2000-01-01, kind = 'ratificaton', by = 'FRA' },\n]\n", "F013", 6, "did you mean 'ratification'"),
    ("acts = [\n  { on = 2000-01-01, kind = 'ratification' },\n]\n", "F011", 6, "'by' is missing"),
    ("acts = [\n  { kind = 'ratification', by = 'FRA' },\n]\n", "F011", 6, "'on' is missing"),
    ("acts = [\n  { on = 2000-01-01, kind = 'event', by = 'FRA', off = 'x' },\n]\n", "F010", 6, "did you mean 'of'"),
    ("acts = [\n  { on = 2000-01-01, kind = 'objection', by = 'FRA', of = 'r1' },\n]\n", "F031", 6, "no act has the id"),
    (
        "acts = [\n  { on = 2000-01-01, kind = 'event', by = 'FRA', id = 'e' },\n  { on = 2000-01-01, kind = 'event', by = 'FRA', id = 'e' },\n]\n",
        "F030",
        7,
        "twice",
    ),
    ("acts = [\n  { on = 2000-01-01, kind = 'event', by = 'FRA', id = 'e', strikes = true },\n]\n", "F038", 6, "kind 'correction'"),
    ("acts = [\n  { on = 2000-01-01, kind = 'correction', by = 'FRA', strikes = true },\n]\n", "F038", 6, "add of ="),
    ("acts = [\n  { on = 2000-01-01, kind = 'correction', by = 'FRA', id = 'c', of = 'c', strikes = true },\n]\n", "F038", 6, "which other act"),
    ("acts = [\n  { on = 2000-01-01, kind = 'correction', by = 'FRA', strikes = 'yes' },\n]\n", "F012", 6, "true or false"),
    ("acts = [\n  { on = 2000-01-01, kind = 'ratification', by = 'CSK' },\n]\n", "F036", 6, "ceased"),
    ("[entry_into_force]\nthen = { days = 30 }\n", "F011", 5, "'when' is missing"),
    ("[entry_into_force]\nwhen = { consents = 2, signatures = 2 }\n", "F020", 6, "exactly one form"),
    ("[entry_into_force]\nwhen = { consents = 0 }\n", "F020", 6, "above 0"),
    ("[entry_into_force]\nwhen = { fraction = '3/2', of = 'signatories' }\n", "F022", 6, "share of the whole"),
    ("[entry_into_force]\nwhen = { fraction = '2/3' }\n", "F023", 6, "of whom"),
    ("[entry_into_force]\nwhen = { share = '55%', weights = 'co2' }\n", "F024", 6, "[weights.co2]"),
    ("[entry_into_force]\nwhen = { consents = 2 }\nthen = { days = -3 }\n", "F019", 7, "outside"),
    ("[entry_into_force]\nwhen = { in_force = 't/none' }\n", "F041", 6, "no agreement has the id"),
    ("[links]\namend = 't/none'\n", "F010", 6, "did you mean 'amends'"),
    ("[duration]\nyears = 5\nuntil = 2010-01-01\n", "F025", 7, "not both"),
    ("[withdrawal]\nnotice = 12\n", "F012", 6, "a table"),
    ("[participants]\nX-A = { name = 'A', from = 2000-01-01, until = 1999-01-01 }\n", "F026", 6, "before it begins"),
    ("[[provision]]\narticle = '1'\nfunction = 'help'\nsummary = 's'\n", "F013", 7, "not a function"),
    ("[[assertion]]\non = 2000-01-01\nparties = 3\n", "F050", 5, "parties is 0, not 3"),
    ("adopted = 2000-01-01\nopened = 1999-01-01\n", "F033", 6, "before the adoption"),
    ("title = 'again'\n", "F001", 5, ""),
    ("acts = [{ on = 2000-01-01,\n kind = 'event', by = 'FRA' }]\n", "F001", 5, ""),
]


def _check(text: str, folder: Path) -> list[tuple[str, int, str]]:
    file = folder / "t.toml"
    file.write_text(text, encoding="utf-8")
    collection = Collection([folder], bundled=False)
    return [(f.code, f.line, f"{f.message} {f.hint}") for f in check(collection, [file])]


@pytest.mark.parametrize(("below", "code", "line", "word"), FAULTS, ids=[f"{c}-{i}" for i, (_, c, _, _) in enumerate(FAULTS)])
def test_fault(below: str, code: str, line: int, word: str, tmp_path: Path) -> None:
    """The fault has its code, its line and a remedy a person can act on."""
    found = _check(HEAD + below, tmp_path)
    assert any(c == code and at == line and word in message for c, at, message in found), found


def test_all_faults_of_a_file_in_one_run(tmp_path: Path) -> None:
    """Three faults in three places are all reported, in the order of the file."""
    found = _check("foedera = 2\nid = 'T'\ntitel = 'x'\n", tmp_path)
    assert [code for code, _, _ in found] == ["F003", "F011", "F011", "F018", "F010"]
    assert [line for _, line, _ in found] == [1, 1, 1, 2, 3]


def test_a_clean_head_has_no_fault(tmp_path: Path) -> None:
    """The head the other cases stand on is itself without fault."""
    assert _check(HEAD, tmp_path) == []


def test_cycle(tmp_path: Path) -> None:
    """Two agreements that wait for one another are a fault at the links of each, not an endless loop."""
    for own, other in (("a", "b"), ("b", "a")):
        text = HEAD.replace("t/t", f"t/{own}") + f'adopted = 2000-01-01\n[entry_into_force]\nwhen = {{ in_force = "t/{other}" }}\n'
        (tmp_path / f"{own}.toml").write_text(text, encoding="utf-8")
    found = check(Collection([tmp_path], bundled=False), sorted(tmp_path.glob("*.toml")))
    assert [(f.code, "t/a" in f.message and "t/b" in f.message) for f in found] == [("F043", True), ("F043", True)]


def _reading(content: bytes) -> Reading:
    return read_text(content, "t.toml", vocabularies.parties())


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", b"a = " + b"[" * 100_000, b"a" + b".a" * 60_000 + b" = 1", b'x = "' + b"y" * 1_000_000, b"\x00" * 1000, b"[[acts]]\n" * 20_000],
    ids=["not-utf8", "deep-lists", "deep-keys", "unended-text", "zeros", "empty-acts"],
)
def test_garbage(content: bytes) -> None:
    """Garbage is a fault with a place, within seconds."""
    start = time.process_time()
    reading = _reading(content)
    assert reading.errors
    assert all(fault.line >= 1 and fault.column >= 1 for fault in reading.errors)
    assert time.process_time() - start < 20


def test_ten_megabytes_of_garbage(tmp_path: Path) -> None:
    """A file larger than any agreement is refused unread."""
    file = tmp_path / "big.toml"
    file.write_bytes(b"x = 1\n" * (10 * 1024 * 1024 // 6))
    assert file.stat().st_size > LARGEST
    (fault,) = read_file(file, vocabularies.parties()).faults
    assert fault.code == "F002"


GOOD = sorted(BUNDLED.rglob("*.toml"))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(GOOD), st.data())
def test_truncated_and_mangled_files_never_crash(file: Path, data: st.DataObject) -> None:
    """A real file cut off, or with some bytes changed, gives an agreement or faults with places; nothing else."""
    content = bytearray(file.read_bytes()[:6000])
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    reading = _reading(bytes(content[: data.draw(st.integers(0, len(content)))]))
    assert reading.agreement is not None or reading.errors
    assert all(fault.line >= 1 and fault.column >= 1 for fault in reading.faults)


TOML_VALUES = st.recursive(
    st.one_of(st.integers(-5, 10**6), st.booleans(), st.sampled_from(['"x"', '"all"', "2000-01-01", '"@g"', "1.5", '"FRA"', "''"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(map(_toml, items)) + "]"),
        st.dictionaries(st.sampled_from(("when", "consents", "of", "days", "all", "fraction", "on", "kind", "by", "name")), inner, max_size=3).map(
            lambda table: "{" + ", ".join(f"{k} = {_toml(v)}" for k, v in table.items()) + "}"
        ),
    ),
    max_leaves=6,
)
KEYS = (
    "acts",
    "entry_into_force",
    "links",
    "participants",
    "groups",
    "weights",
    "duration",
    "withdrawal",
    "provision",
    "assertion",
    "sources",
    "consent",
    "adopted",
    "title",
    "areas",
)


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), TOML_VALUES, max_size=4))
def test_wrong_types_anywhere_never_crash(tables: dict[str, object]) -> None:
    """Any value under any key is read or is a fault with a place."""
    text = 'foedera = 1\nid = "t/t"\nkind = "treaty"\n' + "".join(f"{key} = {_toml(value)}\n" for key, value in tables.items())
    reading = _reading(text.encode())
    assert reading.agreement is not None or reading.errors
    assert all(fault.line >= 1 for fault in reading.faults)
