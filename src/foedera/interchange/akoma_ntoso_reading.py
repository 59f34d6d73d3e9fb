"""Reading an Akoma Ntoso document of ours back: the text of the agreement file it stands for.

The text is then read as strictly as any other (`foedera.library.agreements.read_text`); what was computed is passed over.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any
from urllib.parse import unquote

from foedera.interchange import akoma_ntoso_own as own
from foedera.interchange.akoma_ntoso_names import AKN, OWN
from foedera.interchange.files import text
from foedera.interchange.plain import Plain
from foedera.interchange.xml import parse, refusal
from foedera.model.phrases import say

_TYPES = {f"{{{AKN}}}act": True, f"{{{AKN}}}statement": False}
_IN = {"a": AKN, "f": OWN}


def read(content: bytes, name: str = "document.xml") -> str:
    """Return the agreement file a document stands for.

    FaultyFile where it is too large, malformed or hides anything (F190), or is no export of ours or lacks what one has (F191).
    Nothing outside `content` is opened.
    """
    root = parse(content, name)
    documents = [child for child in root if child.tag in _TYPES]
    if root.tag != f"{{{AKN}}}akomaNtoso" or len(documents) != 1:
        message = say("this is not an Akoma Ntoso document with one act or statement")
        raise refusal(name, root.sourceline or 1, 1, message, say("is it the right file?"), "F191")
    return text(_Reading(documents[0], name).tables())


class _Reading:
    def __init__(self, document: Any, file: str) -> None:
        self.document = document
        self.file = file

    def tables(self) -> Plain:
        """Return the plain data of the agreement, in the order of a file."""
        held = own.take(self.one("a:meta/a:proprietary/f:agreement"), self.file)
        work = "a:meta/a:identification/a:FRBRWork/"
        found: Plain = {
            "foedera": 1,
            "id": self.one(work + "a:FRBRalias[@name='foedera']").get("value", ""),
            "title": self.words("a:preface/a:longTitle/a:p/a:docTitle"),
            "short_title": self.words("a:preface/a:p/a:shortTitle", required=False),
            "kind": self.one(work + "a:FRBRsubtype").get("value", ""),
            "binding": self.one(work + "a:FRBRprescriptive").get("value") == "true",
            "adopted": self.adopted(work + "a:FRBRdate[@name='adoption']"),
            "registration": "".join(self.all(work + "a:FRBRalias[@name='registration']/@value")),
            "areas": self.all("a:meta/a:classification/a:keyword[@dictionary='#areas']/@value"),
            "aims": [self.content(p) for p in self.all("a:preamble/a:container[@name='aims']/a:p")],
        }
        found = {key: value for key, value in found.items() if key == "title" or value not in ("", None, [])}
        provisions = [self.provision(part) for part in self.all("(a:body|a:mainBody)/*[@f:function]")]
        links = self.links()
        head = {key: value for key, value in held.items() if not isinstance(value, dict)}
        tables = {key: value for key, value in held.items() if isinstance(value, dict)}
        return found | head | tables | ({"links": links} if links else {}) | ({"provision": provisions} if provisions else {})

    def provision(self, part: Any) -> Plain:
        """Return one provision, its obligations below it."""
        found = {key: part.get(f"{{{OWN}}}{key}") for key in ("article", "function") if part.get(f"{{{OWN}}}{key}") is not None}
        found["summary"] = self.content(self.one("a:content/a:p|a:intro/a:p", part))
        found |= {key: part.get(f"{{{OWN}}}{key}") for key in ("confidence", "source", "note") if part.get(f"{{{OWN}}}{key}") is not None}
        duties = [self.obligation(point) for point in self.all("a:point[@f:obligation]", part)]
        return found | ({"obligation": duties} if duties else {})

    def obligation(self, point: Any) -> Plain:
        """Return one obligation."""
        of = {key: point.get(f"{{{OWN}}}{key}", "") for key in ("obligation", "bearer", "to", "force", "trigger")}
        return {
            "id": of["obligation"],
            "bearer": [unquote(code) for code in of["bearer"].split()],
            "to": [unquote(code) for code in of["to"].split()],
            "force": of["force"],
            "what": self.content(self.one("a:content/a:p", point)),
            "trigger": self.trigger(of["trigger"], point),
        }

    def trigger(self, said: str, point: Any) -> Plain:
        """Return a trigger, which is said as an agreement file says it."""
        try:
            found = tomllib.loads(f"trigger = {said}")
        except (tomllib.TOMLDecodeError, RecursionError):
            found = {}
        if list(found) != ["trigger"] or not isinstance(found["trigger"], dict):
            message = say("the trigger of this obligation cannot be read: '{text}'", text=said[:40])
            raise refusal(self.file, point.sourceline, 1, message, say("write it as in an agreement file: { standing = true }"), "F191")
        trigger: Plain = found["trigger"]
        return trigger

    def links(self) -> dict[str, list[str]]:
        """Return the relations to other agreements."""
        found: dict[str, list[str]] = {}
        for reference in self.all("a:meta/a:analysis/a:otherReferences/a:implicitReference[@f:relation]"):
            found.setdefault(reference.get(f"{{{OWN}}}relation"), []).append(reference.get(f"{{{OWN}}}id", ""))
        return found

    def adopted(self, path: str) -> dt.date | None:
        """Return the day of adoption, None where the document has none."""
        dates = self.all(path + "/@date")
        try:
            return dt.date.fromisoformat(dates[0][:10]) if dates else None
        except ValueError as error:
            message = say("'{text}' is not a day", text=dates[0][:20])
            raise refusal(self.file, 1, 1, message, say("write it like 1949-04-04"), "F191") from error

    def words(self, path: str, *, required: bool = True) -> str:
        """Return the text at a path, empty where there is none and none is required."""
        if not required and not self.all(path):
            return ""
        return self.content(self.one(path))

    def content(self, element: Any) -> str:
        """Return the text of an element, that of inline elements in it included."""
        return "".join(element.itertext())

    def one(self, path: str, below: Any = None) -> Any:
        """Return the element at a path; FaultyFile where there is none."""
        found = self.all(path, below)
        if not found:
            place = self.document if below is None else below
            message = say("the document has no {path}", path=path.replace("a:", "").replace("f:", ""))
            raise refusal(self.file, place.sourceline or 1, 1, message, say("only documents Foedera exported can be read back"), "F191")
        return found[0]

    def all(self, path: str, below: Any = None) -> list[Any]:
        """Return what stands at a path."""
        found: list[Any] = (self.document if below is None else below).xpath(path, namespaces=_IN)
        return found
