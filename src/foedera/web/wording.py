"""The words of templates in the reader's language: each translated once a language and process, since a page says hundreds."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext, ngettext, pgettext
from markupsafe import Markup


def said(text: str, /, **values: Any) -> Markup:
    """Return a text of a template in the reader's language; values are escaped unless they are markup.

    Takes the place of Jinja's own: that one copies the whole context at each call from within a loop.
    """
    language = get_language()
    return _said(language, text) % values if values else _alone(language, text)


def counted(one: str, many: str, num: int, /, **values: Any) -> Markup:
    """Return the singular or the plural of a text, as the reader's language has it of a number."""
    return _counted(get_language(), one, many, num) % {"num": num, **values}


def in_context(context: str, text: str, /, **values: Any) -> Markup:
    """Return a text that means different things in different places, as it is meant in this one."""
    return _in_context(get_language(), context, text) % {"context": context, **values}


@lru_cache(maxsize=1 << 13)
def _said(language: str | None, text: str) -> Markup:  # noqa: ARG001 - a text a language
    return Markup(gettext(text))  # noqa: S704 - texts of our own templates and of their translators


@lru_cache(maxsize=1 << 13)
def _alone(language: str | None, text: str) -> Markup:
    return _said(language, text) % {}


@lru_cache(maxsize=1 << 13)
def _counted(language: str | None, one: str, many: str, num: int) -> Markup:  # noqa: ARG001
    return Markup(ngettext(one, many, num))  # noqa: S704


@lru_cache(maxsize=1 << 10)
def _in_context(language: str | None, context: str, text: str) -> Markup:  # noqa: ARG001
    return Markup(pgettext(context, text))  # noqa: S704
