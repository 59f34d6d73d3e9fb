"""The pages of parties and between two: portfolios, reservations, partners, what binds both and what does not, as the engine has it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from tests.web.making import TODAY, add_agreements

from foedera.deeds import compare, survey
from foedera.deeds.powers import READER
from foedera.library.agreements import read_text
from foedera.library.vocabularies import parties
from foedera.model.acts import Act
from foedera.model.standing import BOUND
from foedera.store import catalogue, writing

pytestmark = pytest.mark.usefixtures("register")


@pytest.mark.parametrize("on", [dt.date(1955, 5, 14), dt.date(1990, 1, 1), TODAY])
@pytest.mark.parametrize("known", [None, dt.date(1986, 1, 1)])
@pytest.mark.parametrize("code", ["FRA", "USA", "SUN", "TUR"])
def test_a_portfolio_is_what_the_engine_says(register: Any, code: str, on: dt.date, known: dt.date | None) -> None:
    """Each agreement a party takes part in stands in one part, with status, dates and reasons of the engine's answer."""
    docket = register.known(known)
    found = survey.survey(READER, code, on, known)
    shown = {held.line.agreement: held.shown for part in found.parts.values() for held in part.held}
    expected = {}
    for name in register.ids():
        own = next((p for p in docket.timeline(name).standing(on).participants if p.party == code), None)
        if own is not None:
            expected[name] = own
    assert set(shown) == set(expected)
    for name, own in shown.items():
        assert (own.status, own.since, own.until) == (expected[name].status, expected[name].since, expected[name].until)
        assert own.because
    bound = sum(own.status in BOUND for own in expected.values())
    assert found.parts["bound"].total + found.parts["leaving"].total == bound
    assert {row.party.code: row.bound for row in survey.roll(READER, on, known)[0]}.get(code, 0) == bound


def test_partners_share_what_is_said(client: Client) -> None:
    """With each partner the page between the two finds as many agreements."""
    for partner in survey.survey(READER, "FRA", TODAY).partners:
        assert compare.compare(READER, "FRA", partner.code, TODAY).total == partner.shared
    assert "/between/?a=FRA&amp;b=ITA" in client.get("/parties/FRA/").content.decode()


def test_leaving_awaiting_invited_and_reservations(client: Client) -> None:
    """A notice running, a mere signature, an invitation, a protocol open by name, a reservation and who objected to it are all shown."""
    law = """foedera = 1
id = "made-up/{slug}"
title = "{title}"
kind = "treaty"
{more}
"""
    base = law.format(slug="base", title="Base convention", more="[withdrawal]\nnotice = { years = 1 }")
    protocol = law.format(slug="protocol", title="Added protocol", more='negotiating = ["FRA", "BRA", "ARG"]\n[links]\nprotocol_to = "made-up/base"')
    club = law.format(slug="club", title="Club treaty", more='[consent]\nopen_to = "invitation"')
    ratified = (Act(dt.date(2000, 1, 1), "signature", ("FRA", "BRA", "ARG")),)
    acts = (
        *ratified,
        Act(dt.date(2001, 1, 1), "reservation", ("ARG",), id="arg-1", articles=("4",), note="not article 4"),
        Act(dt.date(2001, 1, 1), "ratification", ("FRA", "BRA", "ARG")),
        Act(dt.date(2001, 6, 1), "objection", ("FRA",), of="arg-1", to=("ARG",)),
        Act(dt.date(2026, 9, 1), "withdrawal", ("BRA",)),
    )
    additions = [
        writing.Addition("made-up/base", base, acts),
        writing.Addition("made-up/protocol", protocol, (Act(dt.date(2003, 1, 1), "ratification", ("BRA", "ARG")),)),
        writing.Addition(
            "made-up/club",
            club,
            (Act(dt.date(2004, 1, 1), "signature", ("BRA", "ARG")), Act(dt.date(2025, 1, 1), "invitation", ("BRA",), to=("FRA",))),
        ),
    ]
    for addition in additions:
        assert addition.law is not None
        assert read_text(addition.law.encode(), addition.agreement, parties()).agreement is not None
    writing.record(additions, writing.Provenance(deed="adopt"), TODAY)
    brazil = survey.survey(READER, "BRA", TODAY)
    assert [held.line.title for held in brazil.parts["leaving"].held] == ["Base convention"]
    assert brazil.parts["leaving"].held[0].shown.until == dt.date(2027, 9, 1)
    assert "Club treaty" in {held.line.title for held in brazil.parts["signed"].held}
    france = survey.survey(READER, "FRA", TODAY)
    assert [line.title for line in france.invited] == ["Club treaty"]
    assert [line.title for line in france.open_to_it] == ["Added protocol"]
    assert [row.act.id for row in france.objections] == ["arg-1"]
    argentina = survey.survey(READER, "ARG", TODAY)
    assert [(row.act.id, [a.kind for a in row.answers]) for row in argentina.reservations] == [("arg-1", ["objection"])]
    assert survey.survey(READER, "ARG", dt.date(2001, 3, 1)).reservations[0].answers == ()
    for code, said in (("BRA", "Notice has been given"), ("FRA", "Invited to join"), ("FRA", "Open to it"), ("ARG", "not article 4")):
        assert said in client.get(f"/parties/{code}/").content.decode()


def test_a_state_of_the_past_leads_to_who_came_after(client: Client) -> None:
    """The Soviet Union is there on its days, and after them says so and leads to Russia and the other successors."""
    page = client.get("/parties/SUN/?on=1980-01-01").content.decode()
    assert "It did not exist" not in page
    assert "Warsaw" in page
    after = client.get("/parties/SUN/").content.decode()
    assert "It did not exist on" in after
    assert "/parties/RUS/" in after
    assert "/parties/SUN/" in client.get("/parties/RUS/").content.decode()
    moved = client.get("/parties/sun/?on=1980-01-01")
    assert moved.headers["Location"] == "/parties/SUN/?on=1980-01-01"


def test_names_are_those_of_the_day(client: Client) -> None:
    """A party bears the name it then had, and today its present short one."""
    for code, on, name in (("MMR", "1970-01-01", "Burma"), ("MMR", "2026-01-01", "Myanmar"), ("DEU", "1960-01-01", "Federal Republic of Germany")):
        assert f"<h1>{name}</h1>" in client.get(f"/parties/{code}/?on={on}").content.decode()
    assert "<h1>Germany</h1>" in client.get("/parties/DEU/").content.decode()


def test_the_list_of_parties_is_searched_by_any_name(client: Client) -> None:
    """A search looks at codes, names, former names and French names, whether or not the party takes part in anything."""
    for words in ("SUN", "soviet", "allemagne", "cote d'ivoire", "côte"):
        assert 'class="id"' in client.get("/parties/", {"q": words}).content.decode(), words
    assert "No party meets this search" in client.get("/parties/?q=atlantis").content.decode()
    organisations = client.get("/parties/?kind=organisation&all=1").content.decode()
    assert ">NATO<" in organisations
    assert ">FRA<" not in organisations


def test_what_a_party_did_in_pages(client: Client) -> None:
    """Its acts, latest first, none later than the day shown, fifty a page."""
    acts, _, more = survey.deeds_of(READER, "FRA", dt.date(1960, 1, 1))
    assert acts
    assert all(act.on <= dt.date(1960, 1, 1) and "FRA" in (*act.by, *act.to) for _, act, _ in acts)
    assert [act.on for _, act, _ in acts] == sorted((act.on for _, act, _ in acts), reverse=True)
    _, _, more = survey.deeds_of(READER, "FRA", TODAY)
    assert more
    assert 'rel="next"' in client.get("/parties/FRA/acts/").content.decode()


def test_between_is_what_the_engine_says(register: Any) -> None:
    """What binds both, only one, and once bound both, partition what either was ever bound by."""
    for a, b, on in (("USA", "NZL", dt.date(1990, 1, 1)), ("FRA", "DEU", TODAY), ("GBR", "TUR", dt.date(1980, 6, 1)), ("USA", "RUS", TODAY)):
        found = compare.compare(READER, a, b, on, size=500)
        bound = {code: {n for n in register.ids() if code in register.docket.timeline(n).standing(on).parties} for code in (a, b)}
        assert {tie.line.agreement for tie in found.ties} == bound[a] & bound[b]
        assert (found.first_total, found.second_total) == (len(bound[a] - bound[b]), len(bound[b] - bound[a]))
        for name, _, end in found.once:
            before = end - dt.timedelta(days=1)
            timeline = register.docket.timeline(name)
            assert all(timeline.status_of(code, before) in BOUND for code in (a, b)), name
            assert not all(timeline.status_of(code, on) in BOUND for code in (a, b)), name
    assert any(name == "arms-control/inf-1987" for name, _, _ in compare.compare(READER, "USA", "RUS", TODAY).once)


def test_between_shows_suspension_and_obligations(client: Client) -> None:
    """ANZUS is suspended between the United States and New Zealand, and what either owes the other can be opened."""
    page = client.get("/between/?a=USA&b=NZL&on=1990-01-01").content.decode()
    assert '<span class="status s-suspended">' in page
    assert "obligations recorded" in page
    assert "Each towards the other" in page
    tie = next(t for t in compare.compare(READER, "USA", "NZL", dt.date(1990, 1, 1)).ties if t.line.agreement == "anzus/treaty")
    assert tie.bond.suspended
    assert tie.bond.because
    assert tie.mutual


def test_obligations_go_to_who_bears_them(register: Any) -> None:
    """A duty of one named party stands under that party alone; of roles nobody of the two can come into, nowhere."""
    agreement = register["us-nordic/sweden-dca-2023"]
    mutual, forth, back, by_role = compare.obligations(agreement, "USA", "SWE")
    assert {owed.obligation.bearer for owed in forth} == {("USA",)}
    assert {owed.obligation.bearer for owed in back} == {("SWE",)}
    assert mutual
    assert all("depositary" not in owed.obligation.bearer and "organ" not in owed.obligation.bearer for owed in by_role)
    swapped = compare.obligations(agreement, "SWE", "USA")
    assert (swapped[1], swapped[2]) == (back, forth)


def test_pages_of_a_large_portfolio(client: Client, django_assert_max_num_queries: Any) -> None:
    """With hundreds of agreements the pages ask no more of the database, and show fifty at a time."""
    addresses = ("/parties/", "/parties/BRA/", "/parties/BRA/acts/", "/between/?a=FRA&b=BRA")
    counts = []
    for more in (60, 300):
        add_agreements(more, title=f"Agreement of the {more}")
        counts.append([])
        for address in addresses:
            client.get(address)
            with django_assert_max_num_queries(22) as queries:
                page = client.get(address).content.decode()
            counts[-1].append(len(queries))
            assert address == "/parties/" or "Page 1 of" in page
    assert counts[0] == counts[1]


def test_a_large_register_says_what_it_cannot_say_of_earlier_knowledge(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too much would have to be computed, the pages answer from the whole record and say so."""
    monkeypatch.setattr(catalogue, "KNOWN_LIMIT", 10)
    for address in ("/parties/?known=1980-01-01", "/parties/FRA/?known=1980-01-01", "/between/?a=FRA&b=DEU&known=1980-01-01"):
        assert "from the whole record" in client.get(address).content.decode(), address
