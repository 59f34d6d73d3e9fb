"""The reader's language for programs: sentences in the one the request asks for, days and numbers as in every answer."""

from __future__ import annotations

from typing import Annotated, Any

from django.utils.translation import gettext, ngettext
from pydantic import BeforeValidator

from foedera.model.phrases import Tongue, render

_TONGUE = Tongue(gettext, ngettext)


def said(value: Any) -> Any:
    """Return a value with every phrase in it in the language of the request; what is no phrase stays as it is."""
    match value:
        case str():
            return render(value, _TONGUE)
        case dict():
            return {key: said(below) for key, below in value.items()}
        case list():
            return [said(below) for below in value]
        case _:
            return value


#: A sentence of an answer.
Sentence = Annotated[str, BeforeValidator(said)]
#: Rows of an answer, with sentences in them.
Rows = Annotated[list[dict[str, Any]], BeforeValidator(said)]
