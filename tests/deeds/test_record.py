"""Recording acts: who may, what is refused, that what follows is what the preview said, and that two who record at once do not undo each other."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import TODAY

from foedera.deeds import record
from foedera.deeds.powers import OPERATOR, READER, ROLES, Actor
from foedera.model.acts import Act
from foedera.model.errors import NotAllowed, OutOfDate, Unfit, UnknownAgreement
from foedera.store import writing
from foedera.store.models import LogEntry, RecordedAct, Recording, Span, User
from foedera.store.register import Register, current, revision

NATO, ANZUS = "nato/north-atlantic-treaty", "anzus/treaty"
LEAVING = Act(dt.date(2026, 11, 1), "withdrawal", ("CAN",))


def officer(*parties: str, role: str = "treaty-officer") -> Actor:
    """Return somebody with an account and a role for these parties."""
    email = f"{role}.{'-'.join(parties) or 'all'}@example.org".casefold()
    return Actor(User.objects.create_user(email).pk, email, tuple((party, role) for party in parties))


@pytest.mark.parametrize("role", ROLES)
def test_only_treaty_officers_record(register: Any, role: str) -> None:
    """Of the roles only this one records, for its own party; every other is refused, told who may, and the refusal is logged."""
    actor = officer("CAN", role=role)
    if role == "treaty-officer":
        assert record.record(actor, NATO, [LEAVING], TODAY).revision == revision()
        return
    with pytest.raises(NotAllowed, match=r"may not record acts for CAN.*treaty officer"):
        record.record(actor, NATO, [LEAVING], TODAY)
    refusal = LogEntry.objects.get(who=actor.name)
    assert (refusal.allowed, refusal.deed, refusal.subject) == (False, "record", NATO)
    assert revision() == 1


def test_for_whom_an_officer_records(register: Any) -> None:
    """An author's officer or the depositary's; without a depositary any participant's; for acts of several authors of one they share."""
    assert current()[NATO].depositary == ("USA",)
    of_all = Act(dt.date(2026, 11, 2), "event", ("CAN", "FRA"), note="joint")
    for actor, acts, allowed in (
        (officer("USA"), [LEAVING], True),
        (officer("FRA"), [LEAVING], False),
        (officer("FRA", "ITA"), [of_all], True),
        (officer("ITA"), [of_all], False),
        (officer("FRA", role="treaty-officer-of-nothing"), [of_all], False),
        (officer("BEL"), [LEAVING, of_all], False),
        (officer(""), [LEAVING], True),
        (OPERATOR, [LEAVING], True),
        (READER, [LEAVING], False),
    ):
        agreement = current()[NATO]
        assert record.may_record(actor, agreement, acts) is allowed, actor
    bilateral = register["france-germany/elysee-1963"]
    assert not bilateral.depositary
    assert record.may_record(officer("DEU"), bilateral, [Act(TODAY, "withdrawal", ("FRA",))])
    assert not record.may_record(officer("GBR"), bilateral, [Act(TODAY, "withdrawal", ("FRA",))])


def test_a_token_bound_to_reading_records_nothing(register: Any) -> None:
    """Scopes cut the powers of the person they are for."""
    actor = Actor(None, "program", (("CAN", "treaty-officer"),), scopes=frozenset({"read", "export"}))
    with pytest.raises(NotAllowed):
        record.record(actor, NATO, [LEAVING], TODAY)


CASES: list[Callable[[Register], tuple[str, list[Act]]]] = [
    lambda _: (NATO, [LEAVING]),
    lambda _: (NATO, [Act(dt.date(2026, 10, 1), "invitation", ("USA",), ("UKR",)), Act(dt.date(2026, 11, 1), "accession", ("UKR",))]),
    lambda _: (ANZUS, [Act(dt.date(2026, 11, 5), "resumption", ("USA",), ("NZL",))]),
    lambda _: ("arms-control/mine-ban-1997", [Act(dt.date(2026, 5, 5), "withdrawal", ("FIN",)), Act(dt.date(2026, 6, 1), "accession", ("USA",))]),
]


@pytest.mark.parametrize("case", range(len(CASES)))
def test_what_the_preview_says_then_happens(register: Any, case: int) -> None:
    """Each change it foretells is in the timelines afterwards, and no other; statuses before and after are those shown; views follow."""
    name, acts = CASES[case](register)
    until = max([TODAY, *(act.on for act in acts)])
    names = sorted(register.touched_by([name]))
    before = _told(register, names, until)
    found = record.check(name, acts, TODAY)
    assert revision() == 1, "a preview records nothing"
    assert found.changes
    assert not found.errors
    recorded = record.record(OPERATOR, name, acts, TODAY, seen=found.revision)
    now = current()
    assert now.revision == recorded.revision > found.revision
    after = _told(now, names, until)
    assert after - before == Counter(_line(d.change) for d in found.changes if d.added)
    assert before - after == Counter(_line(d.change) for d in found.changes if not d.added)
    assert now.docket.timeline(name).standing(TODAY) == found.after
    held = {(s.party, s.status) for s in Span.objects.filter(agreement=name) if s.party and s.seen <= TODAY and (s.gone is None or s.gone > TODAY)}
    assert held == {(p.party, p.status) for p in found.after.participants}


def _told(register: Register, names: list[str], until: dt.date) -> Counter[tuple[str, ...]]:
    return Counter(_line(change) for name in names for change in register.docket.timeline(name).changes(until))


def _line(change: Any) -> tuple[str, ...]:
    return (change.agreement, str(change.on), change.party or "", change.change)


def test_what_is_refused(register: Any) -> None:
    """An act with a fault, an act on record already, the same act twice, no act, an agreement not on record; nothing is recorded of any."""
    told = current()[NATO].acts[0]
    for acts, says in (
        ([Act(TODAY, "withdrawal", ("XYZ",))], "XYZ"),
        ([Act(dt.date(2030, 1, 1), "objection", ("FRA",), of="no-such")], "no-such"),
        ([told], "on record already"),
        ([LEAVING, LEAVING], "on record already"),
        ([], "no act to record"),
    ):
        with pytest.raises(Unfit, match=says):
            record.record(OPERATOR, NATO, acts, TODAY)
    with pytest.raises(UnknownAgreement, match="search finds ids"):
        record.record(OPERATOR, "nobody/knows", [LEAVING], TODAY)
    assert revision() == 1
    assert not LogEntry.objects.filter(deed="record", allowed=True).exists()


def test_one_fault_among_many_acts_records_none(register: Any) -> None:
    """All the acts of a recording or none."""
    before = RecordedAct.objects.count()
    with pytest.raises(Unfit):
        record.record(OPERATOR, NATO, [LEAVING, Act(TODAY, "withdrawal", ("XYZ",))], TODAY)
    assert RecordedAct.objects.count() == before


def test_a_preview_gone_stale(register: Any) -> None:
    """Who looked at a preview is told when the agreement changed since; changes of other agreements do not matter."""
    seen = record.check(NATO, [LEAVING], TODAY).revision
    record.record(OPERATOR, ANZUS, [Act(TODAY, "event", ("USA",), note="talks")], TODAY)
    leaving_too = Act(dt.date(2026, 11, 2), "withdrawal", ("ISL",))
    record.record(OPERATOR, NATO, [leaving_too], TODAY, seen=seen)
    with pytest.raises(OutOfDate, match="look at the new preview"):
        record.record(OPERATOR, NATO, [LEAVING], TODAY, seen=seen)


def test_somebody_else_records_between_check_and_recording(register: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check is made again on what is then on record: the same act is not recorded twice, another act is recorded after it."""
    real = writing.record
    others = [[LEAVING]]

    def slow(*words: Any, **more: Any) -> writing.Recorded:
        if others:
            acts = others.pop()
            real([writing.Addition(NATO, None, tuple(acts))], writing.Provenance(deed="record"), TODAY)
        return real(*words, **more)

    monkeypatch.setattr(writing, "record", slow)
    with pytest.raises(Unfit, match="on record already"):
        record.record(OPERATOR, NATO, [LEAVING], TODAY)
    assert current()[NATO].acts.count(LEAVING) == 1
    others.append([Act(dt.date(2026, 11, 3), "withdrawal", ("ISL",))])
    record.record(OPERATOR, NATO, [Act(dt.date(2026, 11, 4), "withdrawal", ("NOR",))], TODAY)
    assert [act.by for act in current()[NATO].acts[-3:]] == [("CAN",), ("ISL",), ("NOR",)]


def test_who_is_always_slower_is_told(register: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each try finds the agreement changed again, it ends with advice instead of going on for ever."""

    def moved(*_: Any, **__: Any) -> writing.Recorded:
        message = "changed again"
        raise writing.Moved(message)

    monkeypatch.setattr(writing, "record", moved)
    with pytest.raises(OutOfDate, match="changed again"):
        record.record(OPERATOR, NATO, [LEAVING], TODAY)


def test_the_recording_says_who_and_why(register: Any) -> None:
    """By whom, for which party, from which note; and the log has its line in the same transaction."""
    actor = officer("CAN")
    recorded = record.record(actor, NATO, [LEAVING], TODAY, note="  cable 12 ")
    row = Recording.objects.get(pk=recorded.revision)
    assert (row.deed, row.by_id, row.party, row.note.strip()) == ("record", actor.user, "CAN", "cable 12")
    line = LogEntry.objects.get(deed="record")
    assert (line.who, line.allowed, line.party, line.subject) == (actor.name, True, "CAN", NATO)
    assert "withdrawal by CAN" in line.why


@pytest.mark.parametrize("note", ["a\0b", "x"], ids=["nul", "long-name"])
def test_what_one_database_would_refuse_the_other_refuses_too(register: Any, note: str) -> None:
    """A register can move from SQLite to PostgreSQL only where it never took what that refuses."""
    act = Act(TODAY, "reservation", ("CAN",), note=note, id="i" * 121 if note == "x" else "")
    with pytest.raises(Exception, match=r"U\+0000|120 is the most"):
        record.record(OPERATOR, NATO, [act], TODAY)
    assert revision() == 1
