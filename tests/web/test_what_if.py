"""What if on the pages: acts are stacked, changed and ordered by buttons, the address is the question, and nothing comes near the record."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.test import Client

from foedera.store.models import Draft, Membership, RecordedAct, Supposition, User

NATO, SOFA = "nato/north-atlantic-treaty", "nato/status-of-forces-1951"
TWO = f"{NATO}: 2027-01-01 withdrawal USA\n{SOFA}: 2027-03-01 withdrawal USA"


def sign_in(role: str, party: str = "") -> Client:
    """Return a browser of somebody with a role for a party."""
    person = User.objects.create_user(f"{role}-{party or 'all'}@ministry.example")
    Membership.objects.create(user=person, party=party, role=role)
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def words(reply: Any) -> str:
    """Return what a page says, without its markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())))


def question(reply: Any) -> list[str]:
    """Return the lines of the question at the address a button led to."""
    assert reply.status_code == 302, words(reply)
    return parse_qs(urlsplit(reply["Location"]).query).get("acts", [""])[0].splitlines()


def test_two_agreements_side_by_side(register: Any, client: Client) -> None:
    """Dates, parties, obligations and the day asked, for a visitor; a clear band says that nothing of it is on record."""
    before = RecordedAct.objects.count()
    said = words(client.get("/what-if/", {"acts": TWO, "on": "2028-02-01"}))
    for sentence in (
        "Supposed, not recorded.",
        "United States leaves on 1 January 2028.",
        "On 1 January 2028 32 parties become 31.",
        "On 1 March 2028 22 parties become 21.",
        "16 lost",
        "Side by side on 1 February 2028",
    ):
        assert sentence in said
    assert RecordedAct.objects.count() == before


def test_the_old_address_still_answers(register: Any, client: Client) -> None:
    """One agreement named apart from the lines, as links sent before have it; the days on the page are links that move it."""
    reply = client.get("/what-if/", {"ref": NATO, "acts": "2027-01-01 withdrawal USA"})
    assert "United States leaves on 1 January 2028." in words(reply)
    assert re.search(r'href="/what-if/\?[^"]*on=2028-01-01', reply.content.decode())


def test_adding_changing_ordering_and_removing(register: Any, client: Client) -> None:
    """Each button leads to the address of the question as it then is."""
    first = question(
        client.post("/what-if/", {"do": "add", "agreement": NATO, "on": "2027-01-01", "kind": "withdrawal", "by": "United States (USA)"})
    )
    assert first == [f"{NATO}: 2027-01-01 withdrawal USA"]
    other = {
        "agreement": SOFA,
        "on": "2027-03-01",
        "kind": "suspension",
        "by": "USA",
        "to": "FRA; DEU",
        "until": "2030-01-01",
        "articles": "Annex B, 5",
    }
    both = question(client.post("/what-if/", {"do": "add", "acts": first[0], **other, "articles": "Annex B, 5"}))
    assert both[1] == f'{SOFA}: 2027-03-01 suspension USA to=FRA,DEU articles="Annex B,5" until=2030-01-01'
    text = "\n".join(both)
    shown = client.get("/what-if/", {"acts": text}).content.decode()
    assert 'value="Annex B, 5"' in shown
    assert question(client.post("/what-if/", {"do": "down:1", "acts": text})) == both[::-1]
    assert question(client.post("/what-if/", {"do": "up:2", "acts": text})) == both[::-1]
    assert question(client.post("/what-if/", {"do": "remove:1", "acts": text})) == both[1:]
    changed = {f"1.{name}": value for name, value in (("agreement", NATO), ("on", "2029-01-01"), ("kind", "withdrawal"), ("by", "CAN"))}
    assert question(client.post("/what-if/", {"do": "change:1", "acts": text, **changed}))[0] == f"{NATO}: 2029-01-01 withdrawal CAN"
    for stray in ("remove:9", "up:1", "down:2", "change:77", "remove:x", "nonsense"):
        reply = client.post("/what-if/", {"do": stray, "acts": text, **{f"77.{name.partition('.')[2]}": value for name, value in changed.items()}})
        assert question(reply) == both


def test_what_is_wrong_is_said(register: Any, client: Client) -> None:
    """A line that cannot be read, an agreement that is not there, a form half filled: what, where, how to mend it; the rest stays."""
    said = words(
        client.get("/what-if/", {"acts": f"{NATO}: 2027-01-01 withdrawl USA\nno/such: 2027-01-01 withdrawal USA\n2027-01-01 withdrawal USA"})
    )
    assert "Line 1: 'withdrawl' is not a kind of act; did you mean withdrawal?" in said
    assert "no/such" in said
    alone = words(client.get("/what-if/", {"acts": "2027-01-01 withdrawal USA"}))
    assert "does not say which agreement it is in" in alone
    lacking = client.post("/what-if/", {"do": "add", "acts": TWO, "agreement": NATO, "kind": "withdrawal", "by": "Atlantis", "on": ""})
    assert lacking.status_code == 422
    assert "Give the day in law" in words(lacking)
    assert 'value="Atlantis"' in lacking.content.decode()
    assert "Choose an agreement on record" in words(client.post("/what-if/", {"do": "add", "agreement": "atlantis"}))
    assert "<script>" not in client.get("/what-if/", {"acts": "<script>alert(1)</script>: x"}).content.decode().split("<main")[1]


def test_keeping_under_a_key(register: Any, client: Client) -> None:
    """An analyst keeps it, anybody with the address reads it, the list is the author's; a visitor keeps nothing."""
    analyst = sign_in("analyst", "FRA")
    kept = analyst.post("/what-if/", {"do": "keep", "acts": TWO, "title": "Without America", "party": "FRA"})
    address = kept["Location"]
    read = words(client.get(address))
    assert "Without America" in read
    assert "United States leaves on 1 January 2028." in read
    assert "Without America" in words(analyst.get("/what-if/kept/"))
    assert "Withdrawal by the United States, 1 January 2027 – North Atlantic Treaty" in words(analyst.get("/what-if/kept/"))
    assert "Without America" not in words(client.get("/what-if/kept/"))
    assert client.post("/what-if/", {"do": "keep", "acts": TWO}).status_code == 403
    assert client.get("/what-if/kept/AAAAAAAAAAAAAAAAAAAA/").status_code == 404
    assert sign_in("analyst", "DEU").post(f"{address}forget/").status_code == 400
    assert analyst.post(f"{address}forget/").status_code == 302
    assert client.get(address).status_code == 404


def test_long_questions_get_a_key(register: Any, client: Client) -> None:
    """What is too long for an address is kept where one may, and refused with the way out where one may not."""
    long = "\n".join(f"{NATO}: 20{n + 30}-01-01 withdrawal {','.join(['USA', 'CAN', 'GBR', 'FRA'])} articles={'5,' * 20}6" for n in range(40))
    assert client.post("/what-if/", {"do": "show", "acts": long}).status_code == 403
    kept = sign_in("analyst").post("/what-if/", {"do": "show", "acts": long})
    assert kept["Location"].startswith("/what-if/kept/")
    assert len(Supposition.objects.get().acts) == 40


def test_a_supposed_act_becomes_a_draft(register: Any, client: Client) -> None:
    """A negotiator goes on with it as a draft; the word “supposed” does not stay in it."""
    negotiator = sign_in("negotiator", "FRA")
    address = negotiator.post("/what-if/", {"do": "draft:2", "acts": TWO})["Location"]
    kept = Draft.objects.get()
    assert address == f"/record/drafts/{kept.pk}/"
    assert (kept.agreement, kept.content["by"], kept.content["on"], kept.content["note"]) == (SOFA, "USA", "2027-03-01", "")
    assert client.post("/what-if/", {"do": "draft:2", "acts": TWO}).status_code == 403


def test_queries_stay_the_same(register: Any, client: Client, django_assert_max_num_queries: Any) -> None:
    """The record is asked as often for one act as for seven in seven agreements."""
    from foedera.store.register import forget

    names = (NATO, SOFA, "anzus/treaty", "weu/brussels-treaty-1948", "eu/pesco", "armaments/occar-1998", "eu/treaty-on-european-union")
    for count in (1, 7):
        forget()
        with django_assert_max_num_queries(12):
            reply = client.get("/what-if/", {"acts": "\n".join(f"{name}: 2027-01-01 withdrawal FRA" for name in names[:count])})
        assert reply.status_code == 200
