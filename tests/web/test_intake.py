"""Import on the pages: what a file would bring is shown first, names are decided in place, nobody sees another's file, nothing in a file can run."""

from __future__ import annotations

import datetime as dt
import html
import re
import threading
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from foedera.deeds import take_in
from foedera.deeds import work as deed
from foedera.store import jobs
from foedera.store.models import Decision, Job, LogEntry, Membership, Recording, Text, Upload, User

LIST = """Ref,Title,Countries,Date signed,Entry into force
A-1,Agreement on Visas,France; Germany,1963-01-22,1963-07-02
A-2,Agreement on Trade,France; Freedonia,1970-05-01,1970-06-01
A-3,Agreement on Fisheries,France; Spain,1971-02-03,1971-01-01
"""
TABLE = "Participant;Signature;Ratification, Accession(a)\nFrance;3 Jun 2013;2 Apr 2014\nBelarus;;20 Nov 2026 a\n"
ATT = "arms-control/arms-trade-treaty-2013"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs of life come from a thread with a connection of its own, which cannot see a test's transaction."""

    class Quiet:
        def __enter__(self) -> None: ...

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(jobs, "alive", lambda *_: Quiet())
    monkeypatch.setattr(jobs, "hang_up", lambda **_: None)


def sign_in(role: str, party: str = "", name: str = "", **options: Any) -> Client:
    """Return a browser of somebody with a role for a party."""
    person = User.objects.create_user(f"{name or role}-{party or 'all'}@ministry.example")
    Membership.objects.create(user=person, party=party, role=role)
    client = Client(**options)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.fixture
def officer(register: Any) -> Client:
    """The treaty officer of the register as a whole."""
    return sign_in("treaty-officer")


def words(reply: Any) -> str:
    """Return what a page says, without its markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())))


def hand_in(client: Client, text: str | bytes = LIST, name: str = "list.csv") -> Any:
    """Hand a file in; return the answer."""
    content = text.encode() if isinstance(text, str) else text
    return client.post("/import/", {"file": SimpleUploadedFile(name, content)})


def number() -> int:
    """Return the number of the file handed in last."""
    return int(Upload.objects.latest("id").pk)


def said(client: Client, n: int, **values: str) -> Any:
    """Send the form of a file's source and columns."""
    form = {"family": "visas", "source": "National Register", "seen": "2026-11-25", **values}
    return client.post(f"/import/{n}/columns/", form)


def begin(client: Client, n: int, rows: str = "good") -> Any:
    """Press the button that imports, on what the page shows."""
    page = client.get(f"/import/{n}/").content.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert seen is not None, page
    return client.post(f"/import/{n}/begin/", {"seen": seen[1], "rows": rows})


def work() -> None:
    """Let a worker do what waits."""
    deed.work("test/1", lambda: dt.datetime.now(dt.UTC), threading.Event(), until_empty=True)


def test_the_whole_way(officer: Client) -> None:
    """File, columns with their reasons, what it would bring, a name decided, on record; again nothing is new."""
    reply = hand_in(officer)
    n = number()
    assert reply["Location"] == f"/import/{n}/columns/"
    columns = officer.get(reply["Location"])
    assert "It is read as a list of agreements, one a row. 3 rows." in words(columns)
    assert re.search(r'<option value="participants" selected>', columns.content.decode())
    assert "% of its names are names of parties" in words(columns)
    assert said(officer, n)["Location"] == f"/import/{n}/"
    page = words(officer.get(f"/import/{n}/"))
    assert "Nothing is recorded yet." in page
    assert "Freedonia" in page
    assert "no party is known as 'Freedonia'" in page
    left = words(officer.get(f"/import/{n}/?show=left_out"))
    assert "entered into force on 1 January 1971, before it was signed or adopted on 3 February 1971" in left
    assert "Agreement on Fisheries Ref A-3" in left
    officer.cookies["django_language"] = "fr"
    assert "entré en vigueur le 1er janvier 1971, avant sa signature ou son adoption le 3 février 1971" in words(
        officer.get(f"/import/{n}/?show=left_out")
    )
    assert "de ses noms sont des noms de parties" in words(officer.get(f"/import/{n}/columns/"))
    officer.cookies["django_language"] = "en"
    assert "correct one of the two dates" in left
    officer.post(f"/import/{n}/name/", {"name": "Freedonia", "verdict": "BEL"})
    assert Decision.objects.get().code == "BEL"
    new = words(officer.get(f"/import/{n}/?show=new"))
    assert "Agreement on Trade visas/a-2" in new
    assert "signature by" in new
    count = Recording.objects.count()
    job = begin(officer, n)["Location"]
    assert Recording.objects.count() == count
    assert "Waiting for its turn." in words(officer.get(job))
    work()
    done = officer.get(job)
    assert "On record, as recording" in words(done)
    assert "Agreement on Visas" in words(done)
    assert Recording.objects.count() == count + 1
    assert set(Text.objects.filter(recording=Recording.objects.latest("id")).values_list("agreement", flat=True)) == {"visas/a-1", "visas/a-2"}
    csv = officer.get(f"{job}output/")
    assert csv["Content-Disposition"] == 'attachment; filename="list-left-out.csv"'
    assert "This file has been imported." in words(officer.get(f"/import/{n}/"))
    hand_in(officer)
    said(officer, number())
    assert "importing it would change nothing" in words(officer.get(f"/import/{number()}/"))


def test_only_if_every_row_is_in_order(officer: Client) -> None:
    """Asked for all, one fault keeps everything out, and the job says so."""
    hand_in(officer)
    count = Recording.objects.count()
    job = begin(officer, number(), rows="all")["Location"]
    work()
    page = words(officer.get(job))
    assert "2 rows have faults, the first is row 3" in page
    assert "Nothing was recorded." in page
    assert Recording.objects.count() == count


def test_a_column_is_said_otherwise(officer: Client) -> None:
    """A person's word counts before the guess, is shown as such, and can be changed again; a wrong form loses nothing typed."""
    hand_in(officer, LIST.replace("Countries", "Concerned"))
    n = number()
    assert said(officer, n, **{"role-2": "notes"})["Location"] == f"/import/{n}/"
    page = officer.get(f"/import/{n}/")
    assert "no column was found for: all participants in one cell" in words(page)
    assert "Answer it" in words(page)
    assert said(officer, n, **{"role-2": "participants"})["Location"] == f"/import/{n}/"
    assert "said by you" in words(officer.get(f"/import/{n}/columns/"))
    assert "Visas" in words(officer.get(f"/import/{n}/?show=new"))
    wrong = said(officer, n, family="Not A Family", seen="yesterday", source="My <own> Register")
    assert wrong.status_code == 400
    assert "Write it in lower case letters" in words(wrong)
    assert "Write the day like 2026-11-25." in words(wrong)
    assert 'value="My &lt;own&gt; Register"' in wrong.content.decode()


def test_days_in_figures_are_asked_about(officer: Client) -> None:
    """Where no cell decides, the person does."""
    hand_in(officer, "Ref,Title,Countries,Date signed\nA-1,Agreement on Visas,France; Germany,03/04/1963\n")
    n = number()
    said(officer, n)
    assert "nothing decides whether the day or the month comes first" in words(officer.get(f"/import/{n}/"))
    assert "day or month first?" in words(officer.get(f"/import/{n}/columns/"))
    said(officer, n, **{"order-3": "day-first"})
    assert "1963-04-03" in words(officer.get(f"/import/{n}/?show=new")) or "3 April 1963" in words(officer.get(f"/import/{n}/?show=new"))


def test_participants_of_an_agreement_on_record(officer: Client) -> None:
    """Which agreement is asked; then only what is not there is brought."""
    hand_in(officer, TABLE, "table.csv")
    n = number()
    assert "It is read as the participants of one agreement" in words(officer.get(f"/import/{n}/columns/"))
    assert "say which: its id where it is on record, else its title" in words(officer.get(f"/import/{n}/"))
    said(officer, n, agreement=ATT)
    page = words(officer.get(f"/import/{n}/?show=changed"))
    assert "accession by Belarus" in page
    assert "law revised" not in page
    assert "ratification by FRA" not in page


def test_the_agreement_is_meant_by_its_words(officer: Client) -> None:
    """Words one agreement alone has mean it; of several one is chosen; words none has are told. The field offers what the title finds."""
    hand_in(officer, TABLE, "table.csv")
    n = number()
    several = said(officer, n, agreement="arms")
    assert several.status_code == 400
    page = several.content.decode()
    assert "Several agreements have these words: choose one." in words(several)
    assert f'<input type="radio" name="chosen" value="{ATT}">' in page
    assert f'<option value="{ATT}">' in page
    assert "No agreement on record has these words" in words(said(officer, n, agreement="Freedonian fisheries"))
    said(officer, n, agreement="arms", chosen=ATT)
    assert "accession by Belarus" in words(officer.get(f"/import/{n}/?show=changed"))
    said(officer, n, agreement="arms trade treaty")
    assert "accession by Belarus" in words(officer.get(f"/import/{n}/?show=changed"))
    said(officer, n, title="arms trade treaty")
    assert f'<option value="{ATT}">' in officer.get(f"/import/{n}/columns/").content.decode()


def test_what_many_say_otherwise_is_one_line(officer: Client) -> None:
    """Participants whose acts differ alike stand together, the first few by name and all of them on demand, with what differs."""
    parties = ("France", "Germany", "Spain", "Italy", "Portugal", "Norway", "Japan")
    hand_in(officer, "Participant;Signature\n" + "".join(f"{party};4 Jun 2013\n" for party in parties), "table.csv")
    said(officer, number(), agreement=ATT)
    page = officer.get(f"/import/{number()}/?show=contradictions")
    assert page.content.decode().count('<td data-label="On record">') == 1
    assert "all 7 by name" in words(page)
    assert ", ".join(parties) in words(page)
    assert "another day" in words(page)
    assert "another kind of act" not in words(page)


def test_what_a_source_does_not_tell_is_not_claimed(officer: Client) -> None:
    """Of imported agreements without a party known: no number of parties, and a depositary only where two cannot but notify each other."""
    rows = "B-1,Agreement of Two,France; Germany,1963-01-22\nB-2,Convention of Three,France; Germany; Spain,1963-01-22\n"
    hand_in(officer, "Ref,Title,Countries,Date signed\n" + rows)
    said(officer, number())
    begin(officer, number())
    work()
    two, three = words(officer.get("/agreements/visas/b-1/")), words(officer.get("/agreements/visas/b-2/"))
    assert "Depositary none: the parties notify each other" in two
    assert "Depositary not on record" in three
    assert "no party known to be bound" in three
    assert "at least" not in three
    assert "at least 0" not in words(officer.get("/agreements/?family=visas"))
    assert "none known" in words(officer.get("/agreements/?family=visas"))


def test_faults_of_agreement_files_in_the_readers_language(officer: Client) -> None:
    """What reading finds wrong, and how to mend it; read again later by somebody of the other language too."""
    officer.cookies["django_language"] = "fr"
    hand_in(officer, 'foedera = 1\nid = "own/treaty"\ntitel = "Own"\ntitle = "Own"\nkind = "treaty"\nadopted = 1490-01-01\n', "own.toml")
    page = words(officer.get(f"/import/{number()}/?show=left_out"))
    assert "clé inconnue : « titel »" in page
    assert "les années vont de 1500 à 2999" in page
    officer.cookies["django_language"] = "en"
    assert "unknown key 'titel'" in words(officer.get(f"/import/{number()}/?show=left_out"))


def test_why_a_job_failed_in_the_readers_language(officer: Client) -> None:
    """What went wrong is kept as what it was made of; what older versions kept as text is shown as it is."""
    hand_in(officer)
    job = begin(officer, number())["Location"]
    Upload.objects.all().delete()
    work()
    assert "It could not be done" in words(officer.get(job))
    officer.cookies["django_language"] = "fr"
    page = words(officer.get(job))
    assert "vous n’avez remis aucun fichier" in page
    assert "you have handed in" not in page
    Job.objects.update(fault="{said by an older version}")
    assert "{said by an older version}" in words(officer.get(job))


def test_names_with_days(officer: Client) -> None:
    """Another party, for some days only, typed; a fault of it is said, and a decision is withdrawn in place."""
    hand_in(officer)
    n = number()
    page = f"/import/{n}/name/"
    for form, why in (
        ({"party": "Nowhereland"}, "no party has the code"),
        ({"party": ""}, "Choose one party, or say that it is none."),
        ({"party": "Belgium (BEL)", "since": "1980-01-01", "until": "1970-01-01"}, "before it begins"),
        ({"party": "Belgium (BEL)", "since": "soon"}, "is not a day"),
    ):
        reply = officer.post(page, {"name": "Freedonia", **form}, follow=True)
        assert why in words(reply), form
    assert not Decision.objects.exists()
    officer.post(page, {"name": "Freedonia", "party": "Belgium (BEL)", "until": "1975-12-31"})
    held = Decision.objects.get()
    assert (held.code, held.until) == ("BEL", dt.date(1975, 12, 31))
    listed = officer.get("/import/names/")
    assert "Freedonia Belgium BEL" in words(listed)
    officer.post(f"/import/names/{held.pk}/withdraw/", {"upload": str(n)})
    assert "withdrawn" in words(officer.get("/import/names/"))
    assert "Freedonia" in words(officer.get(f"/import/{n}/?show=names"))
    made = officer.post("/import/names/", {"name": "Atlantis", "verdict": "not-a-party"})
    assert made.status_code == 302
    assert Decision.objects.latest("id").code == ""


def test_large_files_are_examined_in_the_background(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page leads to the job, the job to the columns, these to a job again; what was decided since asks for another look."""
    monkeypatch.setattr(take_in, "AT_ONCE", 10)
    job = hand_in(officer)["Location"]
    n = number()
    assert job.startswith("/work/")
    assert "has not been examined yet" in words(officer.get(f"/import/{n}/"))
    assert "http-equiv" in officer.get(job).content.decode()
    work()
    done = officer.get(job).content.decode()
    assert f'data-then="/import/{n}/columns/"' in done
    assert "http-equiv" not in done
    job = said(officer, n)["Location"]
    work()
    assert f'data-then="/import/{n}/"' in officer.get(job).content.decode()
    officer.post(f"/import/{n}/name/", {"name": "Freedonia", "verdict": "BEL"})
    page = officer.get(f"/import/{n}/?show=names")
    assert "Work it out again first" in words(page)
    assert "Belgium Withdraw" in words(page)
    assert 'name="seen"' not in page.content.decode()
    assert officer.post(f"/import/{n}/examine/")["Location"].startswith("/work/")
    work()
    assert 'name="seen"' in officer.get(f"/import/{n}/").content.decode()


def test_an_officer_of_a_party(register: Any) -> None:
    """What only its party did it may import; the page says beforehand where it may not."""
    officer = sign_in("treaty-officer", "BLR")
    assert "You may import what only Belarus did" in words(officer.get("/import/"))
    hand_in(officer, TABLE, "table.csv")
    n = number()
    said(officer, n, agreement=ATT)
    job = begin(officer, n)["Location"]
    work()
    assert "On record" in words(officer.get(job))
    assert Recording.objects.latest("id").party == "BLR"
    hand_in(officer)
    page = officer.get(f"/import/{number()}/")
    assert "You may not import this" in words(page)
    refused = officer.post(f"/import/{number()}/begin/", {"seen": "0" * 64})
    assert refused.status_code == 403
    assert LogEntry.objects.filter(deed="import", allowed=False).exists()


def test_nobody_sees_anothers_file(officer: Client) -> None:
    """Under every address of it: as if it were not there; for who may not import at all too."""
    hand_in(officer)
    n = number()
    job = begin(officer, n)["Location"]
    others = [sign_in("treaty-officer", name="other"), sign_in("treaty-officer", "FRA"), sign_in("administrator"), sign_in("reader"), Client()]
    for other in others:
        for address in (f"/import/{n}/", f"/import/{n}/columns/", f"/import/{n}/left-out.csv", f"{job}output/"):
            assert other.get(address).status_code == 404, address
        for address in ("examine", "name", "begin", "discard"):
            assert other.post(f"/import/{n}/{address}/", {"name": "X", "verdict": "FRA", "seen": "0" * 64}).status_code == 404, address
        assert "list.csv" not in other.get("/import/").content.decode()
        assert "list.csv" not in other.get("/work/").content.decode()
    assert "list.csv" not in sign_in("administrator", name="second").get(job).content.decode()


def test_who_may_not_import_is_told(register: Any) -> None:
    """The page says who may; handing in is refused and logged."""
    for client, said in (
        (sign_in("analyst"), "Your roles do not let you import."),
        (Client(), "To import you need an account as a treaty officer. Sign in"),
    ):
        assert said in words(client.get("/import/"))
        assert hand_in(client).status_code == 403
    assert LogEntry.objects.filter(deed="import", allowed=False).count() == 2
    assert not Upload.objects.exists()


def test_nothing_in_a_file_runs(officer: Client) -> None:
    """Markup in cells, headings, names of parties and of the file itself is text wherever it is shown."""
    text = f'Ref,"Title {SCRIPT}",Countries,Date signed,Entry into force\nA-1,"{SCRIPT}",France; Germany,1963-01-22,1963-07-02\n'
    text += f'A-2,"{SCRIPT}",France; "{SCRIPT}",1963-01-22,1963-07-02\n'.replace('; "', "; ").replace('>",1963', ">,1963")
    hand_in(officer, text, f"{SCRIPT}.csv")
    n = number()
    said(officer, n, source=SCRIPT)
    pages = [f"/import/{n}/?show={part}" for part in ("new", "left_out", "names")] + [f"/import/{n}/columns/", "/import/"]
    shown = 0
    for address in pages:
        page = officer.get(address).content.decode()
        assert SCRIPT not in page, address
        shown += html.escape(SCRIPT) in page
    assert shown == len(pages)
    job = begin(officer, n)["Location"]
    work()
    for address in (job, "/work/", "/import/", "/agreements/visas/a-1/"):
        assert SCRIPT not in officer.get(address, follow=True).content.decode(), address


def test_what_is_refused_at_the_door(officer: Client) -> None:
    """The page says what is wrong and how to mend it; nothing is kept."""
    for name, content, why in (
        ("none.csv", b"", "The submitted file is empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n", "this is a picture, not a table"),
        ("list.xlsx", b"PK\x03\x04broken", "the workbook is damaged"),
        ("list.exe", b"MZ", "files ending in '.exe' are not taken in"),
        ("large.csv", b"x" * (take_in.LARGEST + 5), "more than the 20,971,520 that are taken in"),
    ):
        reply = hand_in(officer, content, name)
        assert reply.status_code == 400, name
        assert why in words(reply) or (name == "none.csv" and "the file is empty" in words(reply)), words(reply)
    assert "Choose a file first." in words(officer.post("/import/", {}))
    assert not Upload.objects.exists()


def test_fifty_megabytes_are_refused_unread(officer: Client) -> None:
    """By what the request says of its size, before anything is read or kept."""
    reply = officer.generic("POST", "/import/", b"--x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(50 * 1024 * 1024))
    assert reply.status_code == 400
    assert "What was sent has 50 MB; 25 MB is the most." in words(reply)


def test_forms_need_their_token(register: Any) -> None:
    """A form from elsewhere records, decides, cancels and throws away nothing."""
    officer = sign_in("treaty-officer", name="checked", enforce_csrf_checks=True)
    for address in (
        "/import/",
        "/import/1/columns/",
        "/import/1/name/",
        "/import/1/begin/",
        "/import/1/discard/",
        "/import/names/",
        "/work/1/cancel/",
    ):
        assert officer.post(address, {"name": "X", "verdict": "FRA"}).status_code == 403, address
    assert not Decision.objects.exists()


def test_deeds_are_not_done_by_looking(officer: Client) -> None:
    """What changes something answers no GET."""
    hand_in(officer)
    n = number()
    for address in (f"/import/{n}/begin/", f"/import/{n}/discard/", f"/import/{n}/name/", f"/import/{n}/examine/", "/import/names/1/withdraw/"):
        assert officer.get(address).status_code == 405, address


def test_thrown_away(officer: Client) -> None:
    """It is gone, and nothing was recorded from it."""
    hand_in(officer)
    assert "thrown away" in words(officer.post(f"/import/{number()}/discard/", follow=True))
    assert not Upload.objects.exists()


def test_a_cancelled_job_records_nothing(officer: Client) -> None:
    """Cancelled while it waits, it ends at once."""
    hand_in(officer)
    job = begin(officer, number())["Location"]
    count = Recording.objects.count()
    page = officer.post(f"{job}cancel/", follow=True)
    assert "It was cancelled; nothing was recorded." in words(page)
    work()
    assert Recording.objects.count() == count
    assert "cancelled" in words(officer.get("/work/"))


@pytest.mark.parametrize("rows", [3, 120])
def test_as_many_queries_for_any_number_of_rows(officer: Client, django_assert_max_num_queries: Any, rows: int) -> None:
    """The report is read whole; its pages cost the same."""
    lines = "".join(f"A-{n},Agreement {n},France; Freedonia {n % 60},1970-05-01,1970-06-01\n" for n in range(rows))
    hand_in(officer, "Ref,Title,Countries,Date signed,Entry into force\n" + lines)
    n = number()
    officer.get(f"/import/{n}/")
    for part in ("names", "left_out", "new"):
        with django_assert_max_num_queries(16):
            officer.get(f"/import/{n}/?show={part}")
