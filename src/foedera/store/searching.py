"""Full text search over titles, parties, clauses and notes, on both databases: every word asked must begin a word found."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

from django.db import connection
from django.db.backends.utils import CursorWrapper

from foedera.model.agreements import Agreement
from foedera.model.parties import Parties
from foedera.model.words import clauses_in_words

_WORD = re.compile(r"[^\W_]+")
#: What a word counts in a title, among the parties, in a clause, in a note.
WEIGHTS = (10, 6, 2, 1)
#: BM25's own numbers, those SQLite has.
_K1, _B = 1.2, 0.75
#: How many of what is found PostgreSQL ranks exactly.
_EXACT = 300
#: How long a word PostgreSQL takes (in characters, of up to four bytes), and how many places of it in one text.
_LONGEST, _OFTEN = 500, 255
#: How much a word counts in a text in which it begins words, by the parts they are from.
_SUM = " + ".join(f"{weight} * cardinality(array_positions(weights, '{mark}'))" for weight, mark in zip(WEIGHTS, "ABCD", strict=True))
_COUNTED = f"SELECT sum({_SUM}) FROM unnest(vector) WHERE lexeme ^@ %s"  # noqa: S608 - fixed text
#: What is found, the most likely first: by `ts_rank`, which is quick.
_HITS = (
    "SELECT *, row_number() OVER (ORDER BY rough DESC, agreement) AS place FROM (SELECT agreement, vector, words, "
    "ts_rank('{0.1, 0.2, 0.6, 1.0}', vector, %s::tsquery, 1) AS rough FROM store_words WHERE vector @@ %s::tsquery) AS hits"
)


def folded(text: str) -> str:
    """Return text as it is searched and sorted: small letters without marks.

    >>> folded("Élysée")
    'elysee'
    """
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def words_of(found: Agreement, parties: Parties) -> tuple[str, str, str, str]:
    """Return what an agreement is found by: title, parties, clauses, notes."""
    known = parties.over(found.participants)
    codes = dict.fromkeys(code for act in found.acts for code in (*act.by, *act.to))
    names = [part for code in codes if code in known for part in (code, known[code].name, known[code].name_fr, *(n.value for n in known[code].names))]
    title = (*_WORD.findall(found.id), found.title, found.short_title, found.kind, *found.areas, *found.aims)
    clauses: list[str] = [words for _, words in clauses_in_words(found)]
    clauses += [f"{p.function} {p.summary} {' '.join(o.what for o in p.obligations)}" for p in found.provisions]
    notes = [
        found.place,
        found.geography,
        found.registration,
        *found.uncertain,
        *(s.title for s in found.sources),
        *(a.note for a in found.acts if a.note),
    ]
    return (*(folded(" ".join(filter(None, part))) for part in (title, names, clauses, notes)),)  # type: ignore[return-value]


def key_of(agreement: str) -> int:
    """Return the number of an agreement's row in SQLite's index: made of its id, so that a row is found, and told, without reading it."""
    return int.from_bytes(blake2b(agreement.encode(), digest_size=7).digest())


def write(rows: Iterable[tuple[str, str, str, str, str]]) -> None:
    """Add agreements to the index: id, title, parties, clauses, notes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            values = [(row[0], *_vector(row[1:])) for row in rows]
            cursor.executemany("INSERT INTO store_words (agreement, vector, words) VALUES (%s, %s::tsvector, %s)", values)
        else:
            # In order of their numbers: a lower one after a higher would make the index begin a new segment for each row.
            numbered = sorted((key_of(row[0]), *row) for row in rows)
            cursor.executemany("INSERT INTO store_words (rowid, agreement, title, parties, clauses, notes) VALUES (%s, %s, %s, %s, %s, %s)", numbered)


def _vector(parts: Iterable[str]) -> tuple[str, int]:
    """Return the words of title, parties, clauses, notes as PostgreSQL keeps them, each marked with the part it is from, and how many they are.

    They are taken apart here and not by its parser, to which an address, a path or a number with a sign is one word: so both databases know the
    same words. Where a word stands does not matter, only how often in which part: its places are counted from one.

    >>> _vector(("arms trade treaty", "", "arms", ""))
    ("'arms':1A,2C 'trade':1A 'treaty':1A", 4)
    """
    found: dict[str, list[str]] = {}
    count = 0
    for part, mark in zip(parts, "ABCD", strict=True):
        for word in _WORD.findall(part):
            count += 1
            found.setdefault(word[:_LONGEST], []).append(mark)
    marked = ((word, enumerate(marks[:_OFTEN], 1)) for word, marks in found.items())
    return " ".join(f"'{word}':" + ",".join(f"{place}{mark}" for place, mark in places) for word, places in marked), count


def drop(names: list[str]) -> None:
    """Take agreements out of the index."""
    if not names:
        return
    own, keys = ("agreement", names) if connection.vendor == "postgresql" else ("rowid", [key_of(name) for name in names])
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM store_words WHERE {own} IN ({', '.join(['%s'] * len(keys))})", keys)  # noqa: S608 - only places


def found(words: str) -> list[tuple[str | int, float]] | None:
    """Return what is found by words, with how well: rows whose every word asked begins a word of theirs. None where no word is asked.

    An agreement goes by its id on PostgreSQL, by `key_of` it on SQLite, where reading the id costs more than finding the row. Words are taken
    apart here, so that no operator of either query language gets through. How well is BM25 on both, a word counting by the part it is from.
    """
    asked = [word[:_LONGEST] for word in _WORD.findall(folded(words))[:12]]
    if not asked:
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _ranked(cursor, asked)
        query = " ".join(f'"{word}"*' for word in asked)
        weights = ", ".join(map(str, WEIGHTS))
        cursor.execute(f"SELECT rowid, -bm25(store_words, 0, {weights}) FROM store_words WHERE store_words MATCH %s", [query])  # noqa: S608 - numbers
        rows: list[tuple[str | int, float]] = cursor.fetchall()
    return rows


def _ranked(cursor: CursorWrapper, asked: list[str]) -> list[tuple[str | int, float]]:
    """Return what words find on PostgreSQL, ranked as SQLite's `bm25` does; where much is found, only the most likely of it, the rest behind it.

    PostgreSQL has no BM25, and `ts_rank` knows neither how rare a word is nor how long a text.
    """
    queries = [f"'{word}':*" for word in asked]
    holding = ", ".join("(SELECT count(*) FROM store_words WHERE vector @@ %s::tsquery)" for _ in asked)
    cursor.execute(f"SELECT count(*), avg(words)::float, {holding} FROM store_words", queries)  # noqa: S608 - only places
    total, usual, *held = cursor.fetchone()
    rare = [max(math.log((total - n + 0.5) / (n + 0.5)), 1e-6) for n in held]
    counted = ", ".join(f"CASE WHEN place <= {_EXACT} THEN ({_COUNTED}) END" for _ in asked)
    query = f"SELECT agreement, words, rough, {counted} FROM ({_HITS}) AS placed"  # noqa: S608 - fixed text, only places
    cursor.execute(query, [*asked, " | ".join(queries), " & ".join(queries)])
    found: list[tuple[str | int, float]] = []
    for agreement, words, rough, *counts in cursor.fetchall():
        if counts[0] is None:
            found.append((agreement, rough - 1e6))
            continue
        length = _K1 * (1 - _B + _B * words / usual)
        found.append((agreement, sum(idf * n * (_K1 + 1) / (n + length) for idf, n in zip(rare, counts, strict=True))))
    return found


def key(agreement: str) -> str | int:
    """Return what `found` calls an agreement by."""
    return agreement if connection.vendor == "postgresql" else key_of(agreement)
