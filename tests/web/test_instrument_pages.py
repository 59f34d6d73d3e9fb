"""The pages of instruments: what may be made and why not, the paper beside what is wrong, issuing, taking away, what is recorded then."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foedera.ratification.instruments import ACTIONS, KINDS
from foedera.store.models import IssuedInstrument, Membership, User
from foedera.web.pages.instruments import EMPOWERED, GROUPS

pytestmark = pytest.mark.django_db
ATT = "/agreements/arms-control/arms-trade-treaty-2013/instruments/"
FINLAND = "/agreements/nato/accession-finland-2022/instruments/"
YEAR = dt.datetime.now(dt.UTC).year
FORM = {"party": "IND", "signatory": "Maria Example", "signatory_office": "foreign-minister", "place": "New Delhi", "languages": "en,fr"}


@pytest.fixture(autouse=True)
def _register(register: Any) -> None:
    """The register as it ships."""


def desk(client: Client, role: str = "treaty-officer", party: str = "IND") -> Client:
    """A browser in which somebody with a role is signed in."""
    person = User.objects.create_user(f"{role}-{party.lower()}@ministry.example", first_name=party, last_name="Officer")
    Membership.objects.create(user=person, party=party, role=role)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def words(reply: Any) -> str:
    """Return what a page says, without its markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())))


def test_what_may_be_made_and_why_not(client: Client) -> None:
    """India may accede; it does not ratify, since it has not signed; the rule and the remedy stand beside it."""
    page = desk(client).get(ATT)
    said = words(page)
    assert "instrument of accession" in said
    assert re.search(r"VCLT 14\(1\) IND has not signed", said)
    assert f"{ATT}new/accession/?party=IND" in html.unescape(page.content.decode())


def test_a_reader_sees_what_is_issued_alone(client: Client) -> None:
    """Nothing is offered to who drafts for nobody; the form is refused."""
    said = words(client.get(ATT))
    assert "None that is open to you." in said
    assert "What can be made now" not in said
    assert client.get(f"{ATT}new/accession/").status_code == 403
    assert desk(client, "analyst").post(f"{ATT}new/accession/", {**FORM, "do": "check"}).status_code == 403


def test_the_paper_stands_beside_what_is_wrong(client: Client) -> None:
    """A minister without powers: the draft is shown, marked, in both languages, with the rule; it cannot be issued."""
    desk(client)
    wrong = {**FORM, "signatory_office": "minister", "do": "check"}
    page = client.post(f"{ATT}new/accession/", wrong)
    said = words(page)
    assert page.status_code == 200
    assert "Instrument of Accession" in said
    assert "Instrument d’adhésion" in said
    assert "1 thing stands in the way" in said
    assert "VCLT 7(1)(a), 7(2)(a)" in said
    assert 'value="issue"' not in page.content.decode()
    refused = client.post(f"{ATT}new/accession/", {**wrong, "do": "issue"})
    assert refused.status_code == 422
    assert "VCLT 7(1)(a), 7(2)(a)" in words(refused)
    assert not IssuedInstrument.objects.exists()


def test_from_draft_to_act(client: Client) -> None:
    """Checked, issued, numbered, shown, taken away the same twice, and the form of the act comes filled."""
    desk(client)
    checked = client.post(f"{ATT}new/accession/", {**FORM, "do": "check"})
    assert 'value="issue"' in checked.content.decode()
    issued = client.post(f"{ATT}new/accession/", {**FORM, "do": "issue"})
    there = f"{ATT}IND/{YEAR}/1/"
    assert (issued.status_code, issued["Location"]) == (302, there)
    page = client.get(there)
    assert f"IND {YEAR}/1" in words(page)
    (to_record,) = re.findall(r'href="(/record/\?[^"]+)"', page.content.decode())
    form = client.get(html.unescape(to_record)).content.decode()
    assert f"IND {YEAR}/1" in form
    for name, start in (("en.pdf", b"%PDF"), ("fr.docx", b"PK")):
        first, again = (client.get(there + name, {"sheet": "yes"}) for _ in range(2))
        assert first.content.startswith(start)
        assert first.content == again.content
    assert f"{there}fr.pdf" in client.get(ATT).content.decode()
    twice = client.post(f"{ATT}new/accession/", {**FORM, "do": "issue"})
    assert twice.status_code == 422
    assert f"issued already, as number {YEAR}/1" in words(twice)
    assert f'href="{there}"' in twice.content.decode()


def test_a_reservation_of_several_lines_is_taken_as_browsers_send_it(client: Client) -> None:
    """Each line by itself, on the paper and in the document."""
    text = "1. Article 6 is read narrowly.\r\n2. So is article 7."
    desk(client, "negotiator")
    given = {**FORM, "languages": "en", "text_en": text}
    page = client.post(f"{ATT}new/accession/", {**given, "do": "check"})
    assert "2. So is article 7." in words(page)
    assert "cannot be printed" not in words(page)
    with zipfile.ZipFile(io.BytesIO(client.post(f"{ATT}new/accession/", {**given, "do": "docx-en"}).content)) as held:
        assert "read narrowly.</w:t><w:br/><w:t>2. So" in held.read("word/document.xml").decode()


def test_one_issued_wrongly_is_cancelled_on_its_page(client: Client) -> None:
    """Without a reason the field says so; with one the page, the list, both languages and the documents say it, and no act is offered any more."""
    desk(client)
    client.post(f"{ATT}new/accession/", {**FORM, "do": "issue"})
    there = f"{ATT}IND/{YEAR}/1/"
    assert 'name="reason"' in client.get(there).content.decode()
    empty = client.post(f"{there}cancel/", {"reason": " "})
    assert empty.status_code == 422
    assert 'id="x-reason"' in empty.content.decode()
    assert client.post(f"{there}cancel/", {"reason": "The\x01 place"}).status_code == 422
    assert client.post(f"{there}cancel/", {"reason": "The place is <wrong>.\r\nSo is the day."})["Location"] == there
    page = client.get(there)
    said = words(page)
    assert "The place is &lt;wrong&gt;." in page.content.decode()
    assert "its number stays used" in said
    assert "CANCELLED" in said
    assert "ANNULÉ" in said
    assert "/record/?" not in page.content.decode()
    assert 'name="reason"' not in page.content.decode()
    assert "cancelled on" in words(client.get(ATT))
    with zipfile.ZipFile(io.BytesIO(client.get(f"{there}fr.docx").content)) as held:
        assert any("ANNULÉ" in held.read(name).decode() for name in held.namelist() if "header" in name)
    assert client.post(f"{there}cancel/", {"reason": "again"}).status_code == 422
    client.cookies["django_language"] = "fr"
    assert "Annulé le" in words(client.get(there))


def test_who_may_not_cancel_is_offered_nothing(client: Client) -> None:
    """Its negotiators read it and do not cancel it; to others it is not there."""
    desk(client).post(f"{ATT}new/accession/", {**FORM, "do": "issue"})
    there = f"{ATT}IND/{YEAR}/1/"
    negotiator = desk(Client(), "negotiator")
    assert 'name="reason"' not in negotiator.get(there).content.decode()
    assert negotiator.post(f"{there}cancel/", {"reason": "wrong"}).status_code == 403
    assert Client().post(f"{there}cancel/", {"reason": "wrong"}).status_code == 404


def test_a_draft_is_taken_away_marked(client: Client) -> None:
    """The document of a draft says so and has no number."""
    reply = desk(client, "negotiator").post(f"{ATT}new/accession/", {**FORM, "do": "docx-en"})
    assert "IND-accession-draft-en.docx" in reply["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(reply.content)) as held:
        assert any(b"DRAFT" in held.read(name) for name in held.namelist() if "header" in name)


def test_the_depositary_notifies_of_an_act(client: Client) -> None:
    """An act leads to the notification that fits it; issued, it is open to everybody."""
    desk(client, party="USA")
    from foedera.store.register import current

    acts = current()["nato/accession-finland-2022"].acts
    place = next(n for n, act in enumerate(acts, 1) if act.kind == "acceptance" and "TUR" in act.by)
    reply = client.get(f"{FINLAND}new/depositary-notification/", {"act": place})
    assert reply["Location"] == f"{FINLAND}new/notice-of-deposit/?act={place}"
    page = client.get(reply["Location"])
    assert f'<option value="{place}" selected>' in page.content.decode()
    form = {**FORM, "party": "USA", "signatory_office": "official", "languages": "en", "act": str(place), "do": "issue"}
    assert client.post(f"{FINLAND}new/notice-of-deposit/", form).status_code == 302
    there = f"{FINLAND}USA/{YEAR}/1/"
    assert "notification of a deposit" in words(Client().get(there))
    office = client.get(f"{FINLAND.removesuffix('instruments/')}depositary/", {"on": "2023-04-05", "since": "2023-04-01"}).content.decode()
    assert f'href="{there}"' in office
    assert f'href="{FINLAND}new/depositary-notification/"' in office
    assert Client().get(f"{FINLAND}new/depositary-notification/", {"act": "9999"}).status_code == 404


def test_an_act_without_its_day_is_named_with_what_is_in_the_way(client: Client) -> None:
    """Of a deposit known only to have been made by a day there is no notification: the form says which act and why, the depositary's page too."""
    desk(client, party="USA")
    from foedera.store.register import current

    acts = current()["nato/accession-finland-2022"].acts
    place, act = next((n, act) for n, act in enumerate(acts, 1) if act.kind == "acceptance" and act.precision != "day")
    page = client.get(f"{FINLAND}new/notice-of-deposit/", {"act": place})
    said = words(page)
    assert "Not about this act: acceptance by POL, not later than 10 August 2022" in said
    assert "VCLT 77(1)(e) The day of the act is not on record" in said
    assert f'<option value="{place}" selected>{act.on} · ' in html.unescape(page.content.decode())
    office = client.get(f"{FINLAND.removesuffix('instruments/')}depositary/", {"on": "2023-04-05", "since": "2022-07-01"})
    assert "not yet: its day is not on record" in words(office)
    assert f"act={place}" not in office.content.decode()


def test_the_party_that_takes_part_comes_first(client: Client) -> None:
    """Who drafts for Finland and for the United Kingdom is shown the latter's instruments about its treaty with Australia."""
    desk(client, party="FIN")
    Membership.objects.create(user=User.objects.get(), party="GBR", role="treaty-officer")
    geelong = "/agreements/aukus/geelong-2025/instruments/"
    assert '<option value="GBR" selected>' in client.get(geelong).content.decode()
    assert 'name="party" value="GBR"' in client.get(f"{geelong}new/completion/").content.decode()
    assert "FIN has neither signed nor negotiated the agreement" in words(client.get(f"{geelong}new/completion/", {"party": "FIN"}))


def test_a_reservation_made_with_a_consent_stands_apart(client: Client) -> None:
    """After who signs, closed while it is empty, open once it has words."""
    desk(client)
    page = client.get(f"{ATT}new/accession/").content.decode()
    signs, reserves = page.index('id="f-signatory"'), page.index("A reservation made with it")
    assert signs < reserves < page.index('id="f-articles"')
    assert '<details class="more" id="reserving">' in page
    given = client.post(f"{ATT}new/accession/", {**FORM, "languages": "en", "text_en": "Article 6 is read narrowly.", "do": "check"})
    assert '<details class="more" id="reserving" open>' in given.content.decode()
    assert client.get(f"{ATT}new/reservation/").content.decode().index('id="f-articles"') < signs


def test_an_instrument_is_found_again_by_its_party_and_its_number(client: Client) -> None:
    """From the party's page a list by kind, agreement and whether cancelled; the search leads to a number, however it is written."""
    desk(client)
    for place in ("New Delhi", "Geneva"):
        client.post(f"{ATT}new/accession/", {**FORM, "place": place, "do": "issue"})
    client.post(f"{ATT}IND/{YEAR}/1/cancel/", {"reason": "The place is wrong."})
    there = f"{ATT}IND/{YEAR}/2/"
    assert "2 instruments it has issued" in words(client.get("/parties/IND/"))
    listed = client.get("/parties/IND/instruments/")
    assert f'href="{there}"' in listed.content.decode()
    assert "cancelled on" in words(listed)
    assert "1 instrument ·" in words(client.get("/parties/IND/instruments/", {"cancelled": "no", "kind": "accession"}))
    assert "None is like this." in words(client.get("/parties/IND/instruments/", {"agreement": "anzus/treaty"}))
    for written in (f"IND {YEAR}/2", f"india No. {YEAR}/2", f"{YEAR}/2", f"N° {YEAR}/2"):
        assert client.get("/agreements/", {"q": written})["Location"] == there, written
    suggested = client.get("/agreements/suggest", {"q": f"IND {YEAR}/2"}).json()["found"][0]
    assert suggested == {"title": f"IND {YEAR}/2", "id": "arms-control/arms-trade-treaty-2013", "url": there}
    shown = client.get("/agreements/", {"q": f"{YEAR}/2", "status": "in-force"})
    assert f'<a href="{there}">IND {YEAR}/2</a>' in shown.content.decode()
    others = desk(Client(), party="FRA")
    assert others.get("/agreements/", {"q": f"IND {YEAR}/2"}).status_code == 200
    assert "It has issued none that is open to you." in words(others.get("/parties/IND/instruments/"))
    assert "it has issued" not in words(others.get("/parties/IND/"))
    assert client.get("/parties/ind/instruments/")["Location"] == "/parties/IND/instruments/"
    assert client.get("/parties/QQQ/instruments/").status_code == 404


def test_who_sees_a_partys_instrument(client: Client) -> None:
    """Its members; others are told the same as where there is none."""
    desk(client).post(f"{ATT}new/accession/", {**FORM, "do": "issue"})
    for address in (f"{ATT}IND/{YEAR}/1/", f"{ATT}IND/{YEAR}/7/", f"{ATT}IND/{YEAR}/99999999999999999999/", f"{ATT}IND/{YEAR}/1/en.pdf"):
        assert Client().get(address).status_code == 404, address
    assert desk(Client(), "reader").get(f"{ATT}IND/{YEAR}/1/").status_code == 200
    assert client.get(f"{FINLAND}IND/{YEAR}/1/").status_code == 404
    assert client.get(f"{ATT}IND/{YEAR}/1/de.pdf").status_code == 404
    assert client.get(f"{ATT}IND/{YEAR}/1/en.odt").status_code in (400, 404)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_form(client: Client, kind: str) -> None:
    """Empty, it shows; handed in with next to nothing, it says what is missing; in French too."""
    desk(client)
    for language in ("en", "fr"):
        client.cookies["django_language"] = language
        assert client.get(f"{ATT}new/{kind}/", {"party": "IND"}).status_code == 200
        assert client.post(f"{ATT}new/{kind}/", {"party": "IND", "do": "check"}).status_code in (200, 422)
    assert client.get(f"{ATT}new/treaty/").status_code == 404


def test_what_cannot_be_read_is_said_at_its_field(client: Client) -> None:
    """A day that is none, signs that cannot be printed: 422, in the summary and at the field."""
    desk(client, party="FRA")
    for given, field in (({"effective": "soon"}, "effective"), ({"place": "Pa\x01ris"}, "place"), ({"languages": "de"}, "languages")):
        page = client.post(f"{ATT}new/withdrawal/", {**FORM, "party": "FRA", "do": "check", **given})
        assert page.status_code == 422
        assert f'id="x-{field}"' in page.content.decode()


def test_the_list_asks_no_more_for_more(client: Client) -> None:
    """As many queries for three instruments as for one."""
    desk(client)
    counted = []
    for place in ("Geneva", "Paris", "Rome"):
        assert client.post(f"{ATT}new/accession/", {**FORM, "place": place, "do": "issue"}).status_code == 302
        client.get(ATT)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(ATT)
        counted.append(len(caught))
    assert len(set(counted)) == 1


def test_every_kind_stands_in_one_group() -> None:
    """The list of what can be made leaves out none."""
    assert sorted(kind for _, kinds in GROUPS for kind in kinds) == sorted(KINDS)
    assert EMPOWERED.keys() == ACTIONS.keys()
