"""Recording on the pages: what will change is shown first, nothing typed is lost, nothing is recorded twice, and drafts stay with their party."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.conftest import TODAY

from foedera.deeds import draft as drafting
from foedera.deeds import record as recording
from foedera.deeds.powers import OPERATOR
from foedera.library.supposing import read_act
from foedera.model.standing import BOUND
from foedera.store.models import Document, Draft, LogEntry, Membership, RecordedAct, Recording, Text, User

NATO, ATT, ANZUS = "nato/north-atlantic-treaty", "arms-control/arms-trade-treaty-2013", "anzus/treaty"
ACT = {"agreement": ATT, "kind": "accession", "by": "Belarus (BLR)", "on": "2026-11-20", "source": "CN 12/2026"}
INSTRUMENT = b"%PDF-1.7\n%instrument of accession\n"


def sign_in(role: str, party: str = "", name: str = "") -> Client:
    """Return a browser of somebody with a role for a party."""
    person = User.objects.create_user(f"{name or role}-{party or 'all'}@ministry.example", first_name=name or role, last_name=party)
    Membership.objects.create(user=person, party=party, role=role)
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def words(reply: Any) -> str:
    """Return what a page says, without its markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())))


def hidden(reply: Any) -> dict[str, str]:
    """Return the hidden fields of the form that decides."""
    form = re.search(r'<form class="decide".*?</form>', reply.content.decode(), re.DOTALL)
    assert form is not None
    return {name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[0])}


@pytest.fixture
def officer(register: Any) -> Client:
    """The treaty officer of the register as a whole."""
    return sign_in("treaty-officer")


def test_choosing_leads_from_agreement_to_particulars(officer: Client) -> None:
    """Search finds the agreement, each kind is explained, and only its own fields stand in the first row."""
    assert f"?agreement={ATT.replace('/', '%2F')}" in officer.get("/record/", {"q": "arms trade"}).content.decode()
    kinds = words(officer.get("/record/", {"agreement": ATT}))
    assert "Expresses consent to be bound, usually by a state that did not sign." in kinds
    page = officer.get("/record/", {"agreement": ATT, "kind": "objection"}).content.decode()
    before_more = page[: page.index('<details class="more"')]
    assert 'name="precludes"' in before_more
    assert 'name="until"' not in before_more
    assert 'name="until"' in page


def test_the_preview_says_what_will_change(officer: Client) -> None:
    """In sentences, for each participant with reasons, and who is to be told; nothing is recorded."""
    before = RecordedAct.objects.count()
    reply = officer.post("/record/", {**ACT, "do": "check"})
    said = words(reply)
    assert reply.status_code == 200
    for sentence in (
        "Accession by Belarus",
        "Belarus has consented from 20 November 2026 and is not yet bound.",
        "Belarus becomes a party on 18 February 2027.",
        "On 18 February 2027 113 parties become 114.",
        "No other agreement is touched.",
        "participants are to be told",
        "Not yet recorded.",
    ):
        assert sentence in said
    assert "takes no part" in said
    assert RecordedAct.objects.count() == before


def test_recording_once_and_the_receipt(officer: Client) -> None:
    """The act is on record with who recorded it; the same form sent again records nothing and leads to the same receipt."""
    form = {**hidden(officer.post("/record/", {**ACT, "do": "check", "remark": "by post"})), "do": "record"}
    first = officer.post("/record/", form)
    assert first.status_code == 302
    second = officer.post("/record/", form)
    assert second["Location"] == first["Location"]
    assert RecordedAct.objects.filter(agreement=ATT, by=["BLR"], kind="accession").count() == 1
    said = words(officer.get(first["Location"]))
    for part in ("Accession by Belarus", "by treaty-officer", "by post", "CN 12/2026", "it was not recorded a second time"):
        assert part in said


def test_the_receipt_says_whom_to_tell(officer: Client) -> None:
    """Of an act on record all other participants are to be told, by the depositary where there is one."""
    recorded = officer.post("/record/", {**ACT, "do": "record"}, follow=True)
    page = words(recorded)
    assert "Who is to be told" in page
    assert re.search(r"1\d\d participants are to be told", page)
    assert "notifies them (VCLT 77)" in page


def test_open_questions_are_no_clean_bill(officer: Client) -> None:
    """What a check leaves open is not shown as passed."""
    reply = officer.post("/record/", {"agreement": NATO, "kind": "withdrawal", "by": "BRA", "on": "2026-11-20", "source": "a note", "do": "check"})
    assert "finds nothing against it, but it leaves open:" in words(reply)
    assert 'class="passed"' not in reply.content.decode()
    assert "question would be open" not in words(reply)


def test_errors_stand_at_the_field_and_in_a_summary(officer: Client) -> None:
    """Everything that is wrong at once, each with how to mend it, and what was typed is still there."""
    reply = officer.post("/record/", {**ACT, "by": "Atlantis", "on": "2026-02-30", "note": "ten <words> of mine", "do": "check"})
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "2 things to mend" in page
    assert 'href="#f-by"' in page
    assert re.search(r'id="f-on"[^>]*aria-invalid="true"[^>]*aria-describedby="x-on h-on"', page)
    assert 'value="Atlantis"' in page
    assert "ten &lt;words&gt; of mine" in page
    assert "is not a day; write it like 2027-01-31" in words(reply)


def test_the_legal_check_stops_what_cannot_be(officer: Client) -> None:
    """An act by a state that is no more is an error at its field; an act that is on record already cannot be previewed as new."""
    gone = words(officer.post("/record/", {**ACT, "by": "SUN", "do": "check"}))
    assert "ceased to exist on 1991-12-25" in gone
    had = next(act for act in recording.current()[ATT].acts if act.kind == "ratification" and len(act.by) == 1)
    again = officer.post("/record/", {"agreement": ATT, "kind": had.kind, "by": had.by[0], "on": had.on.isoformat(), "do": "check"})
    assert again.status_code == 422
    assert "is on record already" in words(again)


def test_any_act_on_record_can_be_answered(officer: Client) -> None:
    """The acts a kind answers are offered in words, those without a name by their number; the preview says which is meant."""
    notice = {"agreement": NATO, "kind": "withdrawal", "by": "CAN", "on": "2026-11-01"}
    officer.post("/record/", {**notice, "do": "record"})
    number = RecordedAct.objects.filter(agreement=NATO).count()
    back = {"agreement": NATO, "kind": "revocation-of-withdrawal", "by": "CAN", "on": "2026-11-20"}
    form = officer.get("/record/", back).content.decode()
    assert f'<option value="act-{number}">withdrawal by CAN, 1 November 2026</option>' in form
    preview = officer.post("/record/", {**back, "of": f"act-{number}", "do": "check"})
    assert "The act it answers withdrawal by CAN, 1 November 2026" in words(preview)
    reply = officer.post("/record/", {**hidden(preview), "do": "record"}, follow=True)
    assert "Recorded." in words(reply)
    assert RecordedAct.objects.get(agreement=NATO, number=number + 1).of == f"act-{number}"
    again = officer.post("/record/", {**hidden(preview), "do": "record"}, follow=True)
    assert "it was not recorded a second time" in words(again)


def test_who_was_slower_sees_a_fresh_preview(officer: Client) -> None:
    """Somebody recorded on the agreement between preview and recording: nothing is recorded, nothing typed is lost, a second press records."""
    form = {**hidden(officer.post("/record/", {**ACT, "note": "kept", "do": "check"})), "do": "record"}
    recording.record(OPERATOR, ATT, [read_act("2026-11-19 accession UKR", str)], TODAY)
    late = officer.post("/record/", form)
    assert "in the meantime" in words(late)
    assert "On 18 February 2027 114 parties become 115." in words(late)
    assert not RecordedAct.objects.filter(agreement=ATT, by=["BLR"]).exists()
    fresh = hidden(late)
    assert (fresh["note"], fresh["by"]) == ("kept", "Belarus (BLR)")
    assert fresh["seen"] > form["seen"]
    assert officer.post("/record/", {**fresh, "do": "record"}).status_code == 302


def test_going_back_keeps_what_was_typed(officer: Client) -> None:
    """From the preview back to the form: every field as it was."""
    form = hidden(officer.post("/record/", {**ACT, "known": "2026-11-23", "remark": "r", "do": "check"}))
    page = officer.post("/record/", {**form, "do": "edit"}).content.decode()
    for value in ('value="2026-11-20"', 'value="2026-11-23"', 'value="Belarus (BLR)"', 'value="CN 12/2026"'):
        assert value in page


def test_a_document_is_kept_and_named_in_the_record(officer: Client) -> None:
    """What is handed in with the form survives the preview; what is no document is refused at its field."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    wrong = officer.post("/record/", {**ACT, "do": "check", "upload": SimpleUploadedFile("run.exe", b"MZ\x90\0")})
    assert wrong.status_code == 422
    assert "of no kind that is taken" in words(wrong)
    reply = officer.post("/record/", {**ACT, "do": "check", "upload": SimpleUploadedFile("instrument.pdf", INSTRUMENT)})
    kept = Document.objects.get(name="instrument.pdf")
    form = hidden(reply)
    assert form["document"] == str(kept.pk)
    receipt = officer.post("/record/", {**form, "do": "record"})["Location"]
    assert Recording.objects.latest("id").document_id == kept.pk
    assert "instrument.pdf" in words(officer.get(receipt))
    other = officer.post("/record/", {**ACT, "agreement": ANZUS, "document": str(kept.pk), "do": "check"})
    assert "Choose one of the documents kept with the agreement." in words(other)


def test_several_authors_and_names_with_commas(officer: Client) -> None:
    """Codes, names and names with codes, between semicolons or commas; a name that has a comma is one."""
    said = words(officer.post("/record/", {**ACT, "kind": "declaration", "by": "Italy; FRA; Japan (JPN)", "note": "x", "do": "check"}))
    assert "Declaration by Italy, France, Japan" in said
    one = words(officer.post("/record/", {**ACT, "kind": "declaration", "by": "FRA, ITA", "note": "x", "do": "check"}))
    assert "Declaration by France, Italy" in one


def test_who_may_see_the_pages(register: Any, client: Client) -> None:
    """Visitors and readers are refused, and the refusal is in the log; who may draft sees no button to record."""
    reader, negotiator = sign_in("reader", "FRA"), sign_in("negotiator", "FRA")
    for who in (client, reader):
        for address in ("/record/", "/record/agreement/", f"/record/correct/{NATO}/3/", f"/record/agreement/{ANZUS}/"):
            assert who.get(address).status_code == 403
    assert LogEntry.objects.filter(allowed=False, deed="draft").count() == 8
    form = {**ACT, "agreement": NATO, "kind": "withdrawal", "by": "FRA", "on": "2027-01-01"}
    preview = negotiator.post("/record/", {**form, "do": "check"})
    assert 'value="record"' not in preview.content.decode()
    assert "You may draft this act, not record it" in words(preview)
    assert negotiator.post("/record/", {**hidden(preview), "do": "record"}).status_code == 403
    assert not RecordedAct.objects.filter(agreement=NATO, kind="withdrawal").exists()
    officer = sign_in("treaty-officer", "FRA")
    assert officer.post("/record/", {**form, "by": "USA", "do": "record"}).status_code == 403
    assert officer.post("/record/", {**form, "do": "record"}).status_code == 302


def test_one_drafts_another_records(register: Any) -> None:
    """The draft is kept as typed, checked anew when opened, recorded by a colleague; the record names both, and the draft is gone."""
    negotiator, officer = sign_in("negotiator", "FRA", "Nadia"), sign_in("treaty-officer", "FRA", "Odile")
    form = {"agreement": NATO, "kind": "withdrawal", "by": "FRA", "on": "", "note": "as instructed"}
    kept = negotiator.post("/record/", {**form, "do": "draft", "desk": "FRA"})["Location"]
    number = Draft.objects.get().pk
    assert kept == f"/record/drafts/{number}/"
    assert "Not complete yet" in words(negotiator.get(kept))
    page = officer.get("/record/", {"draft": number}).content.decode()
    assert "as instructed" in page
    officer.post("/record/", {**form, "on": "2027-01-01", "draft": number, "do": "draft"})
    assert Draft.objects.get().author.first_name == "Nadia"
    opened = words(officer.get(kept))
    assert "France leaves on 1 January 2028." in opened
    preview = officer.post("/record/", {**form, "on": "2027-01-01", "draft": number, "do": "check"})
    receipt = officer.post("/record/", {**hidden(preview), "do": "record"})["Location"]
    said = words(officer.get(receipt))
    assert "Drafted by Nadia FRA." in said
    assert "by Odile FRA" in said
    assert not Draft.objects.exists()


def test_drafts_of_others_are_not_there(register: Any, client: Client) -> None:
    """For everybody but the party's members every address of a draft is that of nothing."""
    author = User.objects.create_user("n@x")
    member = sign_in("reader", "FRA")
    number = drafting.save(_actor(author, "FRA", "negotiator"), "FRA", "act", NATO, "secret plan", {"kind": "withdrawal", "by": "FRA"})
    assert "secret plan" in words(member.get("/record/drafts/"))
    assert member.get(f"/record/drafts/{number}/").status_code == 200
    for who in (client, sign_in("treaty-officer", "DEU"), sign_in("administrator"), sign_in("treaty-officer")):
        assert "secret plan" not in words(who.get("/record/drafts/"))
        for wanted in (number, number + 1):
            assert who.get(f"/record/drafts/{wanted}/").status_code == 404
            assert who.post(f"/record/drafts/{wanted}/discard/").status_code == 404
    german = sign_in("treaty-officer", "DEU", "other")
    assert german.get("/record/", {"draft": number}).status_code == 404
    assert german.post("/record/", {**ACT, "draft": number, "do": "draft"}).status_code == 404
    assert Draft.objects.filter(pk=number).exists()


def test_a_draft_is_handed_over_on_the_pages(register: Any) -> None:
    """A negotiator hands it to the register's desk, whose officer finds it at home, records it; the sender's page and drafts say so."""
    negotiator, officer, other = sign_in("negotiator", "BLR"), sign_in("treaty-officer"), sign_in("treaty-officer", "POL")
    number = int(negotiator.post("/record/", {**ACT, "do": "draft", "desk": "BLR"})["Location"].split("/")[-2])
    assert "Hand it over" in words(negotiator.get(f"/record/drafts/{number}/"))
    assert "may not record this draft" in words(negotiator.post(f"/record/drafts/{number}/hand-over/", {"to": "POL"}, follow=True))
    sent = negotiator.post(f"/record/drafts/{number}/hand-over/", {"to": "", "word": "the instrument is with you"}, follow=True)
    assert "Handed to the register on" in words(sent)
    assert "it lies there" in words(negotiator.get("/"))
    home = words(officer.get("/"))
    assert "Handed in from Belarus on" in home
    assert "the instrument is with you" in home
    assert "the instrument is with you" not in words(other.get("/")) + words(other.get("/record/drafts/"))
    copy = Draft.objects.exclude(pk=number).get()
    assert "say why it is handed back" in words(officer.post(f"/record/drafts/{copy.pk}/hand-back/", {"word": ""}, follow=True))
    assert "Hand it back to Belarus" in words(officer.get(f"/record/drafts/{copy.pk}/"))
    officer.post("/record/", {**ACT, "do": "record", "draft": copy.pk})
    assert not Draft.objects.filter(pk=copy.pk).exists()
    assert "recorded on" in words(negotiator.get("/record/drafts/"))


def test_discarding_a_draft(register: Any) -> None:
    """Its party's drafters may; a reader of the party is refused."""
    number = drafting.save(_actor(User.objects.create_user("n@x"), "FRA", "negotiator"), "FRA", "act", NATO, "t", {"kind": "withdrawal"})
    assert sign_in("reader", "FRA").post(f"/record/drafts/{number}/discard/").status_code == 403
    assert sign_in("negotiator", "FRA").post(f"/record/drafts/{number}/discard/").status_code == 302
    assert not Draft.objects.exists()


def test_correcting_an_act(officer: Client) -> None:
    """Struck with a reason and the right act instead; the preview shows both; once; the receipts point at each other."""
    acts = recording.current()[ATT].acts
    number = next(n for n, act in enumerate(acts, 1) if act.kind == "ratification" and len(act.by) == 1 and act.on.year > 2015)
    wrong, address = acts[number - 1], f"/record/correct/{ATT}/{number}/"
    form = officer.get(address).content.decode()
    assert f'value="{wrong.on}"' in form
    bare = officer.post(address, {"do": "check", "reason": " "})
    assert bare.status_code == 422
    assert "Say why the act is struck" in words(bare)
    right = {"reason": "Wrong day", "instead": "yes", "kind": wrong.kind, "by": wrong.by[0], "on": wrong.on.replace(day=1).isoformat(), "note": "n"}
    preview = officer.post(address, {**right, "do": "check"})
    assert "instead of" in words(preview)
    done = officer.post(address, {**hidden(preview), "do": "record"})
    assert done.status_code == 302
    again = officer.post(address, {**hidden(preview), "do": "record"})
    assert again["Location"] == f"/record/act/{ATT}/{number}/"
    assert RecordedAct.objects.filter(agreement=ATT, strikes=True).count() == 1
    struck = words(officer.get(f"/record/act/{ATT}/{number}/"))
    assert "This act was struck" in struck
    assert "This act is struck already." in words(officer.get(address))
    assert officer.get(f"/record/correct/{ATT}/9999/").status_code == 404


def test_struck_acts_are_marked_where_acts_are_listed(officer: Client) -> None:
    """At home, on the party's page, among its acts and in the feed a struck act says so, and leads to its correction; none is dropped."""
    leaving = {"agreement": ANZUS, "kind": "withdrawal", "by": "NZL", "on": "2026-11-20", "source": "a note"}
    number = officer.post("/record/", {**leaving, "do": "record"})["Location"].split("/")[-2]
    for address in ("/", "/parties/NZL/", "/parties/NZL/acts/"):
        assert "withdrawal by NZL" in words(officer.get(address)), address
        assert "Struck as recorded in error" not in officer.get(address).content.decode(), address
    officer.post(f"/record/correct/{ANZUS}/{number}/", {"reason": "misread", "do": "record"})
    for address in ("/", "/parties/NZL/", "/parties/NZL/acts/"):
        page = officer.get(address).content.decode()
        assert re.search(r"<s>\s*withdrawal by NZL", page), address
        assert f'href="/record/act/{ANZUS}/{int(number) + 1}/" title="Struck as recorded in error"' in page, address
    feed = officer.get("/feeds/notifications.atom", {"agreement": ANZUS}).content.decode()
    assert feed.count("<title>Struck: Withdrawal by New Zealand: ") == 1
    assert feed.count("Struck as recorded in error: it counts for nothing.") == 1


def test_home_tells_a_members_own_figures(register: Any) -> None:
    """By how many agreements the own party is bound; what is of the whole register is named so."""
    said = words(sign_in("reader", "NZL").get("/"))
    bound = sum(found.status in BOUND for found in (register.docket.timeline(name).standing(TODAY).of("NZL") for name in register.ids()) if found)
    assert f"{bound} agreements bind New Zealand" in said
    assert said.index("bind New Zealand") < said.index("Of the whole register:")
    assert "Of the whole register:" not in words(Client().get("/"))


def test_a_new_agreement_by_questions(officer: Client) -> None:
    """Answers make the file, the file is checked and shown, then it is on record; pressed again it changes nothing."""
    answers = {
        "title": "Treaty on Baltic Mine Clearance",
        "id": "baltic/mines-2026",
        "kind": "treaty",
        "adopted": "2026-10-01",
        "signed": "Estonia; LVA; LTU",
        "depositary": "EST",
        "entry": "consents",
        "entry_count": "2",
        "delay": "30",
        "delay_unit": "days",
        "duration": "years",
        "duration_years": "10",
        "renewal_years": "5",
        "renewal_notice": "12",
        "leaving": "notice",
        "notice": "6",
        "notice_unit": "months",
        "reservations": "none",
    }
    lacking = officer.post("/record/agreement/", {**answers, "entry_count": "", "adopted": "", "do": "write"})
    assert lacking.status_code == 422
    for text in ("Say how many instruments of consent it takes.", "Give the day of the signatures."):
        assert text in words(lacking)
    written = officer.post("/record/agreement/", {**answers, "do": "write"})
    file = html.unescape(re.search(r'<textarea class="code"[^>]*>\n(.*?)</textarea>', written.content.decode(), re.DOTALL)[1])  # type: ignore[index]
    for line in ("when = { consents = 2 }", "then = { days = 30 }", 'permitted = "none"', "unless_notice = { months = 12 }", '"EST", "LVA", "LTU"'):
        assert line in file
    said = words(written)
    assert "2 instruments of consent; then 30 days" in said
    assert "Estonia, Lithuania and Latvia become signatories on 1 October 2026." in said
    form = {**answers, "file": file, "seen": "0", "do": "adopt"}
    assert officer.post("/record/agreement/", form)["Location"] == "/agreements/baltic/mines-2026/"
    assert officer.post("/record/agreement/", form).status_code == 302
    assert Text.objects.filter(agreement="baltic/mines-2026").count() == 1
    assert RecordedAct.objects.filter(agreement="baltic/mines-2026").count() == 1


def test_faults_of_the_file_and_its_revision(officer: Client) -> None:
    """Line, column, what and how to mend it; a revision shows the difference; the file of another agreement is refused here."""
    address = f"/record/agreement/{ANZUS}/"
    file = html.unescape(re.search(r'<textarea class="code"[^>]*>\n(.*?)</textarea>', officer.get(address).content.decode(), re.DOTALL)[1])  # type: ignore[index]
    faulty = officer.post(address, {"file": file.replace('kind = "treaty"', 'kind = "treatie"'), "do": "check"})
    assert faulty.status_code == 422
    assert "did you mean 'treaty'?" in words(faulty)
    assert "data-line=" in faulty.content.decode()
    other = officer.post(address, {"file": file.replace(ANZUS, "anzus/other"), "do": "check"})
    assert "this is the page of anzus/treaty, but the file says anzus/other" in words(other)
    revised = file.replace("[entry_into_force]", "[entry_into_force]\nthen = { days = 10 }", 1)
    shown = officer.post(address, {"file": revised, "do": "check"})
    assert "<ins>+then = { days = 10 }</ins>" in shown.content.decode()
    assert "Entry into force moves from" in words(shown)
    assert officer.post(address, {"file": revised, "seen": "1", "do": "adopt"}).status_code == 302
    late = officer.post(address, {"file": file, "seen": "1", "do": "adopt"})
    assert "The law was revised by somebody else in the meantime." in words(late)
    assert Text.objects.filter(agreement=ANZUS).count() == 2


def test_a_file_as_a_draft(register: Any) -> None:
    """It is kept as typed, faults and all, and opened where it was written."""
    negotiator = sign_in("negotiator", "FRA")
    address = negotiator.post("/record/agreement/", {"title": "T", "file": "not [[ toml", "do": "draft", "desk": "FRA"})["Location"]
    assert "not [[ toml" in words(negotiator.get(address))
    again = negotiator.get("/record/agreement/", {"draft": Draft.objects.get().pk}).content.decode()
    assert "not [[ toml" in again
    assert 'value="T"' in again
    assert negotiator.get("/record/", {"draft": Draft.objects.get().pk}).status_code == 404


def test_nothing_typed_runs_as_script(officer: Client) -> None:
    """Whatever is typed comes back as text."""
    nasty = '"><script>alert(1)</script>'
    for reply in (
        officer.post("/record/", {**ACT, "by": nasty, "note": nasty, "do": "check"}),
        officer.post("/record/", {**ACT, "kind": "event", "note": nasty, "source": nasty, "id": nasty, "do": "check"}),
        officer.post("/record/agreement/", {"file": nasty, "title": nasty, "do": "check"}),
        officer.get("/record/", {"q": nasty}),
        officer.get("/record/", {"agreement": nasty}),
    ):
        assert "<script>alert" not in reply.content.decode()


def test_queries_stay_the_same(officer: Client, django_assert_max_num_queries: Any) -> None:
    """A form and a preview ask the record as often for an agreement of three as for one of a hundred and forty."""
    from foedera.store.register import forget

    for name in (ANZUS, ATT, NATO):
        forget()
        with django_assert_max_num_queries(24):
            assert officer.get("/record/", {"agreement": name, "kind": "accession"}).status_code == 200
            assert officer.post("/record/", {**ACT, "agreement": name, "do": "check"}).status_code == 200
    for count in (1, 12):
        for _ in range(count):
            drafting.save(_actor(User.objects.get(email__startswith="treaty-officer"), "", "treaty-officer"), "", "act", NATO, "t", ACT)
        with django_assert_max_num_queries(9):
            officer.get("/record/drafts/")


def _actor(person: User, party: str, role: str) -> Any:
    from foedera.deeds.powers import Actor

    Membership.objects.get_or_create(user=person, party=party, role=role)
    return Actor(person.pk, str(person), ((party, role),))


def test_a_forged_form_is_refused(register: Any) -> None:
    """Without its token nothing is recorded."""
    person = User.objects.create_user("f@x")
    Membership.objects.create(user=person, party="", role="treaty-officer", since=timezone.now())
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert client.post("/record/", {**ACT, "do": "record"}).status_code == 403
    assert not RecordedAct.objects.filter(agreement=ATT, by=["BLR"]).exists()
