"""Full text search over titles, parties, clauses and notes, on both databases: every word asked must begin a word found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

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
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def words_of(found: Agreement, parties: Parties) -> tuple[str, str, str, str]:
    """Return what an agreement is found by: title, parties, clauses, notes."""
    known = parties.over(found.participants)
    codes = dict.fromkeys(code for act in found.acts for code in (*act.by, *act.to))
    names = [part for code in codes if code in known for part in (code, known[code].name, known[code].name_fr, *(n.value for n in known[code].names))]
    title = (found.id, found.title, found.short_title, found.kind, *found.areas, *found.aims)
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


def write(rows: Iterable[tuple[str, str, str, str, str]]) -> None:
    """Add agreements to the index: id, title, parties, clauses, notes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            vector = " || ".join(f"setweight(to_tsvector('simple', %s), '{weight}')" for weight in "ABCD")
            cursor.executemany(f"INSERT INTO store_words (agreement, vector) VALUES (%s, {vector})", list(rows))  # noqa: S608 - fixed text
        else:
            cursor.executemany("INSERT INTO store_words (agreement, title, parties, clauses, notes) VALUES (%s, %s, %s, %s, %s)", list(rows))


def drop(names: list[str]) -> None:
    """Take agreements out of the index."""
    if not names:
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM store_words WHERE agreement IN ({', '.join(['%s'] * len(names))})", names)  # noqa: S608 - only places


def condition(words: str) -> tuple[str, str, list[str]] | None:
    """Return what finds words in the index: a subquery of ids, an order (best first), and its parameters; None where no word is asked.

    Both work on `store_words` joined by the agreement's id. Words are taken apart here, so no operator of either query language gets through.
    """
    asked = _WORD.findall(folded(words))[:12]
    if not asked:
        return None
    if connection.vendor == "postgresql":
        query = " & ".join(f"{word}:*" for word in asked)
        return "store_words.vector @@ to_tsquery('simple', %s)", "ts_rank(store_words.vector, to_tsquery('simple', %s)) DESC", [query]
    query = " ".join(f'"{word}"*' for word in asked)
    return "store_words MATCH %s", "bm25(store_words, 0, 10, 6, 2, 1)", [query]


def ids_found(words: str) -> list[str] | None:
    """Return the ids of the agreements in which every word is found, best first; None where no word is asked."""
    found = condition(words)
    if found is None:
        return None
    where, order, parameters = found
    extra = parameters if connection.vendor == "postgresql" else []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT agreement FROM store_words WHERE {where} ORDER BY {order}, agreement", [*parameters, *extra])  # noqa: S608 - fixed text
        return [row[0] for row in cursor.fetchall()]
