"""Which column of a table means what: a guess from its heading and its cells, with the reason; a person can override each.

A table is a list of agreements, one a row, or the participants of one agreement, one a row.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias, TypeVar

from attrs import evolve, frozen

from foedera.library import headings
from foedera.library.days import NoDay, Order, order_of, read_day
from foedera.library.headings import Legend
from foedera.library.names import Names
from foedera.library.spellings import fold
from foedera.model.acts import KINDS
from foedera.model.errors import Fault, UsageError
from foedera.model.phrases import N_, say
from foedera.model.sheets import Cell, Sheet

Shape: TypeAlias = Literal["agreements", "participants"]
Confidence: TypeAlias = Literal["high", "medium", "low", "given"]

#: What a column can mean. `acts` is read by its heading; `act:KIND` (any kind of act) is what a person says of one.
ROLES: Mapping[str, str] = {
    "key": N_("the source's own reference for the agreement, the same in every export"),
    "title": N_("the title of the agreement"),
    "sides": N_("whether it is bilateral or multilateral"),
    "kind": N_("the form of the instrument"),
    "subject": N_("the subject the source gives it"),
    "participants": N_("all participants in one cell"),
    "participant": N_("one participant"),
    "signed": N_("the day of signature"),
    "adopted": N_("the day of adoption"),
    "in-force": N_("the day of entry into force"),
    "in-force-effective": N_("the day from which entry into force has effect, where it is another"),
    "provisional": N_("the day of provisional entry into force"),
    "terminated": N_("the day of the act that ended it"),
    "terminated-effective": N_("the day it ended, where it is another"),
    "withdrawn": N_("the day of a withdrawal"),
    "place": N_("the place of signature or adoption"),
    "references": N_("where it is registered and published"),
    "notes": N_("remarks"),
    "status": N_("the status the source gives it: not taken over, it is computed"),
    "acts": N_("acts, as the heading says"),
    "ignored": N_("nothing that is taken over"),
}

#: Roles whose cells are days.
DAYS = frozenset(("signed", "adopted", "in-force", "in-force-effective", "provisional", "terminated", "terminated-effective", "withdrawn"))

#: The words of headings, the first that fits; tried on the heading in small letters with every separator a space.
_HEADINGS: tuple[tuple[str, str], ...] = (
    ("ignored", r"\bregistration (?:date|number)\b|\bunts\b|^resolution$"),
    ("in-force-effective", r"(?:eif|entry into force|in force).*\beffective|effective.*(?:eif|entry into force)"),
    ("terminated-effective", r"terminat\w*.*effective"),
    ("provisional", r"provisional\w*.*(?:eif|entry into force|in force|date)|application provisoire"),
    ("in-force", r"\beif\b|entry into force|entered into force|in force|entrée en vigueur|en vigueur"),
    ("terminated", r"terminat|expir|date of end|fin de validité|abrog"),
    ("withdrawn", r"withdrawn|withdrawal date|date of withdrawal"),
    ("adopted", r"adopt"),
    ("place", r"\bplace\b|location|\blieu\b|signed at|\bcity\b"),
    ("signed", r"sign(?:ed|ature|ing)\b|conclu(?:ded|sion)\b|date of treaty|^date$"),
    ("participants", r"countr(?:y names?|ies)|participants|parties|signatories|partners|states parties|pays"),
    ("participant", r"^participant|^country$|^state$|^party$|^état|^partie$"),
    ("sides", r"bilateral|multilateral|\bbi multi\b|number of parties"),
    ("key", r"\buuid\b|\bguid\b|^id$|\bidentifier\b|(?:treaty|agreement|record|register|reference) (?:id|no|number)\b|^ref$|^no$|^key$"),
    ("references", r"reference|citation|publication|published|treaty series|command paper|url|link|source"),
    ("title", r"title|^name$|treaty name|agreement name|titre|intitulé"),
    ("subject", r"subject|topic|area|theme|category|domaine|matière"),
    ("kind", r"^type|^kind|form of|instrument|nature"),
    ("status", r"status|statut"),
    ("notes", r"note|remark|comment|observation|description"),
)
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern in _HEADINGS)

#: How many cells are looked at; which share of them bears a guess out; how long titles are; how many names are met in both writings.
_SAMPLE = 400
_MOST, _HALF = 0.8, 0.5
_TITLE = 25
_IN_BOTH = 3
_SIDES = re.compile(r"(?:bi|multi|pluri)(?:lat(?:e|é)ral(?:e)?)?\Z", re.IGNORECASE)
_DATED = re.compile(r"[\[(]?\s*(\d{1,2}\s+[^\W\d_]{3,9}\.?\s+\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\s*(?:([A-Za-z]{1,2})\b)?")


_T = TypeVar("_T")


@frozen
class Guess:
    """What one column is taken to mean, how surely, and why; `legend` where it holds acts, `order` where its days are in figures."""

    column: str
    role: str
    confidence: Confidence
    why: str
    legend: Legend | None = None
    order: Order | None = None


@frozen
class Columns:
    """What the columns of a table mean, and how its lists of names are written.

    `separator` stands between the names of one cell. `capitals` says that the source writes participants in capitals and the territories
    an agreement extends to in small letters.
    """

    shape: Shape
    guesses: tuple[Guess, ...]
    separator: str = ";"
    capitals: bool = False

    def column(self, role: str) -> Guess | None:
        """Return the column of a role, None where no column has it."""
        return next((guess for guess in self.guesses if guess.role == role), None)

    def acts(self) -> tuple[Guess, ...]:
        """Return the columns that hold acts."""
        return tuple(guess for guess in self.guesses if guess.legend is not None)


def guess_columns(sheet: Sheet, names: Names) -> Columns:
    """Return what the columns of a table are taken to mean.

    >>> from foedera.library.vocabularies import parties
    >>> table = Sheet("t.csv", ("Participant", "Ratification, Accession(a)"), (("Chad", "9 Jun 1995 a"), ("Chile", "7 Dec 1989")), (2, 3))
    >>> found = guess_columns(table, Names(parties()))
    >>> found.shape, [(guess.role, guess.confidence) for guess in found.guesses]
    ('participants', [('participant', 'high'), ('acts', 'high')])
    """
    samples = [_Sample(sheet, position, names) for position in range(len(sheet.columns))]
    shape = _shape(samples)
    guesses = [_of_participants(sample) if shape == "participants" else _of_agreements(sample) for sample in samples]
    listing = next((sample for sample, guess in zip(samples, guesses, strict=True) if guess.role == "participants"), None)
    separator = listing.separator if listing else ";"
    return Columns(shape, _ordered(samples, _single(guesses)), separator, capitals=listing is not None and listing.capitals)


def override(sheet: Sheet, columns: Columns, roles: Mapping[str, str], orders: Mapping[str, Order] | None = None) -> Columns:
    """Return the columns with what a person said of some: their roles, and whether their days put the day or the month first.

    UsageError where there is no such column or role.
    """
    for column, given in roles.items():
        if column not in sheet.columns:
            message = say("the table has no column '{column}'; it has: {columns}", column=column[:60], columns=", ".join(sheet.columns)[:300])
            raise UsageError(message)
        if given not in ROLES and given.removeprefix("act:") not in KINDS:
            unheard = N_("'{role}' is not what a column can mean; it is one of {roles}, or act: and a kind of act")
            message = say(unheard, role=given[:60], roles=", ".join(ROLES))
            raise UsageError(message)
    guesses = []
    for guess in columns.guesses:
        role = roles.get(guess.column)
        changed = guess
        if role is not None:
            legend = headings.of_kind(role.removeprefix("act:")) if role.startswith("act:") else None
            if role == "acts":
                legend = headings.read_heading(guess.column, _letters(sheet, guess.column))
            changed = evolve(guess, role="acts" if legend else role, confidence="given", why=say("said by a person"), legend=legend)
        elif guess.role in roles.values() and guess.role not in _REPEATED:
            changed = evolve(guess, role="ignored", confidence="given", why=say("another column was given this role"), legend=None)
        if orders and guess.column in orders:
            changed = evolve(changed, order=orders[guess.column])
        guesses.append(changed)
    shape: Shape = "participants" if any(guess.role in ("participant", "acts") for guess in guesses) else "agreements"
    return evolve(columns, guesses=tuple(guesses), shape=shape)


def open_questions(sheet: Sheet, columns: Columns) -> Iterator[Fault]:
    """Yield what must be answered before any row can be taken in: a column that is needed and not found, an order of days undecided."""
    needed = ("participant", "acts") if columns.shape == "participants" else ("title", "participants")
    heading = max(sheet.numbers[0] - 1, 1) if sheet.numbers else 1
    for role in needed:
        if columns.column(role) is None:
            message = say("no column was found for: {role}", role=say(ROLES[role]))
            hint = say("say which of them it is: {columns}", columns=", ".join(sheet.columns)[:300])
            yield Fault(sheet.name, heading, 1, "error", "F113", message, hint)
    for position, guess in enumerate(columns.guesses, 1):
        if (guess.role in DAYS or guess.legend is not None) and guess.order is None:
            cells = (row[position - 1] for row in sheet.rows)
            found, why = order_of(_day_part(cell) for cell in cells)
            if found is None and why:
                undecided = N_("in the column '{column}' nothing decides whether the day or the month comes first: {why}")
                message = say(undecided, column=guess.column[:60], why=why)
                yield Fault(sheet.name, heading, position, "error", "F123", message, say("say which of the two it is"))


class _Sample:
    """The heading of a column and some of its cells, looked at once."""

    def __init__(self, sheet: Sheet, position: int, names: Names) -> None:
        self.heading = sheet.columns[position]
        self.words = " ".join(re.sub(r"[\W_]+", " ", self.heading.casefold()).split())
        self.cells = [row[position] for row in sheet.rows if row[position]]
        step = max(1, len(self.cells) // _SAMPLE)
        self.some = self.cells[::step]
        self.texts = [cell for cell in self.some if isinstance(cell, str)]
        self.role = next((role for role, pattern in _COMPILED if pattern.search(self.words)), "")
        self.days = _share(self.some, _looks_like_a_day)
        self.dated = _share(self.some, lambda cell: isinstance(cell, dt.date) or bool(_DATED.match(cell.strip())))
        self.sides = _share(self.texts, lambda text: bool(_SIDES.match(text.strip())))
        self.separator = _separator(self.texts, names.knows)
        self.parts = [part for text in self.texts for part in parts_of(text, self.separator, names.knows)]
        self.named = _share(self.parts, names.knows) if self.texts else 0.0
        self.capitals = _in_capitals(self.parts)
        self.long = sum(map(len, self.texts)) / len(self.texts) > _TITLE if self.texts else False
        self.distinct = bool(self.cells) and len(set(self.cells)) == len(self.cells) == len(sheet.rows)


def _share(cells: Sequence[_T], test: Callable[[_T], bool]) -> float:
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def _percent(share: float) -> int:
    return round(100 * share)


def _looks_like_a_day(cell: Cell) -> bool:
    found = read_day(cell)
    return not isinstance(found, NoDay) or found.code != "F120"


def _separator(texts: Sequence[str], knows: Callable[[str], bool]) -> str:
    """Return what stands between the names of a cell: of the usual signs the one met in most cells.

    A comma is part of names, so it stands between them only where the cells as they are name nobody, and most of what it parts are names.
    """
    counts = Counter(sign for text in texts for sign in (";", "|", "\n") if sign in text)
    if counts:
        return counts.most_common(1)[0][0]
    parted = [part for text in texts if "," in text for part in parts_of(text, ",", knows)]
    return "," if _share(parted, knows) > _HALF >= _share(texts, knows) else ";"


def parts_of(text: str, separator: str, knows: Callable[[str], bool]) -> list[str]:
    """Return the names of a cell; a comma between them that is part of a name does not part it.

    >>> parts_of("Japan, Korea, Republic of, Peru", ",", {"Japan", "Korea, Republic of", "Peru"}.__contains__)
    ['Japan', 'Korea, Republic of', 'Peru']
    """
    pieces = [piece for piece in (" ".join(piece.split()) for piece in text.split(separator)) if piece]
    if separator != ",":
        return pieces
    found = []
    while pieces:
        size = next((size for size in (3, 2) if size <= len(pieces) and knows(", ".join(pieces[:size]))), 1)
        found.append(", ".join(pieces[:size]))
        pieces = pieces[size:]
    return found


def _in_capitals(parts: Sequence[str]) -> bool:
    """Return whether a list tells two sorts of names apart by capitals: both are common, and some names are met in both."""
    capitals = {fold(part) for part in parts if part.isupper()}
    others = {fold(part) for part in parts if not part.isupper()}
    return len(capitals & others) >= _IN_BOTH and min(len(capitals), len(others)) >= _IN_BOTH


def _shape(samples: Sequence[_Sample]) -> Shape:
    """Return what the rows are: participants where one column holds single names and no column titles of agreements."""
    titled = any(sample.role == "title" and not sample.days > _MOST for sample in samples)
    single = any(sample.named > _MOST and len(sample.parts) <= 1.1 * len(sample.texts) for sample in samples)
    dated = any(headings.read_heading(sample.heading) and (sample.dated > _MOST or not sample.cells) for sample in samples)
    return "participants" if single and not titled and (dated or any(sample.role == "participant" for sample in samples)) else "agreements"


def _of_participants(sample: _Sample) -> Guess:
    if sample.role in ("participant", "participants") or (sample.named > _MOST and not sample.dated):
        confidence: Confidence = "high" if sample.named > _MOST else "low"
        return Guess(sample.heading, "participant", confidence, say("{percent}% of its cells are names of parties", percent=_percent(sample.named)))
    legend = headings.read_heading(sample.heading, _letters_in(sample.some)) if sample.role != "ignored" else None
    if legend is not None and (sample.dated > _MOST or not sample.cells):
        return Guess(sample.heading, "acts", "high", say("read by its heading: {legend}", legend=legend.describe()), legend)
    if legend is not None and sample.dated:
        doubted = N_("by its heading: {legend}; but only {percent}% of its cells are dates")
        return Guess(sample.heading, "acts", "low", say(doubted, legend=legend.describe(), percent=_percent(sample.dated)), legend)
    if sample.role in ("notes", "references"):
        return Guess(sample.heading, sample.role, "medium", say("by its heading"))
    why = say("holds dates, but its heading names no act: say which") if sample.dated > _MOST else say("its heading names no act")
    return Guess(sample.heading, "ignored", "low" if sample.dated > _MOST else "medium", why)


def _of_agreements(sample: _Sample) -> Guess:
    """Return what a column of a list of agreements means: by its heading where the cells bear it out, else by its cells."""
    role = sample.role
    if role in DAYS:
        if sample.days > _MOST or not sample.cells:
            return Guess(sample.heading, role, "high", say("by its heading; {percent}% of its cells are dates", percent=_percent(sample.days)))
        if sample.days:
            why = say("by its heading, but only {percent}% of its cells are dates", percent=_percent(sample.days))
            return Guess(sample.heading, role, "low", why)
        role = ""
    if sample.sides > _MOST:
        return Guess(sample.heading, "sides", "high" if role == "sides" else "medium", say("its cells say bilateral or multilateral"))
    if role in ("participants", "participant") or (not role and sample.named > _MOST):
        confidence: Confidence = "high" if role and sample.named > _MOST else "medium" if sample.named > _HALF else "low"
        return Guess(sample.heading, "participants", confidence, say("{percent}% of its names are names of parties", percent=_percent(sample.named)))
    if role == "key" and sample.distinct:
        return Guess(sample.heading, role, "high", say("by its heading; every row has one of its own"))
    if role == "key":
        return Guess(sample.heading, "ignored", "medium", say("looks like a reference, but rows share it or lack it"))
    if role == "title":
        return Guess(sample.heading, role, "high" if sample.long else "medium", say("by its heading"))
    if role:
        return Guess(sample.heading, role, "medium", say("by its heading"))
    if sample.days > _MOST and sample.cells:
        return Guess(sample.heading, "ignored", "low", say("holds dates, but its heading does not say of what: say which"))
    return Guess(sample.heading, "ignored", "low", say("neither its heading nor its cells say what it is"))


#: Roles several columns may have.
_REPEATED = frozenset(("acts", "ignored", "notes", "references"))
_RANKS: tuple[Confidence, ...] = ("given", "high", "medium", "low")


def _single(guesses: Sequence[Guess]) -> list[Guess]:
    """Return the guesses with each role given to one column: the surest, of equals the first."""
    best: dict[str, Guess] = {}
    for guess in guesses:
        held = best.get(guess.role)
        if held is None or _RANKS.index(guess.confidence) < _RANKS.index(held.confidence):
            best[guess.role] = guess
    return [guess if guess.role in _REPEATED or best[guess.role] is guess else _beside(guess, best[guess.role]) for guess in guesses]


def _beside(guess: Guess, taken: Guess) -> Guess:
    """Return a guess as one of a column that is left, since another is taken for the same."""
    why = say("the column '{column}' is taken for: {role}", column=taken.column, role=say(ROLES[guess.role]))
    return evolve(guess, role="ignored", confidence="low", why=why)


#: What is said of a column of figures whose order is decided by its own cells, and by those of the other columns.
_COMES_FIRST: Mapping[Order, str] = {
    "day-first": N_("{before}; the day comes first: {why}"),
    "month-first": N_("{before}; the month comes first: {why}"),
}
_AS_THE_OTHERS: Mapping[Order, str] = {
    "day-first": N_("{before}; the day comes first, as in the other columns"),
    "month-first": N_("{before}; the month comes first, as in the other columns"),
}


def _ordered(samples: Sequence[_Sample], guesses: Sequence[Guess]) -> tuple[Guess, ...]:
    """Return the guesses with the order of days in figures: by the column's own cells, else as the other columns of the table have it."""
    own = {guess.column: order_of(map(_day_part, sample.cells)) for sample, guess in zip(samples, guesses, strict=True)}
    dated = [guess.column for guess in guesses if guess.role in DAYS or guess.legend is not None]
    decided = {own[column][0] for column in dated if own[column][0] is not None}
    common = next(iter(decided)) if len(decided) == 1 else None
    found = []
    for guess in guesses:
        order, why = own[guess.column]
        if guess.column not in dated:
            found.append(guess)
        elif order is not None:
            found.append(evolve(guess, order=order, why=say(_COMES_FIRST[order], before=guess.why, why=why)))
        elif why and common is not None:
            found.append(evolve(guess, order=common, why=say(_AS_THE_OTHERS[common], before=guess.why)))
        else:
            found.append(guess)
    return tuple(found)


def _day_part(cell: Cell) -> Cell:
    """Return the date at the beginning of a cell that goes on with a letter, in brackets or not."""
    found = _DATED.match(cell.strip()) if isinstance(cell, str) else None
    return found[1] if found else cell


def _letters_in(cells: Iterable[Cell]) -> set[str]:
    return {found[2] for cell in cells if isinstance(cell, str) and (found := _DATED.match(cell.strip())) and found[2]}


def _letters(sheet: Sheet, column: str) -> set[str]:
    position = sheet.columns.index(column)
    return _letters_in(row[position] for row in sheet.rows)
