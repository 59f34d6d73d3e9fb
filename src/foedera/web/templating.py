"""What every template may use: how days, statuses, names and links are written, in the language of the reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language, gettext, ngettext, pgettext
from jinja2 import Environment, StrictUndefined

from foedera.law.timeline import SUSPENDED
from foedera.library import vocabularies
from foedera.model.clauses import article
from foedera.model.phrases import Phrase
from foedera.web import tongues, wording

#: A shape beside the word and the colour of each status.
SHAPES = {
    "party": "●",
    "in-force": "●",
    "suspended": "◐",
    "withdrawing": "◑",
    "provisional": "◍",
    "contracting": "◌",
    "open": "◌",
    "signatory": "✎",
    "withdrawn": "○",
    "terminated": "✕",
    "not-open": "·",
}


def query(**values: Any) -> str:
    """Return a query string of the values that are set, empty where none is."""
    asked = urlencode({key: value for key, value in values.items() if value not in (None, "")})
    return f"?{asked}" if asked else ""


def sentence(text: str) -> str:
    """Return what an error says as a sentence of a page: a capital first, a full stop last; errors are written to follow a file's name and line.

    >>> sentence("there is no draft number 3 on a desk open to you")
    'There is no draft number 3 on a desk open to you.'
    """
    text = text.strip()
    first = text.partition(" ")[0]  # an address or an id keeps its letters
    return text and (first.capitalize() if first.isalpha() and first.islower() else first) + text[len(first) :] + ("" if text[-1] in ".!?…" else ".")


def address(request: Any, **changes: Any) -> str:
    """Return the address of the page shown with some of what it asks changed; None takes it out."""
    path: str = request.path
    asked = {**request.GET.dict(), **changes}
    return path + query(**{key: value for key, value in asked.items() if value not in (None, "")})


def moved(request: Any, day: dt.date) -> str:
    """Return the address of the page shown, moved to another day; all else it asks stays, but the page of a list."""
    before: str | None = getattr(request, "_before_the_day", None)
    if before is None:
        rest = address(request, on=None, page=None)
        before = f"{rest}{'&' if '?' in rest else '?'}on="
        request._before_the_day = before
    return before + day.isoformat()


@lru_cache(maxsize=1 << 15)
def _place(name: str, args: tuple[Any, ...], prefix: str) -> str:  # noqa: ARG001 - addresses begin with the prefix
    return reverse(name, args=args)


def url(name: str, args: Iterable[Any] = ()) -> str:
    """Return the address of a page by its name; remembered, since a list asks for hundreds."""
    return _place(name, tuple(args), get_script_prefix())


def party_name(code: str, on: dt.date | None = None, declared: Any = None) -> str:
    """Return a party's name in the reader's language, on a day the one it then bore; the code where the vocabulary has none."""
    known = vocabularies.parties()
    found = (declared or {}).get(code) or (known[code] if code in known else None)
    return code if found is None else tongues.party_name(found, on)


def party_in_sentence(code: str, on: dt.date | None = None, declared: Any = None) -> str:
    """Return a party's name as `party_name` does, as it stands inside a sentence: signed by the United States."""
    known = vocabularies.parties()
    found = (declared or {}).get(code) or (known[code] if code in known else None)
    return code if found is None else tongues.party_in_sentence(found, on)


def suspended_towards(because: Iterable[str], code: str) -> tuple[str, ...]:
    """Return towards whom, by the reasons of a participant, the agreement is suspended for it while it stays a party."""
    pairs = [(line.fields["a"], line.fields["b"]) for line in because if isinstance(line, Phrase) and line.msgid == SUSPENDED]
    return tuple(dict.fromkeys(str(b if a == code else a) for a, b in pairs))


def csrf(request: Any) -> str:
    """Return the token a form carries against forgery."""
    return get_token(request)


def environment(**options: Any) -> Environment:
    """Return the Jinja environment of the pages; an undefined name is an error, not an empty place."""
    found = Environment(**{**options, "undefined": StrictUndefined})  # noqa: S701 - autoescape comes in the options
    found.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]
    found.globals.update(
        static=static,
        url=url,
        query=query,
        address=address,
        moved=moved,
        shapes=SHAPES,
        party_in_sentence=party_in_sentence,
        party_name=party_name,
        suspended_towards=suspended_towards,
        csrf_token_of=csrf,
        language=get_language,
        messages=get_messages,
        _=wording.said,
        gettext=wording.said,
        ngettext=wording.counted,
        pgettext=wording.in_context,
    )
    found.filters.update(long_day=tongues.long_day, cite=article, number=tongues.number, sentence=sentence)
    found.filters.update(
        say=tongues.translated, ahead=tongues.ahead, word=tongues.word, level=tongues.level, percent=tongues.percent, figure=tongues.figure
    )
    return found
