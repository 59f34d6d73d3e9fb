"""The messages of the program and their French: extracted from the sources, kept in one sorted file, compiled for the pages.

`make messages` brings the file up to date: translations stay, new messages come in empty, those no source has any more go.
"""

from __future__ import annotations

import ast
import datetime as dt
import gettext
import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import TemplateSyntaxError

from foedera.library.threats import taxonomy
from foedera.model.errors import UsageError

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = Path(__file__).resolve().parent / "locale"
LANGUAGES = ("fr",)

#: Functions whose literals are messages, with the places of the arguments (`c`: context).
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "N_", "say", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("say_n", "ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy", "say_in"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
    "joined": (2,),
}

#: The heading of the file: nothing in it changes from day to day or from machine to machine.
_HEADING = "French of Foedera, in the register of French treaty law. Sorted by `make messages`; no places in the sources, so that changes merge."
_EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def source() -> Catalog:
    """Return every message the sources have, without translations."""
    found = Catalog()
    for file in sorted(PACKAGE.rglob("*.py")):
        for message, context in of_python(file.read_text(encoding="utf-8")):
            found.add(message, context=context)
    for kind in taxonomy().kinds:
        for text in (kind.name, kind.meaning, kind.elsewhere):
            found.add(str(text))
    for file in sorted((PACKAGE / "web" / "templates").rglob("*.html")):
        for words, context in _of_template(file):
            found.add(words, context=context)
    for text in _django_templates():
        for _, words, _, context in extract("python", BytesIO(text.encode()), KEYWORDS):
            if not _said_by_allauth(words if isinstance(words, str) else words[0]):
                found.add(words, context=context)
    return found


def _of_template(file: Path) -> Iterator[tuple[Any, str | None]]:
    try:
        for _, words, _, context in extract("jinja2.ext:babel_extract", BytesIO(file.read_bytes()), KEYWORDS, options={"silent": "false"}):
            yield words, context
    except TemplateSyntaxError as error:
        message = f"{file.relative_to(PACKAGE)}:{error.lineno}: {error.message}; mend the template, its messages cannot be read"
        raise UsageError(message) from error


def of_python(text: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Yield the messages of a Python source with their contexts, those inside the arguments of others too.

    >>> list(of_python('say("{a} of {b}", a=x, b=say_n("{n} day", "{n} days", 3))'))
    [('{a} of {b}', None), (('{n} day', '{n} days'), None)]
    """
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in KEYWORDS:
            continue
        texts = [part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else None for part in node.args]
        context, places = None, []
        for place in KEYWORDS[name] or (1,):
            if isinstance(place, tuple):
                context = _at(texts, place[0])
            else:
                places.append(_at(texts, place))
        if all(places):
            yield (places[0] if len(places) == 1 else (places[0], places[1])), context


def _at(texts: list[str | None], place: int) -> str:
    return (texts[place - 1] or "") if place <= len(texts) else ""


def _django_templates() -> Iterator[str]:
    from django.utils.translation.template import templatize

    for file in sorted((PACKAGE / "web" / "account_templates").rglob("*.html")):
        yield templatize(file.read_text(encoding="utf-8"))


def _said_by_allauth(message: str) -> bool:
    """Return whether allauth brings the translation itself: our pages of accounts are laid over its own."""
    return all(_allauth(language).gettext(message) != message for language in LANGUAGES)


@cache
def _allauth(language: str) -> gettext.NullTranslations:
    import allauth

    return gettext.translation("django", Path(allauth.__file__).parent / "locale", [language])


def file_of(language: str, ending: str) -> Path:
    """Return where a language's messages are kept (`po`) or compiled (`mo`)."""
    return LOCALE / language / "LC_MESSAGES" / f"django.{ending}"


def kept(language: str) -> Catalog:
    """Return the messages of a language as they are kept."""
    file = file_of(language, "po")
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as stream:
        return read_po(stream, locale=language)


def brought_up_to_date(language: str) -> Catalog:
    """Return the messages the sources have, each with the translation kept for it."""
    old = kept(language)
    new = Catalog(
        locale=language, project="Foedera", version="1", header_comment=f"# {_HEADING}", creation_date=_EPOCH, revision_date=_EPOCH, fuzzy=False
    )
    for message in source():
        if message.id:
            known = old.get(message.id, message.context)
            same = known is not None and isinstance(known.string, str) is isinstance(message.id, str)
            new.add(message.id, known.string if known is not None and same else "", context=message.context)
    return new


def untranslated(catalog: Catalog) -> list[Message]:
    """Return the messages without a translation, a plural form missing included."""
    return [m for m in catalog if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]


def as_text(catalog: Catalog) -> bytes:
    """Return the file of a catalogue: sorted, a message a line, nothing that changes by itself."""
    written = BytesIO()
    write_po(written, catalog, width=0, no_location=True, sort_output=True)
    changing = (b'"Generated-By', b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Last-Translator', b'"Report-Msgid-Bugs', b'"Language-Team')
    return b"".join(line for line in written.getvalue().splitlines(keepends=True) if not line.startswith(changing))


def compiled(catalog: Catalog) -> bytes:
    """Return a catalogue as the pages read it."""
    written = BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def main() -> int:
    """Bring every language's file up to date and compile it; 1 where something is still to be translated."""
    missing = 0
    for language in LANGUAGES:
        catalog = brought_up_to_date(language)
        file_of(language, "po").parent.mkdir(parents=True, exist_ok=True)
        file_of(language, "po").write_bytes(as_text(catalog))
        file_of(language, "mo").write_bytes(compiled(catalog))
        empty = untranslated(catalog)
        missing += len(empty)
        click.echo(f"{language}: {len(catalog)} messages, {len(empty)} without a translation")
        for message in empty:
            click.echo(f"  {message.id}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
