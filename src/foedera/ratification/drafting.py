"""Composing an instrument: the facts put into the places of its form, in the form's language, and a sheet for the file on what it rests."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from attrs import evolve

from foedera.law.periods import after
from foedera.law.reservations import EVERYBODY
from foedera.model.acts import Act
from foedera.model.clauses import NO_RESERVATIONS_CLAUSE, Clause
from foedera.model.errors import Unfit
from foedera.model.phrases import say
from foedera.ratification import naming
from foedera.ratification.fitness import checks
from foedera.ratification.instruments import NOTICES, OFFICES, Facts, Form, Instrument, Paragraph, Person, Refusal, Schedule, Wording, must_follow
from foedera.ratification.limits import takes_effect
from foedera.ratification.naming import Names, Text
from foedera.ratification.sheets import sheet

#: A place of a form: a fact, with a capital where its name has one; or `fact?one|other`, which agrees with the fact in number or gender.
PLACE = re.compile(r"\{(\w+)(?:\?([^{}|]*)\|([^{}|]*))?\}")

#: The facts every form can name, and those one can name only where they are there (a paragraph asks for them by `when`).
ALWAYS = frozenset({"state", "of_state", "to_state", "que_state", "agreement", "of_agreement", "to_agreement", "said", "of_said", "to_said", "noun"})
ALWAYS |= {"signatory", "office", "done_place", "done_day"}
OWN = {
    "full-powers": {"holder", "holder_office", "action"},
    "completion": {"addressee", "completed"},
    "reservation": {"text"},
    "withdrawal-of-reservation": {"made"},
    "objection": {"author", "of_author", "reserved"},
    "withdrawal": {"bound"},
    "notice-of-entry-into-force": {"depositary", "in_force"},
    "registration": {"in_force", "languages"},
    **{kind: {"depositary", "author", "of_author", "done_on", "instrument"} for kind in NOTICES},
}
SOMETIMES = frozenset({"signed", "completed", "invited", "consent_article", "entry_article", "withdrawal_article", "effective", "bound", "met"})
SOMETIMES |= {
    "part",
    "provisional_article",
    "text",
    "articles",
    "to_articles",
    "precludes",
    "reserving",
    "objections_until",
    "reservations",
    "subject_to",
    "definitive",
}
#: What else comes with a fact that is there.
WITH = {"articles": {"to_articles"}}
#: With what `fact?one|other` can agree.
AGREEING = frozenset({"state", "author", "noun"})

_BLANK = "____________________"
#: What a text cannot be written without.
_UNWRITABLE = frozenset({"act", "holder", "names", "titles"})


def compose(form: Form, facts: Facts, names: Names) -> Instrument:
    """Return the instrument of a form made from the record. Unfit, with every refusal at once, where it may not be issued."""
    refused = [*checks(form.kind, facts), *unnamed(form.kind, facts, names, form.language)]
    if refused:
        raise Unfit(tuple((refusal.about, refusal.told) for refusal in refused))
    return _Composer(form, facts, names).instrument()


def sketch(form: Form, facts: Facts, names: Names) -> tuple[Instrument | None, tuple[Refusal, ...]]:
    """Return an instrument as a draft with all that stands in its way, which its sheet lists too; None where what is wrong leaves nothing to write.

    Facts that are not there yet are left blank in it.
    """
    refused = (*checks(form.kind, facts), *unnamed(form.kind, facts, names, form.language))
    if any(refusal.about in _UNWRITABLE for refusal in refused):
        return None, refused
    found = _Composer(form, evolve(facts, number="", issued_on=None), names).instrument()
    return evolve(found, sheet=(*found.sheet, *((say("In the way"), refusal.told) for refusal in refused))), refused


def unnamed(kind: str, facts: Facts, names: Names, language: str) -> tuple[Refusal, ...]:
    """Return what cannot be written in a language, because no formal name or title in it is known: nothing is translated by guess."""
    found = []
    rule = say("the language of the instrument")
    if not (facts.titles.get(language) or names.title(facts.agreement, language)):
        found.append(
            Refusal("titles", rule, say("the title of the agreement is not known in it"), say("give the title as the authentic text has it"))
        )
    for code in dict.fromkeys((facts.state, *_others(kind, facts))):
        if not (names.party(code, language) or (code == facts.state and facts.names.get(language))):
            what = say("no formal name of {code} is known in it", code=code)
            found.append(Refusal("names", rule, what, say("give the name as the state writes it, with its article")))
    return tuple(found)


def _others(kind: str, facts: Facts) -> tuple[str, ...]:
    """Return the codes an instrument names beside its own state."""
    if kind == "completion":
        return facts.agreement.depositary or _other_side(facts)
    if kind in NOTICES or kind == "objection":
        return facts.act.by if facts.act is not None else ()
    if kind in ("registration", "notice-of-entry-into-force"):
        record = facts.record
        return tuple(seat.code for seat in record.ledger.seats.values() if record.consent(seat.code) is not None)
    return ()


def _other_side(facts: Facts) -> tuple[str, ...]:
    """Return the other side of an agreement between two, nobody where there are more."""
    record = facts.record
    sides = set(record.agreement.negotiating or record.ledger.signed) - {record.ledger.key(facts.state), facts.state}
    return tuple(sides) if len(sides) == 1 else ()


class _Composer:
    """One composing: the facts as words of the form's language."""

    def __init__(self, form: Form, facts: Facts, names: Names) -> None:
        self.form, self.facts, self.names, self.language = form, facts, names, form.language
        self.record, self.agreement = facts.record, facts.agreement
        title = facts.titles.get(self.language) or names.title(facts.agreement, self.language)
        self.text: Text = naming.text_of(title, facts.agreement, names, self.language)
        self.title = title
        #: For each fact a word can agree with, whether it takes the other of the two: the plural, of the noun the feminine.
        self.other: dict[str, bool] = {"noun": self.text.feminine}
        self.words = self._words()

    def instrument(self) -> Instrument:
        """Return the whole."""
        form, facts = self.form, self.facts
        paragraphs = tuple(
            Paragraph(self._set(wording.lead), self._fill(wording.text), wording.style) for wording in form.wordings if self._stands(wording)
        )
        return Instrument(
            kind=form.kind,
            language=form.language,
            layout=form.layout,
            head=self._set(naming.bare(self.words["state"])),
            title=self._set(form.title),
            address=self._fill(form.address),
            paragraphs=paragraphs,
            schedules=tuple(self._schedules()),
            done=self._fill(form.done),
            name=facts.signatory.name,
            office=self._set(self._office(facts.signatory)),
            number=facts.number,
            illustrative=facts.invented,
            sheet=sheet(form.kind, facts, self.title),
        )

    def _stands(self, wording: Wording) -> bool:
        return all(self.words.get(fact) for fact in wording.when) and not any(self.words.get(fact) for fact in wording.unless)

    def _fill(self, text: str) -> str:
        if text == "{text}":
            return self.words["text"] or _BLANK
        filled = re.sub(r",(?=,|\u00a0?;)", "", PLACE.sub(self._place, self._set(text)))
        return filled.replace(" à Le ", " au ") if self.language == "fr" else filled

    def _place(self, match: re.Match[str]) -> str:
        name, one, other = match.groups()
        if one is not None:
            return str(other if self.other.get(name) else one)
        value = self.words[name.lower()] or _BLANK
        filled = PLACE.sub(self._place, self._set(value)) if name.lower() in ("action", "instrument") else self._set(value)
        return naming.capital(filled) if name[0].isupper() else filled

    def _set(self, text: str) -> str:
        """Return a text as it is printed: typographers' apostrophes, and in French the spaces that do not break."""
        text = text.replace("'", "’")
        if self.language == "fr":
            text = re.sub(r" (?=[;:!?»])|(?<=«) ", "\u00a0", text)
        return text

    def _words(self) -> dict[str, str]:
        facts, language = self.facts, self.language
        state = facts.names.get(language) or self.names.party(facts.state, language)
        full, said = self.text.full + self._made(), self.text.said(language)
        self.other["state"] = state.startswith("les ")
        words = {"state": state, "agreement": full, "said": said, "noun": self.text.noun, "que_state": naming.that(state, language)}
        for name in ("state", "agreement", "said"):
            words[f"of_{name}"], words[f"to_{name}"] = naming.of(words[name], language), naming.to(words[name], language)
        words |= {"signatory": facts.signatory.name, "office": self._office(facts.signatory, state), "text": facts.text}
        words |= {"done_place": self.names.place(facts.place, language) or _BLANK, "done_day": self._day(facts.issued_on) or _BLANK}
        words |= {"completed": self._day(facts.completed), "precludes": "yes" if facts.precludes else ""}
        words |= self._from_clauses() | self._of_kind(state)
        numbers = facts.articles if facts.act is None else facts.act.articles
        if numbers:
            words["articles"] = naming.articles(numbers, language)
            words["to_articles"] = naming.to(words["articles"], language)
        return words

    def _made(self) -> str:
        """Return where and when the text was concluded, between commas; empty where neither is on record."""
        place, adopted = self.names.place(self.agreement.place, self.language), self._day(self.agreement.adopted)
        if not adopted:
            return ""
        if self.language == "en":
            return f", done {f'at {place} ' if place else ''}on {adopted},"
        done = "faite" if self.text.feminine else "fait"
        return f", {done} {f'à {place} ' if place else ''}le {adopted},"

    def _from_clauses(self) -> dict[str, str]:
        agreement = self.agreement
        clauses: dict[str, Clause | None] = {
            "consent": agreement.consent,
            "entry": agreement.entry_into_force,
            "provisional": agreement.provisional_application,
            "withdrawal": agreement.withdrawal,
        }
        found = {f"{name}_article": clause.article for name, clause in clauses.items() if clause is not None and naming.numbered(clause.article)}
        return {name: f"{'Article' if self.language == 'en' else 'article'} {number}" for name, number in found.items()}

    def _of_kind(self, state: str) -> dict[str, str]:
        facts, record, kind = self.facts, self.record, self.form.kind
        words: dict[str, str] = {}
        signed = record.signed(facts.state)
        if signed is not None and signed.precision == "day":
            words["signed"] = self._day(signed.on)
        if kind == "full-powers" and facts.holder is not None:
            words |= {"holder": facts.holder.name, "holder_office": self._office(facts.holder, state)}
            words["action"] = self.names.actions[facts.action][self.language]
            words |= self._signing() if facts.action == "sign" else {}
        elif kind == "accession":
            invited = [act for act in record.timeline.acts_until(facts.on) if act.kind == "invitation" and facts.state in act.to]
            words["invited"] = self._day(invited[-1].on) if invited else ""
        elif kind == "completion":
            words["addressee"] = self._addressee()
        elif kind == "withdrawal":
            words |= {"bound": self._day(record.bound(facts.state)), "effective": self._day(takes_effect(facts))}
        elif kind == "provisional-application":
            words["effective"] = self._day(facts.effective)
        elif kind == "withdrawal-of-reservation" and facts.act is not None:
            words |= {"made": self._done(facts.act), "effective": self._day(facts.effective)}
            words["part"] = naming.articles(facts.articles, self.language) if facts.articles else ""
        elif kind == "objection" and facts.act is not None:
            words |= {**self._author(facts.act), "reserved": self._day(facts.act.on)}
        elif kind in NOTICES and facts.act is not None:
            words |= {"depositary": self._depositary(facts.state), **self._author(facts.act), **self._notified(facts.act)}
        elif kind in ("notice-of-entry-into-force", "registration"):
            words |= {"depositary": self._depositary(facts.state), "in_force": self._day(record.timeline.entry_as_seen(facts.on))}
            words["met"] = self._day(record.ledger.met)
            words["languages"] = naming.row(
                [self.names.languages.get(code, {}).get(self.language, code) for code in self.agreement.languages], self.language
            )
            words["reservations"] = "yes" if self._reservations() else ""
        return words

    def _signing(self) -> dict[str, str]:
        """Return whether full powers to sign are for a signature subject to ratification, or for one without reservation as to it."""
        kinds = must_follow(self.facts)
        if kinds is None:
            return {}
        said = [self.names.consents[kind][self.language].lower() for kind in kinds]
        named = said if self.language == "en" else [naming.of(word, "fr") for word in said]
        return {"subject_to": naming.one_of(named, self.language), "definitive": "" if kinds else "yes"}

    def _author(self, act: Act) -> dict[str, str]:
        named = [self.names.party(code, self.language) for code in act.by]
        self.other["author"] = len(named) > 1 or (self.language == "fr" and named[0].startswith("les "))
        author = naming.row(named, self.language)
        genitive = naming.row([naming.of(name, self.language) for name in named], self.language) if self.language == "fr" else naming.of(author, "en")
        return {"author": author, "of_author": genitive}

    def _notified(self, act: Act) -> dict[str, str]:
        record = self.record
        key = record.ledger.key
        words = {"done_on": self._day(act.on), "instrument": self.names.acts.get(act.kind, {}).get(self.language, "")}
        days = {record.bound(code) if record.consent(code) == act else None for code in act.by}
        words["bound"] = self._day(days.pop()) if len(days) == 1 else ""
        if act.kind == "withdrawal":
            ends = {record.leaves(code) for code in act.by}
            words["effective"] = self._day(ends.pop()) if len(ends) == 1 else ""
        if act.kind == "reservation":
            clause = self.agreement.reservations or NO_RESERVATIONS_CLAUSE
            last = after(clause.objections_within, act.known) if clause.permitted == "compatible" else None
            words["objections_until"] = self._day(last)
        if act.kind == "objection":
            answered = [r.key for r in record.reservations() if act in (r.objections.get(key(code)) for code in act.by)]
            words["reserving"] = self.names.party(answered[0], self.language) if answered else ""
            words["precludes"] = "yes" if act.precludes else ""
        return words

    def _depositary(self, code: str) -> str:
        """Return who acts as depositary: the head of an organisation, the government of a state."""
        acting = self.names.depositaries.get(code, {}).get(self.language)
        party = self.names.party(code, self.language) or self.facts.names.get(self.language, code)
        return acting or f"{'the Government' if self.language == 'en' else 'le Gouvernement'} {naming.of(party, self.language)}"

    def _addressee(self) -> str:
        named = [self._depositary(code) for code in self.agreement.depositary or _other_side(self.facts)]
        return (
            naming.row(named, self.language)
            or {"en": "the other negotiating States", "fr": "les autres États ayant participé à la négociation"}[self.language]
        )

    def _office(self, person: Person, state: str = "") -> str:
        """Return the title a person signs with; one of the general ones is that of the state."""
        assert person.office in OFFICES
        return (
            person.titles.get(self.language)
            or f"{self.names.offices[person.office][self.language]} {naming.of(state or self.words['state'], self.language)}"
        )

    def _day(self, date: dt.date | None) -> str:
        return naming.day(date, self.language) if date is not None else ""

    def _schedules(self) -> Sequence[Schedule]:
        kind, record = self.form.kind, self.record
        if kind not in ("notice-of-entry-into-force", "registration"):
            return ()
        entry = record.timeline.entry_as_seen(self.facts.on)
        parties = set(record.timeline.standing(self.facts.on).parties)
        rows = []
        for seat in record.ledger.seats.values():
            consented, bound = record.consent(seat.code), record.bound(seat.code)
            wanted = seat.code in parties if kind == "registration" else bound == entry
            if consented is not None and wanted:
                by = self.names.consents.get(consented.kind, {}).get(self.language, consented.kind)
                rows.append((self._name(seat.code), by, self._date(consented), self._day(bound)))
        rows.sort(key=lambda cells: naming.sorted_as(cells[0]))
        heads = self.form.tables[0]
        found = [Schedule(heads, tuple(cells[: len(heads)] for cells in rows))]
        reserved = self._reservations() if kind == "registration" else ()
        if reserved:
            articles = [self._set(naming.capital(naming.articles(act.articles, self.language))) if act.articles else "–" for act in reserved]
            lines = zip([self._name(act.by[0]) for act in reserved], [self._date(act) for act in reserved], articles, strict=True)
            found.append(Schedule(self.form.tables[1], tuple(lines)))
        return found

    def _reservations(self) -> tuple[Act, ...]:
        """Return the reservations of parties that stand on the day."""
        day, key = self.facts.on, self.record.ledger.key
        standing = [r for r in self.record.reservations() if r.withdrawn_towards(EVERYBODY, day, key) is None]
        parties = {key(code) for code in self.record.timeline.standing(day).parties}
        return tuple(r.act for r in standing if r.key in parties and not r.fault)

    def _name(self, code: str) -> str:
        return self._set(naming.bare(self.names.party(code, self.language)))

    def _done(self, act: Act) -> str:
        on = {"en": "on", "fr": "le"}[self.language] if act.precision == "day" else ""
        return f"{on} {self._date(act)}".strip()

    def _date(self, act: Act) -> str:
        text = self._day(act.on)
        if act.precision == "day":
            return text
        return f"not later than {text}" if self.language == "en" else f"au plus tard le {text}"
