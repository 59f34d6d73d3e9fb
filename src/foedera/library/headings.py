"""Headings of participant tables: which acts a column holds, and which letter behind a date stands for which.

"Ratification, Acceptance(A), Accession(a), Succession(d)": a bare date is a ratification, one followed by "a" an accession.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from foedera.model.acts import KINDS
from foedera.model.phrases import joined, say
from foedera.model.terms import word

#: What a heading's words mean, the first that fits; a note is added where the act is not quite what its kind says.
_PHRASES: tuple[tuple[str, str, str], ...] = (
    (r"succession to signature", "succession-to-signature", ""),
    (r"confirmation of signature", "event", "confirmation of a signature"),
    (r"signature ad referendum", "signature", "ad referendum: a full signature only if confirmed (VCLT 12(2)(b))"),
    (r"definitive signature or", "consent", ""),
    (r"definitive signature", "definitive-signature", ""),
    (r"definitive acceptance", "acceptance", ""),
    (r"provisional acceptance", "event", "provisional acceptance"),
    (r"notification of non-provisional application|non-provisional application", "refusal-of-provisional-application", ""),
    (r"(?:undertaking of )?provisional application", "provisional-application", ""),
    (r"ratification", "ratification", ""),
    (r"acceptance", "acceptance", ""),
    (r"approval", "approval", ""),
    (r"accession|adhésion|adhesion", "accession", ""),
    (r"succession", "succession", ""),
    (r"formal confirmation", "formal-confirmation", ""),
    (r"consent to be bound|simplified procedure|participation", "consent", ""),
    (r"notification in respect of", "notification", ""),
    (r"signature|signed|signé", "signature", ""),
    (r"denunciation|withdrawal|dénonciation|retrait", "withdrawal", ""),
    (r"application$|application of", "event", "day of application"),
    (r"extension", "event", "extension"),
    (r"notification", "event", "notification"),
)
_COMPILED = tuple((re.compile(rf"(?:{pattern})", re.IGNORECASE), kind, note) for pattern, kind, note in _PHRASES)

_LETTERED = re.compile(r"^(?P<words>.+?)\s*\((?P<letter>[A-Za-z]{1,2})\)$")
_ARTICLE = re.compile(r"\b(?:article|section|paragraph|articles)\s+[\w\s()]*$", re.IGNORECASE)


@frozen
class Meaning:
    """What one date in a column records: a kind of act, the source's own words for it, a remark where the kind says less."""

    kind: str
    words: str
    note: str = ""


@frozen
class Legend:
    """What the dates of one column record: by the letter behind them, and without one (`bare`)."""

    bare: Meaning | None = None
    letters: Mapping[str, Meaning] = field(factory=dict)

    def meaning(self, letter: str) -> Meaning | None:
        """Return what a date followed by this letter records, None where the heading does not say.

        >>> read_heading("Ratification, Accession(a)").meaning("a").kind
        'accession'
        """
        if letter:
            return self.letters.get(letter)
        if self.bare is None and len(self.letters) == 1:
            return next(iter(self.letters.values()))
        return self.bare

    def describe(self) -> str:
        """Return the legend in words."""
        bare = [word(self.bare.kind)] if self.bare else []
        return joined([*bare, *(say("{letter} = {kind}", letter=letter, kind=word(meaning.kind)) for letter, meaning in self.letters.items())], ", ")


def read_heading(heading: str, letters: Iterable[str] = ()) -> Legend | None:
    """Return the legend of a heading, None where it names no act; `letters` are those met behind the dates of the column.

    A letter in brackets after the number of an article is part of the number unless it is met in the cells. Where several acts have no
    letter, a bare date records one of them, the source does not say which.
    """
    bare: list[Meaning] = []
    lettered: dict[str, Meaning] = {}
    met = set(letters)
    for part in _parts(heading):
        found = _LETTERED.match(part)
        letter = found["letter"] if found and (found["letter"] in met or not _ARTICLE.search(found["words"])) else ""
        words = found["words"] if found and letter else part
        meaning = _meaning(words)
        if meaning is None:
            return None
        if letter:
            lettered[letter] = meaning
        else:
            bare.append(meaning)
    if not bare and not lettered:
        return None
    return Legend(_one_of(bare), lettered)


def of_kind(kind: str) -> Legend:
    """Return the legend of a column of which a person said what it holds."""
    return Legend(Meaning(kind, kind)) if kind in KINDS else Legend()


def _parts(heading: str) -> list[str]:
    """Return the parts of a heading between its commas; what names no act or begins small belongs to the part before ("…, as amended")."""
    parts: list[str] = []
    for part in re.split(r",\s*(?![^()]*\))", heading.strip()):
        if parts and (part[:1].islower() or _meaning(part) is None):
            parts[-1] += f", {part}"
        else:
            parts.append(part.strip())
    return parts


def _meaning(words: str) -> Meaning | None:
    """Return what words mean: by the act named first in them."""
    hits = [(found.start(), order, kind, note) for order, (pattern, kind, note) in enumerate(_COMPILED) if (found := pattern.search(words))]
    if not hits:
        return None
    _, _, kind, note = min(hits)
    return Meaning(kind, words, note)


def _one_of(bare: list[Meaning]) -> Meaning | None:
    if len({meaning.kind for meaning in bare}) < 2:
        return bare[0] if bare else None
    words = " or ".join(meaning.words for meaning in bare)
    return Meaning("consent", words, f"the source does not say which: {words}")
