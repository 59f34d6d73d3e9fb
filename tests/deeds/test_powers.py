"""What an officer of one party cannot bring about for another, by whatever door; and what a token for reading cannot change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import TODAY

from foedera.deeds import adopt, comment, correct, documents, draft, people, record, searches, signing_in, suppose, take_in, tokens, work
from foedera.deeds.powers import OPERATOR, Actor
from foedera.interchange.files import act_line
from foedera.model.acts import Act
from foedera.model.errors import NotAllowed, NotThere, Unfit
from foedera.store.models import LogEntry, Membership, RecordedAct, User
from foedera.store.register import act_name, current

pytestmark = pytest.mark.usefixtures("register")

#: Its depositary is the United States; Australia and New Zealand have nothing to say in it. In ANZUS Australia is depositary.
NATO, ANZUS = "nato/north-atlantic-treaty", "anzus/treaty"
DAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


def person(*memberships: tuple[str, str], name: str = "officer") -> Actor:
    """Return somebody with an account."""
    user = User.objects.create_user(f"{name}@example.org")
    for party, role in memberships:
        Membership.objects.create(user=user, party=party, role=role)
    return signing_in.actor_of(user.pk)


@pytest.fixture
def french(register: Any) -> Actor:
    """A treaty officer of France, a party to the North Atlantic Treaty like any other."""
    return person(("FRA", "treaty-officer"))


#: An act of Canada's with a name, by which others can answer it.
NAMED = Act(dt.date(2026, 11, 2), "reservation", ("CAN",), id="can-1", articles=("5",), note="subject to its constitution")

#: What looks like France's own, and would change how Canada stands.
CHANGING_CANADA = [
    Act(DAY, "withdrawal", ("CAN",)),
    Act(DAY, "withdrawal", ("CAN", "FRA")),
    Act(DAY, "withdrawal", ("FRA", "CAN")),
    Act(DAY, "correction", ("FRA",), of="can-1", strikes=True, note="an error"),
    Act(DAY, "correction", ("FRA",), of="can-1", effective=dt.date(1960, 1, 1)),
    Act(DAY, "correction", ("FRA", "CAN"), of="can-1", strikes=True),
    Act(DAY, "withdrawal-of-reservation", ("FRA",), of="can-1"),
    Act(DAY, "extension", ("FRA",), of="can-1", until=dt.date(2030, 1, 1)),
]


def by_record(actor: Actor, act: Act) -> None:
    """Record an act."""
    record.record(actor, NATO, [act], TODAY)


def by_file(actor: Actor, act: Act) -> None:
    """Put the agreement's file on record with the act in it."""
    from foedera.deeds import excerpt

    file = excerpt.file(actor, NATO).replace("acts = [\n", f"acts = [\n  {act_line(act)},\n", 1)
    assert act_line(act) in file
    adopt.adopt(actor, "nato.toml", file.encode(), TODAY)


def by_import(actor: Actor, act: Act) -> None:
    """Hand the agreement's file in to be imported."""
    from foedera.deeds import excerpt

    file = excerpt.file(actor, NATO).replace("acts = [\n", f"acts = [\n  {act_line(act)},\n", 1)
    take_in.record(actor, "nato.toml", file.encode(), take_in.presumed("nato.toml", TODAY), TODAY)


@pytest.mark.parametrize("door", [by_record, by_file, by_import])
@pytest.mark.parametrize("act", CHANGING_CANADA, ids=lambda act: f"{act.kind} by {'+'.join(act.by)}")
def test_an_officer_does_not_change_how_another_party_stands(french: Actor, door: Callable[[Actor, Act], None], act: Act) -> None:
    """Not by its act, not by doing it along with it, not by striking or dating anew what it did; the depositary does, and refusals are logged."""
    record.record(OPERATOR, NATO, [NAMED], TODAY)
    before = RecordedAct.objects.count()
    with pytest.raises(NotAllowed):
        door(french, act)
    assert RecordedAct.objects.count() == before
    assert LogEntry.objects.filter(allowed=False, who=french.name).exists()
    assert record.may_record(person(("USA", "treaty-officer"), name="depositary"), current()[NATO], [act])


def test_its_own_acts_an_officer_corrects(french: Actor) -> None:
    """What France did alone France may strike, through any door, and answer what others did."""
    record.record(OPERATOR, NATO, [NAMED], TODAY)
    own = next(n for n, act in enumerate(current()[NATO].acts, 1) if act.by == ("FRA",) and not act.strikes)
    found = current()[NATO]
    assert record.may_record(french, found, [Act(DAY, "correction", ("FRA",), of=found.acts[own - 1].id or act_name(own), strikes=True)])
    assert record.may_record(french, found, [Act(DAY, "objection", ("FRA",), to=("CAN",), of="can-1")])
    correct.strike(french, NATO, own, TODAY, reason="the wrong day")


@pytest.mark.parametrize("relation", ["supersedes", "amends", "modifies", "extends", "prevails_over"])
def test_a_new_agreement_does_not_reach_into_one_of_others(french: Actor, relation: str) -> None:
    """An invented agreement that ends or changes one on record is for those who may revise that one's law."""
    file = f"""foedera = 1
id = "made-up/pact"
title = "Pact"
kind = "treaty"
acts = [{{ on = 2026-01-01, kind = "definitive-signature", by = ["FRA", "CAN", "GBR"] }}]

[links]
{relation} = "{NATO}"
"""
    with pytest.raises(NotAllowed):
        adopt.adopt(french, "pact.toml", file.encode(), TODAY)
    with pytest.raises(NotAllowed):
        take_in.record(french, "pact.toml", file.encode(), take_in.presumed("pact.toml", TODAY), TODAY)
    harmless = file.replace(relation, "subject_to")
    assert adopt.adopt(french, "pact.toml", harmless.encode(), TODAY)[1] is not None
    with pytest.raises(NotAllowed):  # nor by a revision
        adopt.adopt(french, "pact.toml", file.encode(), TODAY)
    assert adopt.adopt(person(("", "treaty-officer"), name="registrar"), "pact.toml", file.encode(), TODAY)[1] is not None


def test_a_draft_of_anothers_is_not_settled_or_taken_over(french: Actor) -> None:
    """By number nothing can be done with it; it stays."""
    canadian = person(("CAN", "negotiator"), name="canadian")
    number = draft.save(canadian, "CAN", "act", NATO, "ours", {"kind": "withdrawal"})
    draft.settle(french, number)
    for deed in (lambda: draft.discard(french, number), lambda: draft.revise(french, number, NATO, "x", {}), lambda: draft.opened(french, number)):
        with pytest.raises(NotThere):
            deed()
    assert draft.opened(canadian, number).title == "ours"


@pytest.mark.parametrize(
    ("kind", "agreement", "content"),
    [
        ("correction", NATO, {}),
        ("correction", NATO, {"number": "first"}),
        ("correction", "", {"number": "1"}),
        ("act", "", {}),
        ("act", "three/part/id", {}),
        ("agreement", "", {}),
        ("agreement", "x" * 201, {"file": ""}),
        ("agreement", "no-family", {"file": "", "revises": "yes"}),
        ("act", NATO, {"by": ["FRA"]}),
        ("act", NATO, {"note": "a\0b"}),
        ("act", NATO, {"note": "\ud800"}),
    ],
)
def test_a_draft_no_form_could_take_up_is_refused(french: Actor, kind: str, agreement: str, content: dict[str, Any]) -> None:
    """Else one such draft would break the list of drafts for a whole party."""
    with pytest.raises(Unfit):
        draft.save(french, "FRA", kind, agreement, "t", content)


def test_a_token_for_reading_changes_nothing(french: Actor) -> None:
    """Not even what is its owner's own: searches, suppositions, comments, papers, jobs, other tokens."""
    key = suppose.keep(french, "mine", [f"{NATO}: 2027-01-01 withdrawal FRA"])
    number = comment.comment(french, NATO, "mine")
    paper = documents.keep(french, "a.txt", b"a", agreement=NATO, party="FRA").number
    searches.save(french, "mine", {"q": "nato"})
    rebuilding = work.enqueue(person(("", "administrator"), name="chief"), "rebuild")
    job, issued = work.enqueue(french, "export", {"format": "csv"}), tokens.issue(french, "another", ["read", "draft"], 30, NOW)
    reading = tokens.actor_of_token(tokens.issue(french, "program", ["read"], 30, NOW).text, NOW)
    deeds: tuple[Callable[[], object], ...] = (
        lambda: searches.save(reading, "more", {"q": "x"}),
        lambda: searches.forget(reading, searches.mine(french)[0].id),
        lambda: suppose.keep(reading, "x", [f"{NATO}: 2027-01-01 withdrawal FRA"]),
        lambda: suppose.forget(reading, key),
        lambda: comment.comment(reading, NATO, "x"),
        lambda: comment.withdraw(reading, number),
        lambda: documents.keep(reading, "b.txt", b"b", agreement=NATO, party="FRA"),
        lambda: documents.take_away(reading, NATO, paper),
        lambda: draft.save(reading, "FRA", "act", NATO, "x", {}),
        lambda: work.enqueue(reading, "export", {"format": "csv"}),
        lambda: work.cancel(reading, job, NOW),
        lambda: tokens.revoke(reading, issued.number, NOW),
        lambda: tokens.issue(reading, "x", ["read"], 30, NOW),
        lambda: people.change_roles(reading, french.user or 0, [("", "administrator")]),
        lambda: take_in.hand_in(reading, "x.csv", b"Country,Signature\nFrance,1999-01-01\n", NOW),
    )
    for deed in deeds:
        with pytest.raises(NotAllowed):
            deed()
    with pytest.raises(NotThere):
        work.cancel(reading, rebuilding, NOW)


def test_an_administrator_does_not_read_on_in_silence(register: Any) -> None:
    """Drafts are not an administrator's; who makes itself a member to read them is in the log with it, and nobody else's roles are at stake."""
    number = draft.save(person(("NZL", "negotiator"), name="kiwi"), "NZL", "act", ANZUS, "ours", {"kind": "withdrawal"})
    chief = person(("", "administrator"), name="chief")
    with pytest.raises(NotThere):
        draft.opened(chief, number)
    people.change_roles(chief, chief.user or 0, [("", "administrator"), ("NZL", "reader")])
    line = LogEntry.objects.filter(deed="change roles").latest("pk")
    assert (line.who, line.subject, line.allowed) == (chief.name, chief.name, True)
    assert "reader for NZL" in line.why
    assert draft.opened(signing_in.actor_of(chief.user or 0), number).title == "ours"


def test_an_administrator_of_one_party_learns_nothing_of_anothers_people(register: Any) -> None:
    """A person, a token of another party: the same words as for numbers nobody has."""
    chief, kiwi = person(("AUS", "administrator"), name="chief"), person(("NZL", "negotiator"), name="kiwi")
    token = tokens.issue(kiwi, "program", ["read"], 30, NOW).number
    for deed, number in (
        (lambda n: people.deactivate(chief, n, NOW), kiwi.user or 0),
        (lambda n: people.change_roles(chief, n, [("AUS", "reader")]), kiwi.user or 0),
        (lambda n: tokens.revoke(chief, n, NOW), token),
    ):
        said = []
        for asked in (number, 987654321):
            with pytest.raises(NotThere) as refused:
                deed(asked)
            said.append(str(refused.value).replace(str(asked), "N"))
        assert said[0] == said[1]


def test_powers_are_weighed_anew_when_a_job_runs(french: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has lost a role since a job was asked for gets nothing of it."""
    import contextlib
    import threading

    from foedera.store import jobs

    monkeypatch.setattr(jobs, "alive", lambda *_: contextlib.nullcontext())
    monkeypatch.setattr(jobs, "hang_up", lambda **_: None)
    upload = take_in.hand_in(french, "list.csv", b"Country,Signature\nFrance,1999-01-01\n", NOW)
    kept = [work.enqueue(french, "export", {"format": "csv"}), work.enqueue(french, "examine", {"upload": upload}, party="FRA")]
    Membership.objects.filter(user_id=french.user).delete()
    assert work.work("test/1", lambda: NOW, threading.Event(), until_empty=True) == 2
    for number in kept:
        job = work.see(french, number)
        assert (job.state, job.output) == ("failed", None)
        assert "may not" in job.fault
