"""What people type, name and hand in stays what it is: words. It becomes no markup, no query, no formula, no header, no path, no way elsewhere."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.conftest import TODAY
from tests.web.making import actor_of, law_of, sign_in
from tests.web.probing import Page, addresses, crawl, operations, text_of, unpacked

from foedera.deeds import adopt, comment, decide, documents, draft, record, searches, suppose, take_in, tokens
from foedera.deeds.powers import OPERATOR, Actor
from foedera.model.acts import Act
from foedera.model.errors import Unfit
from foedera.store.models import Document, Recording, User

pytestmark = pytest.mark.usefixtures("register")

ANZUS = "/agreements/anzus/treaty/"
#: Markup for every place a text can stand in: between tags, in an attribute of either quote, in a script, in a template.
EVIL = """xq'"></textarea></title></script><xq onx="1" href=javascript:xq()>{{7*191}}<!--"""
#: What spreadsheet programs take for formulas.
FORMULAS = ("=xq()", "+xq", "-xq", "@xq", "\t=xq", "＝xq", "'=xq", '=HYPERLINK("xq")')
NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


def acts_of(text: str) -> list[Act]:
    """Return acts that have a text wherever one may stand."""
    return [
        Act(dt.date(2020, 1, 1), "signature", ("FRA", "X-EVIL"), note=text, source=text, articles=(text,)),
        Act(dt.date(2020, 2, 1), "reservation", ("FRA",), note=text, id="evil-1", articles=(text,)),
        Act(dt.date(2021, 1, 1), "ratification", ("FRA", "X-EVIL"), note=text, source=text, confidence="low"),
        Act(dt.date(2026, 6, 1), "withdrawal", ("FRA",), note=text),
    ]


def plant(owner: Actor, text: str, name: str) -> None:
    """Put a text into everything that people fill; `name` is what files are called."""
    adopt.adopt(owner, "evil.toml", law_of(text).encode(), TODAY, note=text)
    record.record(owner, "made-up/evil", acts_of(text), TODAY, note=text)
    record.record(OPERATOR, "anzus/treaty", [Act(dt.date(2026, 11, 20), "declaration", ("NZL",), note=text)], TODAY, note=text)
    comment.comment(owner, "made-up/evil", text)
    for agreement, kind, more in (
        ("made-up/evil", "act", {"kind": text, "on": text, "by": text}),
        ("made-up/evil", "correction", {"number": "1", "reason": text}),
        (text[:200], "agreement", {"file": text, "title": text, "id": text}),
    ):
        draft.save(owner, "", kind, agreement, text, {**more, "note": text, "document": "", text: text})
    decide.decide(owner, [decide.Decision(text[:200], "FRA")])
    upload = take_in.hand_in(owner, name, f'Country,Signature,"{text.replace(chr(34), chr(34) * 2)}"\n'.encode() + _rows(text), NOW)
    take_in.review(owner, upload, NOW)
    searches.save(owner, text[:120], {"q": text, "family": text, "area": text})
    suppose.keep(owner, text, ["made-up/evil: 2027-01-01 withdrawal X-EVIL", text[:400]])
    tokens.issue(owner, text[:80], ["read"], 30, NOW)
    documents.keep(owner, f"{name[:60]}.txt", text.encode(), agreement="made-up/evil", title=text)


def _rows(text: str) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows([["New Zealand", "1999-01-01", text], [text, "1999-01-01", text], ["France", text, text]])
    return target.getvalue().encode()


def everywhere(client: Client, most: int = 60) -> Iterator[tuple[str, Any]]:
    """Yield every page that can be come upon, and every one of the agreement and the party with the text in them."""
    yield from crawl(client, most=most)
    for address in addresses():
        if {"family", "code"} & set(address.parts):
            place = address.at(family="made-up", slug="evil", code="X-EVIL", number=1, form="csv")
            yield place, client.get(place)


def checked(place: str, answer: Any) -> bool:
    """Check that nothing planted has become markup in an answer; return whether it stands there at all."""
    kind, text = answer.headers.get("Content-Type", ""), text_of(answer)
    assert not re.search(r"\b1337\b", text), place  # 7 times 191: no template is made of it
    parts = [text.partition("\n\n")[2] or text] if kind.startswith("text/html") else []
    if kind.startswith("application/json") and not place.startswith("/api/"):  # parts of pages that a script puts in place
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        parts += [part for part in _texts(json.loads(answer.content)) if "<" in part and EVIL not in part]
    for part in parts:
        for tag, attributes in Page(part).elements:
            assert tag != "xq", place
            assert not [name for name in attributes if name.startswith("on")], (place, tag)
            assert tag != "script" or "src" in attributes or attributes.get("type") == "application/json", (place, tag)
            assert not re.match(r"\s*javascript:", attributes.get("href", ""), re.IGNORECASE), (place, tag)
    if "xml" in kind and answer.status_code == 200:
        from lxml import etree

        root = etree.fromstring(answer.content, etree.XMLParser(resolve_entities=False))
        assert not root.xpath("//*[local-name()='xq']"), place
    return "xq" in text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def test_nothing_becomes_markup(client: Client) -> None:
    """Titles, notes, comments, drafts, names of people, files, searches and tokens come back as they were typed, on every page."""
    person = sign_in(client, "treaty-officer")
    User.objects.filter(pk=person.pk).update(first_name=EVIL[:150], last_name=EVIL[:150])
    plant(actor_of(person), EVIL, f"{EVIL.replace('/', '')[:60]}.csv")
    said = [place for place, answer in everywhere(client) if checked(place, answer)]
    for part in ("/agreements/made-up/evil/", "/record/", "/import/", "/account/tokens/", "/discussion/", "/documents/", "/what-if/", "/parties/"):
        assert any(part in place for place in said), part
    chief = Client()
    sign_in(chief, "administrator")
    said = [place for place, answer in crawl(chief, "/administration/", most=25) if checked(place, answer)]
    assert said
    for method, path in operations():
        if method == "GET" and "{form}" not in path:
            place = re.sub(r"\{(\w+)\}", lambda part: {"family": "made-up", "slug": "evil", "code": "FRA"}.get(part[1], "1"), path)
            checked(place, client.get(place))


def test_nothing_becomes_a_formula(client: Client) -> None:
    """No cell of any table that is handed out begins a formula: of exports, lists, participants, rows left out, and the log."""
    person = sign_in(client, "treaty-officer")
    owner = actor_of(person)
    for n, formula in enumerate(FORMULAS):
        file = law_of(formula).replace("made-up/evil", f"made-up/evil-{n}").replace("X-EVIL", f"X-EVIL-{n}")
        adopt.adopt(owner, "evil.toml", file.encode(), TODAY)
        act = Act(dt.date(2020, 1, 1), "signature", ("FRA", f"X-EVIL-{n}"), note=formula, source=formula, articles=(formula,))
        record.record(owner, f"made-up/evil-{n}", [act], TODAY)
    head = ",".join(f'"{formula.replace(chr(34), chr(34) * 2)}"' for formula in FORMULAS)
    upload = take_in.hand_in(
        owner, "=xq.csv", f"Title,Participants,Date of signature,{head}\nAn agreement,France and Brazil,no day,{head}\n".encode(), NOW
    )
    take_in.review(owner, upload, NOW)
    auditor = Client()
    sign_in(auditor, "auditor")
    tables = {
        "export": client.get("/api/v1/exports/csv?agreement=made-up").content,
        "list": client.get("/agreements/take.csv?family=made-up").content,
        "participants": client.get("/agreements/made-up/evil-0/take/csv").content,
        "left out": client.get(f"/import/{upload}/left-out.csv").content,
        "log": auditor.get("/administration/log.csv").content,
    }
    for name, content in tables.items():
        held = [unpacked(content)] if not content.startswith(b"PK") else _parts(content, ".csv")
        cells = [cell for text in held for row in csv.reader(io.StringIO(text)) for cell in row]
        assert [cell for cell in cells if "xq" in cell], name
        assert not [cell for cell in cells if re.match(r"[=+\-@\t\r＝＋－＠]", cell) and not re.fullmatch(r"-?\d+", cell)], name
    for address in ("/api/v1/exports/xlsx?agreement=made-up", "/agreements/take.xlsx?family=made-up"):
        sheets = _parts(client.get(address).content, ".xml")
        assert any("=xq()" in sheet for sheet in sheets), address
        assert not [sheet for sheet in sheets if re.search(r"<f[ >]|<hyperlink [^>]*r:id", sheet)], address


def _parts(content: bytes, ending: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if name.endswith(ending)]


#: Names files are handed in under; what must not come of them.
NAMES = [
    'a"b.txt',
    "a\r\nX-Evil: 1\r\n\r\nb.txt",
    "a;filename=evil.exe.txt",
    "%22%0d%0aX-Evil: 1.txt",
    "\u202etxt.exe.txt",
    "ü\u2028ß.txt",
    "../../../etc/passwd.txt",
    "..\\..\\evil.txt",
    "C:\\evil.txt",
    "a\0b.txt",
    "." * 300 + "a.txt",
    "=xq().txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_is_a_name(client: Client, name: str) -> None:
    """It ends no header, leaves no folder, and is refused or made plain; by the page, by program, and handed out again by both."""
    person = sign_in(client, "treaty-officer")
    header = {"Authorization": f"Bearer {tokens.issue(actor_of(person), 'p', ['read', 'draft', 'record'], 1, dt.datetime.now(dt.UTC)).text}"}
    for n, (place, field, headers) in enumerate(((f"{ANZUS}documents/", "document", {}), ("/api/v1" + ANZUS + "documents", "file", header))):
        answer = client.post(place.rstrip("/") if headers else place, {field: _named(name, f"text {n}")}, headers=headers)
        assert answer.status_code in (201, 302, 422), place
    owner = actor_of(person)
    with contextlib.suppress(Unfit):
        documents.keep(owner, name, b"text 3", agreement="anzus/treaty")
    for kept in documents.of_agreement(owner, "anzus/treaty"):
        assert not re.search(r'[\x00-\x1f/\\"<>|\u202e\u2028]', kept.name)
        assert len(kept.name) <= documents.LONGEST_NAME
        for place, headers in ((f"/documents/{kept.number}/", {}), (f"/api/v1/documents/{kept.number}", header)):
            answer = client.get(place, headers=headers)
            assert answer.status_code == 200
            assert "X-Evil" not in answer.headers
            assert answer.headers["Content-Disposition"].startswith("attachment;")
            assert answer.headers["Content-Type"].startswith("text/plain")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def _named(name: str, content: str) -> SimpleUploadedFile:
    found = SimpleUploadedFile("x.txt", content.encode())
    found._name = name  # type: ignore[attr-defined]  # as it travels: the name a browser would have sent, not the one made plain here
    return found


def _archive(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


#: Files that are not what they seem, and a word of what is said of each.
FILES = [
    ("bomb.xlsx", _archive(**{"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * 250_000_000}), "unpacked"),
    ("bomb.zip", _archive(**{f"{n}.toml": b"#" * 30_000_000 for n in range(10)}), "unpacked"),
    ("outside.xlsx", _archive(**{"xl/workbook.xml": b"<x/>", "../../evil.xml": b"<x/>"}), "outside"),
    ("outside.zip", _archive(**{"../../evil.toml": b"foedera = 1"}), "outside"),
    ("entities.xlsx", _archive(**{"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'}), "document type"),
    ("table.csv", b"MZ\x90\x00\x03\x00\x00\x00", "neither UTF-8"),
    ("page.csv", b"<script>alert(1)</script>", "web page"),
    ("large.csv", b"a,b\n" + b"1,2\n" * (51 * 1024 * 1024 // 4), "MB"),
]


@pytest.mark.parametrize(("name", "content", "said"), FILES, ids=[name for name, _, _ in FILES])
def test_files_that_are_not_what_they_seem(client: Client, name: str, content: bytes, said: str) -> None:
    """Bombs, ways out of the archive, entities, programs, fifty megabytes: refused on the page, and the page says why."""
    sign_in(client, "treaty-officer")
    answer = client.post("/import/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code in (400, 413)
    assert said in re.sub(r"\s+", " ", answer.content.decode())
    assert not Recording.objects.exclude(pk=1).exists()


def test_a_document_that_is_a_page_is_not_kept(client: Client) -> None:
    """What a browser would run is refused under any name; what is kept is handed out to be saved, in a sandbox."""
    sign_in(client, "treaty-officer")
    for name, content in (
        ("a.txt", b"<html><script>alert(1)</script>"),
        ("a.svg", b"<svg onload=alert(1)>"),
        ("a.xml", b"<?xml version='1.0'?><svg/>"),
    ):
        answer = client.post(f"{ANZUS}documents/", {"document": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422, name
    client.post(f"{ANZUS}documents/", {"document": SimpleUploadedFile("a.txt", b"plain")})
    answer = client.get(f"/documents/{Document.objects.latest('pk').pk}/")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


#: What would be more than a word in a query.
QUERIES = (
    "' OR 1=1 --",
    '" OR ""="',
    "%",
    "_",
    "*",
    "a*",
    "nato OR anzus",
    "title:nato",
    "NEAR(a b)",
    "nato AND (",
    "a & !b | c:*",
    "\\",
    "';--",
    "^a",
)


def test_nothing_becomes_a_query(client: Client) -> None:
    """Searching for what means something to a database finds what has these words, and never all; a facet that is none has nothing."""
    whole = client.get("/api/v1/agreements").json()["total"]
    for words in QUERIES:
        for place in ("/agreements/suggest", "/api/v1/agreements"):
            answer = client.get(place, {"q": words})
            assert answer.status_code == 200, words
            meant = client.get(place, {"q": " ".join(re.findall(r"\w+", words.replace("_", " ")))}).json()["total"]
            assert answer.json()["total"] in ((meant,) if re.search(r"[^\W_]", words) else (0, whole)), words
        for facet in ("family", "area", "status", "kind", "binding"):
            assert client.get("/agreements/suggest", {facet: words}).json()["total"] == 0, (facet, words)
        orders = [client.get("/agreements/suggest", {"order": order}).json()["found"] for order in ("", words)]
        assert orders[0] == orders[1]
