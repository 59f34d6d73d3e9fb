"""Taking a file in: what is on record already, what is new, what contradicts; recorded whole or not at all, again without change."""

from __future__ import annotations

import datetime as dt
import io
import json
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from foedera.deeds import decide, take_in, work
from foedera.deeds.correct import strike
from foedera.deeds.decide import Decision
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.deeds.take_in import Said
from foedera.interchange.files import write
from foedera.library.names import NOT_A_PARTY
from foedera.model.errors import FaultyFile, NotAllowed, NotThere, OutOfDate, Unfit
from foedera.store import jobs, uploads
from foedera.store.models import Document, LogEntry, RecordedAct, Recording, Text, User
from foedera.store.models import Upload as Row
from foedera.store.register import current

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
ATT = "arms-control/arms-trade-treaty-2013"

LIST = """Ref,Title,Countries,Date signed,Entry into force
A-1,Agreement on Visas,France; Germany,1963-01-22,1963-07-02
A-2,Agreement on Trade,France; Freedonia,1970-05-01,1970-06-01
A-3,Agreement on Fisheries,France; Spain,1971-02-03,1971-01-01
A-4,Agreement on Air Services,France; Italy,1980-02-03,
"""
TABLE = "Participant;Signature;Ratification, Accession(a)\nFrance;3 Jun 2013;2 Apr 2014\nBelarus;;20 Nov 2026 a\nGermany;3 Jun 2013;2 Apr 2014\n"


@pytest.fixture(autouse=True)
def _no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs of life come from a thread with a connection of its own, which cannot see a test's transaction."""

    class Quiet:
        def __enter__(self) -> None: ...

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(jobs, "alive", lambda *_: Quiet())
    monkeypatch.setattr(jobs, "hang_up", lambda **_: None)


def person(*memberships: tuple[str, str], name: str = "registrar") -> Actor:
    """Return an actor with an account that has these roles."""
    user = User.objects.create_user(f"{name}@example.org", "a long enough password")
    for party, role in memberships:
        user.memberships.create(party=party, role=role)
    return Actor(user.pk, user.email, memberships)


@pytest.fixture
def registrar(register: Any) -> Actor:
    """The treaty officer of the register as a whole."""
    return person(("", "treaty-officer"))


def wish(**said: Any) -> Said:
    """Return what is said of a file in these tests."""
    return Said(**{"family": "visas", "source": "National Register", "seen": TODAY, **said})


def record(actor: Actor, text: str, said: Said | None = None, name: str = "list.csv") -> take_in.Taken:
    """Import a text at once."""
    return take_in.record(actor, name, text.encode(), said or wish(), TODAY)[0]


def do_all() -> None:
    """Let a worker do what waits."""
    work.work("test/1", lambda: NOW, threading.Event(), until_empty=True)


def test_looking_records_nothing(registrar: Actor) -> None:
    """Each row is accounted for: what it would bring, or what is wrong and how to mend it."""
    before = (Recording.objects.count(), RecordedAct.objects.count(), Document.objects.count())
    found = take_in.look(registrar, "list.csv", LIST.encode(), wish())
    assert found.counts | {"acts": 0} == {
        "rows": 4, "left_out": 2, "remarked": 0, "new": 2, "changed": 0, "known": 0, "acts": 0, "contradictions": 0, "names": 1,
    }  # fmt: skip
    assert [b.agreement.id for b in found.brought] == ["visas/a-1", "visas/a-4"]
    assert [line.number for line in found.left_out] == [3, 4]
    assert [fault.code for line in found.left_out for fault in line.faults if fault.severity == "error"] == ["F150", "F142"]
    assert all(fault.hint for line in found.left_out for fault in line.faults)
    assert before == (Recording.objects.count(), RecordedAct.objects.count(), Document.objects.count())


def test_one_recording_and_again_without_change(registrar: Actor) -> None:
    """The rows in order are one recording with the file as its document; the same file again records nothing, whatever day it is read."""
    taken = record(registrar, LIST)
    recording = Recording.objects.get(pk=taken.revision)
    assert (recording.deed, recording.note, recording.by_id) == ("import", "National Register", registrar.user)
    assert recording.document is not None
    assert bytes(recording.document.content) == LIST.encode()
    assert {text.agreement for text in Text.objects.filter(recording=recording)} == {"visas/a-1", "visas/a-4"}
    assert current().docket.timeline("visas/a-1").standing(TODAY).status == "in-force"
    before = (Recording.objects.count(), RecordedAct.objects.count(), Text.objects.count(), Document.objects.count())
    for seen in (TODAY, dt.date(2026, 12, 1)):
        again = record(registrar, LIST, wish(seen=seen))
        assert (again.revision, again.counts["known"], again.counts["acts"]) == (None, 2, 0)
    assert before == (Recording.objects.count(), RecordedAct.objects.count(), Text.objects.count(), Document.objects.count())
    assert LogEntry.objects.filter(deed="import", why="nothing new").count() == 2


def test_a_later_export_adds_what_is_new(registrar: Actor) -> None:
    """A row mended since, a row more: those alone are recorded; what is on record keeps its acts."""
    record(registrar, LIST)
    later = LIST.replace("1971-01-01", "1971-03-01") + "A-5,Agreement on Roads,France; Belgium,1990-01-02,1990-02-03\n"
    taken = record(registrar, later)
    assert (taken.counts["new"], taken.counts["known"]) == (2, 2)
    assert set(Text.objects.filter(recording=taken.revision).values_list("agreement", flat=True)) == {"visas/a-3", "visas/a-5"}


def test_a_law_a_person_revised_stays(registrar: Actor) -> None:
    """What an import recorded a later one of the same source may replace; what a person has written since, it may not."""
    record(registrar, LIST)
    changed = LIST.replace("Agreement on Visas", "Agreement on Visas and Passports")
    assert record(registrar, changed).counts["changed"] == 1
    assert current()["visas/a-1"].title == "Agreement on Visas and Passports"
    from foedera.deeds.adopt import adopt

    own = write(current()["visas/a-1"]).replace("Agreement on Visas and Passports", "Visa Agreement")
    adopt(OPERATOR, "a-1.toml", own.encode(), TODAY)
    assert record(registrar, changed).counts["changed"] == 0
    assert current()["visas/a-1"].title == "Visa Agreement"


def test_another_day_contradicts_and_changes_nothing(registrar: Actor) -> None:
    """A later export gives another day of signature: listed beside the act on record, and neither is touched."""
    record(registrar, LIST)
    found = take_in.look(registrar, "list.csv", LIST.replace("1980-02-03", "1980-02-04").encode(), wish())
    assert found.counts["contradictions"] == 1, "one for both who signed"
    assert found.contradictions[0].proposed.by == ("FRA", "ITA")
    assert {(c.on_record.on, c.proposed.on) for c in found.contradictions} == {(dt.date(1980, 2, 3), dt.date(1980, 2, 4))}
    assert found.counts["acts"] == 0


def test_participants_of_an_agreement_on_record(registrar: Actor) -> None:
    """Only the acts that are not there are added, each by who has not done it; the law stays, and what contradicts is listed."""
    law, had = Text.objects.get(agreement=ATT).law, len(current()[ATT].acts)
    said = wish(agreement=ATT)
    found = take_in.look(registrar, "table.csv", TABLE.encode(), said)
    (brought,) = found.brought
    assert (found.shape, brought.what, brought.law) == ("participants", "changed", None)
    assert [(act.kind, act.by, act.on) for act in brought.acts] == [("accession", ("BLR",), dt.date(2026, 11, 20))]
    record(registrar, TABLE, said, "table.csv")
    assert len(current()[ATT].acts) == had + 1
    assert Text.objects.get(agreement=ATT).law == law
    against = take_in.look(registrar, "table.csv", TABLE.replace("2 Apr 2014", "12 Apr 2014", 1).encode(), said)
    assert [(c.on_record.on.day, c.proposed.on.day, c.proposed.by) for c in against.contradictions] == [(2, 12, ("FRA",))]
    assert against.counts["acts"] == 0


def test_a_day_more_exact_than_the_record(registrar: Actor) -> None:
    """The record knows that it had happened by a day, the table the day: listed as fitting; a later day contradicts."""
    said = wish(agreement="arms-control/mine-ban-1997")
    for day, closer in (("3 Dec 1997", True), ("6 Dec 1997", False)):
        found = take_in.look(registrar, "table.csv", f"Participant;Signature\nAustria;{day}\n".encode(), said)
        assert [(c.closer, c.on_record.precision, c.on_record.by) for c in found.contradictions] == [(closer, "not-later-than", ("AUT",))]
        assert found.counts["acts"] == 0


def test_an_act_struck_from_the_record_does_not_come_back(registrar: Actor) -> None:
    """Who struck it knew why: the table that still has it is listed as contradicting the record."""
    said = wish(agreement=ATT)
    record(registrar, TABLE, said, "table.csv")
    acts = current()[ATT].acts
    number = next(n for n, act in enumerate(acts, 1) if act.by == ("BLR",) and act.kind == "accession")
    strike(registrar, ATT, number, TODAY, reason="the instrument was another state's")
    found = take_in.look(registrar, "table.csv", TABLE.encode(), said)
    assert [(c.proposed.by, c.struck) for c in found.contradictions] == [(("BLR",), True)]
    assert found.counts["acts"] == 0


def test_a_table_of_participants_must_say_of_which(registrar: Actor) -> None:
    """Neither title nor id: a question, and nothing is read; an id nobody has: said so."""
    assert [q.code for q in take_in.look(registrar, "table.csv", TABLE.encode(), wish()).questions] == ["F114"]
    lost = take_in.look(registrar, "table.csv", TABLE.encode(), wish(agreement="nowhere/none")).questions[0]
    assert "none on record has the id 'nowhere/none'" in lost.message
    with pytest.raises(Unfit, match="F114"):
        record(registrar, TABLE, wish(), "table.csv")
    assert record(registrar, TABLE, wish(title="Treaty on Tables"), "table.csv").touched == ("visas/table",)


def test_all_or_nothing(registrar: Actor) -> None:
    """Asked for all rows, one fault keeps everything out."""
    count = Recording.objects.count()
    with pytest.raises(Unfit, match="2 rows have faults, the first is row 3; nothing was recorded"):
        record(registrar, LIST, wish(whole=True))
    assert (Recording.objects.count(), Document.objects.filter(name="list.csv").count()) == (count, 0)


def test_a_decision_resolves_a_name_at_every_later_import(registrar: Actor) -> None:
    """By day; withdrawn it no longer holds; that a name is no party is a decision too."""
    decide.decide(registrar, [Decision("Freedonia", "BEL", dt.date(1960, 1, 1), dt.date(1979, 12, 31))])
    assert take_in.look(registrar, "list.csv", LIST.encode(), wish()).counts["new"] == 3
    late = LIST.replace("1970-05-01,1970-06-01", "1985-05-01,1985-06-01")
    assert take_in.look(registrar, "list.csv", late.encode(), wish()).counts["new"] == 2
    decide.withdraw(registrar, decide.listing(registrar)[0].id, NOW)
    assert take_in.look(registrar, "list.csv", LIST.encode(), wish()).counts["new"] == 2
    decide.decide(registrar, [Decision("Freedonia", NOT_A_PARTY)])
    found = take_in.look(registrar, "list.csv", LIST.encode(), wish())
    assert found.counts["names"] == 0
    assert [(d.name, d.code, bool(d.withdrawn)) for d in decide.listing(registrar)] == [("Freedonia", "", False), ("Freedonia", "BEL", True)]


def test_a_decision_is_checked(registrar: Actor) -> None:
    """No name, an unknown code, days the wrong way round, no power: refused with the reason, nothing kept."""
    for made, why in (
        (Decision(" ", "FRA"), "needs the name"),
        (Decision("X", "QQQ"), "no party has the code 'QQQ'"),
        (Decision("X", "FRA", TODAY, dt.date(2000, 1, 1)), "before it begins"),
    ):
        with pytest.raises(Unfit, match=why):
            decide.decide(registrar, [made])
    with pytest.raises(NotAllowed):
        decide.decide(READER, [Decision("X", "FRA")])
    with pytest.raises(NotThere):
        decide.withdraw(registrar, 999_999, NOW)
    assert decide.listing(registrar) == []


def test_an_officer_imports_what_its_party_did(register: Any) -> None:
    """Every act by it: recorded for it, the file kept for its members; one act by others alone: refused, logged, nothing recorded."""
    officer = person(("FRA", "treaty-officer"), name="officer")
    taken = record(officer, LIST)
    recording = Recording.objects.get(pk=taken.revision)
    assert (recording.party, recording.document and recording.document.party) == ("FRA", "FRA")
    with pytest.raises(NotAllowed, match="may not import"):
        record(officer, LIST + "A-6,Agreement of Others,Belgium; Italy,1990-01-02,1990-02-03\n")
    assert LogEntry.objects.filter(deed="import", allowed=False, who=officer.name).exists()
    assert not Text.objects.filter(agreement="visas/a-6").exists()
    with pytest.raises(NotAllowed):
        take_in.look(person(("FRA", "negotiator"), name="negotiator"), "list.csv", LIST.encode(), wish())


def packed(**files: str) -> bytes:
    """Return a zip of texts by name."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


ONE = 'foedera = 1\nid = "zz/one"\ntitle = "One"\nkind = "treaty"\nacts = [{ on = 2020-01-01, kind = "signature", by = ["FRA", "DEU"] }]\n'
TWO = 'foedera = 1\nid = "zz/two"\ntitle = "Two"\nkind = "protocol"\nacts = []\n[links]\nprotocol_to = "zz/one"\n'


def test_agreement_files_in_a_zip(registrar: Actor) -> None:
    """They may point to one another; one with a fault is left out, and with it what points to it; again nothing is new."""
    good = packed(**{"zz/one.toml": ONE, "zz/two.toml": TWO, "README.txt": "nothing"})
    taken, look = take_in.record(registrar, "files.zip", good, wish(), TODAY)
    assert (look.shape, taken.counts["new"]) == ("files", 2)
    assert Recording.objects.get(pk=taken.revision).deed == "adopt"
    assert take_in.record(registrar, "files.zip", good, wish(), TODAY)[0].revision is None
    bad = packed(**{"zz/one.toml": ONE.replace("zz/one", "zz/three").replace("FRA", "QQQ"), "zz/two.toml": TWO.replace("zz/one", "zz/three")})
    found = take_in.look(registrar, "files.zip", bad, wish())
    assert found.counts["left_out"] == 2
    assert ["F041" in {f.code for f in line.faults} for line in found.left_out] == [False, True]


def test_every_agreement_that_ships_is_there_already(registrar: Actor) -> None:
    """The register's own export comes back without a change."""
    listed = {f"{name}.toml": write(current()[name]) for name in sorted(current().ids()) if name.startswith(("nato/", "anzus/"))}
    found = take_in.look(registrar, "nato.zip", packed(**listed), wish())
    assert found.left_out == ()
    assert (found.counts["known"], found.counts["acts"], found.counts["contradictions"]) == (len(listed), 0, 0)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("list.csv", b"", "F101"),
        ("list.exe", b"MZ\x90\x00", "F101"),
        ("list.csv", b"%PDF-1.7", "F101"),
        ("list.csv", b"x" * (take_in.LARGEST + 1), "F102"),
        ("files.zip", b"PK\x03\x04damaged", "F103"),
        ("files.zip", packed(**{"../../outside.toml": ONE}), "F103"),
        ("files.zip", packed(**{"/etc/passwd.toml": ONE}), "F103"),
        ("files.zip", packed(**{"readme.txt": "nothing"}), "F101"),
        ("files.zip", packed(**{"bomb.toml": "#" * 3_000_000}), "F102"),
        ("files.zip", packed(**{f"{n}.toml": "#" * 1_900_000 for n in range(60)}), "F102"),
        ("files.toml", packed(**{"one.toml": ONE}), "F101"),
    ],
)
def test_what_is_refused_at_the_door(registrar: Actor, name: str, content: bytes, code: str) -> None:
    """Empty, of another kind, too large, damaged, reaching outside, swelling: nothing is kept, and the log says so."""
    with pytest.raises(FaultyFile) as refused:
        take_in.hand_in(registrar, name, content, NOW)
    assert code in {fault.code for fault in refused.value.faults}
    assert take_in.mine(registrar) == []
    assert LogEntry.objects.filter(deed="hand in a file", allowed=False).count() == 1


def test_characters_that_are_no_text(registrar: Actor) -> None:
    """JSON can write a zero or half a character by number: the row is left out, and nothing of it breaks the database."""
    text = '{"ref": "1", "title": "a\\u0000b", "countries": "France; Spain"}\n{"ref": "2", "title": "a\\ud800b", "countries": "France; Spain"}\n'
    number = take_in.hand_in(registrar, "list.jsonl", text.encode(), NOW, wish())
    report = take_in.review(registrar, number, NOW)
    assert (report.counts["new"], report.counts["left_out"]) == (0, 2)
    assert "a\ufffdb" in take_in.left_out_of(registrar, number).decode()


def test_a_name_leads_nowhere(registrar: Actor) -> None:
    """Folders and characters nobody sees are taken off a file's name."""
    number = take_in.hand_in(registrar, "../../etc/\u202ecilbup\\..\\list.csv", LIST.encode(), NOW)
    assert take_in.opened(registrar, number).name == "list.csv"


def test_files_are_their_owners_alone(registrar: Actor) -> None:
    """Nobody else, the administrator included, opens, examines, imports or throws away what somebody handed in."""
    number = take_in.hand_in(registrar, "list.csv", LIST.encode(), NOW)
    other = person(("", "treaty-officer"), ("", "administrator"), name="other")
    for deed in (
        lambda: take_in.opened(other, number),
        lambda: take_in.review(other, number, NOW),
        lambda: take_in.report_on(other, number, NOW),
        lambda: take_in.begin(other, number, "", whole=False),
        lambda: take_in.left_out_of(other, number),
        lambda: take_in.discard(other, number),
    ):
        with pytest.raises(NotThere):
            deed()
    assert (take_in.mine(other), len(take_in.mine(registrar))) == ([], 1)


def test_so_many_files_and_so_long(registrar: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has too many waiting is asked to end one; old ones go. The same file handed in again takes the place of the first."""
    monkeypatch.setattr(take_in, "MOST", 2)
    first = take_in.hand_in(registrar, "a.csv", LIST.encode(), NOW)
    second = take_in.hand_in(registrar, "b.csv", LIST.encode(), NOW)
    assert [upload.id for upload in take_in.mine(registrar)] == [second]
    take_in.hand_in(registrar, "c.csv", TABLE.encode(), NOW)
    with pytest.raises(Unfit, match="2 of your files wait"):
        take_in.hand_in(registrar, "d.csv", (LIST + "\n").encode(), NOW)
    Row.objects.filter(pk=second).update(created=NOW - work.HELD - dt.timedelta(days=1))
    work.work("test/1", lambda: NOW, threading.Event(), until_empty=True)
    assert [upload.name for upload in take_in.mine(registrar)] == ["c.csv"]
    assert first != second


def test_in_the_background(registrar: Actor) -> None:
    """Handed in, examined, begun on what was shown; the job tells what came of it and holds the rows left out; the content goes."""
    number = take_in.hand_in(registrar, "list.csv", LIST.encode(), NOW, wish())
    report, holds = take_in.report_on(registrar, number, NOW)
    assert report is not None
    assert holds
    job = take_in.begin(registrar, number, report.digest, whole=False)
    do_all()
    done = work.see(registrar, job)
    assert (done.state, done.fault) == ("done", "")
    assert done.result is not None
    assert done.result["counts"]["new"] == 2
    name, media_type, content = work.output(registrar, job)
    assert (name, media_type) == ("list-left-out.csv", "text/csv")
    lines = content.decode().splitlines()
    assert lines[0] == "row,fault,remedy,Ref,Title,Countries,Date signed,Entry into force"
    assert [line.split(",")[0] for line in lines[1:]] == ["3", "4"]
    assert take_in.mine(registrar) == []
    assert uploads.content(number, registrar.user or 0) == b""
    with pytest.raises(NotThere, match="imported already"):
        take_in.review(registrar, number, NOW)
    with pytest.raises(NotThere):
        work.output(person(("", "administrator"), name="admin"), job)


def test_begun_again_after_a_crash(registrar: Actor) -> None:
    """The worker died after the recording and before it could say so: the next one finds what was recorded, and tells the same."""
    number = take_in.hand_in(registrar, "list.csv", LIST.encode(), NOW, wish())
    report = take_in.review(registrar, number, NOW)
    job = take_in.begin(registrar, number, report.digest, whole=False)
    do_all()
    first = work.see(registrar, job).result
    count = Recording.objects.count()
    from foedera.store.models import Job as JobRow

    JobRow.objects.filter(pk=job).update(state="queued", result=None, ended=None)
    do_all()
    assert work.see(registrar, job).result == first
    assert Recording.objects.count() == count


def test_what_has_changed_since_is_not_imported_unseen(registrar: Actor) -> None:
    """Between looking and importing a name was decided: the import is refused, and the person looks again."""
    number = take_in.hand_in(registrar, "list.csv", LIST.encode(), NOW, wish())
    report = take_in.review(registrar, number, NOW)
    decide.decide(registrar, [Decision("Freedonia", "BEL")])
    count = Recording.objects.count()
    job = take_in.begin(registrar, number, report.digest, whole=False)
    do_all()
    found = work.see(registrar, job)
    assert found.state == "failed"
    assert "has changed since you looked at it" in found.fault
    assert Recording.objects.count() == count
    again, holds = take_in.report_on(registrar, number, NOW)
    assert again is not None
    assert holds
    assert again.counts["new"] == 3


def test_cancelled_nothing_is_left(registrar: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cancelled while the views are computed: no recording, no document, the file still waits."""
    number = take_in.hand_in(registrar, "list.csv", LIST.encode(), NOW, wish())
    report = take_in.review(registrar, number, NOW)
    job = take_in.begin(registrar, number, report.digest, whole=False)
    monkeypatch.setattr(work, "PACE", dt.timedelta(0))
    phases: list[str] = []
    real = work.Handle.phase

    def phase(self: work.Handle, name: str) -> None:
        phases.append(name)
        if "Computing" in name:
            jobs.cancel(self.job.id, NOW)
        real(self, name)

    monkeypatch.setattr(work.Handle, "phase", phase)
    count = (Recording.objects.count(), Document.objects.count())
    do_all()
    assert work.see(registrar, job).state == "cancelled"
    assert phases == ["Reading the file", "Computing what follows"]
    assert count == (Recording.objects.count(), Document.objects.count())
    assert [upload.id for upload in take_in.mine(registrar)] == [number]


def test_a_failed_recording_leaves_no_document(registrar: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong in the transaction takes the document with it."""
    from foedera.store import writing

    def broken(*_: Any, **__: Any) -> None:
        raise OutOfDate("somebody else was faster")  # noqa: EM101 - stands for any fault

    monkeypatch.setattr(writing, "record", broken)
    with pytest.raises(OutOfDate):
        record(registrar, LIST)
    assert not Document.objects.filter(name="list.csv").exists()


def test_cells_of_the_table_left_out_are_no_formulas(registrar: Actor) -> None:
    """What begins like a formula in the file handed in is made harmless in the table given back."""
    number = take_in.hand_in(registrar, "list.csv", (LIST + '=cmd|calc,"=HYPERLINK(1)",@France,+1,-1\n').encode(), NOW, wish())
    take_in.review(registrar, number, NOW)
    last = take_in.left_out_of(registrar, number).decode().splitlines()[-1]
    for cell in ("'=cmd|calc", "'=HYPERLINK(1)", "'@France", "'+1", "'-1"):
        assert f",{cell}" in last


def test_a_report_survives_being_kept(registrar: Actor) -> None:
    """What is kept with the file reads back the same; acts read back as acts."""
    from foedera.deeds.report import act, report_of

    number = take_in.hand_in(registrar, "list.csv", LIST.encode(), NOW, wish())
    report = take_in.review(registrar, number, NOW)
    kept = report_of(report.as_text())
    assert kept == report_of(kept.as_text())
    assert json.loads(kept.as_text())["digest"] == report.digest
    assert act(kept.parts["new"][0]["acts"][0]).describe() == "signature by FRA, DEU, 1963-01-22"


def test_a_report_kept_is_said_in_any_language(registrar: Actor) -> None:
    """What is wrong with a row is kept as the message and what fills it; the sentences of an older report stay as they were."""
    from foedera.deeds.report import report_of

    number = take_in.hand_in(registrar, "list.csv", LIST.encode(), NOW, wish())
    text = take_in.review(registrar, number, NOW).as_text()
    kept = report_of(text)
    row = next(row for row in kept.parts["left_out"] if row["title"] == "Agreement on Fisheries")
    assert row["faults"][0]["message"].msgid == "entered into force on {day}, before it was signed or adopted on {known}"
    assert kept.parts["names"][0]["reason"].fields == {"name": "Freedonia"}
    assert kept.columns[0]["why"].msgid == "by its heading; every row has one of its own"
    older = json.loads(text)
    older["parts"]["names"][0]["reason"] = "no party is known as 'Freedonia'"
    assert report_of(json.dumps(older)).parts["names"][0]["reason"] == "no party is known as 'Freedonia'"


@pytest.mark.slow
def test_the_tables_of_the_depositary(registrar: Actor) -> None:
    """Real tables of participants: recorded, and again without change."""
    folder = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "untc" / "treaties"
    if not folder.is_dir():
        pytest.skip("../shared/data/untc is not here")
    for path in sorted(folder.glob("*.csv"))[:40]:
        said = wish(title=f"Treaty {path.stem}", family="untc")
        found = take_in.look(registrar, path.name, path.read_bytes(), said)
        if found.questions or not found.brought:
            continue
        taken = take_in.record(registrar, path.name, path.read_bytes(), said, TODAY)[0]
        assert taken.revision is not None
        assert take_in.record(registrar, path.name, path.read_bytes(), said, TODAY)[0].revision is None, path.name
