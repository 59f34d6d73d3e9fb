"""National positions and entered threats: who keeps, revises, releases and reads what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from tests.deeds.test_rounds import person

from foedera.deeds import declare, enter, release, survey_threats
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.interchange import stix
from foedera.library.national_positions import public_positions, read_positions
from foedera.library.threats import public_threats, taxonomy
from foedera.library.vocabularies import parties
from foedera.model.errors import FaultyFile, NotAllowed, NotThere, OutOfDate, Unfit
from foedera.store.models import LogEntry
from foedera.threats.positions import Item
from foedera.threats.register import Source, Threat

pytestmark = pytest.mark.usefixtures("register")

SOURCE = Source(title="White paper 2025", url="https://example.org/paper")
ITEM = Item(id="no-bases", nation="NZL", kind="red-line", topic="No foreign bases", effect="None in peacetime", about=("basing",), sources=(SOURCE,))
THREAT = Threat(id="strait", title="A strait is closed", kind=taxonomy().kinds[0].id, sources=(SOURCE,))


@pytest.fixture
def kiwi(register: Any) -> Actor:
    """A treaty officer of New Zealand."""
    return person(("NZL", "treaty-officer"))


def theirs(actor: Actor) -> list[Item]:
    """Return the items of New Zealand's an actor reads, those that ship left out."""
    shipped = {(item.nation, item.id) for item in public_positions()}
    return [item for item in survey_threats.positions(actor) if item.nation == "NZL" and (item.nation, item.id) not in shipped]


def test_an_item_is_the_nations_own_until_released(kiwi: Actor) -> None:
    """Item by item, to a partner or everybody; a partner does not see to whom else; withdrawn, it is gone again; all of it stays on record."""
    item = evolve(ITEM, about=())
    analyst, aussie, french = person(("NZL", "analyst")), person(("AUS", "analyst")), person(("FRA", "analyst"))
    officers = [person(("", role)) for role in ("treaty-officer", "administrator", "auditor")]
    assert declare.declare(analyst, item) == 1
    assert theirs(kiwi) == [item]
    for actor in (aussie, french, READER, OPERATOR, *officers):
        assert theirs(actor) == []
    with pytest.raises(NotAllowed):
        release.item(analyst, "NZL", "no-bases", "AUS")
    assert release.item(kiwi, "NZL", "no-bases", "AUS")
    assert release.item(kiwi, "NZL", "no-bases", "GBR")
    assert [found.released_to for found in theirs(aussie)] == [frozenset({"AUS"})]
    assert theirs(french) == []
    release.item(kiwi, "NZL", "no-bases", "*")
    assert len(theirs(READER)) == 1
    for to in ("*", "AUS"):
        release.item(kiwi, "NZL", "no-bases", to, released=False)
    assert theirs(aussie) == theirs(READER) == []
    _, releases = declare.history(kiwi, "NZL", "no-bases")
    assert [(one.to, one.released) for one in releases] == [("AUS", True), ("GBR", True), ("*", True), ("*", False), ("AUS", False)]
    for actor in (aussie, OPERATOR, READER):
        with pytest.raises(NotThere):
            declare.history(actor, "NZL", "no-bases")
    assert not LogEntry.objects.filter(subject__contains="bases").exists()
    assert not LogEntry.objects.filter(why__contains="bases").exists()


def test_a_released_item_is_revised_by_those_who_release(kiwi: Actor) -> None:
    """Partners read new words at once; every state stays; of two who revise the slower is told."""
    item, analyst = evolve(ITEM, about=()), person(("NZL", "analyst"))
    declare.declare(analyst, item)
    assert declare.declare(analyst, evolve(item, effect="Never"), seen=1) == 2
    with pytest.raises(OutOfDate):
        declare.declare(analyst, item, seen=1)
    release.item(kiwi, "NZL", "no-bases", "AUS")
    with pytest.raises(NotAllowed):
        declare.declare(analyst, item, seen=2)
    assert declare.declare(kiwi, item, seen=2) == 3
    assert [state.value.effect for state in declare.history(kiwi, "NZL", "no-bases")[0]] == ["None in peacetime", "Never", "None in peacetime"]


def test_who_may_declare(kiwi: Actor) -> None:
    """Analysts, negotiators and treaty officers of the nation; nobody else."""
    for actor in (person(("NZL", "reader")), person(("AUS", "treaty-officer")), person(("", "treaty-officer")), OPERATOR, READER):
        with pytest.raises(NotAllowed):
            declare.declare(actor, ITEM)


def test_everything_wrong_with_an_item_is_said_at_once(kiwi: Actor) -> None:
    """Each with its field."""
    wrong = Item(
        id="No bases",
        nation="NZL",
        kind="wish",
        topic=" ",
        effect="x" * 4001,
        about=("nothing-known",),
        agreements=("no/such",),
        since=dt.date(2026, 1, 1),
        until=dt.date(2025, 1, 1),
        confidence="certain",
    )
    with pytest.raises(Unfit) as unfit:
        declare.declare(kiwi, wrong)
    assert {field for field, _ in unfit.value.faults} == {
        *("id", "kind", "topic", "effect", "about", "agreements", "until", "confidence", "sources"),
    }
    with pytest.raises(Unfit, match="no address"):
        declare.declare(kiwi, evolve(ITEM, about=(), sources=(Source(title="x", url="javascript:alert(1)"),)))


def test_what_is_released_to_whom(kiwi: Actor) -> None:
    """To codes there are, not to oneself, and only what is there."""
    declare.declare(kiwi, evolve(ITEM, about=()))
    for to in ("XXX", "NZL"):
        with pytest.raises(Unfit):
            release.item(kiwi, "NZL", "no-bases", to)
    with pytest.raises(NotThere):
        release.item(kiwi, "NZL", "nothing", "AUS")


def test_threats_are_entered_and_revised(kiwi: Actor) -> None:
    """Open to all; revised by the party that entered it and the register's officers; every state stays; one that ships is not overwritten."""
    aussie, registrar = person(("AUS", "treaty-officer")), person(("", "treaty-officer"))
    assert enter.enter(kiwi, THREAT, "NZL") == 1
    assert survey_threats.threat(READER, "strait") == THREAT
    for actor in (aussie, person(("NZL", "reader"))):
        with pytest.raises(NotAllowed):
            enter.enter(actor, evolve(THREAT, title="Other"), "NZL", seen=1)
    with pytest.raises(NotAllowed):
        enter.enter(aussie, evolve(THREAT, title="Other"), "AUS", seen=1)
    assert enter.enter(registrar, evolve(THREAT, title="A strait is mined"), seen=1) == 2
    with pytest.raises(OutOfDate):
        enter.enter(kiwi, THREAT, "NZL", seen=1)
    with pytest.raises(Unfit, match="already"):
        enter.enter(kiwi, THREAT, "NZL")
    assert [state.value.title for state in enter.history(READER, "strait")] == ["A strait is closed", "A strait is mined"]
    with pytest.raises(Unfit, match="ships"):
        enter.enter(registrar, evolve(public_threats()[0], title="Other"))
    with pytest.raises(Unfit) as unfit:
        enter.enter(kiwi, Threat(id="A", title="", kind="none"), "NZL")
    assert {field for field, _ in unfit.value.faults} == {"id", "title", "kind", "sources"}


def test_a_position_is_taken_home_as_a_file(kiwi: Actor) -> None:
    """By its own members alone; it reads back as it was kept, releases and all."""
    item = evolve(ITEM, about=(), sources=(evolve(SOURCE, seen=dt.date(2026, 11, 1)),))
    declare.declare(kiwi, item)
    release.item(kiwi, "NZL", "no-bases", "AUS")
    read = read_positions(declare.file(kiwi, "NZL").encode(), "nzl.toml", parties(), taxonomy())
    assert read.sound() == (evolve(item, released_to=frozenset({"AUS"})),)
    for actor in (person(("AUS", "treaty-officer")), person(("", "treaty-officer")), OPERATOR):
        with pytest.raises(NotThere):
            declare.file(actor, "NZL")


def test_a_bundle_of_stix_is_entered_whole_or_not_at_all(kiwi: Actor) -> None:
    """What was written is read back equal; a threat that is there already stops all of it; garbage changes nothing."""
    at = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
    written = stix.bundle([THREAT, evolve(THREAT, id="canal", title="A canal is closed")], taxonomy(), at=at, producer="Secretariat").encode()
    for garbage in (b"", b"{", b'{"type": "bundle"}', written[:-40]):
        with pytest.raises((FaultyFile, Unfit)):
            enter.take_bundle(kiwi, garbage, "bundle.json", "NZL")
    with pytest.raises(NotAllowed):
        enter.take_bundle(person(("NZL", "analyst")), written, "bundle.json", "NZL")
    assert enter.take_bundle(kiwi, written, "bundle.json", "NZL").threats[0].title == THREAT.title
    kept = survey_threats.threat(READER, "strait")
    assert (kept.title, kept.kind, kept.sources) == (THREAT.title, THREAT.kind, THREAT.sources)
    more = stix.bundle([evolve(THREAT, id="bay", title="A bay"), THREAT], taxonomy(), at=at, producer="Secretariat").encode()
    with pytest.raises(Unfit, match="already"):
        enter.take_bundle(kiwi, more, "bundle.json", "NZL")
    with pytest.raises(NotThere):
        survey_threats.threat(READER, "bay")
    assert '"strait"' in enter.as_bundle(kiwi, at, "Secretariat")
