"""Threats read from a bundle of STIX 2.1, taken whole or not at all; what a register of threats has no place for is listed."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from attrs import frozen

from foedera.interchange.refusals import Refused
from foedera.interchange.stix import BANDS, EXTENSION, ILLUSTRATIVE, NO_ADDRESS, NOBODY, OBJECTS, made
from foedera.model.errors import Fault, FaultyFile
from foedera.model.phrases import say, say_n
from foedera.threats.register import Source, Taxonomy, Threat

#: More is refused unread: bytes, objects, lists and objects within one another.
LARGEST, MOST, DEEPEST = 10 * 1024 * 1024, 10_000, 64

#: Objects that say who, how marked and how extended; they are not threats left out.
_FRAME = frozenset({"identity", "extension-definition", "marking-definition"})

#: The properties whose values are taken, as they are: the library of STIX would let a number pass for a name.
_TAKEN = ("name", "description", "confidence", "labels", "external_references", "revoked")

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_HINT = say("see whether it is the right file; export it anew")


@frozen
class Taken:
    """What a bundle gave: its threats, and notes and warnings on what was left out."""

    threats: tuple[Threat, ...]
    faults: tuple[Fault, ...] = ()


def read_bundle(content: bytes, name: str, kinds: Taxonomy, kind: str = "") -> Taken:
    """Read a STIX 2.1 bundle.

    Args:
        content: the file as it came.
        name: what faults call it.
        kinds: the taxonomy the kinds of threat belong to.
        kind: of which kind objects are that do not say so, because they come from elsewhere.

    Raises:
        FaultyFile: with every fault, where the bundle cannot be taken whole.
    """
    return _Reading(content, name, kinds, kind).taken()


class _Reading:
    def __init__(self, content: bytes, name: str, kinds: Taxonomy, kind: str) -> None:
        self.name = name
        self.kinds = kinds
        self.kind = kind
        self.text = _text(content, name)
        self.faults: list[Fault] = []
        self.marked: list[dict[str, Any]] = []

    def taken(self) -> Taken:
        threats: dict[str, Threat] = {}
        left_out: Counter[str] = Counter()
        for found in self._latest():
            what = str(found.get("type"))
            extension = self._extension(found)
            if what not in OBJECTS or (what == NOBODY and extension is None) or found.get("revoked") is True:
                left_out.update([what] if what not in _FRAME else [])
                continue
            before = len(self.faults)
            self._judge(found)
            if len(self.faults) > before:
                continue
            threat = self._threat(found, extension or {}, threats)
            if threat.id in threats:
                self._fault(found, "F224", say("two objects become the threat '{id}'", id=threat.id[:80]), say("keep the one that holds"))
            threats[threat.id] = threat
        if errors := tuple(sorted(fault for fault in self.faults if fault.severity == "error")):
            raise FaultyFile(errors)
        if self.marked:
            message = say_n(
                "{n} object is marked; the register keeps no marking", "{n} objects are marked; the register keeps no marking", len(self.marked)
            )
            self._fault(self.marked[0], "F226", message, say("handle what came of them as it is marked"), "warning")
        if left_out:
            listed = ", ".join(f"{count} {what}" for what, count in sorted(left_out.items()))
            message = say("left out, because a register of threats has no place for them: {those}", those=listed)
            self.faults.append(Fault(self.name, 1, 1, "note", "F225", message))
        return Taken(tuple(threats.values()), tuple(sorted(self.faults)))

    def _latest(self) -> Iterator[dict[str, Any]]:
        """Yield the objects of the bundle, of each the version changed last."""
        whole = _parsed(self.text, self.name)
        if not isinstance(whole, dict) or whole.get("type") != "bundle":
            raise Refused(self.name, "F221", say("the file is no STIX bundle: its type is not 'bundle'"), say("name a bundle of STIX 2.1"))
        objects = whole.get("objects", [])
        if not isinstance(objects, list) or not all(isinstance(found, dict) and isinstance(found.get("id"), str) for found in objects):
            raise Refused(self.name, "F221", say("'objects' is no list of STIX objects with ids"), say("name a bundle of STIX 2.1"))
        if len(objects) > MOST:
            message = say("the bundle has {n} objects, more than the {most} that are taken in", n=len(objects), most=MOST)
            raise Refused(self.name, "F221", message, say("split it into several files"))
        versions: dict[str, dict[str, Any]] = {}
        for found in objects:
            other = versions.setdefault(found["id"], found)
            changed, before = str(found.get("modified", "")), str(other.get("modified", ""))
            if changed == before and found != other:
                message = say("the object {id} is in the bundle twice, and differs", id=found["id"][:100])
                self._fault(found, "F224", message, say("keep the one that holds"))
            elif changed > before:
                versions[found["id"]] = found
        yield from versions.values()

    def _judge(self, found: dict[str, Any]) -> None:
        """Fault an object STIX 2.1 does not allow; properties of others' own are let be."""
        import stix2
        from stix2.exceptions import STIXError

        if found.get("spec_version") != "2.1":
            self._fault(found, "F222", say("{id}: not an object of STIX 2.1", id=found["id"][:100]), say("export it as STIX 2.1"))
            return
        if missing := [key for key in ("created", "modified") if key not in found]:
            message = say("{id}: it has no {keys}", id=found["id"][:100], keys=", ".join(missing))
            self._fault(found, "F222", message, say("mend the object named"))
            return
        try:
            clean = json.loads(stix2.parse(found, allow_custom=True, version="2.1").serialize())
        except (STIXError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            why = " ".join(str(error).split())[:200] or type(error).__name__
            self._fault(found, "F222", say("{id}: {why}", id=found["id"][:100], why=why), say("mend the object named"))
            return
        for key in _TAKEN:
            if key in found and (found[key] is None or clean.get(key) != found[key]):
                message = say("{id}: '{key}' is not of the type STIX gives it", id=found["id"][:100], key=key)
                self._fault(found, "F222", message, say("mend the object named"))
        # The library of STIX knows neither the bounds of a confidence nor that true is no number.
        sure = found.get("confidence", 0)
        if isinstance(sure, bool) or (isinstance(sure, int) and not 0 <= sure <= 100):
            message = say("{id}: a confidence is a whole number from 0 to 100", id=found["id"][:100])
            self._fault(found, "F222", message, say("mend the object named"))

    def _extension(self, found: dict[str, Any]) -> dict[str, Any] | None:
        extensions = found.get("extensions")
        own = extensions.get(EXTENSION) if isinstance(extensions, dict) else None
        return own if isinstance(own, dict) else None

    def _threat(self, found: dict[str, Any], own: dict[str, Any], others: dict[str, Threat]) -> Threat:
        def wrong(key: str) -> None:
            message = say("{id}: '{key}' of our extension is not what it must be", id=found["id"], key=key)
            self._fault(found, "F222", message, _HINT)

        words = _Words(own, wrong)
        if found.get("object_marking_refs"):
            self.marked.append(found)
        kind = words.text("kind") or self.kind
        title = found.get("name", "")
        if not kind:
            message = say("'{title}' does not say which kind of threat it is", title=title[:80])
            self._fault(found, "F223", message, say("say the kind of what comes from elsewhere (--kind)"))
        elif self.kinds.find(kind) is None:
            message = say("'{text}' is no kind of threat of the taxonomy", text=kind[:80])
            self._fault(found, "F223", message, say("say the kind of what comes from elsewhere (--kind)"))
        if not title.strip():
            self._fault(found, "F222", say("{id}: it has no name", id=found["id"]), say("mend the object named"))
        identity = words.text("threat") or _slug(title, found["id"], others)
        if not _SLUG.match(identity):
            self._fault(found, "F222", say("{id}: '{text}' is no id of a threat", id=found["id"], text=identity[:80]), say("mend the object named"))
        return Threat(
            id=identity,
            title=title,
            kind=kind,
            description=found.get("description", ""),
            actors=words.texts("actors"),
            regions=words.texts("regions"),
            confidence=_confidence(found.get("confidence")),
            since=words.day("since"),
            until=words.day("until"),
            sources=tuple(_sources(found, words)),
            reference=words.text("reference") or ("" if found["id"] == made(found["type"], identity) else found["id"]),
            illustrative=own.get("illustrative") is True or ILLUSTRATIVE in found.get("labels", ()),
        )

    def _fault(self, found: dict[str, Any], code: str, message: str, hint: str, severity: str = "error") -> None:
        place = self.text.find(json.dumps(found["id"]))
        line = self.text.count("\n", 0, place) + 1 if place >= 0 else 1
        column = place - self.text.rfind("\n", 0, place) if place >= 0 else 1
        self.faults.append(Fault(self.name, line, column, severity, code, message, hint))


class _Words:
    """The keys of our extension in one object, each of the type it must have; `wrong` is told of one that is not."""

    def __init__(self, own: dict[str, Any], wrong: Callable[[str], None]) -> None:
        self.own = own
        self.wrong = wrong

    def text(self, key: str) -> str:
        value = self.own.get(key, "")
        if isinstance(value, str):
            return value
        self.wrong(key)
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.own.get(key, [])
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
        self.wrong(key)
        return ()

    def day(self, key: str) -> dt.date | None:
        return self.date(key, self.text(key))

    def date(self, key: str, text: str) -> dt.date | None:
        try:
            return dt.date.fromisoformat(text) if text else None
        except ValueError:
            self.wrong(key)
            return None


def _text(content: bytes, name: str) -> str:
    if len(content) > LARGEST:
        message = say("the file has {n} bytes, more than the {most} that are taken in", n=len(content), most=LARGEST)
        raise Refused(name, "F220", message, say("split it into several files"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(name, "F220", say("the file is not UTF-8 text"), say("save it as UTF-8"), line) from error


def _parsed(text: str, name: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
            raise Refused(name, "F220", say("the key '{key}' is given twice in one object", key=twice[:80]), _HINT)
        return found

    def no_number(word: str) -> Any:
        raise Refused(name, "F220", say("{word} is no number JSON has", word=word), _HINT)

    try:
        found = json.loads(text, object_pairs_hook=once, parse_constant=no_number)
    except json.JSONDecodeError as error:
        raise Refused(name, "F220", say("not JSON: {why}", why=error.msg), _HINT, error.lineno, error.colno) from error
    except (RecursionError, ValueError) as error:
        raise Refused(name, "F220", say("objects or lists are nested too deeply, or a number is too long"), _HINT) from error
    level = [found]
    for _ in range(DEEPEST):
        level = [below for value in level if isinstance(value, dict | list) for below in (value.values() if isinstance(value, dict) else value)]
        if not level:
            return found
    raise Refused(name, "F220", say("objects or lists are nested too deeply, or a number is too long"), _HINT)


def _confidence(value: Any) -> str:
    """Return the word for a confidence of 0 to 100; empty where it is not given, or none."""
    if not isinstance(value, int):
        return ""
    return next((word for word, least in BANDS.items() if value >= least), "")


def _sources(found: dict[str, Any], words: _Words) -> Iterator[Source]:
    references = found.get("external_references", [])
    seen = words.texts("seen")
    days = seen if len(seen) == len(references) else [""] * len(references)
    for reference, day in zip(references, days, strict=True):
        title = reference["source_name"]
        if said := reference.get("external_id") or (reference.get("description", "") if "url" not in reference else ""):
            title = title if said == NO_ADDRESS else f"{title}, {said}"
        yield Source(title=title, url=reference.get("url", ""), seen=words.date("seen", day))


def _slug(title: str, identity: str, others: dict[str, Threat]) -> str:
    """Return an id made of a title, with a piece of the object's own where another threat has it already."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "threat"
    return slug if slug not in others else f"{slug}-{identity.partition('--')[2][:8].lower()}"
