"""Spellings of one name: accents, points, the article, abbreviations, inversions, brackets, footnote marks.

Two texts of equal `key` are the same words otherwise written; nothing here looks for likeness.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

#: Words that name nothing: they come and go with the register.
_EMPTY = frozenset(("the", "of", "and", "de", "la", "le", "les", "du", "des", "et", "a"))

#: Abbreviations and spellings met in treaty registers, by the words they stand for.
_WORDS = {
    "st": "saint",
    "ste": "saint",
    "rep": "republic",
    "fed": "federal",
    "fedn": "federation",
    "dem": "democratic",
    "soc": "socialist",
    "prov": "provisional",
    "rev": "revolutionary",
    "govt": "government",
    "is": "islands",
    "isles": "islands",
    "terr": "territory",
    "territories": "territory",
    "dependencies": "dependency",
    "dependences": "dependency",
    "colonies": "colony",
    "org": "organisation",
    "organization": "organisation",
    "intl": "international",
    "centre": "center",
    "labor": "labour",
    "peoples": "people",
    "peopless": "people",
    "islamique": "islamic",
}

#: Letters that stand for several words; single letters in a row are put together first ("P R", "S.S.R.").
_LETTERS = {
    "pr": "people republic",
    "dr": "democratic republic",
    "fr": "federal republic",
    "ssr": "soviet socialist republic",
    "sr": "socialist republic",
    "pdr": "people democratic republic",
    "dpr": "democratic people republic",
    "sar": "special administrative region",
}

#: What a bracket may say without changing who is meant.
_IDLE = re.compile(r"\s*[\[(]\s*(?:the|former|formerly|ex|no longer existing|now .*|formerly .*)\s*[\])]", re.IGNORECASE)
_BRACKET = re.compile(r"^(.*?)\s*[\[(]([^\[\]()]+)[\])]\s*$")
_FOOTNOTES = re.compile(r"(?<=[^\W\d])[\s,]*(?:\d{1,3}(?:\s*,\s*\d{1,3})*|[*†‡]+)\s*$|[¹²³⁰⁴-⁹]+(?:\s*,\s*[¹²³⁰⁴-⁹]+)*\s*$")
_LETTER_RUN = re.compile(r"\b[a-z](?: [a-z])+\b")
_FORMER = re.compile(r"^(?:the\s+)?(?:former|formerly|ex)[\s-]+", re.IGNORECASE)


def fold(text: str) -> str:
    """Return a text without regard to case, points and runs of spaces: how names and decisions are looked up.

    >>> fold("  U.S.S.R. ") == fold("u s s r")
    True
    """
    return " ".join(text.casefold().replace(".", " ").replace("’", "'").split())


@cache
def key(text: str) -> str:
    """Return the words of a name in order of the alphabet, so that inversions are the same name.

    >>> key("Korea, Democratic People's Republic of") == key("The Democratic People’s Republic of Korea")
    True
    >>> key("COTE D'IVOIRE") == key("Côte d’Ivoire")
    True
    >>> key("Niger") == key("Nigeria")
    False
    """
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ł", "l").replace("ø", "o").replace("đ", "d").replace("Đ", "D"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    plain = re.sub(r"(?<=\b[a-z])\.(?=[a-z]\b)", " ", plain)
    plain = re.sub(r"['’`]s\b", "", plain).replace("&", " and ")
    plain = re.sub(r"[^\w]+", " ", plain).replace("viet nam", "vietnam")
    plain = _LETTER_RUN.sub(_joined, plain)
    words: list[str] = []
    for word in plain.split():
        words.extend(_LETTERS.get(word, _WORDS.get(word, word)).split())
    kept = [word for word in words if word not in _EMPTY]
    return " ".join(sorted(kept or words))


def variants(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the keys a text may be looked up by, the most faithful first; two keys together where it gives two names.

    >>> list(variants("EEC/European Community"))[-1] == (key("EEC"), key("European Community"))
    True
    """
    seen = set()
    bare = _FOOTNOTES.sub("", text)
    idle = _IDLE.sub("", bare)
    for form in (text, bare, idle, _FORMER.sub("", idle)):
        found = key(form)
        if found and found not in seen:
            seen.add(found)
            yield (found,)
    bracket = _BRACKET.match(bare)
    if bracket:
        yield key(bracket[1]), key(bracket[2])
    if "/" in bare:
        yield tuple(key(part) for part in bare.split("/"))


def _joined(found: re.Match[str]) -> str:
    """Put single letters in a row together, as "p r" and "u s a" are meant."""
    return found[0].replace(" ", "")
