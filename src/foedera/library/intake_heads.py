"""The head of an agreement as a register states it: its form, areas, references, territories."""

from __future__ import annotations

import re

from foedera.library.intake_values import Days, Listed, Row
from foedera.library.spellings import fold
from foedera.library.vocabularies import AREAS
from foedera.model.agreements import Agreement, Source

#: The form of the instrument by the first of these words in its title.
_KINDS = (
    ("exchange-of-notes", r"exchanges? of (?:notes|letters)|notes exchanged|échange de (?:notes|lettres)"),
    ("protocol", r"protocole?s?\b"),
    ("amendment", r"amendments?\b|amendements?\b"),
    ("memorandum", r"memorand(?:um|a)\b|mémorandum"),
    ("arrangement", r"arrangements?\b"),
    ("declaration", r"declarations?\b|déclarations?\b"),
    ("treaty", r"treat(?:y|ies)\b|conventions?\b|agreements?\b|accords?\b|traités?\b|charter|covenant|pact\b|statutes?\b|constitution"),
)
_KIND = re.compile("|".join(f"(?P<k{number}>{words})" for number, (_, words) in enumerate(_KINDS)), re.IGNORECASE)

#: Subjects of registers that mean the same as an area of the vocabulary; others are kept with the source.
_SUBJECTS = {
    "disarmament": "arms-control",
    "arms control": "arms-control",
    "space": "space",
    "outer space": "space",
    "terrorism": "counter-terrorism",
    "status of forces": "status-of-forces",
    "visiting forces": "status-of-forces",
    "military training": "training",
    "military exercises": "exercises",
    "defence procurement": "procurement",
    "defence research": "research-and-development",
    "military logistics": "logistics",
    "classified information": "information-security",
    "security of information": "information-security",
    "military bases": "basing",
    "peacekeeping": "peace-support",
    "mutual defence": "collective-defence",
    "cyber security": "cyber",
}

_REGISTERED = re.compile(r"\b(?:UN Registration|UNTS|U\.N\.T\.S\.|League of Nations|LNTS|L\.N\.T\.S\.)", re.IGNORECASE)


def head(row: Row, title: str, key: str, days: Days, listed: Listed) -> Agreement:
    """Return the head of the agreement: what the source says of it beside acts and clauses."""
    origin = row.table.origin
    subject = row.text("subject")
    area = _SUBJECTS.get(fold(subject), fold(subject).replace(" ", "-"))
    cited = f"{origin.source}, {key}" if row.table.columns.column("key") else origin.source
    said = [cited, f"subject: {subject}" if subject else "", f"note: {note}" if (note := row.text("notes")) else ""]
    references = _references(row.raw("references"))
    geography = f"Territories listed by the source: {', '.join(listed.territories)}" if listed.territories else ""
    sources = (
        Source("; ".join(part for part in said if part), origin.url, origin.seen, "register"),
        *(Source(text, url) for text, url in references),
    )
    return Agreement(
        id=origin.id(key),
        title=title,
        kind=kind_of(row.text("kind")) or kind_of(title) or "treaty",
        adopted=days.adopted or days.signed,
        place=row.text("place"),
        areas=(area,) if area in AREAS else (),
        geography=geography,
        registration=next((text for text, _ in references if _REGISTERED.search(text)), ""),
        sources=sources,
    )


def kind_of(text: str) -> str:
    """Return the kind of agreement by the first word of a title that names one, empty where none does.

    >>> kind_of("Protocol to amend the Agreement between …"), kind_of("Agreement by Exchange of Notes"), kind_of("Règlement")
    ('protocol', 'treaty', '')
    """
    found = _KIND.search(text)
    return _KINDS[int(str(found.lastgroup)[1:])][0] if found else ""


def _references(text: str) -> list[tuple[str, str]]:
    """Return the references of a cell, each with its address where one follows `||` or is itself one."""
    found = []
    for part in re.split(r";|\n", text):
        cited, _, url = part.partition("||")
        cited, url = " ".join(cited.split()), url.strip()
        if cited.startswith(("http://", "https://")):
            cited, url = cited.rsplit("/", 1)[-1] or cited, cited
        if cited:
            found.append((cited, url))
    return found
