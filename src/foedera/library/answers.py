"""Reading what agreements say against kinds of threat: one file an agreement, each answer with its article and its reason."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import foedera.data
from foedera.library.holding import Read, confidence, needed, read, sources
from foedera.library.tables import Table
from foedera.library.threats import advice, taxonomy
from foedera.model.phrases import say
from foedera.threats.alignment import Answer, unplaced
from foedera.threats.register import Taxonomy

_BUNDLED = Path(foedera.data.__path__[0]) / "answers"


@cache
def public_answers() -> tuple[Answer, ...]:
    """Return the answers that ship with Foedera, agreement by agreement.

    >>> sorted({answer.agreement for answer in public_answers()})[0]
    'anzus/treaty'
    """
    return tuple(answer for file in sorted(_BUNDLED.glob("*.toml")) for answer in read_answers(file.read_bytes(), str(file), taxonomy()).sound())


def read_answers(content: bytes, name: str, kinds: Taxonomy) -> Read[tuple[Answer, ...]]:
    """Read a file of answers; what each points to is looked for by who has the agreement (`threats.alignment.misplaced`)."""
    return read(content, name, "answers", lambda head: _answers(head, kinds))


def _answers(head: Table, kinds: Taxonomy) -> tuple[Answer, ...]:
    agreement = needed(head, "agreement")
    illustrative = head.boolean("illustrative")
    shared, everywhere = sources(head), head.texts("regions")
    found = []
    for table in head.tables("answer"):
        named = table.texts("kinds")
        if not named:
            table.fault("kinds", "F011", say("'{key}' is missing", key="kinds"), say("name the kinds of threat it answers"))
        for position, kind in enumerate(named):
            if kinds.find(kind) is None:
                table.fault_at(("kinds", position), "F203", say("'{kind}' is no kind of threat", kind=kind[:60]), advice(kind, kinds))
        answer = Answer(
            agreement=agreement,
            kinds=named,
            why=needed(table, "why"),
            article=table.text("article"),
            obligation=table.text("obligation"),
            aim=table.text("aim"),
            regions=table.texts("regions") or everywhere,
            confidence=confidence(table),
            sources=(*sources(table), *shared),
            illustrative=table.boolean("illustrative", default=illustrative),
        )
        for field, text in unplaced(answer):
            table.fault(field, "F209", text, say("add article = … or aim = …") if field == "article" else say("add article = …"))
        table.finish()
        found.append(answer)
    return tuple(found)
