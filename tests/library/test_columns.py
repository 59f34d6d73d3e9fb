"""What the columns of a table mean: real headings, evidence of the cells, what a person overrides, how days are read."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.answers import shared

from foedera.interchange.sheets import read, read_file
from foedera.library.columns import Columns, guess_columns, open_questions, override, parts_of
from foedera.library.days import NoDay, order_of, read_day
from foedera.library.headings import read_heading
from foedera.library.names import Names
from foedera.library.vocabularies import parties
from foedera.model.errors import UsageError
from foedera.model.sheets import Sheet

NAMES = Names(parties())
D = dt.date.fromisoformat

#: Cell, order of the column, the day or the code of the fault.
DAYS = [
    ("1949-04-04", None, "1949-04-04"),
    ("1949-04-04T00:00:00", None, "1949-04-04"),
    ("1949/4/4", None, "1949-04-04"),
    ("1 Nov 1945", None, "1945-11-01"),
    ("1st November 1945", None, "1945-11-01"),
    ("November 1, 1945", None, "1945-11-01"),
    ("1er novembre 1945", None, "1945-11-01"),
    ("14 août 1980", None, "1980-08-14"),
    ("5 Sept 2000", None, "2000-09-05"),
    ("31/05/1902", None, "1902-05-31"),
    ("31.05.1902", None, "1902-05-31"),
    ("05/31/1902", None, "1902-05-31"),
    ("04/04/1949", None, "1949-04-04"),
    ("03/04/1949", "day-first", "1949-04-03"),
    ("03/04/1949", "month-first", "1949-03-04"),
    ("03/04/1949", None, "F123"),
    ("31/05/1902", "month-first", "F120"),
    ("30 Feb 1949", None, "F120"),
    ("29 Feb 1949", None, "F120"),
    ("soon", None, "F120"),
    ("1 Foo 1949", None, "F120"),
    ("1949", None, "F121"),
    ("c. 1949", None, "F121"),
    ("April 1949", None, "F121"),
    ("04/1949", None, "F121"),
    ("1949-04", None, "F121"),
    ("03/04/05", None, "F122"),
    ("1 Nov 45", None, "F122"),
    ("1 Nov 0945", None, "F124"),
    ("1 Nov 4945", None, "F124"),
]

#: Heading, letter behind a date, the kind of act.
LEGENDS = [
    ("Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)", "", "ratification"),
    ("Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)", "A", "acceptance"),
    ("Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)", "AA", "approval"),
    ("Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)", "a", "accession"),
    ("Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)", "d", "succession"),
    ("Signature, Succession to signature(d)", "d", "succession-to-signature"),
    ("Formal confirmation(c), Accession(a), Succession(d), Ratification", "c", "formal-confirmation"),
    ("Definitive signature(s), Acceptance(A)", "s", "definitive-signature"),
    ("Provisional application under article 23(n)", "n", "provisional-application"),
    ("Notification of non-provisional application under article 7 (1) (b)", "", "refusal-of-provisional-application"),
    ("Simplified procedure(p), Ratification, Consent to be bound(P)", "p", "consent"),
    ("Definitive signature of the Protocol, Acceptance of the Protocol", "", "consent"),
    ("Provisional application by virtue of signature, adoption of the Agreement or accession thereto", "", "provisional-application"),
    ("Acceptance(A)", "", "acceptance"),
    ("Application", "", "event"),
    ("Denunciation", "", "withdrawal"),
]


def table(text: str) -> tuple[Sheet, Columns]:
    """A table of text and what its columns are taken to mean."""
    sheet = read(text.encode(), "table.csv")
    return sheet, guess_columns(sheet, NAMES)


@pytest.mark.parametrize(("cell", "order", "expected"), DAYS)
def test_days(cell: str, order: str | None, expected: str) -> None:
    """A day is read, or the reason given why the cell names none; an unknown day is never made up."""
    found = read_day(cell, order)  # type: ignore[arg-type]
    assert (found.code if isinstance(found, NoDay) else str(found)) == expected


def test_an_empty_cell_is_no_day() -> None:
    """Nothing is there, and nothing is wrong."""
    assert read_day(" ") is None
    assert read_day(D("1949-04-04")) == D("1949-04-04")


@given(st.dates(dt.date(1500, 1, 1), dt.date(2999, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%-d %b %Y", "%-d %B %Y", "%d.%m.%Y"]))
def test_every_day_in_every_form(day: dt.date, form: str) -> None:
    """Any day written in a usual form is read as that day."""
    assert read_day(day.strftime(form), "day-first") == day


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_has_a_reason(text: str) -> None:
    """No text is too odd."""
    found = read_day(text)
    assert found is None or isinstance(found, dt.date) or found.hint


def test_the_order_of_a_column() -> None:
    """One cell decides for all; two that contradict decide nothing."""
    assert order_of(["03/04/1961", "25/12/1961"])[0] == "day-first"
    assert order_of(["03/04/1961", "12/25/1961"])[0] == "month-first"
    assert order_of(["13/04/1961", "12/25/1961"]) == (None, "'13/04/1961' puts the day first and '12/25/1961' the month")
    assert order_of(["04/04/1961", "1 May 1960"]) == (None, "")


@pytest.mark.parametrize(("heading", "letter", "kind"), LEGENDS)
def test_headings(heading: str, letter: str, kind: str) -> None:
    """A date with this letter, or none, in a column of this heading is an act of that kind."""
    legend = read_heading(heading, {letter} - {""})
    assert legend is not None
    meaning = legend.meaning(letter)
    assert meaning is not None
    assert meaning.kind == kind


def test_a_heading_that_names_no_act() -> None:
    """A column of numbers has no legend, and a letter the heading does not explain no meaning."""
    assert read_heading("Registration Number") is None
    legend = read_heading("Ratification, Accession(a)")
    assert legend is not None
    assert legend.meaning("X") is None


def test_a_list_of_agreements() -> None:
    """Columns are found by heading and cells; each says why."""
    sheet, columns = table(
        "Ref,Treaty name,Type,Countries,Date signed,Entry into force,Remarks,Code\n"
        "1,Agreement on the Exchange of Officers,BI,France; Germany,22/01/1963,02/07/1963,,x\n"
        "2,Protocol on the Exchange of Officers,BI,France; Italy,23/01/1964,03/07/1964,see 1,x\n"
    )
    roles = {guess.column: guess.role for guess in columns.guesses}
    assert columns.shape == "agreements"
    assert roles == {
        "Ref": "key",
        "Treaty name": "title",
        "Type": "sides",
        "Countries": "participants",
        "Date signed": "signed",
        "Entry into force": "in-force",
        "Remarks": "notes",
        "Code": "ignored",
    }
    assert all(guess.why for guess in columns.guesses)
    entry = columns.column("in-force")
    assert entry is not None
    assert (entry.order, entry.why[-33:]) == ("day-first", "comes first, as in the other columns"[-33:])
    assert not list(open_questions(sheet, columns))


def test_an_undecided_order_is_asked_and_answered() -> None:
    """Where no cell decides, nobody guesses: it is asked, and the answer of a person holds for the column."""
    sheet, columns = table("Title,Countries,Signed\nAgreement on the Exchange of Officers,France; Germany,03/04/1963\n")
    questions = list(open_questions(sheet, columns))
    assert [(fault.code, fault.column) for fault in questions] == [("F123", 3)]
    answered = override(sheet, columns, {}, {"Signed": "day-first"})
    assert not list(open_questions(sheet, answered))


def test_a_person_overrides() -> None:
    """What a person says of a column holds; the column that had the role loses it; nonsense is refused."""
    sheet, columns = table("Title,Short,Countries,Day\nAgreement on the Exchange of Officers,Officers,France; Germany,1 Apr 1963\n")
    assert [guess.role for guess in columns.guesses] == ["title", "ignored", "participants", "ignored"]
    given_ = override(sheet, columns, {"Short": "title", "Day": "signed"})
    assert [guess.role for guess in given_.guesses] == ["ignored", "title", "participants", "signed"]
    assert {guess.confidence for guess in given_.guesses if guess.role in ("title", "signed")} == {"given"}
    with pytest.raises(UsageError, match="no column 'Long'; it has: Title"):
        override(sheet, columns, {"Long": "title"})
    with pytest.raises(UsageError, match="not what a column can mean"):
        override(sheet, columns, {"Day": "weekday"})


def test_a_column_said_to_hold_acts() -> None:
    """A person says which kind of act a column of dates holds."""
    sheet, columns = table("Participant,Deposited\nChad,9 Jun 1995\nChile,7 Dec 1989\n")
    assert [fault.code for fault in open_questions(sheet, columns)] == ["F113"]
    given_ = override(sheet, columns, {"Deposited": "act:accession"})
    assert not list(open_questions(sheet, given_))
    legend = given_.acts()[0].legend
    assert legend is not None
    assert legend.bare is not None
    assert legend.bare.kind == "accession"


def test_capitals_tell_territories_apart() -> None:
    """A list that writes some names both ways tells participants from territories by capitals."""
    rows = "".join(f"Agreement number {n} on telephones,BAHAMAS; Bahamas; KENYA; Kenya; FIJI; Fiji; FRANCE; Gibraltar\n" for n in range(3))
    assert table(f"Title,Countries\n{rows}")[1].capitals
    assert not table(f"Title,Countries\n{rows.title()}")[1].capitals


def test_a_column_of_some_dates_is_doubted() -> None:
    """A heading the cells do not bear out is taken with low confidence, and says so."""
    _, columns = table(
        "Title,Countries,Signed\nAgreement on the Exchange of Officers,France; Italy,1 Apr 1963\nAgreement on Nothing at All,France; Chad,tbc\n"
    )
    signed = columns.column("signed")
    assert signed is not None
    assert (signed.confidence, "only 50%" in signed.why) == ("low", True)


def test_the_real_tables() -> None:
    """The columns of the register and of all 324 tables of participants are found, but for two tables that hold no acts."""
    data = shared() / "data"
    if not data.is_dir():
        pytest.skip("the real tables are not beside the project")
    register = read_file(data / "uk-treaties.jsonl")
    columns = guess_columns(register, NAMES)
    assert [guess.role for guess in columns.guesses] == [
        *("key", "title", "sides", "subject", "participants", "signed", "place", "in-force", "references", "adopted"),
        *("in-force-effective", "terminated", "terminated-effective", "provisional", "withdrawn"),
    ]
    assert columns.capitals
    assert {guess.order for guess in columns.guesses if guess.role in ("signed", "in-force")} == {"day-first"}
    asked: Counter[str] = Counter()
    for path in sorted((data / "untc" / "treaties").glob("*.csv")):
        sheet = read_file(path)
        found = guess_columns(sheet, NAMES)
        assert found.shape == "participants", path
        asked[path.stem] += len(list(open_questions(sheet, found)))
        if not asked[path.stem]:
            assert {guess.role for guess in found.guesses} == {"participant", "acts"}, path
            assert all(guess.confidence == "high" for guess in found.guesses), path
    assert sorted(+asked) == ["1-2", "1-4"]


def test_commas_between_names() -> None:
    """A comma parts names where the cells name nobody as they are; where it is part of a name it does not."""
    said = "Title,Parties\nA,'Estonia, Latvia'\nB,'Norway, Atlantis'\nC,'France, Belgium'\n".replace("'", '"')
    found = guess_columns(read(said.encode(), "list.csv"), NAMES)
    assert (found.column("participants").column, found.separator) == ("Parties", ",")  # type: ignore[union-attr]
    whole = "Title,Parties\nA,'Korea, Republic of'\nB,'Korea, Republic of'\nC,France\n".replace("'", '"')
    assert guess_columns(read(whole.encode(), "list.csv"), NAMES).separator == ";"
    assert parts_of("Japan, Korea, Republic of", ",", NAMES.knows) == ["Japan", "Korea, Republic of"]
