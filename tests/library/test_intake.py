"""Rows taken in as proposals: what a register's row honestly gives, what leaves a row out, and that a second import changes nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter

import pytest
from attrs import evolve
from tests.answers import shared

from foedera.interchange import files
from foedera.interchange.sheets import read, read_file
from foedera.law.docket import Docket
from foedera.library.agreements import read_text
from foedera.library.columns import DAYS, guess_columns
from foedera.library.intake import take_in
from foedera.library.intake_values import Intake, Origin
from foedera.library.names import NOT_A_PARTY, Decision, Decisions, Names
from foedera.library.vocabularies import parties
from foedera.model.agreements import Agreement
from foedera.model.errors import UsageError
from foedera.model.standing import Standing

PARTIES = parties()
NAMES = Names(PARTIES)
D = dt.date.fromisoformat
REGISTER = Origin("register", "National Register", D("2018-01-01"), "https://register.example/")
ROW = {
    "uuid": "A-1",
    "title": "Agreement on the Exchange of Officers",
    "field3": "BI",
    "subject": "DEFENCE",
    "country_name": "FRANCE ; GERMANY FEDERAL REPUBLIC",
    "signed_event_date": "22/01/1963",
    "signed_event_location": "Paris",
    "definative_eif_event_date": "02/07/1963",
    "references": "UN Registration /0: 541 137;Treaty Series 1/1964||https://register.example/1.pdf",
}


def taken(*rows: dict[str, str], names: Names = NAMES) -> Intake:
    """Rows of a register taken in, its columns being known from rows in order."""
    later = ("terminated_event_date", "terminated_event_effective_date", "provisional_eif_event_date")
    full = [{**dict.fromkeys((*ROW, *later), ""), **row} for row in rows]
    sheet = read("\n".join(map(json.dumps, full)).encode(), "register.jsonl")
    orderly = [{**ROW, **dict.fromkeys(later, "22/01/1963"), "uuid": str(number)} for number in range(3)]
    known = guess_columns(read("\n".join(map(json.dumps, orderly)).encode(), "register.jsonl"), NAMES)
    columns = evolve(known, guesses=tuple(evolve(guess, order="day-first") if guess.role in DAYS else guess for guess in known.guesses))
    return take_in(sheet, evolve(columns, capitals=guess_columns(sheet, names).capitals), names, REGISTER)


def one(**changes: str) -> Agreement:
    """The agreement one row gives."""
    found = taken({**ROW, **changes})
    assert not [fault for fault in found.faults if fault.severity == "error"], found.faults
    return found.proposals[0].agreement


def why(**changes: str) -> list[str]:
    """The codes of the errors that leave one row out."""
    found = taken({**ROW, **changes})
    assert not found.proposals
    assert [line.proposed for line in found.lines] == [""]
    return [fault.code for fault in found.faults if fault.severity == "error"]


def standing(agreement: Agreement, on: str) -> Standing:
    """How an agreement stands on a day."""
    docket = Docket({agreement.id: agreement}.get, PARTIES, lambda _name, _relation: ())
    return docket.timeline(agreement.id).standing(D(on))


def table(text: str, title: str = "Convention on Officers. Geneva, 1 May 1990", names: Names = NAMES) -> Intake:
    """The participants of one agreement taken in."""
    sheet = read(text.encode(), "27-1.csv")
    return take_in(sheet, guess_columns(sheet, names), names, Origin("depositary", "Depositary", D("2015-03-31"), title=title))


def test_a_bilateral_agreement() -> None:
    """Both sides signed, both were bound by the day it entered into force; the clause is not made up."""
    found = one()
    assert (found.id, found.kind, found.place, found.adopted) == ("register/a-1", "treaty", "Paris", D("1963-01-22"))
    assert [(act.on, act.kind, act.by, act.precision) for act in found.acts] == [
        (D("1963-01-22"), "signature", ("FRA", "DEU"), "day"),
        (D("1963-07-02"), "consent", ("FRA", "DEU"), "not-later-than"),
    ]
    assert found.entry_into_force is None
    assert "The clause on entry into force is not on record; its day is the source's." in found.uncertain
    assert found.registration == "UN Registration /0: 541 137"
    assert [source.url for source in found.sources] == ["https://register.example/", "", "https://register.example/1.pdf"]
    assert "subject: DEFENCE" in found.sources[0].title
    assert found.areas == ()
    answer = standing(found, "1970-01-01")
    assert (answer.status, answer.in_force_since, answer.parties) == ("in-force", D("1963-07-02"), ("DEU", "FRA"))


def test_without_a_day_of_entry_into_force() -> None:
    """Signed, and nothing more is known."""
    found = one(definative_eif_event_date="")
    assert [act.kind for act in found.acts] == ["signature"]
    assert found.uncertain == ("The source gives no date of entry into force.",)
    assert standing(found, "2017-01-01").status == "open"


def test_without_a_day_of_signature() -> None:
    """Both bound by the day of entry into force; the two sides are the negotiating states."""
    found = one(signed_event_date="")
    assert standing(found, "1970-01-01").in_force_since == D("1963-07-02")


def test_an_end() -> None:
    """The end the register states is an act of both; without a day of entry into force it is recorded only."""
    found = one(terminated_event_date="01/01/1970", terminated_event_effective_date="01/07/1970")
    assert (found.acts[-1].kind, found.acts[-1].effective) == ("termination", D("1970-07-01"))
    assert standing(found, "1970-06-30").status == "in-force"
    assert standing(found, "1970-07-01").status == "terminated"
    silent = one(terminated_event_date="01/01/1970", definative_eif_event_date="")
    assert silent.acts[-1].kind == "event"
    assert standing(silent, "1971-01-01").status == "open"


def test_an_end_after_the_end_of_a_side() -> None:
    """Who continues a state acts in its place; of one gone without continuator no act is made up."""
    russia = one(country_name="FRANCE ; SOVIET UNION", terminated_event_date="01/01/1995")
    assert russia.acts[-1].by == ("FRA", "RUS")
    gone = one(country_name="FRANCE ; CZECHOSLOVAKIA", terminated_event_date="01/01/1995")
    assert [act.kind for act in gone.acts] == ["signature", "consent"]
    assert gone.duration is not None
    assert any("CSK" in doubt for doubt in gone.uncertain)
    assert standing(gone, "1995-01-01").status == "terminated"


def test_provisional_application() -> None:
    """Its day is the register's; the clause says that it is."""
    found = one(provisional_eif_event_date="01/02/1963")
    assert found.provisional_application is not None
    assert "not on record" in found.provisional_application.note
    answer = standing(found, "1963-03-01").of("FRA")
    assert answer is not None
    assert answer.status == "provisional"


def test_a_multilateral_agreement() -> None:
    """Who is listed is recorded, not as an act that binds; in force by the day the source states, its parties unknown."""
    found = one(field3="MULTI", country_name="FRANCE ; ITALY ; BAHAMAS ; KENYA ; YUGOSLAVIA", title="Protocol on Officers")
    assert found.kind == "protocol"
    assert [(act.on, act.kind, act.by, act.precision) for act in found.acts] == [
        (D("1963-01-22"), "event", ("FRA", "ITA", "YUG"), "day"),
        (D("2018-01-01"), "event", ("BHS", "KEN"), "not-later-than"),
    ]
    assert found.incomplete
    assert found.entry_into_force is not None
    answer = standing(found, "1970-01-01")
    assert (answer.status, answer.in_force_since, answer.participants) == ("in-force", D("1963-07-02"), ())


def test_capitals_and_territories() -> None:
    """Names in small letters are territories where the source tells them so apart; they do not act."""
    both = [{**ROW, "uuid": str(n), "country_name": "BAHAMAS ; Bahamas ; KENYA ; Kenya ; FIJI ; Fiji", "field3": "MULTI"} for n in range(3)]
    found = taken(*both, {**ROW, "country_name": "FRANCE ; UNITED KINGDOM ; Gibraltar ; Jersey ; Lundy"})
    agreement = found.proposals[-1].agreement
    assert agreement.geography == "Territories listed by the source: Gibraltar, Jersey, Lundy"
    assert agreement.acts[0].by == ("FRA", "GBR")
    assert [(fault.code, fault.severity) for fault in found.lines[-1].faults] == [("F154", "note")]


def test_successors_listed_in_a_bilateral_agreement() -> None:
    """The two that lived then are the sides; who came later is said, not counted."""
    found = one(country_name="FRANCE ; YUGOSLAVIA ; CROATIA ; SLOVENIA")
    assert found.acts[0].by == ("FRA", "YUG")
    assert any("Croatia (HRV), Slovenia (SVN)" in doubt for doubt in found.uncertain)


def test_more_than_two_in_a_bilateral_agreement() -> None:
    """Where more than two may be the sides, they are listed and nobody is bound."""
    found = one(country_name="FRANCE ; ITALY ; SPAIN")
    assert [act.kind for act in found.acts] == ["event"]
    assert any("who the two sides are is not on record" in doubt for doubt in found.uncertain)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"definative_eif_event_date": "01/01/1963"}, ["F142"]),
        ({"terminated_event_date": "01/01/1963"}, ["F142", "F142"]),
        ({"signed_event_date": "01/02/2019", "definative_eif_event_date": ""}, ["F142"]),
        ({"signed_event_date": "1963"}, ["F121"]),
        ({"signed_event_date": "22/01/63"}, ["F122"]),
        ({"signed_event_date": "31/02/1963"}, ["F120"]),
        ({"title": " "}, ["F140"]),
        ({"uuid": "—"}, ["F140"]),
        ({"country_name": ""}, ["F140"]),
        ({"country_name": "FRANCE"}, ["F143"]),
        ({"country_name": "FRANCE ; KENYA", "signed_event_date": "01/01/1950"}, ["F143"]),
        ({"country_name": "FRANCE ; NARNIA"}, ["F150"]),
        ({"country_name": "FRANCE ; DANZIG"}, ["F151"]),
        ({"country_name": "FRANCE ; CHINA"}, ["F152"]),
    ],
)
def test_a_row_with_an_error_proposes_nothing(changes: dict[str, str], expected: list[str]) -> None:
    """Each reason has its code; a row of which anything is wrong gives nothing."""
    assert why(**changes) == expected


def test_every_fault_has_place_and_remedy() -> None:
    """A fault names the row and the column, and how to mend it."""
    found = taken(ROW, {**ROW, "uuid": "2", "signed_event_date": "soon", "country_name": "FRANCE ; NARNIA"})
    assert [(fault.line, fault.column, fault.code) for fault in found.faults] == [(2, 6, "F120"), (2, 5, "F150")]
    assert all(fault.hint for fault in found.faults)
    assert [line.proposed for line in found.lines] == ["register/a-1", ""]
    assert dict(found.lines[1].content)["signed_event_date"] == "soon"


def test_two_rows_of_one_key() -> None:
    """Neither is proposed: nobody can say which is right."""
    found = taken(ROW, {**ROW, "uuid": "a 1"})
    assert not found.proposals
    assert [fault.code for fault in found.faults] == ["F144", "F144"]


def test_decisions_resolve_the_rest() -> None:
    """A decision resolves the name in every row it holds for; a name that is no party is kept as a territory."""
    rows = [{**ROW, "uuid": str(n), "country_name": f"FRANCE ; CHINA{' ; ATLANTIS' if n else ''}"} for n in range(3)]
    before = taken(*rows)
    assert [(name.text, name.count, name.why) for name in before.open_names()] == [("CHINA", 3, "ambiguous"), ("ATLANTIS", 2, "unknown")]
    made = Decisions([Decision("China", "CHN", D("1949-10-01"), D("1971-10-25")), Decision("Atlantis", NOT_A_PARTY)])
    after = taken(*rows, names=Names(PARTIES, made))
    assert len(after.proposals) == 3
    assert not after.open_names()
    assert after.proposals[0].agreement.acts[0].by == ("FRA", "CHN")
    assert after.proposals[1].agreement.geography == "Territories listed by the source: ATLANTIS"


def test_participants_of_one_agreement() -> None:
    """Each date is an act of the kind its letter or heading says, by the party of that day."""
    found = table(
        'Participant,Signature,"Ratification, Acceptance(A), Accession(a), Succession(d)"\n'
        "Chad,6 May 1990,9 Jun 1995\nChile,,7 Dec 1989 a\nCroatia,,12 Oct 1992 d 3\nRussian Federation 2,12 May 1990,3 Jun 1993 A\n"
        "Ghana,,[ 7 Apr 1998 a]\n"
    )
    assert not [fault for fault in found.faults if fault.severity == "error"]
    agreement = found.proposals[0].agreement
    assert (agreement.id, agreement.title, agreement.place) == ("depositary/27-1", "Convention on Officers", "Geneva")
    assert agreement.adopted is None
    assert [(str(act.on), act.kind, act.by[0]) for act in agreement.acts] == [
        ("1989-12-07", "accession", "CHL"),
        ("1990-05-06", "signature", "TCD"),
        ("1990-05-12", "signature", "SUN"),
        ("1992-10-12", "succession", "HRV"),
        ("1993-06-03", "acceptance", "RUS"),
        ("1995-06-09", "ratification", "TCD"),
        ("1998-04-07", "accession", "GHA"),
    ]
    assert agreement.incomplete
    assert agreement.uncertain[0].startswith("The final clauses are not on record")
    assert "accession by GHA of 1998-04-07 as no longer standing" in agreement.uncertain[1]
    assert found.proposals[0].numbers == (2, 3, 4, 5, 6)


@pytest.mark.parametrize(
    ("cell", "code"),
    [("9 Jun 1995 X", "F145"), ("Jun 1995", "F121"), ("9 Jun 95 a", "F120"), ("x", "F120"), ("9 Jun 2016", "F142"), ("31 Jun 1995 a", "F120")],
)
def test_a_participant_with_an_error(cell: str, code: str) -> None:
    """The row is left out, the others are not."""
    others = "Chile,7 Dec 1991 a\nPeru,8 Dec 1991\nMali,9 Dec 1991\nFiji,9 Dec 1992\nCuba,9 Dec 1993\n"
    found = table(f'Participant,"Ratification, Accession(a)"\nChad,{cell}\n{others}')
    assert [fault.code for fault in found.faults] == [code]
    assert [line.proposed != "" for line in found.lines] == [False, True, True, True, True, True]
    assert {act.by[0] for act in found.proposals[0].agreement.acts} == {"CHL", "PER", "MLI", "FJI", "CUB"}


def test_a_state_before_its_day_is_left_to_a_person() -> None:
    """Nobody says that the territory acted, unless a person does."""
    text = 'Participant,"Ratification, Accession(a)"\nKuwait,5 Jul 1960\nChile,7 Dec 1991\n'
    assert [fault.code for fault in table(text).faults] == ["F153"]
    decided = table(text, names=Names(PARTIES, Decisions([Decision("Kuwait", "KWT")])))
    assert decided.proposals[0].agreement.acts[0].by == ("KWT",)


def test_what_must_be_said_first() -> None:
    """Of a table of participants one must say of which agreement; ids have a fixed form; a refused file has its fault."""
    with pytest.raises(UsageError, match="say which"):
        table("Participant,Ratification\nChile,7 Dec 1991\n", title="")
    with pytest.raises(UsageError, match="first part of ids"):
        Origin("My Register", "x", D("2018-01-01"))
    sheet = read(b"%PDF", "a.csv")
    assert [fault.code for fault in take_in(sheet, guess_columns(sheet, NAMES), NAMES, REGISTER).faults] == ["F101"]


def test_progress_is_told() -> None:
    """The caller hears how far it is, at the end that all is done."""
    told: list[tuple[int, int]] = []
    sheet = read("\n".join(json.dumps({**ROW, "uuid": str(n)}) for n in range(450)).encode(), "register.jsonl")
    take_in(sheet, guess_columns(sheet, NAMES), NAMES, REGISTER, lambda done, total: told.append((done, total)))
    assert told == [(200, 450), (400, 450), (450, 450)]


def test_faults_of_the_file_are_kept() -> None:
    """A line that is no row is reported with the rows; a row the file has broken proposes nothing."""
    sheet = read(f"{json.dumps(ROW)}\nnonsense\n".encode(), "register.jsonl")
    found = take_in(sheet, guess_columns(sheet, NAMES), NAMES, REGISTER)
    assert [(fault.line, fault.code) for fault in found.faults] == [(2, "F106")]
    assert len(found.proposals) == 1


def test_the_real_register() -> None:
    """8,133 rows: what is proposed reads back without error, a second import is the same, decisions resolve every open name."""
    path = shared() / "data" / "uk-treaties.jsonl"
    if not path.is_file():
        pytest.skip("the register is not beside the project")
    sheet = read_file(path)
    columns = guess_columns(sheet, NAMES)
    origin = Origin("uk-treaties", "UK Treaties Online", D("2018-01-01"))
    found = take_in(sheet, columns, NAMES, origin)
    assert len(found.lines) == 8133
    assert len(found.proposals) >= 7300
    assert len(found.proposals) + len(found.left_out) == 8133
    again = take_in(read_file(path), columns, Names(PARTIES), origin)
    assert again == found
    assert sum(name.count for name in found.open_names()) < 900
    for proposal in found.proposals[::40]:
        reading = read_text(files.write(proposal.agreement).encode(), proposal.id, PARTIES)
        assert not reading.errors
        assert reading.agreement is not None
        assert evolve(reading.agreement, file="") == proposal.agreement
    made = Decisions([Decision(name.text, name.suggestions[0] if name.suggestions else NOT_A_PARTY) for name in found.open_names()])
    decided = take_in(sheet, columns, Names(PARTIES, made), origin)
    assert not decided.open_names()
    assert len(decided.proposals) > len(found.proposals)


def test_the_real_tables_of_participants() -> None:
    """324 tables of 114 headings: all but two are proposed, reading back without error, and 99 rows in a hundred are in order."""
    folder = shared() / "data" / "untc" / "treaties"
    if not folder.is_dir():
        pytest.skip("the tables are not beside the project")
    counts: Counter[str] = Counter()
    for path in sorted(folder.glob("*.csv")):
        sheet = read_file(path)
        found = take_in(
            sheet, guess_columns(sheet, NAMES), NAMES, Origin("untc", "UN Treaty Collection", D("2015-03-31"), title=f"Treaty {path.stem}")
        )
        counts.update(proposals=len(found.proposals), rows=len(found.lines), left_out=len(found.left_out))
        counts.update(fault.code for fault in found.faults)
        for proposal in found.proposals:
            assert not read_text(files.write(proposal.agreement).encode(), proposal.id, PARTIES).errors
    assert counts["proposals"] == 322
    assert counts["left_out"] < counts["rows"] / 100
    assert {code for code in counts if code.startswith("F")} <= {"F113", "F151", "F152", "F153"}
