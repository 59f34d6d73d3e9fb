"""An agreement written as a file reads back equal: the whole collection, and whatever else a file can hold."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from tests.interchange.golden import golden
from tests.interchange.strategies import WILD, agreements

from foedera.interchange import files
from foedera.library.agreements import read_text
from foedera.library.collection import Collection
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.clauses import Finance
from foedera.model.errors import UsageError

COLLECTION = Collection()
STAMP = dt.datetime(2026, 11, 25, 9, 30, tzinfo=dt.UTC)


def read(text: str) -> Agreement:
    """The agreement a text holds; a fault fails the test with the line at fault."""
    reading = read_text(text.encode(), "written.toml", COLLECTION.parties)
    assert reading.agreement is not None, [(str(fault), text.split("\n")[fault.line - 1]) for fault in reading.errors]
    return reading.agreement


@pytest.mark.parametrize("name", sorted(COLLECTION.ids()))
def test_the_collection_reads_back_equal(name: str) -> None:
    """Each bundled agreement, whole, and put together again from its law and its acts."""
    agreement = COLLECTION[name]
    assert read(files.write(agreement)) == agreement
    parts = files.with_acts(files.law_text(agreement), [files.act_line(act) for act in agreement.acts])
    assert read(parts) == agreement


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example])
@given(agreements(WILD))
def test_whatever_a_file_can_hold_reads_back_equal(agreement: Agreement) -> None:
    """Every form of every clause, with texts nobody would write."""
    text = files.write(agreement)
    assert read(text) == agreement
    assert files.write(read(text)) == text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example])
@given(agreements())
def test_law_and_acts_apart_make_the_agreement(agreement: Agreement) -> None:
    """What a register keeps apart goes together again."""
    lines = [files.act_line(act) for act in agreement.acts]
    assert all("\n" not in line for line in lines)
    assert read(files.law_text(evolve(agreement, acts=tuple(evolve(act, of="") for act in agreement.acts)))) == evolve(agreement, acts=())
    assert read(files.with_acts(files.law_text(agreement), lines)) == agreement


def test_acts_go_into_a_law_somebody_wrote_by_hand() -> None:
    """A long text whose line looks like a table does not mislead."""
    law = 'foedera = 1\nid = "a/b"\nkind = "treaty"\ntitle = """x\n[consent]\n"""\n[consent]\nby_signature = true\n'
    found = read(files.with_acts(law, [files.act_line(Act(dt.date(1949, 4, 4), "signature", ("BEL",)))]))
    assert [act.by for act in found.acts] == [("BEL",)]
    assert found.title == "x\n[consent]\n"
    assert files.with_acts(law, []) == law


def test_the_text_is_as_a_person_would_write_it() -> None:
    """The golden file: head, acts one a line, groups by name, tables."""
    agreement = read((Path(__file__).parents[1] / "golden" / "agreement.toml").read_text(encoding="utf-8"))
    golden("agreement.toml", files.write(agreement).encode())


def test_what_has_no_decimal_form_is_refused() -> None:
    """A third is no weight a file can state: said, not rounded."""
    with pytest.raises(UsageError, match="1/3 has no exact decimal form"):
        files.write(Agreement(id="a/b", title="T", finance=Finance(shares=(("BEL", Fraction(1, 3)),))))


def test_zip_of_the_collection() -> None:
    """Each file under its id; unpacked it is a collection; the same bytes each time."""
    content = files.archive(COLLECTION, STAMP)
    assert content == files.archive(COLLECTION, STAMP)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        assert {name.removesuffix(".toml") for name in packed.namelist()} == COLLECTION.ids()
        assert read(packed.read("anzus/treaty.toml").decode()) == COLLECTION["anzus/treaty"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/a/b", "a/b/c", "a", "a/..", "A/b", "a/b\n"])
def test_an_id_that_would_lead_elsewhere_is_refused(name: str) -> None:
    """No path outside the folder comes into a zip."""
    with pytest.raises(UsageError, match="is not an id"):
        files.archive([Agreement(id=name, title="T")], STAMP)
