"""Keep documents: what is handed in is judged by its content, kept byte for byte, and given out only to those it is for."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile

from attrs import frozen

from foedera.deeds.powers import ALL, Actor, Need, require, require_member, require_writing
from foedera.deeds.record import on_record
from foedera.model.agreements import Agreement
from foedera.model.errors import NotThere, Unfit
from foedera.model.phrases import say
from foedera.store import keeping, logs, writing
from foedera.store.keeping import Kept
from foedera.store.register import current

__all__ = ["LIMIT", "Examined", "Kept", "audiences", "examine", "keep", "of_agreement", "open_document", "take_away"]

#: The most bytes a document may have.
LIMIT = 25 * 1024 * 1024
#: Longest name kept; what is longer is cut before its ending.
LONGEST_NAME = 120

#: For each kind of content its media type and the endings its name may have.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "PDF": ("application/pdf", ("pdf",)),
    "Word": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)),
    "Excel": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)),
    "OpenDocument text": ("application/vnd.oasis.opendocument.text", ("odt",)),
    "OpenDocument sheet": ("application/vnd.oasis.opendocument.spreadsheet", ("ods",)),
    "PNG": ("image/png", ("png",)),
    "JPEG": ("image/jpeg", ("jpg", "jpeg")),
    "TIFF": ("image/tiff", ("tif", "tiff")),
    "XML": ("application/xml", ("xml", "akn")),
    "plain text": ("text/plain", ("txt", "md", "csv", "tsv", "toml", "json", "jsonl")),
}
_STARTS = ((b"%PDF-", "PDF"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"))
_TAKEN = say("taken are PDF, Word (docx), Excel (xlsx), OpenDocument, PNG, JPEG, TIFF, XML and plain text")


@frozen
class Examined:
    """A document found fit to keep: the name it is kept under, its media type by its content, its SHA-256."""

    name: str
    media_type: str
    sha256: str


def _unfit(words: str) -> Unfit:
    return Unfit((("document", words),))


def examine(name: str, content: bytes) -> Examined:
    """Return under which name and type content would be kept; Unfit where it is empty, too large, or not what its name says."""
    own = _clean(name)
    if not content:
        raise _unfit(say("“{name}” is empty; choose the file again", name=own))
    if len(content) > LIMIT:
        raise _unfit(
            say("“{name}” is larger than {limit} MB, the most that is taken: leave out pictures, or divide it", name=own, limit=LIMIT // 1024**2)
        )
    kind = _kind(own, content)
    media_type, endings = KINDS[kind]
    ending = own.rpartition(".")[2].casefold() if "." in own else ""
    if ending not in endings:
        if not ending:
            raise _unfit(say("“{name}” holds {kind}, but its name has no ending; name it with .{right}", name=own, kind=kind, right=endings[0]))
        wrong = say(
            "“{name}” holds {kind}, but it ends in .{ending}; name it with .{right}, or choose the right file",
            name=own, kind=kind, ending=ending, right=endings[0],
        )  # fmt: skip
        raise _unfit(wrong)
    return Examined(own, media_type, hashlib.sha256(content).hexdigest())


def _clean(name: str) -> str:
    """Return a name safe to show and to save under; Unfit where it tries to leave its folder."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/")
    if ".." in text.split("/") or "\0" in text:
        raise _unfit(say("the file's name points outside its folder; give it a plain name"))
    # Control and format characters go: among them are those that turn the direction of writing and hide an ending. Ends of lines go too.
    text = "".join(c for c in text.rpartition("/")[2] if unicodedata.category(c)[0] != "C" and unicodedata.category(c) not in ("Zl", "Zp"))
    text = re.sub(r'[<>:"|?*]', "-", text).strip(" .")
    if not text:
        raise _unfit(say("the file has no name; give it one"))
    stem, dot, ending = text.rpartition(".")
    return text if len(text) <= LONGEST_NAME else f"{(stem or text)[: LONGEST_NAME - 12]}{dot}{ending[:11]}" if dot else text[:LONGEST_NAME]


def _kind(name: str, content: bytes) -> str:
    """Return what kind of document content is; Unfit where it is none that is taken."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _packed(name, content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unfit(say("“{name}” is of no kind that is taken, or its text is not UTF-8; {taken}", name=name, taken=_TAKEN)) from None
    if "\0" in text:
        raise _unfit(say("“{name}” is of no kind that is taken; {taken}", name=name, taken=_TAKEN))
    head = text[:2000].lstrip().casefold()
    if re.match(r"<(!doctype\s+html|html|script|svg|body|head|iframe)\b", head) or "<!doctype html" in head or "<svg" in head:
        raise _unfit(say("“{name}” is a page or a drawing that a browser could run; save it as PDF", name=name))
    return "XML" if head.startswith(("<?xml", "<akomantoso")) else "plain text"


def _packed(name: str, content: bytes) -> str:
    """Return the kind of an office document by the parts its package lists; nothing is unpacked but its first line."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = set(package.namelist())
            declared = package.open("mimetype").read(100).decode("ascii", "replace") if "mimetype" in parts else ""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        raise _unfit(say("“{name}” is a damaged package; save it again and choose it anew", name=name)) from None
    if any(part.casefold().endswith("vbaproject.bin") for part in parts):
        raise _unfit(say("“{name}” holds macros; save it without them, or as PDF", name=name))
    if "[Content_Types].xml" in parts:
        if "word/document.xml" in parts:
            return "Word"
        if "xl/workbook.xml" in parts:
            return "Excel"
    for kind in ("OpenDocument text", "OpenDocument sheet"):
        if declared == KINDS[kind][0]:
            return kind
    raise _unfit(say("“{name}” is of no kind that is taken; {taken}", name=name, taken=_TAKEN))


def audiences(actor: Actor, agreement: Agreement) -> tuple[str, ...]:
    """Return for whom an actor may keep documents with an agreement: all readers (empty) where it may record, each party it drafts for."""
    own = tuple(party for party in actor.parties_with("draft") if party != ALL)
    return ((ALL,) if Need("record", _concerned(agreement)).met_by(actor) is not None else ()) + own


def _concerned(agreement: Agreement) -> tuple[str, ...]:
    """Return the parties whose officers may put documents with an agreement for all readers: its depositary and all that had to do with it."""
    return tuple(sorted({code for act in agreement.acts for code in act.by} | set(agreement.depositary) | set(agreement.negotiating or ())))


def keep(actor: Actor, name: str, content: bytes, *, agreement: str = "", party: str = ALL, title: str = "") -> Kept:
    """Keep a document, with an agreement where one is named; `party` empty: open to all readers, else for that party's members.

    Officers of a party that had to do with the agreement may keep a document for all readers; who drafts for a party one for its members.
    Raises NotAllowed, Unfit, UnknownAgreement.
    """
    found = on_record(current(), agreement) if agreement else None
    if party:
        require_member(actor, "draft", "keep a document", agreement or name, party)
    else:
        require(actor, "record", "keep a document", agreement or name, _concerned(found) if found is not None else actor.parties_with("record"))
    examined = examine(name, content)
    number = writing.keep_document(examined.name, examined.media_type, content, examined.sha256, party=party, by=actor.user)
    if agreement:
        keeping.attach(agreement, number, title.strip()[:200], actor.user)
    logs.note(actor.name, "keep a document", agreement or examined.name, allowed=True, why=examined.sha256, party=party, address=actor.address)
    kept = keeping.document(number)
    assert kept is not None
    return kept[0]


def of_agreement(actor: Actor, agreement: str) -> list[Kept]:
    """Return the documents kept with an agreement that the actor may see, the latest first."""
    require(actor, "read", "documents", agreement)
    return keeping.documents_of(agreement, {party for party, _ in actor.memberships if party and actor.sees(party)})


def open_document(actor: Actor, number: int) -> tuple[Kept, bytes]:
    """Return a document with its content. NotThere where there is none, or none the actor may see: the answer is the same."""
    require(actor, "read", "documents", str(number))
    found = keeping.document(number)
    if found is None or (found[0].party and not actor.sees(found[0].party)):
        if found is not None:
            logs.note(actor.name, "documents", str(number), allowed=False, why="kept for a party the asker is no member of", address=actor.address)
        raise NotThere(say("there is no document {number}, or it is not open to you; the agreement's page lists those that are", number=str(number)))
    return found


def take_away(actor: Actor, agreement: str, number: int) -> None:
    """Take a document away from an agreement: by who put it there, or who may record. What was recorded from it stays, and it with that."""
    put = keeping.attached_by(agreement, number)
    if put is None or (put[1] and not actor.sees(put[1])):
        raise NotThere(say("no document {number} was put with {agreement}", number=str(number), agreement=agreement))
    require_writing(actor, "take a document away", agreement)
    by, party = put
    if actor.user is None or by != actor.user:
        require(actor, "draft" if party else "record", "take a document away", agreement, [party] if party else [])
    keeping.detach(agreement, number)
    logs.note(actor.name, "take a document away", agreement, allowed=True, why=str(number), party=party, address=actor.address)
