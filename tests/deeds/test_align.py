"""Policy alignment of the register for a reader: a nation's own agreements and limits, the law of the day, nothing not open to the reader."""

from __future__ import annotations

import datetime as dt

import pytest

from foedera.deeds import declare
from foedera.deeds.align import align
from foedera.deeds.powers import READER
from foedera.threats.positions import Item

pytestmark = pytest.mark.usefixtures("register")

NATO = "nato/north-atlantic-treaty"


def test_a_nation_is_answered_from_the_day_it_is_bound() -> None:
    """Finland acceded on 4 April 2023: the day before, Article 5 answers others."""
    for day, own in ((dt.date(2023, 4, 3), False), (dt.date(2023, 4, 4), True)):
        covers = {cover.threat: cover for cover in align(READER, day, nation="FIN").alignment.of("FIN")}
        attacked = covers["armed-attack-europe"]
        assert (NATO in {reply.answer.agreement for reply in attacked.own}) == own
        assert (NATO in {reply.answer.agreement for reply in attacked.others}) != own


def test_without_a_nation_no_cover_but_all_limits_open_to_the_reader() -> None:
    """And with one its limits alone, its agreements nobody has read named as such."""
    everybody = align(READER, dt.date(2026, 11, 25))
    assert not everybody.alignment.covers
    assert len({found.item.nation for found in everybody.frictions}) > 3
    one = align(READER, dt.date(2026, 11, 25), nation="AUT")
    assert {found.item.nation for found in one.frictions} == {"AUT"}
    assert one.alignment.unread


def test_a_position_not_open_to_the_reader_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither as a limit nor by the agreements it names."""
    secret = Item(id="s", nation="FIN", kind="red-line", topic="Canary", agreements=("eu/battlegroups",))
    opened = Item(id="o", nation="FIN", kind="red-line", topic="Open", agreements=("eu/battlegroups",), released_to=frozenset({"*"}))
    monkeypatch.setattr(declare.national_positions, "public_positions", lambda: (secret, opened))
    assert {found.item.topic for found in align(READER, dt.date(2026, 11, 25), nation="FIN").frictions} == {"Open"}
