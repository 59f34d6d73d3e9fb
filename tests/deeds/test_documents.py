"""Documents are judged by their content, kept byte for byte, and open only to those they are for."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

import pytest

from foedera.deeds import documents
from foedera.deeds.powers import READER, Actor
from foedera.model.errors import NotAllowed, NotThere, Unfit
from foedera.store.models import LogEntry, User

NATO = "nato/north-atlantic-treaty"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def packed(**parts: bytes) -> bytes:
    """Return a package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            # Without the time of day: what a case is given is in its name, and all workers must call it alike.
            part = zipfile.ZipInfo(name.replace("__", "/").replace("Content_Types", "[Content_Types].xml"))
            package.writestr(part, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


WORD = packed(Content_Types=b"<Types/>", **{"word__document.xml": b"<w/>"})


@pytest.mark.parametrize(
    ("name", "content", "kept", "media_type"),
    [
        ("Instrument.pdf", PDF, "Instrument.pdf", "application/pdf"),
        ("C:\\Users\\me\\Note verbale.PDF", PDF, "Note verbale.PDF", "application/pdf"),
        ("note.docx", WORD, "note.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("accord é.txt", b"Accord", "accord é.txt", "text/plain"),
        ("treaty.xml", b"<?xml version='1.0'?><akomaNtoso/>", "treaty.xml", "application/xml"),
        ("bill\u202efdp.txt", b"words", "billfdp.txt", "text/plain"),
        ("x" * 300 + ".pdf", PDF, "x" * 108 + ".pdf", "application/pdf"),
        ('a<b>"c.pdf', PDF, "a-b--c.pdf", "application/pdf"),
    ],
)
def test_examine_takes(name: str, content: bytes, kept: str, media_type: str) -> None:
    """What is taken is kept under a clean name, with the type its content has."""
    found = documents.examine(name, content)
    assert (found.name, found.media_type, found.sha256) == (kept, media_type, hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("../../etc/passwd.txt", b"x", "points outside its folder"),
        ("..\\..\\x.txt", b"x", "points outside its folder"),
        ("x.pdf\0.txt", b"x", "points outside its folder"),
        ("a.pdf", b"", "is empty"),
        ("a.pdf", b"MZ\x90\x00\x03", "of no kind that is taken"),
        ("a.pdf", b"just words", "holds plain text, but it ends in .pdf"),
        ("a.exe", PDF, "holds PDF, but it ends in .exe"),
        ("a", PDF, "its name has no ending"),
        ("a.txt", b"<!DOCTYPE html><script>alert(1)</script>", "a browser could run"),
        ("a.xml", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a browser could run"),
        ("a.docx", WORD[:40], "damaged package"),
        ("a.docx", packed(Content_Types=b"", **{"word__document.xml": b"", "word__vbaProject.bin": b""}), "holds macros"),
        ("a.docx", packed(x=b"y"), "of no kind that is taken"),
        ("a.docx", packed(Content_Types=b"", **{"xl__workbook.xml": b""}), "holds Excel, but it ends in .docx"),
        ("   .", PDF, "has no name"),
    ],
)
def test_examine_refuses(name: str, content: bytes, said: str) -> None:
    """What is not taken is refused with what is wrong and what to do."""
    with pytest.raises(Unfit, match="document") as refused:
        documents.examine(name, content)
    assert said in str(refused.value)


def test_a_document_too_large_is_refused() -> None:
    """One byte more than the limit."""
    with pytest.raises(Unfit, match="larger than 25 MB"):
        documents.examine("a.txt", b"x" * (documents.LIMIT + 1))


def person(email: str, *memberships: tuple[str, str]) -> Actor:
    """Return an actor with an account."""
    return Actor(User.objects.create_user(email).pk, email, memberships)


def test_for_a_party_or_for_all(register: Any) -> None:
    """A party's document is there for its members alone, an open one for every reader; both are listed with the agreement."""
    officer, other = person("o@x", ("FRA", "treaty-officer")), person("p@x", ("DEU", "treaty-officer"), ("", "treaty-officer"))
    secret = documents.keep(officer, "paper.pdf", PDF + b"1", agreement=NATO, party="FRA")
    common = documents.keep(officer, "text.pdf", PDF + b"2", agreement=NATO, title="Certified copy")
    assert {kept.number for kept in documents.of_agreement(officer, NATO)} == {secret.number, common.number}
    for reader in (other, READER):
        assert [(kept.number, kept.title) for kept in documents.of_agreement(reader, NATO)] == [(common.number, "Certified copy")]
        with pytest.raises(NotThere) as hidden:
            documents.open_document(reader, secret.number)
        with pytest.raises(NotThere) as absent:
            documents.open_document(reader, 10**6)
        assert str(hidden.value).replace(str(secret.number), "N") == str(absent.value).replace(str(10**6), "N")
        with pytest.raises(NotThere):
            documents.take_away(reader, NATO, secret.number)
    assert documents.open_document(officer, secret.number)[1] == PDF + b"1"
    assert LogEntry.objects.filter(deed="documents", allowed=False).count() == 2


def test_who_may_keep_and_take_away(register: Any) -> None:
    """Officers of a party that had to do with the agreement may; a reader, another country's officer and a register's officer for a party may not."""
    officer = person("o@x", ("FRA", "treaty-officer"))
    kept = documents.keep(officer, "text.pdf", PDF, agreement=NATO)
    stranger, whole = person("s@x", ("NZL", "treaty-officer")), person("w@x", ("", "treaty-officer"))
    for actor, party in ((READER, ""), (stranger, ""), (whole, "FRA"), (stranger, "FRA")):
        with pytest.raises(NotAllowed):
            documents.keep(actor, "text.pdf", PDF + b"3", agreement=NATO, party=party)
    assert documents.audiences(officer, register[NATO]) == ("", "FRA")
    assert documents.audiences(stranger, register[NATO]) == ("NZL",)
    assert documents.audiences(READER, register[NATO]) == ()
    with pytest.raises(NotAllowed):
        documents.take_away(stranger, NATO, kept.number)
    documents.take_away(officer, NATO, kept.number)
    with pytest.raises(NotThere):
        documents.open_document(officer, kept.number)
