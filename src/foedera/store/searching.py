"""Full text search over titles, parties, clauses and notes, on both databases: every word asked must begin a word found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

from django.db import connection

from foedera.model.agreements import Agreement
from foedera.model.parties import Parties
from foedera.model.words import clauses_in_words

_WORD = re.compile(r"\w+")


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
            vector = " || ".join(f"setweight(to_tsvector('simple', %s), '{weight}')" for weight in "ABCD")
            cursor.executemany(f"INSERT INTO store_words (agreement, vector) VALUES (%s, {vector})", list(rows))  # noqa: S608 - fixed text
        else:
            # In order of their numbers: a lower one after a higher would make the index begin a new segment for each row.
            numbered = sorted((key_of(row[0]), *row) for row in rows)
            cursor.executemany("INSERT INTO store_words (rowid, agreement, title, parties, clauses, notes) VALUES (%s, %s, %s, %s, %s, %s)", numbered)


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
    apart here, so that no operator of either query language gets through.
    """
    asked = _WORD.findall(folded(words))[:12]
    if not asked:
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            query = " & ".join(f"{word}:*" for word in asked)
            cursor.execute(
                "SELECT agreement, ts_rank('{0.1, 0.2, 0.6, 1.0}', vector, asked, 1) FROM store_words, to_tsquery('simple', %s) asked "
                "WHERE vector @@ asked",
                [query],
            )
        else:
            query = " ".join(f'"{word}"*' for word in asked)
            cursor.execute("SELECT rowid, -bm25(store_words, 0, 10, 6, 2, 1) FROM store_words WHERE store_words MATCH %s", [query])
        rows: list[tuple[str | int, float]] = cursor.fetchall()
    return rows


def key(agreement: str) -> str | int:
    """Return what `found` calls an agreement by."""
    return agreement if connection.vendor == "postgresql" else key_of(agreement)
