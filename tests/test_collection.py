"""The collection: six systems from first to last, each total computed from acts; every file without fault and with its sources."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from foedera.law.relations import between
from foedera.library.checking import check
from foedera.library.collection import BUNDLED, Collection
from foedera.model.standing import BOUND
from tests.answers import shared

FILES = sorted(BUNDLED.rglob("*.toml"))
NATO = "nato/north-atlantic-treaty"


@pytest.fixture(scope="module")
def collection() -> Collection:
    """The collection that ships."""
    return Collection()


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_file(collection: Collection, file: Path) -> None:
    """No fault, its id says where it lies, it asserts totals of its own, and it says where its facts come from."""
    faults = [str(f) for f in check(collection, [file]) if f.severity != "note"]
    assert not faults, "\n".join(faults)
    agreement = collection.agreement_at(file)
    assert agreement.id == f"{file.parent.name}/{file.stem}"
    assert agreement.sources
    assert agreement.confidence
    assert agreement.assertions
    assert all(len(language) == 3 for language in agreement.languages), "ISO 639-3"
    known = {source.id for source in agreement.sources}
    assert all(act.source for act in agreement.acts)
    cited = {act.source for act in agreement.acts if " " not in act.source}
    assert cited <= known, cited - known


#: Day, number of members: each from the acts of accession.
MEMBERS = [
    ("1949-08-23", 0),
    ("1949-08-24", 12),
    ("1952-02-17", 12),
    ("1952-02-18", 14),
    ("1955-05-06", 15),
    ("1982-05-29", 15),
    ("1982-05-30", 16),
    ("1990-10-03", 16),
    ("1999-03-11", 16),
    ("1999-03-12", 19),
    ("2004-03-29", 26),
    ("2009-04-01", 28),
    ("2017-06-05", 29),
    ("2020-03-27", 30),
    ("2023-04-03", 30),
    ("2023-04-04", 31),
    ("2024-03-06", 31),
    ("2024-03-07", 32),
    ("2026-11-21", 32),
]


@pytest.mark.parametrize(("day", "count"), MEMBERS)
def test_nato_members(collection: Collection, day: str, count: int) -> None:
    """As many parties to the North Atlantic Treaty as there were."""
    assert len(collection.docket.timeline(NATO).standing(dt.date.fromisoformat(day)).parties) == count


def test_nato_members_come_in_by_protocol(collection: Collection) -> None:
    """Nobody acceded before the protocol on its accession was in force, nor uninvited."""
    treaty = collection[NATO]
    protocols = [a for a in collection if a.id.startswith("nato/accession-")]
    assert len(protocols) == 19
    entries = sorted(day for p in protocols if (day := collection.docket.timeline(p.id).ledger.in_force) is not None)
    accessions = sorted(act.on for act in treaty.acts if act.kind == "accession" for _ in act.by)
    assert len(entries) == len(protocols)
    assert len(accessions) == 20
    invited = {code: act.on for act in treaty.acts if act.kind == "invitation" for code in act.to}
    for act in treaty.acts:
        if act.kind == "accession":
            assert all(invited[code] <= act.on for code in act.by)
    opened = sorted(
        day for p in protocols for day in [collection.docket.timeline(p.id).ledger.in_force] * (2 if "greece-turkey" in p.id else 1) if day
    )
    assert all(sum(o <= day for o in opened) >= sum(a <= day for a in accessions) for day in accessions)
    assert not collection.docket.timeline(NATO).ledger.waiting


def test_anzus_suspended_between_two_of_three(collection: Collection) -> None:
    """The United States suspended its obligations to New Zealand in 1986; the other two bonds held."""
    bonds = {
        pair: between(collection.docket, "anzus/treaty", *pair, dt.date(1990, 1, 1)) for pair in (("USA", "NZL"), ("AUS", "USA"), ("AUS", "NZL"))
    }
    assert {pair: (bond.in_force, bond.suspended) for pair, bond in bonds.items()} == {
        ("USA", "NZL"): (True, True),
        ("AUS", "USA"): (True, False),
        ("AUS", "NZL"): (True, False),
    }
    assert any("1986-08-11" in line for line in bonds[("USA", "NZL")].because)
    assert collection.docket.timeline("anzus/treaty").status_on(dt.date(1990, 1, 1)) == "in-force"


def test_china_russia_term_and_renewal(collection: Collection) -> None:
    """Twenty years from 28 February 2002, then five at a time; no end is certain while nobody gives notice."""
    timeline = collection.docket.timeline("china-russia/good-neighbourliness-2001")
    standing = timeline.standing(dt.date(2026, 11, 21))
    assert (standing.status, standing.in_force_since, standing.expected) == ("in-force", dt.date(2002, 2, 28), None)
    assert timeline.renewals(dt.date(2033, 1, 1)) == [dt.date(2022, 2, 28), dt.date(2027, 2, 28), dt.date(2032, 2, 28)]
    assert any("2027-02-28" in line for line in standing.because)


def test_lisbon_enters_into_force_by_its_second_limb(collection: Collection) -> None:
    """Not all had deposited by the end of 2008: the first day of the month after the last deposit."""
    standing = collection.docket.timeline("eu/treaty-on-european-union").standing(dt.date(2010, 1, 1))
    assert standing.in_force_since == dt.date(2009, 12, 1)
    assert len(standing.parties) == 27


SYSTEMS = ("nato", "five-eyes", "eu", "anzus", "lancaster-house", "china-russia")


@pytest.mark.parametrize("family", SYSTEMS)
def test_system_is_complete(collection: Collection, family: str) -> None:
    """Each of the six systems has its agreements with provisions and obligations, and is in force today."""
    members = [a for a in collection if a.id.startswith(f"{family}/")]
    assert members
    assert any(collection.docket.timeline(a.id).status_on(dt.date(2026, 11, 21)) == "in-force" for a in members)
    assert sum(len(p.obligations) for a in members for p in a.provisions) >= 10


def test_every_agreement_of_the_facts_is_there(collection: Collection) -> None:
    """As many agreements as the facts beside the project describe, at least."""
    facts = shared() / "facts" / "agreements"
    if not facts.is_dir():
        pytest.skip("the facts are not beside the project")
    assert len(list(collection)) >= len(list(facts.glob("*.json")))


def test_nobody_bound_who_has_ceased_to_exist(collection: Collection) -> None:
    """No answer about today names a party that is no more."""
    today = dt.date(2026, 11, 21)
    for agreement in collection:
        for shown in collection.docket.timeline(agreement.id).standing(today).participants:
            if shown.status in BOUND and shown.party in collection.parties:
                assert collection.parties[shown.party].exists(today), (agreement.id, shown.party)
