"""Instruments: when one is refused, by which rule; what one says, in English and in French; nothing later than its day is seen."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from foedera.library.collection import Collection
from foedera.library.instruments import form, names
from foedera.library.supposing import read_act
from foedera.model.acts import Act
from foedera.model.clauses import NO_RESERVATIONS_CLAUSE, Consent, Reservations
from foedera.model.errors import Unfit
from foedera.model.periods import Period
from foedera.ratification.drafting import compose, unnamed
from foedera.ratification.fitness import checks
from foedera.ratification.instruments import KINDS, LANGUAGES, RATIFYING, Facts, Instrument, Person, Powers

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "ratification" / "instruments.toml").read_text())["case"]
COLLECTION = Collection()
MINISTER = Person("Maria Example", "foreign-minister")
OFFICIAL = Person("John Example", "official", {"en": "Legal Adviser", "fr": "Jurisconsulte"})
FINLAND, ATT = "nato/accession-finland-2022", "arms-control/arms-trade-treaty-2013"


def facts(agreement: str, state: str, on: dt.date, *, acts: tuple[Act, ...] = (), **more: Any) -> Facts:
    """Facts about an agreement of the collection, with acts supposed beside those of its file."""
    found = COLLECTION[agreement]
    more.setdefault("signatory", MINISTER)
    return Facts(docket=COLLECTION.known(None), agreement=evolve(found, acts=(*found.acts, *acts)), state=state, on=on, **more)


def of_case(case: dict[str, Any]) -> Facts:
    """The facts a case describes."""
    acts = tuple(read_act(line, str) for line in case.get("acts", ()))
    wanted, on, state = case.get("act"), case["on"], case["state"]
    act = None
    if isinstance(wanted, str):
        act = next(act for act in acts if act.id == wanted)
    elif wanted is not None:
        act = next(act for act in COLLECTION[case["agreement"]].acts if act.kind == wanted["kind"] and wanted["by"] in act.by)
    signatory = Person("Maria Example", case.get("office", "foreign-minister"))
    powers = [Powers(holder=signatory.name, state=state, agreement=case["agreement"], **case["powers"])] if "powers" in case else []
    given = facts(
        case["agreement"],
        state,
        on,
        acts=acts,
        signatory=signatory,
        powers=tuple(powers),
        holder=Person("Ann Sample", "representative"),
        action=case.get("action", "sign"),
        act=act,
        articles=tuple(case.get("articles", ())),
        text=case.get("text", ""),
        effective=case.get("effective"),
        completed=case.get("completed"),
    )
    if "within_months" not in case:
        return given
    clause = given.agreement.reservations or NO_RESERVATIONS_CLAUSE
    supposed = evolve(clause, objections_within=Period(months=case["within_months"]))
    return evolve(given, agreement=evolve(given.agreement, reservations=supposed))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_what_may_be_issued(case: dict[str, Any]) -> None:
    """Each refusal names its rule and a remedy; where none stands in the way the instrument is composed, else it is not."""
    given = of_case(case)
    refused = checks(case["kind"], given)
    assert [str(refusal.rule) for refusal in refused] == case["refused"], [str(refusal.told) for refusal in refused]
    assert all(refusal.what and refusal.remedy and refusal.told for refusal in refused)
    if refused:
        with pytest.raises(Unfit) as caught:
            compose(form(case["kind"], "en"), given, names())
        assert [str(text) for _, text in caught.value.faults][: len(refused)] == [str(refusal.told) for refusal in refused]
    else:
        assert compose(form(case["kind"], "en"), given, names()).paragraphs


def test_every_kind_is_both_issued_and_refused() -> None:
    """The cases leave out no kind but those notices that differ in nothing but the act."""
    spared = {"notice-of-reservation", "notice-of-objection", "notice-of-withdrawal", "approval"}
    for refused in (False, True):
        found = {case["kind"] for case in CASES if bool(case["refused"]) is refused}
        spared_here = spared if refused else {*spared, "registration", "notice-of-signature"}
        assert set(KINDS) - found <= spared_here, refused


RESERVATION = Act(dt.date(2014, 2, 12), "reservation", ("NOR",), id="r", articles=("6", "7"))
OBJECTION = Act(dt.date(2014, 9, 1), "objection", ("ISL",), ("NOR",), of="r", precludes=True)
NOTICE = Act(dt.date(2026, 1, 1), "withdrawal", ("FRA",))
REGISTERED = evolve(COLLECTION[ATT], incomplete=False, registration="")


def deed(agreement: str, kind: str, by: str) -> Act:
    """The first act of a kind by a party in an agreement's file."""
    return next(act for act in COLLECTION[agreement].acts if act.kind == kind and by in act.by)


#: For each kind facts it can be issued from.
SOUND: dict[str, Facts] = {
    "full-powers": facts(ATT, "IND", dt.date(2013, 7, 1), holder=Person("Ann Sample", "representative"), place="New Delhi"),
    "ratification": facts(ATT, "USA", dt.date(2016, 5, 1), completed=dt.date(2016, 4, 1), number="3/2016", issued_on=dt.date(2016, 5, 1)),
    "acceptance": facts(FINLAND, "FRA", dt.date(2022, 7, 20), place="Paris"),
    "approval": facts(ATT, "TUR", dt.date(2016, 5, 1), text="Article 19 is not applied.", articles=("19",)),
    "accession": facts(ATT, "IND", dt.date(2026, 1, 1)),
    "completion": facts(
        "aukus/geelong-2025",
        "GBR",
        dt.date(2025, 12, 5),
        completed=dt.date(2025, 12, 1),
        titles={"fr": "Accord de partenariat entre l'Australie et le Royaume-Uni"},
    ),
    "reservation": facts(ATT, "USA", dt.date(2016, 5, 1), articles=("6", "7"), text="They are applied consistently with its law."),
    "objection": facts(ATT, "DEU", dt.date(2014, 12, 1), acts=(RESERVATION,), act=RESERVATION, text="It goes against object and purpose."),
    "withdrawal-of-reservation": facts(ATT, "NOR", dt.date(2020, 1, 1), acts=(RESERVATION,), act=RESERVATION, articles=("6",), text="Of article 7."),
    "provisional-application": facts(ATT, "USA", dt.date(2016, 5, 1), articles=("6", "7"), effective=dt.date(2016, 6, 1)),
    "withdrawal": facts(ATT, "FRA", dt.date(2026, 1, 1)),
    "notice-of-signature": facts(ATT, "UN", dt.date(2014, 1, 1), act=deed(ATT, "signature", "USA"), signatory=OFFICIAL),
    "notice-of-deposit": facts(FINLAND, "USA", dt.date(2023, 4, 4), act=deed(FINLAND, "acceptance", "TUR"), signatory=OFFICIAL),
    "notice-of-reservation": facts(ATT, "UN", dt.date(2014, 5, 1), acts=(RESERVATION,), act=RESERVATION, signatory=OFFICIAL),
    "notice-of-objection": facts(ATT, "UN", dt.date(2014, 9, 2), acts=(RESERVATION, OBJECTION), act=OBJECTION, signatory=OFFICIAL),
    "notice-of-withdrawal": facts(ATT, "UN", dt.date(2026, 1, 2), acts=(NOTICE,), act=NOTICE, signatory=OFFICIAL),
    "notice-of-entry-into-force": facts(FINLAND, "USA", dt.date(2023, 4, 5), signatory=OFFICIAL),
    "registration": evolve(facts(ATT, "UN", dt.date(2015, 7, 1), signatory=OFFICIAL), agreement=REGISTERED),
}


def said(instrument: Instrument) -> str:
    """All an instrument says."""
    rows = [cell for table in instrument.schedules for row in (table.heads, *table.rows) for cell in row]
    parts = [part for paragraph in instrument.paragraphs for part in (paragraph.lead, paragraph.text)]
    return " ".join(
        [instrument.head, instrument.title, instrument.address, *parts, *rows, instrument.done, instrument.name, instrument.office]
    ).replace("\u00a0", " ")


SAYS = {
    ("full-powers", "en"): [
        "HEREBY AUTHORISE AND EMPOWER Ann Sample, Permanent Representative of the Republic of India, to sign the Arms Trade Treaty",
        "on behalf of the Republic of India, subject to ratification, acceptance or approval.",
    ],
    ("full-powers", "fr"): [
        "CONFÉRONS PAR LES PRÉSENTES pleins pouvoirs à Ann Sample",
        "à l’effet de signer le Traité sur le commerce des armes, fait à New York le 2 avril 2013,",
    ],
    ("ratification", "en"): [
        "was signed on behalf of the United States of America on 25 September 2013",
        "for the ratification of the said Treaty were fulfilled on 1 April 2016",
        "Done at ____________________ on 1 May 2016.",
    ],
    ("ratification", "fr"): ["que les États-Unis d’Amérique ratifient ledit Traité et s’engagent", "le 1er mai 2016", "EN FOI DE QUOI"],
    ("acceptance", "fr"): [
        "fait à Bruxelles le 5 juillet 2022, a été signé au nom de la République française le 5 juillet 2022",
        "que la République française accepte ledit Protocole et s’engage",
    ],
    ("approval", "en"): ["This approval is made with the following reservation to Article 19:", "Article 19 is not applied."],
    ("accession", "en"): ["is open to accession in accordance with Article 21 thereof", "accedes to it"],
    ("accession", "fr"): ["est ouvert à l’adhésion conformément à son article 21", "adhère audit Traité"],
    ("completion", "en"): ["The Government of Australia", "were completed on 1 December 2025"],
    ("completion", "fr"): [
        "Le Gouvernement de l’Australie",
        "Me référant à l’Accord de partenariat",
        "les procédures requises par son droit pour l’entrée en vigueur dudit Accord",
    ],
    ("reservation", "en"): ["makes the following reservation to Articles 6 and 7 of the Arms Trade Treaty"],
    ("reservation", "fr"): ["formulent aux articles 6 et 7 du Traité sur le commerce des armes"],
    ("objection", "en"): [
        "the Kingdom of Norway, on 12 February 2014, made a reservation to Articles 6 and 7",
        "does not preclude the entry into force of the said Treaty between the Federal Republic of Germany and the Kingdom of Norway",
    ],
    ("objection", "fr"): [
        "le Royaume de Norvège a formulé une réserve aux articles 6 et 7 du Traité",
        "que la République fédérale d’Allemagne y fait objection",
        "n’empêche pas l’entrée en vigueur",
    ],
    ("notice-of-objection", "fr"): [
        "La République d’Islande s’oppose nettement à l’entrée en vigueur dudit Traité dans ses relations avec le Royaume de Norvège",
    ],
    ("withdrawal-of-reservation", "en"): [
        "WHEREAS the Kingdom of Norway, on 12 February 2014, made a reservation to Articles 6 and 7 of the Arms Trade Treaty",
        "declare that the Kingdom of Norway withdraws the said reservation in respect of Article 6.",
        "As it remains, the reservation reads as follows:  Of article 7.  The withdrawal becomes operative in relation to another contracting State",
    ],
    ("withdrawal-of-reservation", "fr"): [
        "CONSIDÉRANT QUE, le 12 février 2014, le Royaume de Norvège a formulé une réserve aux articles 6 et 7 du Traité sur le commerce des armes",
        "déclarons que le Royaume de Norvège retire ladite réserve en ce qui concerne l’article 6.",
        "lorsque cet État en aura reçu notification",
    ],
    ("provisional-application", "en"): [
        "WHEREAS Article 23 of the Arms Trade Treaty, done at New York on 2 April 2013, provides for its provisional application;",
        "declare that the United States of America will apply Articles 6 and 7 of the said Treaty provisionally, pending the entry into force",
        "The provisional application begins on 1 June 2016.",
    ],
    ("provisional-application", "fr"): [
        "l’article 23 du Traité sur le commerce des armes, fait à New York le 2 avril 2013, prévoit l’application dudit Traité à titre provisoire ;",
        "les États-Unis d’Amérique appliqueront à titre provisoire les articles 6 et 7 dudit Traité, en attendant l’entrée en vigueur",
        "commence le 1er juin 2016",
    ],
    ("withdrawal", "en"): [
        "has been bound by the Arms Trade Treaty, done at New York on 2 April 2013, since 24 December 2014",
        "Article 24 of the said Treaty",
        "takes effect on 1 April 2026",
    ],
    ("withdrawal", "fr"): ["Le retrait prendra effet le 1er avril 2026", "l’article 24 dudit Traité prévoit le retrait"],
    ("notice-of-signature", "en"): [
        "The Secretary-General of the United Nations, acting as depositary of the Arms Trade Treaty",
        "on 25 September 2013",
    ],
    ("notice-of-deposit", "en"): [
        "The Republic of Türkiye deposited its instrument of acceptance on 4 April 2023",
        "In accordance with Article II of the said Protocol, the date of its entry into force for the Republic of Türkiye is 4 April 2023",
    ],
    ("notice-of-deposit", "fr"): [
        "Le Gouvernement des États-Unis d’Amérique, agissant en qualité de dépositaire du Protocole",
        "La République de Türkiye a déposé son instrument d’acceptation le 4 avril 2023",
    ],
    ("notice-of-reservation", "en"): ["On 12 February 2014 the Kingdom of Norway made a reservation to Articles 6 and 7", "until 12 February 2015"],
    ("notice-of-objection", "en"): [
        "the Republic of Iceland objected to the reservation made by the Kingdom of Norway",
        "definitely opposes the entry into force of the said Treaty between itself and the Kingdom of Norway",
    ],
    ("notice-of-withdrawal", "fr"): ["la notification de retrait de la République française a été reçue", "Le retrait prend effet le 1er avril 2026"],
    ("notice-of-entry-into-force", "en"): [
        "the date of entry into force of the said Protocol is 4 April 2023",
        "Republic of Türkiye Acceptance 4 April 2023",
        "not later than 19 August 2022",
    ],
    ("registration", "en"): [
        "entered into force on 24 December 2014, in accordance with Article 22",
        "Arabic, Chinese, English, French, Russian and Spanish",
        "Republic of Finland Ratification 2 April 2014 24 December 2014",
        "Saint Vincent and the Grenadines",
    ],
    ("registration", "fr"): [
        "Organisation des Nations Unies",
        "arabe, chinoise, anglaise, française, russe et espagnole",
        "Ledit Traité est entré en vigueur",
    ],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_an_instrument_says(kind: str, language: str) -> None:
    """The facts of the record stand in it, in its language; no place is left, and no fact of another day."""
    instrument = compose(form(kind, language), SOUND[kind], names())
    text = said(instrument)
    for words in SAYS.get((kind, language), ()):
        assert words in text, text
    assert not re.search(r"[{}]", text)
    assert "'" not in text
    assert not re.search(r"\b(?:de le|de les|à le|à les|que [aeiouéè]\w+-)\b", text)
    assert not re.search(r" ,|,,|\.\.|,\.|, ?;", text), text
    assert instrument.name in text
    assert instrument.draft is (kind != "ratification")
    assert instrument.sheet
    assert all(label and line for label, line in instrument.sheet)


@pytest.mark.parametrize(
    ("kinds", "by_signature", "english", "french"),
    [
        (("ratification",), False, "subject to ratification.", "sous réserve de ratification."),
        (("approval", "ratification"), None, "subject to ratification or approval.", "sous réserve de ratification ou d’approbation."),
        (("signature",), None, "India, without reservation as to ratification.", "de l’Inde, sans réserve quant à la ratification."),
        (("acceptance", "ratification"), True, "on behalf of the Republic of India.", "au nom de la République de l’Inde."),
        (("notification",), False, "on behalf of the Republic of India.", "au nom de la République de l’Inde."),
        (None, False, "on behalf of the Republic of India.", "au nom de la République de l’Inde."),
    ],
)
def test_full_powers_say_what_must_follow_the_signature(kinds: tuple[str, ...] | None, by_signature: bool | None, english: str, french: str) -> None:
    """What the clause on consent settles stands on the paper; where it is a choice, or open, the sheet says that the paper says neither."""
    given = SOUND["full-powers"]
    clause = Consent(kinds=frozenset(kinds) if kinds is not None else None, by_signature=by_signature)
    given = evolve(given, agreement=evolve(given.agreement, consent=clause))
    papers = [compose(form("full-powers", language), given, names()) for language in ("en", "fr")]
    assert [paper.paragraphs[1].text.replace("\u00a0", " ").endswith(end) for paper, end in zip(papers, (english, french), strict=True)] == [True] * 2
    settled = "subject" in english or "without" in english
    assert any("the paper says neither" in text for _, text in papers[0].sheet) is not settled


def test_what_may_be_issued_stands_in_law_once_deposited() -> None:
    """For all in the collection that have signed and not consented: the act the instrument stands for is a consent that counts."""
    day, issued = dt.date(2026, 11, 26), 0
    for agreement in COLLECTION:
        signatories = {code for act in agreement.acts if act.kind == "signature" for code in act.by}
        for state in sorted(signatories):
            given = facts(agreement.id, state, day)
            if given.record.status(state) != "signatory":
                continue
            for kind in RATIFYING:
                if not checks(kind, given):
                    act = Act(day, kind, (state,))
                    after = given.supposing(act)
                    assert after.consent(state) == act, (agreement.id, state)
                    assert after.status(state) in ("contracting", "party"), (agreement.id, state)
                    issued += 1
    assert issued > 20


def test_the_record_is_seen_as_it_stood() -> None:
    """A deposit made later, or made but not yet known, changes nothing on the day."""
    late = Act(dt.date(2016, 4, 1), "ratification", ("USA",), known=dt.date(2016, 6, 1))
    assert not checks("ratification", facts(ATT, "USA", dt.date(2016, 5, 1), acts=(late,)))
    assert [r.rule for r in checks("ratification", facts(ATT, "USA", dt.date(2016, 6, 1), acts=(late,)))] == ["VCLT 2(1)(b), 11"]


def test_a_notice_that_runs_out_later_does_not_undo_what_stands() -> None:
    """One that will have left is a party until then: it has consented, since when it is bound is known, the depositary can tell of it."""
    running = facts(ATT, "FRA", dt.date(2026, 1, 15), acts=(NOTICE,))
    assert [r.rule for r in checks("ratification", running)] == ["VCLT 2(1)(b), 11"]
    assert running.record.bound("FRA") == dt.date(2014, 12, 24)
    assert running.record.leaves("FRA") == dt.date(2026, 4, 1)
    consent = running.record.consent("FRA")
    assert consent is not None
    assert consent.on == dt.date(2014, 4, 2)


def test_an_end_certain_but_still_to_come_is_no_end() -> None:
    """A treaty denounced by one of two is not over while the notice runs."""
    treaty = "anzus/treaty"
    leaving = Act(dt.date(2020, 1, 5), "withdrawal", ("NZL",))
    assert not checks("withdrawal", facts(treaty, "AUS", dt.date(2020, 2, 1), acts=(leaving,)))


@pytest.mark.parametrize(
    ("clause", "articles", "rules"),
    [
        (Reservations(article="25", permitted="listed", to=("6",)), ("6",), ["VCLT 19"]),
        (Reservations(article="25", permitted="listed", to=("6",), late="unanimous-tacit"), ("6",), []),
        (Reservations(article="25", permitted="listed", to=("6",), late="unanimous-tacit"), ("7",), ["Article 25, VCLT 19(b)"]),
        (Reservations(article="25", permitted="listed", to=("6",), late="unanimous-tacit"), (), ["Article 25, VCLT 19(b)"]),
        (Reservations(article="25", permitted="none"), ("6",), ["Article 25, VCLT 19(a)", "VCLT 19"]),
    ],
)
def test_a_party_reserves_only_what_and_when_the_clause_allows(clause: Reservations, articles: tuple[str, ...], rules: list[str]) -> None:
    """Supposed clauses: articles listed, late reservations allowed or not."""
    given = facts(ATT, "FRA", dt.date(2016, 5, 1), text="It is applied consistently with its law.", articles=articles)
    given = evolve(given, agreement=evolve(given.agreement, reservations=clause))
    assert [refusal.rule for refusal in checks("reservation", given)] == rules


@pytest.mark.parametrize(
    ("until", "rules"), [(None, []), ("entry-into-force", ["Article 23"]), (dt.date(2020, 1, 2), []), (dt.date(2020, 1, 1), ["Article 23"])]
)
def test_an_agreement_is_applied_provisionally_as_long_as_its_clause_has_it(until: Any, rules: list[str]) -> None:
    """Supposed clauses: without an end, until entry into force (24 December 2014), until a day."""
    given = facts(ATT, "TUR", dt.date(2020, 1, 1))
    clause = given.agreement.provisional_application
    assert clause is not None
    given = evolve(given, agreement=evolve(given.agreement, provisional_application=evolve(clause, until=until)))
    assert [refusal.rule for refusal in checks("provisional-application", given)] == rules


@pytest.mark.parametrize(("permitted", "rules"), [("listed", []), ("none", ["Article 25, VCLT 19(a)"])])
def test_full_powers_to_reserve_need_not_say_to_which_article(permitted: Any, rules: list[str]) -> None:
    """That is for the reservation itself, which is refused to an article not listed; where none may be made, neither are the powers given."""
    given = facts(ATT, "USA", dt.date(2016, 5, 1), holder=Person("Ann Sample", "representative"), action="reserve")
    given = evolve(given, agreement=evolve(given.agreement, reservations=Reservations(article="25", permitted=permitted, to=("6",))))
    assert [refusal.rule for refusal in checks("full-powers", given)] == rules


def test_an_objection_to_what_the_agreement_authorises_has_no_effect() -> None:
    """VCLT 20(1): it needs nobody's acceptance."""
    reservation = evolve(RESERVATION, articles=("6",))
    given = facts(ATT, "DEU", dt.date(2014, 12, 1), acts=(reservation,), act=reservation)
    given = evolve(given, agreement=evolve(given.agreement, reservations=Reservations(permitted="listed", to=("6",))))
    assert [refusal.rule for refusal in checks("objection", given)] == ["VCLT 20(1)"]


def test_number_and_day_go_together() -> None:
    """An instrument is issued on the day whose record it was checked against."""
    sound = SOUND["accession"]
    assert [r.about for r in checks("accession", evolve(sound, number="1"))] == ["number"]
    assert [r.about for r in checks("accession", evolve(sound, number="1", issued_on=dt.date(2026, 1, 2)))] == ["issued_on"]
    issued = compose(form("accession", "en"), evolve(sound, number="1", issued_on=sound.on, place="New Delhi"), names())
    assert not issued.draft
    assert issued.done == "Done at New Delhi on 1 January 2026."


def test_nothing_is_translated_by_guess() -> None:
    """Where no French title or name is known, it must be given; one that begins with no known noun is quoted."""
    treaty = facts("anzus/treaty", "NZL", dt.date(2020, 1, 5))
    assert [r.about for r in unnamed("withdrawal", treaty, names(), "fr")] == ["titles"]
    assert not unnamed("withdrawal", treaty, names(), "en")
    given = evolve(treaty, titles={"fr": "ANZUS"})
    assert "l’instrument intitulé « ANZUS »" in said(compose(form("withdrawal", "fr"), given, names()))
    unknown = facts(ATT, "X-A", dt.date(2026, 1, 1))
    assert [r.about for r in unnamed("accession", unknown, names(), "en")] == ["names"]
    named = evolve(unknown, names={"en": "the Republic of A", "fr": "la République d'A"})
    assert "the Republic of A" in said(compose(form("accession", "en"), named, names()))


@pytest.mark.parametrize(
    ("kind", "english", "french"),
    [
        ("notice-of-signature", "as depositary of the Arms Trade Treaty, has", "dépositaire du Traité sur le commerce des armes, a l’honneur"),
        ("reservation", "Articles 6 and 7 of the Arms Trade Treaty, namely:", "du Traité sur le commerce des armes la réserve suivante"),
    ],
)
def test_an_agreement_whose_day_is_not_on_record_is_named_without(kind: str, english: str, french: str) -> None:
    """No place and day stand where none is known, and the sentence is whole all the same."""
    given = evolve(SOUND[kind], agreement=evolve(SOUND[kind].agreement, adopted=None))
    for language, words in zip(LANGUAGES, (english, french), strict=True):
        assert words in said(compose(form(kind, language), given, names()))


def test_what_a_person_and_a_place_are_called_depends_on_the_language() -> None:
    """A title of its own is given for each; without one the general one of the office stands, of the state."""
    queen = Person("Anna Beispiel", "head-of-state", {"en": "Queen of Example", "fr": "Reine d'Exemple"})
    sound = evolve(SOUND["accession"], signatory=queen, place="The Hague")
    english, french = (compose(form("accession", language), sound, names()) for language in LANGUAGES)
    assert (english.office, french.office) == ("Queen of Example", "Reine d’Exemple")
    assert english.done.startswith("Done at The Hague on")
    assert french.done.startswith("Fait à La Haye, le")
    plain = evolve(sound, signatory=Person("Anna Beispiel", "head-of-government"), place="Cairo")
    french = compose(form("accession", "fr"), plain, names())
    assert french.office == "Chef du Gouvernement de la République de l’Inde"
    assert french.done.startswith("Fait au Caire, le")


def test_invented_data_are_marked() -> None:
    """An illustrative agreement, or facts said to be invented, make an illustrative paper."""
    sound = SOUND["accession"]
    assert not compose(form("accession", "en"), sound, names()).illustrative
    for given in (evolve(sound, illustrative=True), evolve(sound, agreement=evolve(sound.agreement, illustrative=True))):
        assert compose(form("accession", "en"), given, names()).illustrative
