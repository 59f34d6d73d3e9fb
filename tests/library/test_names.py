"""Names of parties by date: cases a treaty officer can check, what is never concluded, what a person decides."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.library.names import NOT_A_PARTY, Decision, Decisions, Names, lives
from foedera.library.spellings import key, variants
from foedera.library.vocabularies import parties

PARTIES = parties()
NAMES = Names(PARTIES)
D = dt.date.fromisoformat

#: Name as registers write it, day, code of the party that bore it.
RESOLVED = [
    ("IRELAND, REPUBLIC OF", "1968-10-03", "IRL"),
    ("UNITED STATES OF AMERICA", "1902-05-31", "USA"),
    ("Yugoslavia (former)", "1970-01-01", "YUG"),
    ("YUGOSLAVIA, FEDERAL REPUBLIC OF", "1999-01-01", "SCG"),
    ("SOVIET UNION", "1960-01-01", "SUN"),
    ("U.S.S.R.", "1991-12-25", "SUN"),
    ("Russian Federation", "1945-10-24", "SUN"),
    ("Russian Federation", "1992-01-01", "RUS"),
    ("RUSSIA", "1893-05-23", "RUS"),
    ("GERMANY, FEDERAL REPUBLIC OF", "1972-01-01", "DEU"),
    ("GERMANY FEDERAL REPUBLIC", "1972-01-01", "DEU"),
    ("German Democratic Republic", "1989-01-01", "DDR"),
    ("GERMANY", "1900-01-01", "DEU"),
    ("Prussia", "1850-01-01", "DEU"),
    ("Viet Nam", "1980-01-01", "VNM"),
    ("VIETNAM D R", "1960-01-01", "VDR"),
    ("VIETNAM, REPUBLIC OF", "1960-01-01", "RVN"),
    ("China, People's Republic of", "1980-01-01", "CHN"),
    ("CHINA P R", "1980-01-01", "CHN"),
    ("China", "1945-09-28", "CHN"),
    ("China", "1999-01-01", "CHN"),
    ("Côte d'Ivoire", "1995-01-01", "CIV"),
    ("COTE D'IVOIRE", "1995-01-01", "CIV"),
    ("Côte d’Ivoire", "1995-01-01", "CIV"),
    ("Ivory Coast", "1970-01-01", "CIV"),
    ("Macedonia (FYROM)", "2000-01-01", "MKD"),
    ("MACEDONIA THE FYR OF", "2000-01-01", "MKD"),
    ("The former Yugoslav Republic of Macedonia", "1999-12-20", "MKD"),
    ("EEC/European Community", "1980-01-01", "EU"),
    ("EUROPEAN ECONOMIC COMMUNITY", "1975-06-18", "EU"),
    ("European Union", "1976-12-30", "EU"),
    ("EUROPEAN ATOMIC ENERGY COMMUNITY (EURATOM)", "1970-01-01", "EURATOM"),
    ("Serbia", "2001-03-12", "SCG"),
    ("Serbia", "2010-01-01", "SRB"),
    ("SERBIA", "1900-01-01", "X-SERBIA"),
    ("CEYLON", "1955-01-01", "LKA"),
    ("Burma", "1960-01-01", "MMR"),
    ("PERSIA", "1920-01-01", "IRN"),
    ("SIAM", "1925-01-01", "THA"),
    ("HAYTI", "1900-01-01", "HTI"),
    ("BYELORUSSIA S S R", "1961-03-30", "BLR"),
    ("KOREA DEMOCRATIC PEOPLE'S REPUBLIC OF", "1980-01-01", "PRK"),
    ("Korea, Republic of", "1980-01-01", "KOR"),
    ("Korea", "1890-01-01", "X-KOREA"),
    ("CONGO KINSHASA", "1970-01-01", "COD"),
    ("CONGO, PEOPLES REPUBLIC OF", "1975-01-01", "COG"),
    ("ZAIRE", "1980-01-01", "COD"),
    ("UPPER VOLTA", "1970-01-01", "BFA"),
    ("DAHOMEY", "1970-01-01", "BEN"),
    ("YEMEN, PEOPLES'S DEMOCRATIC REPUBLIC OF", "1980-01-01", "YMD"),
    ("YEMEN ARAB REPUBLIC", "1980-01-01", "YAR"),
    ("Yemen", "2000-01-01", "YEM"),
    ("UNITED ARAB REPUBLIC", "1960-01-01", "UAR"),
    ("TANGANYIKA", "1962-01-01", "X-TANGANYIKA"),
    ("Bolivia (Plurinational State of)", "2010-01-01", "BOL"),
    ("Micronesia (Federated States of)", "1995-01-01", "FSM"),
    ("NETHERLANDS THE", "1970-01-01", "NLD"),
    ("Netherlands 6", "1970-01-01", "NLD"),
    ("China 1, 2", "1999-01-01", "CHN"),
    ("Germany7", "1999-01-01", "DEU"),
    ("ST VINCENT AND THE GRENADINES", "1990-01-01", "VCT"),
    ("St. Kitts & Nevis", "1990-01-01", "KNA"),
    ("Trinidad & Tobago", "1990-01-01", "TTO"),
    ("AUSTRIA", "1850-01-01", "AUH"),
    ("AUSTRIA", "1930-01-01", "AUT"),
    ("WURTEMBURG", "1865-05-30", "X-WURTTEMBERG"),
    ("FREE CITY OF DANZIG", "1926-04-24", "X-DANZIG"),
    ("SWEDEN AND NORWAY", "1880-01-01", "X-SWEDENNORWAY"),
    ("Land Berlin", "1970-01-01", "X-BERLINWEST"),
    ("North Borneo", "1955-01-01", "X-NORTHBORNEO"),
    ("Gilbert And Ellice Islands", "1960-01-01", "X-GILBERTELLICE"),
    ("Gibraltar", "1950-01-01", "GIB"),
    ("Falkland Islands", "1950-01-01", "FLK"),
    ("INTERNATIONAL BANK FOR RECONSTRUCTION AND DEVELOPMENT", "1970-01-01", "IBRD"),
    ("International Labour Organisation", "1970-01-01", "ILO"),
    ("Food and Agriculture Organization", "1967-07-11", "FAO"),
]

#: Name, day, why a person must decide, the first suggestions.
OPEN = [
    ("SOVIET UNION", "1995-01-01", "not-then", ("RUS",)),
    ("CHINA", "1960-01-01", "ambiguous", ("CHN", "ROC")),
    ("VIETNAM", "1960-01-01", "ambiguous", ("RVN", "VDR")),
    ("KOREA", "1960-01-01", "ambiguous", ("KOR", "PRK")),
    ("YEMEN", "1980-01-01", "ambiguous", ("YAR", "YMD")),
    ("CONGO, REPUBLIC OF", "1962-01-01", "ambiguous", ("COD", "COG")),
    ("United Republic of Tanzania", "1962-06-01", "not-then", ("X-TANGANYIKA", "TZA")),
    ("Yugoslavia", "2010-01-01", "not-then", ("SRB",)),
    ("DANZIG", "1957-10-03", "not-then", ("X-DANZIG",)),
    ("Germny", "1980-01-01", "unknown", ("DEU",)),
    ("Untied Kingdom", "1980-01-01", "unknown", ("GBR",)),
    ("Persian Gulf States", "1960-01-01", "unknown", ()),
    ("Narnia", "1960-01-01", "unknown", ()),
]

#: Name, day on which it was the name of a territory, the state that came of it.
BEFORE = [("Kenya", "1930-01-01", "KEN"), ("FIJI", "1949-09-12", "FJI"), ("Gold Coast", "1930-01-01", "GHA"), ("Burma", "1932-12-09", "MMR")]


@pytest.mark.parametrize(("text", "day", "code"), RESOLVED)
def test_name_on_a_day(text: str, day: str, code: str) -> None:
    """The name stands for that party on that day, and the party lived then."""
    found = NAMES.resolve(text, D(day))
    assert (found.code, found.acts) == (code, True), found
    assert lives(PARTIES[code], D(day))


@pytest.mark.parametrize(("text", "day", "why", "first"), OPEN)
def test_left_to_a_person(text: str, day: str, why: str, first: tuple[str, ...]) -> None:
    """No party is named; the reason and who may be meant are."""
    found = NAMES.resolve(text, D(day))
    assert (found.code, found.how, found.why) == (None, "unresolved", why)
    assert found.suggestions[: len(first)] == first
    assert len(found.suggestions) <= 5
    assert found.reason


@pytest.mark.parametrize(("text", "day", "code"), BEFORE)
def test_a_territory_does_not_act(text: str, day: str, code: str) -> None:
    """The name of a state before there was one is that of a territory."""
    found = NAMES.resolve(text, D(day))
    assert (found.code, found.how, found.acts) == (code, "before-statehood", False)


def test_a_name_written_later() -> None:
    """In a list that grew over time a name may be of somebody who came later."""
    assert not NAMES.resolve("BAHAMAS", D("1949-06-29")).acts
    assert NAMES.resolve("BAHAMAS", D("1949-06-29"), D("2018-01-01")).code == "BHS"
    assert NAMES.resolve("YUGOSLAVIA", D("1955-01-01"), D("2018-01-01")).code == "YUG"


def test_a_decision_is_remembered() -> None:
    """What a person decided resolves the name in any spelling of case and points, on the days it was decided for, and no other name."""
    made = Decisions(
        [Decision("China", "ROC", D("1949-10-01"), D("1971-10-25")), Decision("Persian Gulf States", NOT_A_PARTY), Decision("Kenya", "GBR")]
    )
    names = Names(PARTIES, made)
    assert names.resolve("CHINA", D("1960-01-01")).code == "ROC"
    assert names.resolve("CHINA", D("1960-01-01")).how == "decision"
    assert names.resolve("CHINA", D("1980-01-01")).how != "decision"
    assert names.resolve("persian gulf  states", D("1960-01-01")).how == "not-a-party"
    assert names.resolve("Kenya", D("1930-01-01")).code == "GBR"
    assert not names.resolve("Persian Gulf", D("1960-01-01")).settled


def test_the_last_decision_counts() -> None:
    """A decision is corrected by a later one; without a day only a decision for all days holds."""
    made = Decisions([Decision("Korea", "PRK"), Decision("Korea", "KOR"), Decision("Vietnam", "RVN", D("1955-01-01"))])
    names = Names(PARTIES, made)
    assert names.resolve("KOREA", D("1960-01-01")).code == "KOR"
    assert names.resolve("VIETNAM", None).why == "ambiguous"


def test_every_name_of_the_vocabulary_resolves_to_its_party_or_is_ambiguous() -> None:
    """On a day a party lived, each of its names means it, or is open among parties that all bore it."""
    for party in PARTIES:
        day = party.until or (party.since if party.since and party.since > D("2000-01-01") else D("2000-01-01"))
        for name in (party.code, party.name, *party.aliases):
            found = NAMES.resolve(name, day)
            assert found.code == party.code or party.code in found.suggestions, (name, day, found)


@given(st.sampled_from([text for text, _, _ in RESOLVED]), st.integers(0, 60), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_a_misspelling_is_never_taken_for_the_name(text: str, place: int, letter: str) -> None:
    """With one letter more, a name is another known name or unknown: what resolves consists of the words of a name, not of like ones."""
    place = min(place, len(text))
    wrong = text[:place] + letter + text[place:]
    found = NAMES.resolve(wrong, D("1970-01-01"))
    if found.code is not None:
        persons = [party for party in PARTIES if found.code in (party.code, *(old for old, heir in PARTIES.continued.items() if heir == party.code))]
        words = {key(name) for party in persons for name in (party.code, party.name, party.name_fr, *party.aliases, *(n.value for n in party.names))}
        assert any(set(variant) <= words for variant in variants(wrong))


@given(st.text(max_size=80))
def test_any_text_has_an_answer(text: str) -> None:
    """No text is too odd to be asked about; what is left open says why."""
    found = NAMES.resolve(text, D("1970-01-01"))
    assert found.settled == (found.how != "unresolved")
    assert found.settled or found.reason
    assert len(found.suggestions) <= 5
