"""Administration: people invited and given roles by who may, each refusal in the log, the log for its readers, how the register stands."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from foedera.deeds import audit
from foedera.deeds.powers import POWERS
from foedera.store.models import Invitation, Job, LogEntry, Membership, User

PASSWORD = "correct horse battery staple"
PLACES = ("", "people/", "people/1/", "log/", "log.csv", "about/")


def sign_in(*roles: tuple[str, str], name: str = "admin", sure: bool = True) -> Client:
    """Return a browser of somebody with these roles, who has just said who it is."""
    person = User.objects.create_user(f"{name}@ministry.example", PASSWORD, first_name=name)
    for party, role in roles:
        Membership.objects.create(user=person, party=party, role=role)
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    if sure:
        assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


@pytest.fixture
def admin(register: Any) -> Client:
    """The administrator of the register."""
    return sign_in(("", "administrator"))


def words(reply: Any) -> str:
    """Return what a page says, without its markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())))


def link(reply: Any) -> str:
    """Return the link a page shows once."""
    found = re.search(r'<code id="link">([^<]+)</code>', reply.content.decode())
    assert found is not None, words(reply)
    return html.unescape(found[1])


def test_inviting(admin: Client) -> None:
    """The link is shown once and opens the account; the roles are as given; the page does not show it again."""
    form = {"email": "ada@ministry.example", "name": "Ada Officer", "role": ["treaty-officer", "analyst", ""], "party": ["France (FRA)", "", ""]}
    reply = admin.post("/administration/people/", form)
    address = link(reply)
    ada = User.objects.get(email="ada@ministry.example")
    assert set(ada.memberships.values_list("party", "role")) == {("FRA", "treaty-officer"), ("", "analyst")}
    assert Client().get(address.removeprefix("http://testserver")).status_code == 200
    again = admin.get("/administration/people/")
    assert address.rpartition("/invitation/")[2] not in again.content.decode()
    assert "treaty officer (France)" in words(again)
    assert "invited, until" in words(again)
    assert LogEntry.objects.filter(deed="invite", subject="ada@ministry.example", allowed=True).exists()


def test_faults_of_an_invitation(admin: Client) -> None:
    """Said at the form, nothing typed is lost, nobody invited."""
    for form, why in (
        ({"email": "nobody", "role": ["reader"], "party": [""]}, "is not an e-mail address"),
        ({"email": "x@y.example", "role": [""], "party": [""]}, "give at least one role"),
        ({"email": "x@y.example", "role": ["reader"], "party": ["Nowhereland"]}, "no party has the code"),
        ({"email": "x@y.example", "role": ["emperor"], "party": [""]}, "there is no role 'emperor'"),
    ):
        reply = admin.post("/administration/people/", form)
        assert reply.status_code == 400
        assert why in words(reply), form
        assert f'value="{form["email"]}"' in reply.content.decode()
        assert f'<option value="{form["role"][0]}" selected>' in reply.content.decode() or form["role"][0] in ("", "emperor")
        assert f'value="{form["party"][0]}"' in reply.content.decode()
    assert not User.objects.filter(email="x@y.example").exists()


def test_roles_a_new_way_in_and_closing(admin: Client) -> None:
    """Changed from one moment to the next; a new link ends the earlier; a closed account is out at once."""
    theirs = sign_in(("FRA", "treaty-officer"), name="officer", sure=False)
    officer = User.objects.get(email="officer@ministry.example")
    page = f"/administration/people/{officer.pk}/"
    assert "France (FRA)" in html.unescape(admin.get(page).content.decode())
    reply = admin.post(page, {"do": "roles", "role": ["reader", ""], "party": ["", ""]}, follow=True)
    assert "The roles are changed" in words(reply)
    assert set(officer.memberships.values_list("party", "role")) == {("", "reader")}
    assert "Your roles do not let you import." in words(theirs.get("/import/"))
    first = link(admin.post(page, {"do": "invite"}))
    second = link(admin.post(page, {"do": "invite", "forget": "yes"}))
    assert first != second
    assert Client().get(first.removeprefix("http://testserver")).status_code == 410
    assert "closed" in words(admin.post(page, {"do": "close"}, follow=True))
    assert theirs.get("/account/", follow=False).status_code == 302
    assert Invitation.objects.filter(user=officer, taken__isnull=True).exists()
    assert "Close the account" not in words(admin.get(page))


def test_the_last_administrator_stays(admin: Client) -> None:
    """Neither its role nor its account can be taken away."""
    own = User.objects.get(email="admin@ministry.example")
    page = f"/administration/people/{own.pk}/"
    for form in ({"do": "roles", "role": ["reader"], "party": [""]}, {"do": "close"}):
        reply = admin.post(page, form)
        assert (reply.status_code, "is the last administrator of the register" in words(reply)) == (400, True)
    assert own.memberships.filter(role="administrator").exists()


def test_who_administers_a_party(register: Any) -> None:
    """Sees and changes the people of that party alone; a role for the register it cannot give."""
    theirs = sign_in(("FRA", "administrator"), name="paris")
    officer = User.objects.create_user("officer@ministry.example")
    Membership.objects.create(user=officer, party="FRA", role="reader")
    other = User.objects.create_user("other@ministry.example")
    Membership.objects.create(user=other, party="DEU", role="reader")
    page = words(theirs.get("/administration/people/"))
    assert "officer@ministry.example" in page
    assert "other@ministry.example" not in page
    assert theirs.get(f"/administration/people/{other.pk}/").status_code == 404
    assert theirs.post(f"/administration/people/{other.pk}/", {"do": "close"}).status_code == 404
    assert theirs.post("/administration/people/", {"email": "x@y.example", "role": ["analyst"], "party": [""]}).status_code == 403
    assert "for its own administrators" in words(theirs.get("/administration/"))


def test_a_session_left_open_hands_out_no_accounts(register: Any) -> None:
    """Reading the list needs no second word; inviting, changing and closing ask again who one is."""
    client = sign_in(("", "administrator"), sure=False)
    assert client.get("/administration/people/").status_code == 200
    own = User.objects.get(email="admin@ministry.example")
    for address, form in (
        ("/administration/people/", {"email": "x@y.example", "role": ["reader"], "party": [""]}),
        (f"/administration/people/{own.pk}/", {"do": "invite"}),
    ):
        assert client.post(address, form)["Location"].startswith("/account/reauthenticate/")
    assert not User.objects.filter(email="x@y.example").exists()


@pytest.mark.parametrize(
    ("role", "open_to"),
    [
        ("administrator", {"", "people/", "people/1/", "log/", "log.csv", "about/"}),
        ("auditor", {"", "log/", "log.csv", "about/"}),
        ("security-officer", {"", "log/", "log.csv", "about/"}),
        ("treaty-officer", set()),
        ("negotiator", set()),
        ("analyst", set()),
        ("reader", set()),
    ],
)
def test_each_part_for_those_whose_role_it_is(register: Any, role: str, open_to: set[str]) -> None:
    """Others are told which power is missing, and the refusal is in the log."""
    client = sign_in(("", role), name=role, sure=False)
    first = User.objects.order_by("id").first()
    assert first is not None
    for place in PLACES:
        address = f"/administration/{place}".replace("people/1/", f"people/{first.pk}/")
        refused = LogEntry.objects.filter(allowed=False).count()
        reply = client.get(address)
        assert reply.status_code == (200 if place in open_to else 403), place
        if place not in open_to:
            assert "may not" in words(reply)
            assert LogEntry.objects.filter(allowed=False).count() == refused + 1
    assert (">Administration<" in client.get("/").content.decode()) == bool(open_to)


def test_the_log(admin: Client) -> None:
    """Refusals stand out; narrowed by person, outcome, day and words; taken as CSV that runs nothing, which is itself in the log."""
    reader = sign_in(("", "reader"), name="reader", sure=False)
    reader.get("/administration/log/")
    LogEntry.objects.create(who="=cmd|calc", deed="record", subject="<b>x</b>", allowed=True, why="-1")
    page = admin.get("/administration/log/")
    assert "<b>x</b>" not in page.content.decode()
    assert "refused" in words(page)
    only = words(admin.get("/administration/log/?allowed=no&who=reader"))
    assert "reader@ministry.example may not read the log" in only
    assert "=cmd|calc" not in only.split("CSV", 1)[1]
    assert "No line of the log is as sought." in words(admin.get("/administration/log/?until=2000-01-01"))
    assert "is not a day" in words(admin.get("/administration/log/?since=soon"))
    assert "=cmd|calc" in words(admin.get("/administration/log/?words=<b>"))
    csv = admin.get("/administration/log.csv")
    assert csv["Content-Type"].startswith("text/csv")
    assert b",'=cmd|calc," in csv.content
    assert LogEntry.objects.filter(deed="take the log away").exists()


def test_the_log_speaks_in_words(admin: Client) -> None:
    """A deed is named in words, its code stays in the address and in the CSV; a feed's key is noted when it is made and not when it is shown."""
    for _ in range(2):
        admin.get("/account/")
    assert list(LogEntry.objects.filter(deed__contains="feed key").values_list("deed", flat=True)) == ["make a feed key"]
    page = admin.get("/administration/log/")
    assert '<option value="make a feed key">make an address for private feeds</option>' in page.content.decode()
    assert "make an address for private feeds" in words(page)
    assert b"make a feed key" in admin.get("/administration/log.csv").content


def test_every_deed_the_log_notes_has_words() -> None:
    """A deed made later does not stand in the log as a bare code."""
    source = "\n".join(path.read_text() for path in Path(audit.__file__).parents[1].rglob("*.py"))
    powers = "|".join(POWERS)
    noted = set(re.findall(rf'(?:logs\.note|require_member|require_nation|require)\([^"()]*?(?:"(?:{powers})", )?"([a-z ]+)"', source))
    assert len(noted) > 30
    assert noted - {"administer", "operator", *audit.SPOKEN} == set()


def test_how_the_register_stands(admin: Client, django_assert_max_num_queries: Any) -> None:
    """Counts, database, backup; the views can be computed anew."""
    with django_assert_max_num_queries(40):
        page = words(admin.get("/administration/"))
    assert re.search(r"\d+ agreements", page)
    assert "none was made from this register" in page
    assert "SQLite" in page or "PostgreSQL" in page
    LogEntry.objects.create(deed="backup", subject="friday.zip", allowed=True)
    assert "friday.zip" in words(admin.get("/administration/"))
    job = admin.post("/administration/rebuild/")["Location"]
    assert Job.objects.get().kind == "rebuild"
    assert "Rebuilding the views" in words(admin.get(job))
    assert sign_in(("", "auditor"), name="auditor", sure=False).post("/administration/rebuild/").status_code == 403


def test_what_it_is_made_of(admin: Client) -> None:
    """Each library with its version and licence."""
    page = words(admin.get("/administration/about/"))
    assert "Apache License 2.0" in page
    assert re.search(r"Django 5\.2\S* BSD", page)


@pytest.mark.parametrize("people", [2, 40])
def test_as_many_queries_for_any_number_of_people(admin: Client, django_assert_max_num_queries: Any, people: int) -> None:
    """The list costs the same."""
    for n in range(people):
        Membership.objects.create(user=User.objects.create_user(f"p{n}@ministry.example"), party="FRA", role="reader")
    with django_assert_max_num_queries(14):
        admin.get("/administration/people/")
    with django_assert_max_num_queries(14):
        admin.get("/administration/log/")
