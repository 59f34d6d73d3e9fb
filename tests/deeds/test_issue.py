"""Issuing instruments: who may, what is refused, how they are numbered and kept, to whom they are open, what is recorded afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve

from foedera.deeds import find_instruments, issue
from foedera.deeds.cancel_instrument import cancel_instrument
from foedera.deeds.issue import Details
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.deeds.record import record
from foedera.interchange.voices import ENGLISH
from foedera.model.acts import Act
from foedera.model.errors import NotAllowed, NotThere, Unfit, UnknownParty
from foedera.ratification.instruments import KINDS, Person
from foedera.store.models import IssuedInstrument, LogEntry, User
from foedera.store.register import current

pytestmark = pytest.mark.django_db
TODAY = dt.datetime.now(dt.UTC).date()
AT = dt.datetime.now(dt.UTC)
ATT = "arms-control/arms-trade-treaty-2013"
MINISTER = Person("Maria Example", "foreign-minister")
DETAILS = Details(signatory=MINISTER, place="New Delhi", languages=("en", "fr"))


@pytest.fixture(autouse=True)
def _register(register: Any) -> None:
    """The register as it ships."""


def of(role: str, party: str = "IND", mail: str = "") -> Actor:
    """Somebody with a role for a party."""
    user = User.objects.create_user(mail or f"{role}-{party.lower() or 'all'}-{User.objects.count()}@example.org")
    return Actor(user=user.pk, name=user.email, memberships=((party, role),))


def accede(actor: Actor, details: Details = DETAILS) -> Any:
    """India's instrument of accession to the Arms Trade Treaty."""
    return issue.issue(actor, "accession", ATT, "IND", details, AT, TODAY)


def test_numbers_run_by_party_and_year_and_a_paper_is_kept_as_it_was_issued() -> None:
    """The first of the year has number 1; found again it says the same, in both languages, byte for byte."""
    officer = of("treaty-officer")
    first = accede(officer)
    assert (first.number, first.languages) == (f"{TODAY.year}/1", ("en", "fr"))
    second = accede(officer, evolve(DETAILS, place="Geneva"))
    assert second.number == f"{TODAY.year}/2"
    assert issue.issue(of("treaty-officer", "PAK"), "accession", ATT, "PAK", DETAILS, AT, TODAY).number == f"{TODAY.year}/1"
    again = find_instruments.find(officer, "IND", TODAY.year, 1)
    assert again.papers == first.papers
    assert "INDIA" in again.paper.head.upper()
    for form in ("pdf", "docx"):
        taken = [find_instruments.take(officer, found, form, "fr", ENGLISH, sheet=True).content for found in (first, again)]
        assert taken[0] == taken[1]
    assert LogEntry.objects.filter(deed="issue an instrument", allowed=True, party="IND").count() == 2


def test_the_same_is_not_issued_twice() -> None:
    """Handed in once more, the paper is refused and named by its number; no number is used up."""
    officer = of("treaty-officer")
    accede(officer)
    with pytest.raises(Unfit, match=f"issued already, as number {TODAY.year}/1"):
        accede(officer)
    assert accede(officer, evolve(DETAILS, place="Geneva")).number == f"{TODAY.year}/2"


def test_every_fault_is_told_and_nothing_is_kept() -> None:
    """A state that has not signed does not ratify; a minister without powers does not sign; in French the title is missing."""
    officer = of("treaty-officer", "IND")
    details = evolve(DETAILS, signatory=Person("A. Minister", "minister"))
    with pytest.raises(Unfit) as caught:
        issue.issue(officer, "ratification", ATT, "IND", details, AT, TODAY)
    told = [str(text) for _, text in caught.value.faults]
    assert any(text.startswith("VCLT 14(1)") for text in told)
    assert any(text.startswith("VCLT 7(1)(a)") for text in told)
    assert not IssuedInstrument.objects.exists()


def test_a_draft_shows_the_paper_beside_what_is_wrong() -> None:
    """Its sheet lists the same faults, and it has no number."""
    found = issue.draft(of("negotiator"), "ratification", ATT, "IND", DETAILS, TODAY)
    assert [refusal.rule for refusal in found.refusals] == ["VCLT 14(1)"]
    assert all(paper.draft for paper in found.papers.values())
    assert [text for label, text in found.papers["en"].sheet if label == "In the way"] == [found.refusals[0].told]


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_of_any_kind_is_written_or_says_what_is_missing(kind: str) -> None:
    """However little the record bears it, drafting never breaks."""
    for party in ("IND", "USA", "NOR", "UN"):
        found = issue.draft(OPERATOR, kind, ATT, party, Details(signatory=MINISTER, holder=Person("Ann Sample", "official")), TODAY)
        assert found.papers or found.refusals


def test_full_powers_issued_let_their_holder_sign() -> None:
    """For what they are for, for their holder, from then on."""
    officer = of("treaty-officer")
    ambassador = Person("Ann Sample", "head-of-mission")
    details = evolve(DETAILS, signatory=ambassador)
    before = issue.draft(officer, "accession", ATT, "IND", details, TODAY)
    assert [refusal.about for refusal in before.refusals] == ["signatory"]
    powers = issue.issue(officer, "full-powers", ATT, "IND", evolve(DETAILS, holder=ambassador, action="accede"), AT, TODAY)
    assert not issue.draft(officer, "accession", ATT, "IND", details, TODAY).refusals
    assert any(powers.number in text for _, text in accede(officer, details).paper.sheet)
    other = evolve(details, signatory=Person("Somebody Else", "head-of-mission"))
    assert issue.draft(officer, "accession", ATT, "IND", other, TODAY).refusals


def test_who_may_draft_and_issue() -> None:
    """Negotiators draft, treaty officers of the party and of the register issue; others do neither, and the operator issues none."""
    assert issue.draft(of("negotiator"), "accession", ATT, "IND", DETAILS, TODAY).papers
    for who in (of("negotiator"), of("treaty-officer", "FRA"), of("reader", ""), READER):
        with pytest.raises(NotAllowed):
            accede(who)
    for who in (of("treaty-officer", "FRA"), of("analyst"), READER):
        if who.may("draft", "IND"):
            continue
        with pytest.raises(NotAllowed):
            issue.draft(who, "accession", ATT, "IND", DETAILS, TODAY)
    with pytest.raises(NotAllowed, match="by a person"):
        accede(OPERATOR)
    assert accede(of("treaty-officer", "")).number == f"{TODAY.year}/1"
    with pytest.raises(UnknownParty):
        issue.draft(OPERATOR, "accession", ATT, "XXX", DETAILS, TODAY)


def test_to_whom_an_instrument_is_open() -> None:
    """To members of its party and officers of the register; a notification of the depositary to everybody."""
    accede(of("treaty-officer"))
    deposit = next(place for place, act in enumerate(current()[ATT].acts, 1) if act.kind == "ratification" and "ISL" in act.by)
    details = evolve(DETAILS, languages=("en",), signatory=Person("John Example", "official"), act=deposit)
    notice = issue.issue(of("treaty-officer", "UN"), "notice-of-deposit", ATT, "UN", details, AT, TODAY)
    assert notice.act == deposit
    for who, kinds in ((of("negotiator"), 2), (of("reader"), 2), (of("treaty-officer", ""), 2), (of("treaty-officer", "FRA"), 1), (READER, 1)):
        assert len(find_instruments.issued(who, ATT)) == kinds, who
    with pytest.raises(NotThere):
        find_instruments.find(READER, "IND", TODAY.year, 1)
    assert find_instruments.find(READER, "UN", TODAY.year, 1).kind == "notice-of-deposit"


def test_what_is_recorded_once_it_is_deposited() -> None:
    """The form of the act comes filled; once the act is on record the instrument names it."""
    officer = of("treaty-officer")
    found = accede(officer, evolve(DETAILS, languages=("en",), texts={"en": "Article 6 is read narrowly."}, articles=("6",)))
    forms = find_instruments.to_record(officer, found)
    assert [(each["kind"], each["by"]) for each in forms] == [("accession", "IND"), ("reservation", "IND")]
    assert forms[1]["articles"] == "6"
    assert find_instruments.recorded_as(officer, found) is None
    record(officer, ATT, [Act(TODAY, "accession", ("IND",), source="note")], TODAY)
    number = find_instruments.recorded_as(officer, found)
    assert number is not None
    assert current()[ATT].acts[number - 1].kind == "accession"


def test_what_withdraws_a_reservation_is_recorded_of_it() -> None:
    """The form of the act names the reservation, the articles and the day; recorded so, the reservation is left with its other article."""
    officer = of("treaty-officer", "NOR")
    record(officer, ATT, [Act(TODAY, "reservation", ("NOR",), articles=("6", "7"), source="note")], TODAY)
    place = len(current()[ATT].acts)
    details = Details(signatory=MINISTER, place="Oslo", act=place, articles=("6",))
    assert place in issue.offered(officer, ATT, "NOR", TODAY, ["withdrawal-of-reservation"])[0].acts
    found = issue.issue(officer, "withdrawal-of-reservation", ATT, "NOR", details, AT, TODAY)
    (form,) = find_instruments.to_record(officer, found)
    assert (form["kind"], form["articles"], form["effective"]) == ("withdrawal-of-reservation", "6", "")
    record(officer, ATT, [Act(TODAY, form["kind"], ("NOR",), of=form["of"], articles=("6",), source=form["source"])], TODAY)
    assert find_instruments.recorded_as(officer, found) == place + 1
    again = issue.draft(officer, "withdrawal-of-reservation", ATT, "NOR", details, TODAY)
    assert [refusal.told for refusal in again.refusals] == [
        "Guide to Practice on Reservations 2.5.10: it does not reserve 6, as far as is on record; name some of 7"
    ]
    assert not issue.draft(officer, "withdrawal-of-reservation", ATT, "NOR", evolve(details, articles=("7",)), TODAY).refusals


def cancel(actor: Actor, found: Any, reason: str = "The place is wrong.") -> Any:
    """The instrument cancelled."""
    return cancel_instrument(actor, found.party, found.year, found.running, reason, AT)


def test_what_was_issued_wrongly_is_cancelled() -> None:
    """Marked for good, with who, when and why; it says what it said, its number stays used, it stands for nothing, and the right one is issued."""
    officer, reader = of("treaty-officer"), of("negotiator")
    found = accede(officer)
    taken = find_instruments.take(officer, found, "docx", "fr", ENGLISH, sheet=True)
    gone = cancel(officer, found)
    assert gone.cancelled is not None
    assert (gone.cancelled.by, gone.cancelled.at, gone.cancelled.reason) == (officer.name, AT, "The place is wrong.")
    assert gone.papers == found.papers
    assert find_instruments.to_record(officer, gone) == []
    assert find_instruments.issued(reader, ATT)[0].cancelled == gone.cancelled
    marked = find_instruments.take(officer, gone, "docx", "fr", ENGLISH, sheet=True)
    assert marked.content != taken.content
    assert marked.name == f"IND-{TODAY.year}-1-accession-fr-cancelled.docx"
    assert accede(officer).number == f"{TODAY.year}/2"
    assert LogEntry.objects.filter(deed="cancel an instrument", allowed=True, party="IND").count() == 1
    with pytest.raises(Unfit, match="cancelled already"):
        cancel(officer, gone)
    assert find_instruments.find(officer, "IND", TODAY.year, 1) == gone


def test_full_powers_cancelled_let_nobody_sign() -> None:
    """From then on their holder has none on record."""
    officer, ambassador = of("treaty-officer"), Person("Ann Sample", "head-of-mission")
    powers = issue.issue(officer, "full-powers", ATT, "IND", evolve(DETAILS, holder=ambassador, action="accede"), AT, TODAY)
    cancel(officer, powers)
    refused = issue.draft(officer, "accession", ATT, "IND", evolve(DETAILS, signatory=ambassador), TODAY).refusals
    assert [refusal.about for refusal in refused] == ["signatory"]


def test_who_may_cancel_and_when_not() -> None:
    """Who records for the party, or the operator; with a reason; not where its act is on record, unless that rests on another instrument."""
    officer = of("treaty-officer")
    wrong, right = accede(officer), accede(officer, evolve(DETAILS, place="Geneva"))
    with pytest.raises(NotAllowed):
        cancel(of("negotiator"), wrong)
    with pytest.raises(NotThere):
        cancel(of("treaty-officer", "FRA"), wrong)
    for reason in (" ", "x" * 4001):
        with pytest.raises(Unfit) as caught:
            cancel(officer, wrong, reason)
        assert [name for name, _ in caught.value.faults] == ["reason"]
    (form,) = find_instruments.to_record(officer, right)
    record(officer, ATT, [Act(TODAY, "accession", ("IND",), source=form["source"])], TODAY)
    with pytest.raises(Unfit, match="is on record with this instrument as its source"):
        cancel(officer, right)
    assert find_instruments.recorded_as(officer, right) is not None
    assert find_instruments.recorded_as(officer, wrong) is None
    done = cancel(OPERATOR, wrong)
    assert done.cancelled is not None
    assert done.cancelled.by == ""


def test_a_notification_cancelled_is_still_owed() -> None:
    """The depositary's page offers it again."""
    deposit = next(place for place, act in enumerate(current()[ATT].acts, 1) if act.kind == "ratification" and "ISL" in act.by)
    officer = of("treaty-officer", "UN")
    details = evolve(DETAILS, languages=("en",), signatory=Person("John Example", "official"), act=deposit)
    notice = issue.issue(officer, "notice-of-deposit", ATT, "UN", details, AT, TODAY)
    assert find_instruments.notified(officer, ATT) == {deposit: notice}
    cancel(officer, notice)
    assert find_instruments.notified(officer, ATT) == {}


def test_a_text_is_given_in_each_language() -> None:
    """Nothing is translated by guess."""
    found = issue.draft(of("negotiator"), "accession", ATT, "IND", evolve(DETAILS, texts={"en": "Article 6 is read narrowly."}), TODAY)
    assert [refusal.about for refusal in found.refusals] == ["text_fr"]


def test_what_is_offered() -> None:
    """India can accede and empower, not ratify; each refusal says why; the depositary's notifications name the acts they may be about."""
    offers = {offer.kind: offer for offer in issue.offered(of("negotiator"), ATT, "IND", TODAY)}
    assert set(offers) == set(KINDS)
    assert not offers["accession"].refusals
    assert not offers["full-powers"].refusals
    assert [refusal.rule for refusal in offers["ratification"].refusals] == ["VCLT 14(1)"]
    assert offers["notice-of-deposit"].refusals
    notices = {offer.kind: offer for offer in issue.offered(OPERATOR, ATT, "UN", TODAY)}
    assert notices["notice-of-deposit"].acts
    assert all(act.kind not in ("signature", "reservation") for act in notices["notice-of-deposit"].acts.values())


def test_what_cannot_be_written_is_refused() -> None:
    """Signs no paper can hold, offices and kinds there are none of."""
    officer = of("negotiator")
    for details in (evolve(DETAILS, place="New\x00Delhi"), evolve(DETAILS, signatory=Person("A", "king")), evolve(DETAILS, languages=("de",))):
        with pytest.raises(Unfit):
            issue.draft(officer, "accession", ATT, "IND", details, TODAY)
    with pytest.raises(Unfit, match="no kind of instrument"):
        issue.draft(officer, "treaty", ATT, "IND", DETAILS, TODAY)
