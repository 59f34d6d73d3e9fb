"""Deadlines on days a treaty officer can check, and the calendar read by somebody else's software."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from foedera.interchange.calendars import calendar, identity, of_agreements, of_party
from foedera.interchange.voices import ENGLISH, Voice
from foedera.law.deadlines import Deadline, last_day_for, upcoming
from foedera.law.periods import after
from foedera.library.collection import Collection
from foedera.model.periods import Period
from foedera.model.phrases import Tongue, say

D = dt.date.fromisoformat
STAMP = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)

#: Agreement, the day asked from, what, and when.
COMING = [
    ("china-russia/good-neighbourliness-2001", "2025-11-21", "last day for notice against renewal", "2026-02-28"),
    ("china-russia/good-neighbourliness-2001", "2025-11-21", "the running term ends", "2027-02-28"),
    ("china-russia/good-neighbourliness-2001", "2026-11-21", "renewed", "2027-02-28"),
    ("nato/north-atlantic-treaty", "1950-01-01", "review due", "1959-08-24"),
    ("nato/north-atlantic-treaty", "1950-01-01", "first day on which notice of withdrawal may be given", "1969-08-24"),
    ("eu/treaty-on-european-union", "2019-12-01", "withdrawn", "2020-02-01"),
]


@pytest.mark.parametrize(("name", "today", "what", "on"), COMING)
def test_coming_up(name: str, today: str, what: str, on: str) -> None:
    """It is among what is coming up, on its day."""
    found = upcoming(Collection().docket.timeline(name), D(today), D("2030-01-01"))
    assert (D(on), what) in [(d.on, d.what) for d in found]


def test_past_the_last_day_for_notice_it_is_no_longer_coming() -> None:
    """On 1 March 2026 it is too late to give notice against the renewal of February 2027."""
    found = upcoming(Collection().docket.timeline("china-russia/good-neighbourliness-2001"), D("2026-03-01"), D("2028-01-01"))
    assert "last day for notice against renewal" not in [d.what for d in found]


def test_a_doubtful_day_is_said_to_be() -> None:
    """The France-Greece agreement entered into force by 31 December 2021, its own day is not known: so is the end of its term."""
    found = upcoming(Collection().docket.timeline("france-greece/strategic-partnership-2021"), D("2026-01-01"), D("2027-01-01"))
    assert any("doubtful: counted from 2021-12-31" in line for deadline in found for line in deadline.because)


@given(st.builds(Period, years=st.integers(0, 3), months=st.integers(0, 14), days=st.integers(0, 200)), st.dates(D("1950-01-01"), D("2100-01-01")))
def test_the_last_day_is_in_time_and_the_next_is_not(notice: Period, end: dt.date) -> None:
    """Notice on the last day is in time, a day later it is not."""
    last = last_day_for(notice, end)
    in_time, too_late = after(notice, last), after(notice, last + dt.timedelta(days=1))
    assert in_time is not None
    assert too_late is not None
    assert in_time <= end < too_late


DEADLINES = [
    Deadline(D("2027-02-28"), "a/b", "the running term ends", "", ("Article 25: renewed; unless, notice",)),
    Deadline(D("2028-01-01"), "a/b", "withdrawn", "USA", ("line one", "line two")),
]


def test_calendar_says_what_the_deadlines_say() -> None:
    """Whole days, one event each, the same identity each time."""
    content = calendar("Test", DEADLINES, {"a/b": "Treaty, of; B"}, dt.datetime(2026, 11, 21, tzinfo=dt.UTC))
    events = list(Calendar.from_ical(content).walk("VEVENT"))
    assert [str(e["summary"]) for e in events] == ["Treaty, of; B: the running term ends", "Treaty, of; B: USA: leaves"], (
        "what is to come is not said as if it were over"
    )
    assert [e["dtstart"].dt for e in events] == [d.on for d in DEADLINES]
    again = calendar("Test", DEADLINES, {}, dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    assert [e["uid"] for e in events] == [e["uid"] for e in Calendar.from_ical(again).walk("VEVENT")]


def test_what_a_subscription_needs() -> None:
    """A name, where it lives, how often to ask again (RFC 7986 and what came before it), and a page for each event."""
    content = calendar(
        "Élise's", DEADLINES, {}, STAMP, link=lambda d: f"https://treaties.example/{d.agreement}?a=1&b=2", url="https://treaties.example/f.ics"
    )
    found = Calendar.from_ical(content)
    assert (str(found["name"]), str(found["x-wr-calname"])) == ("Élise's", "Élise's")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in content
    assert b"X-PUBLISHED-TTL:PT12H\r\n" in content
    assert str(found["url"]) == "https://treaties.example/f.ics"
    assert [str(e["url"]) for e in found.walk("VEVENT")] == ["https://treaties.example/a/b?a=1&b=2"] * 2
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_an_event_keeps_its_identity_in_another_language() -> None:
    """What it says changes, what it is does not."""
    french = Voice("fr", Tongue({"leaves": "se retire"}.get, ENGLISH.tongue.translate_n))
    deadline = Deadline(D("2028-01-01"), "a/b", say("withdrawn"), "USA")
    plain, other = (next(iter(Calendar.from_ical(calendar("T", [deadline], {}, STAMP, voice=voice)).walk("VEVENT"))) for voice in (ENGLISH, french))
    assert str(other["summary"]) == "a/b: USA: se retire"
    assert str(plain["uid"]) == str(other["uid"]) == identity(deadline)
    assert identity(deadline) == "630ee118a2b836945650d05551c37dda@foedera"


def test_of_a_party_and_of_agreements() -> None:
    """France's: the agreements it takes part in, each deadline once, in order; nothing of those it does not."""
    collection = Collection()
    timelines = [collection.docket.timeline(name) for name in sorted(collection.ids())]
    today, until = D("2026-11-25"), D("2030-01-01")
    everything, france = of_agreements(timelines, today, until), of_party(timelines, "FRA", today, until)
    assert france == sorted(set(france))
    assert set(france) < set(everything)
    mine = {timeline.agreement.id for timeline in timelines if timeline.status_of("FRA", today)}
    assert {deadline.agreement for deadline in france} <= mine
    assert [d for d in everything if d.agreement in mine] == france
    assert of_agreements([*timelines, *timelines], today, until) == everything


@pytest.mark.parametrize("whose", ["agreement", "party", "person"])
@pytest.mark.skipif(shutil.which("khal") is None, reason="Debian's khal is not installed (apt-get install khal)")
def test_khal_reads_it(tmp_path: Path, whose: str) -> None:
    """Khal imports the feed of an agreement, of a party, of a person, and lists the day."""
    (tmp_path / "store").mkdir()
    config = tmp_path / "config"
    config.write_text(
        f"[calendars]\n[[c]]\npath = {tmp_path / 'store'}\n[locale]\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ntimeformat = %H:%M\n"
        f"datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = {tmp_path / 'khal.db'}\n",
        encoding="utf-8",
    )
    file = tmp_path / "f.ics"
    found = {"agreement": DEADLINES, "party": DEADLINES[1:], "person": [*DEADLINES, Deadline(D("2028-01-01"), "c/d", "review due")]}[whose]
    file.write_bytes(
        calendar(whose, found, {"a/b": "Treaty"}, STAMP, link=lambda d: f"https://treaties.example/{d.agreement}", url="https://x.example/")
    )
    khal = ["khal", "-c", str(config)]
    subprocess.run([*khal, "import", "--batch", "-a", "c", str(file)], check=True, capture_output=True, timeout=60)
    listed = subprocess.run([*khal, "list", "2028-01-01", "1d"], check=True, capture_output=True, text=True, timeout=60).stdout
    assert "Treaty: USA: leaves" in listed
    assert ("c/d: review due" in listed) == (whose == "person")
