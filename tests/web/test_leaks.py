"""What New Zealand keeps for itself is planted; everybody else then goes everywhere, and finds no word of it, nor that it is there at all."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import threading
from collections.abc import Iterable
from typing import Any

import pytest
from attrs import frozen
from django.test import Client
from tests.web.making import TODAY, sign_in
from tests.web.probing import Address, addresses, crawl, operations, text_of

from foedera.deeds import comment, documents, draft, people, record, searches, signing_in, suppose, take_in, tokens, work
from foedera.deeds.powers import ROLES, Actor
from foedera.interchange.formats import FORMATS
from foedera.model.acts import Act
from foedera.store import jobs, writing
from foedera.store.models import Comment, Document, Draft, Handover, Membership, SavedSearch, Supposition, Token, Upload, User
from foedera.store.models import Job as JobRow

pytestmark = pytest.mark.usefixtures("register")

ANZUS = "anzus/treaty"
#: Every word planted begins so: what is searched for with it must not complete it.
START = "quox"
#: What only the members of the party, or the owner alone, may ever see.
WORDS = (
    *("quoxdraft", "quoxterms", "quoxfiledraft", "quoxcomment", "quoxpaper", "quoxtitle", "quoxcontent", "quoxupload", "quoxcell", "quoxsearch"),
    *("quoxoutput", "quoxfault", "quoxsupposition"),
)
#: What those who administer or audit the whole register see too: who has an account, and in the log what was handed in and issued.
LOGGED = ("quoxperson", "quoxupload", "quoxtoken")

#: Nobody at all; every role, for the register as a whole and for another party. One register is planted for many: what it has folded serves all.
WHO = [[("", "")], [(role, "") for role in ROLES], [(role, "AUS") for role in ROLES]]


@frozen
class Planted:
    """What New Zealand keeps: the numbers of each kind, and keys nobody else may learn."""

    numbers: dict[str, tuple[int, ...]]
    keys: tuple[str, ...]
    owner: Actor


def person(email: str, *memberships: tuple[str, str], name: str = "") -> Actor:
    """Return an actor with an account."""
    user = User.objects.create_user(email, first_name=name)
    for party, role in memberships:
        Membership.objects.create(user=user, party=party, role=role)
    return signing_in.actor_of(user.pk)


@pytest.fixture
def planted(register: Any, monkeypatch: pytest.MonkeyPatch) -> Planted:
    """Plant something of every kind that is not for everybody."""
    now = dt.datetime.now(dt.UTC)
    own, colleague = person("quoxperson@nzl.example", ("NZL", "treaty-officer")), person("recorder@nzl.example", ("NZL", "treaty-officer"))
    drafts = (
        draft.save(own, "NZL", "act", ANZUS, "quoxdraft", {"kind": "withdrawal", "by": "NZL", "on": "2027-01-01", "note": "quoxterms"}),
        draft.save(own, "NZL", "agreement", "pacific/secret", "quoxdraft", {"file": "# quoxfiledraft", "id": "pacific/secret"}),
        draft.save(own, "NZL", "correction", ANZUS, "quoxdraft", {"number": "1", "reason": "quoxterms"}),
    )
    comment.comment(own, ANZUS, "quoxcomment", "NZL")
    paper = documents.keep(own, "quoxpaper.txt", b"quoxcontent", agreement=ANZUS, party="NZL", title="quoxtitle").number
    # What is on record is everybody's; the paper it was recorded from is not.
    record.record(colleague, ANZUS, [Act(dt.date(2026, 11, 20), "declaration", ("NZL",), note="for everybody")], TODAY, document=paper)
    upload = take_in.hand_in(own, "quoxupload.csv", b"Country,Signature\nquoxcell,1999-01-01\n", now)
    take_in.review(own, upload, now)
    searches.save(own, "quoxsearch", {"q": "quoxsearch"})
    key = suppose.keep(own, "quoxsupposition", [f"{ANZUS}: 2027-01-01 withdrawal NZL"], "NZL")
    token = tokens.issue(own, "quoxtoken", ["read"], 30, now)
    output = writing.keep_document("quoxoutput.csv", "text/csv", b"quoxoutput", "0" * 64, party=f"upload:{own.user}", by=own.user)
    arguments = {"upload": upload, "name": "quoxupload.csv"}
    failed = JobRow.objects.create(
        kind="import", arguments=arguments, party="NZL", by_id=own.user, state="failed", fault="quoxfault", output_id=output
    )
    export = work.enqueue(own, "export", {"format": "csv", "agreements": ["anzus"]})
    monkeypatch.setattr(jobs, "alive", lambda *_: threading.Lock())
    monkeypatch.setattr(jobs, "hang_up", lambda **_: None)
    assert work.work("test/1", lambda: now, threading.Event(), until_empty=True) == 1
    made = JobRow.objects.get(pk=export).output_id
    assert made is not None
    numbers = {
        "draft": drafts,
        "comment": (Comment.objects.get().pk,),
        "document": (paper, output, made),
        "upload": (upload,),
        "job": (failed.pk, export),
        "search": (SavedSearch.objects.get().pk,),
        "token": (token.number,),
        "person": (own.user or 0,),
    }
    return Planted(numbers, (key, token.text, people.feed_key(own)), own)


def client_of(role: str, party: str) -> Client:
    """Return a browser of somebody with a role, of a visitor without one."""
    client = Client()
    if role:
        sign_in(client, role, party, address_of(role, party))
    return client


def address_of(role: str, party: str) -> str:
    """Return the e-mail address of somebody with a role."""
    return f"{role}-{party or 'all'}@other.example".lower()


def token_of(email: str) -> dict[str, str]:
    """Return the header of a program that may do all its owner may."""
    actor = signing_in.actor_of(User.objects.get(email=email).pk)
    return {"Authorization": f"Bearer {tokens.issue(actor, 'a program', tokens.own_powers(actor), 30, dt.datetime.now(dt.UTC)).text}"}


def not_for(role: str, party: str) -> tuple[str, ...]:
    """Return the words somebody with a role must not come upon."""
    watches = party == "" and ROLES.get(role, frozenset()) & {"administer", "audit"}
    return tuple(word for word in {*WORDS, *LOGGED} if not (watches and word in LOGGED))


def leaks(text: str, words: Iterable[str]) -> list[str]:
    """Return the words that stand in a text, in any case."""
    low = text.casefold()
    return [word for word in words if word.casefold() in low]


#: Who is led to most pages, and goes furthest; what the others are led to is a part of it.
FURTHEST = ("", "treaty-officer", "administrator")
#: Where one searches, or names what is shown.
SEARCHES = (
    *("/agreements/?q=", "/agreements/suggest?q=", "/parties/?q=", "/import/names/?q=", "/administration/people/?q="),
    *("/administration/log/?words=", "/administration/log.csv?words=", "/calendar/?agreement="),
)


@pytest.mark.parametrize("who", WHO, ids=["visitor", "register", "another party"])
def test_nobody_comes_upon_what_is_another_partys(planted: Planted, who: list[tuple[str, str]]) -> None:
    """Whoever follows every link, as far as it leads, and searches by the beginnings of words, finds nothing."""
    for role, party in who:
        client = client_of(role, party)
        words = (*not_for(role, party), *planted.keys)
        seen = []
        for address, answer in crawl(client, most=70 if role in FURTHEST else 42):
            assert answer.status_code < 500, (role, address)
            assert not leaks(text_of(answer), words), (role, address)
            seen.append(address)
        assert len(seen) > 35
        for address in SEARCHES:
            assert not leaks(text_of(client.get(address + START)), words), (role, address)


def test_the_owner_finds_all_of_it(planted: Planted) -> None:
    """The test above would see what it looks for: its owner, who goes the same ways, comes upon every word."""
    client = Client()
    client.force_login(User.objects.get(pk=planted.owner.user), backend="allauth.account.auth_backends.AuthenticationBackend")
    told = "\n".join(text_of(answer) for _, answer in crawl(client, most=80))
    by_name = {address.name: address for address in addresses()}
    for name in ("draft", "document", "import-file", "import-columns", "job", "job-output", "agreement-discussion", "agreement-documents"):
        kind = NUMBERED.get(name, "draft")
        told += "\n".join(text_of(client.get(by_name[name].at(number=number))) for number in planted.numbers[kind])
    told += "\n".join(text_of(client.get(form, {"draft": number})) for form in FORMS for number in planted.numbers["draft"])
    assert not {word for word in (*WORDS, *LOGGED) if word not in told.casefold()}


#: What the number in an address is of.
NUMBERED = {
    **dict.fromkeys(("draft", "discard-draft", "hand-over-draft", "hand-back-draft"), "draft"),
    **dict.fromkeys(("document", "agreement-take-away"), "document"),
    **dict.fromkeys(("agreement-withdraw", "agreement-edit-comment"), "comment"),
    "forget-search": "search",
    **dict.fromkeys(
        ("import-file", "import-columns", "import-examine", "import-name", "import-begin", "import-discard", "import-left-out"), "upload"
    ),
    **dict.fromkeys(("job", "cancel-job", "job-output"), "job"),
    "account_token_revoke": "token",
    "person": "person",
}
#: Numbers of what is everybody's (acts on record, decisions about names), and of allauth's own, which are looked up among one's own only.
COMMON = {"receipt", "correct", "withdraw-name", "mfa_remove_webauthn", "mfa_edit_webauthn"}
#: Forms a draft is taken up in, by its number in what is asked.
FORMS = ("/record/", "/record/agreement/", f"/record/agreement/{ANZUS}/", f"/record/correct/{ANZUS}/1/")
#: What those who administer the whole register see of others'.
OVERSEEN = {"job", "person", "token"}


def test_every_address_with_a_number_is_tried() -> None:
    """A page made later does not slip through: what its number is of has to be said here."""
    with_number = {a.name for a in addresses() if {"number", "pk"} & set(a.parts)}
    assert with_number == {*NUMBERED, *COMMON}


#: The number nobody has, where it stands for itself: small enough to be written as it is, and no part of a year.
ABSENT = re.compile(r"(?<!\d)987(?!\d)")


def _as_if_absent(client: Client, method: str, address: str, absent: str, number: int, absent_data: Any = None, **more: Any) -> None:
    """Check that what is another's is answered exactly as what is not there."""
    found = getattr(client, method.lower())(address, **more)
    nothing = getattr(client, method.lower())(absent, **(more if absent_data is None else {**more, "data": absent_data}))
    assert found.status_code == nothing.status_code, address
    assert found.headers.get("Location", "") == ABSENT.sub(str(number), nothing.headers.get("Location", "")), address
    assert without_token(found) == ABSENT.sub(str(number), without_token(nothing)), address


def without_token(answer: Any) -> str:
    """Return a page without the token of its forms, which is another each time."""
    return re.sub(r'value="\w{64}"', "", answer.content.decode())


#: Who tries: somebody of another party, and those who may much for all.
OTHERS = [("", ""), ("treaty-officer", "AUS"), ("administrator", "AUS"), ("treaty-officer", ""), ("auditor", ""), ("administrator", "")]


def test_what_is_anothers_is_answered_as_what_is_not_there(planted: Planted) -> None:
    """Reading or changing by number: the same status and the same words as for a number nobody has, and nothing changes."""
    before = _counted()
    for role, party in OTHERS:
        client, words = client_of(role, party), not_for(role, party)
        for address in addresses():
            kind = NUMBERED.get(address.name, "")
            for number in planted.numbers.get(kind, ()):
                if (role, party) == ("administrator", "") and kind in OVERSEEN:
                    assert not leaks(text_of(client.get(address.at(number=number))), words), address
                    continue
                for method in ("GET", "POST"):
                    _as_if_absent(client, method, address.at(number=number), address.at(), number)
        for number in planted.numbers["draft"]:
            for form in FORMS:
                _as_if_absent(client, "GET", f"{form}?draft={number}", f"{form}?draft=987", number)
                _as_if_absent(client, "POST", form, form, number, data={"draft": number}, absent_data={"draft": 987})
        for number in planted.numbers["document"]:  # another's paper is not named as where an act was taken from
            ours = {"agreement": ANZUS, "kind": "declaration", "by": "AUS", "on": "2026-11-01", "do": "check"}
            _as_if_absent(client, "POST", "/record/", "/record/", number, data={**ours, "document": number}, absent_data={**ours, "document": 987})
    assert _counted() == before


#: Whose programs also ask everything that is not by number: what they are told is everybody's.
READERS = ("", "treaty-officer")
#: What a number stands for in the interface for programs, by where the path begins.
KINDS = {room: room.removesuffix("s") for room in ("drafts", "comments", "documents", "jobs", "tokens")} | {
    "searches": "search",
    "people": "person",
    "imports": "upload",
}
#: What a body has to hold for an operation to be reached.
BODIES = {
    "drafts": {"party": "NZL", "kind": "act", "agreement": ANZUS, "title": "x", "content": {}, "to": "AUS", "word": "quoxless"},
    "people": [{"party": "AUS", "role": "reader"}],
}


def test_programs_are_answered_likewise(planted: Planted) -> None:
    """The interface for programs: no word in any answer, and by number the same problem as for a number nobody has."""
    before = _counted()
    for role, party in OTHERS:
        client, words = client_of(role, party), (*not_for(role, party), *planted.keys)
        headers = token_of(address_of(role, party)) if role else {}
        tried = 0
        for method, path in operations():
            room = path.split("/")[3]
            given: dict[str, Any] = {"headers": headers}
            if method in ("POST", "PUT"):
                given |= {"data": BODIES.get(room, {}), "content_type": "application/json"}
            for number in planted.numbers[KINDS[room]] if room in KINDS and "{number}" in path else ():
                tried += 1
                if (role, party) == ("administrator", "") and KINDS[room] in OVERSEEN:
                    assert method != "GET" or not leaks(text_of(client.get(path.replace("{number}", str(number)), **given)), words), path
                else:
                    _as_if_absent(client, method, path.replace("{number}", str(number)), path.replace("{number}", "987"), number, **given)
            assert "{number}" not in path or room in (*KINDS, "agreements", "decisions"), path
            if method == "GET" and room not in KINDS | {"exports": ""} and role in READERS:
                address = Address(re.sub(r"\{(\w+)\}", r"<\1>", path[1:]), "", ()).at(number=1)
                for asked in ("", f"?q={START}", f"?agreement={START}&a=AUS&b=NZL"):
                    answer = client.get(address + asked, **given)
                    assert answer.status_code < 500, address
                    assert not leaks(text_of(answer), words), address
        for room in KINDS:  # the lists of what one has
            assert not leaks(text_of(client.get(f"/api/v1/{room}", headers=headers)), words), room
        assert tried > 15
    assert _counted() == before


def _counted() -> dict[str, int]:
    """Return how many rows there are of what was planted."""
    return {
        table.__name__: table.objects.count()  # type: ignore[attr-defined]
        for table in (Draft, Handover, Comment, Document, Upload, SavedSearch, Supposition, JobRow)
    } | {"tokens that hold": Token.objects.filter(revoked__isnull=True, name="quoxtoken").count()}


@pytest.mark.parametrize(("role", "party"), [("", ""), ("treaty-officer", "AUS")])
def test_no_copy_holds_what_is_another_partys(planted: Planted, role: str, party: str) -> None:
    """Every export in every format, unpacked to its cells and pages; lists, participants and logs taken away."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed: what a PDF says cannot be read")
    client = client_of(role, party)
    words = (*not_for(role, party), *planted.keys)
    headers = token_of(address_of(role, party)) if role else {}
    for form in FORMATS:
        answer = client.get(f"/api/v1/exports/{form}?agreement=anzus", headers=headers)
        assert answer.status_code == 200, form
        text = text_of(answer)
        assert "ANZUS" in text.upper(), form
        assert not leaks(text, words), form
    for form in ("csv", "xlsx", "json", "parquet"):
        assert not leaks(text_of(client.get(f"/agreements/take.{form}?family=anzus")), words), form
    for form in ("csv", "akoma-ntoso", "file", "ics", "atom"):
        assert not leaks(text_of(client.get(f"/agreements/{ANZUS}/take/{form}")), words), form


def test_a_private_feed_tells_what_its_owner_may_read_now(planted: Planted) -> None:
    """It opens nothing but itself, is kept by nobody between, names its key nowhere, and closes with the account."""
    key = planted.keys[2]
    client = Client()
    for feed in ("/feeds/calendar.ics", "/feeds/notifications.atom"):
        answer = client.get(feed, {"key": key})
        assert answer.status_code == 200
        assert "private" in answer.headers["Cache-Control"]
        assert not leaks(text_of(answer), (*WORDS, key))
    for elsewhere in ("/", "/record/drafts/", f"/record/drafts/{planted.numbers['draft'][0]}/", f"/agreements/{ANZUS}/discussion/", "/account/"):
        assert not leaks(text_of(client.get(elsewhere, {"key": key}, follow=True)).replace(key, ""), WORDS), elsewhere
    User.objects.filter(pk=planted.owner.user).update(is_active=False)
    for feed in ("/feeds/calendar.ics", "/feeds/notifications.atom"):
        refused = client.get(feed, {"key": key})
        assert refused.status_code == 403
        assert without_token(refused).replace(key, "") == without_token(client.get(feed, {"key": "x" * 43})).replace("x" * 43, "")


def test_pages_for_one_reader_are_kept_by_nobody_between(planted: Planted) -> None:
    """Whatever an account is shown is its own; addresses with secrets in them are not told to other sites."""
    client = Client()
    client.force_login(User.objects.get(pk=planted.owner.user), backend="allauth.account.auth_backends.AuthenticationBackend")
    numbers = planted.numbers
    for address in (
        *("/", "/record/drafts/", f"/record/drafts/{numbers['draft'][0]}/", f"/agreements/{ANZUS}/discussion/", f"/agreements/{ANZUS}/documents/"),
        *(f"/documents/{numbers['document'][0]}/", f"/import/{numbers['upload'][0]}/", f"/work/{numbers['job'][0]}/output/", "/work/", "/account/"),
        *("/account/tokens/", f"/what-if/kept/{planted.keys[0]}/"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "no-store" in answer.headers["Cache-Control"], f"Back would show {address} after signing out"
        assert "Cookie" in answer.headers["Vary"], address
        assert answer.headers["Referrer-Policy"] == "same-origin"
