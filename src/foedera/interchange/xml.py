"""What every XML document of ours needs: texts that XML can hold, and reading that trusts nothing of what it is given."""

from __future__ import annotations

import re

from lxml import etree  # type: ignore[import-untyped]

from foedera.model.errors import Fault, FaultyFile
from foedera.model.phrases import N_, Grouped, say

#: Larger documents are refused unread.
LARGEST = 16 * 1024 * 1024

_UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPED = N_("the document has a document type declaration")
_UNTYPE = N_("remove it: the format has none, and it can hide other files")


def clean(text: str) -> str:
    """Return a text with what XML cannot hold (control characters, halves of surrogate pairs) replaced by U+FFFD.

    >>> clean("a\\x00b")
    'a\\ufffdb'
    """
    return _UNSPEAKABLE.sub("\ufffd", text)


def parse(content: bytes, name: str) -> etree._Element:
    """Return the root of a document; FaultyFile (F190) where it is too large, not XML, or has a document type.

    No entity is expanded, no address is opened, and nesting is bounded: a document says what it says in its own bytes or is refused.
    """
    if len(content) > LARGEST:
        message = say("the document has {size} bytes, more than the {most} that are read", size=Grouped(len(content)), most=Grouped(LARGEST))
        raise refusal(name, 1, 1, message, say("is it the right file?"))
    if b"<!DOCTYPE" in content:
        raise refusal(name, content.count(b"\n", 0, content.index(b"<!DOCTYPE")) + 1, 1, say(_TYPED), say(_UNTYPE))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        message = say("the document is not well-formed XML: {why}", why=str(error.msg))
        raise refusal(name, max(line or 1, 1), max(column, 1), message, say("export it anew")) from error
    if root.getroottree().docinfo.doctype:  # written in another encoding than the check above looks for
        raise refusal(name, 1, 1, say(_TYPED), say(_UNTYPE))
    return root


def refusal(name: str, line: int, column: int, message: str, hint: str, code: str = "F190") -> FaultyFile:
    """Return the error for a document that cannot be read (F190) or does not hold what it should (F191), with its place and how to mend it."""
    return FaultyFile((Fault(name, line, column, "error", code, message, hint),))
