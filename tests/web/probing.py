"""What the tests that look for holes share: every address there is, a crawler, and the text of whatever comes back, unpacked."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from attrs import frozen
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve
from django.urls.resolvers import URLResolver

#: What stands for whatever an address has in its place, where nothing else is asked for.
PARTS = {
    "family": "anzus",
    "slug": "treaty",
    "code": "NZL",
    "nation": "NZL",
    "name": "no-such-name",
    "form": "csv",
    "number": "987",
    "pk": "987",
    "key": "no-such-key-was-given",
    "provider_id": "none",
    "part": "new",
    "of": "NZL",
}
_PART = re.compile(r"<(?:\w+:)?(\w+)>")


@frozen
class Address:
    """An address of the pages: its route, the name of its page, and the parts that stand for something."""

    route: str
    name: str
    parts: tuple[str, ...]

    def at(self, **parts: object) -> str:
        """Return it with its parts filled in."""
        return "/" + _PART.sub(lambda found: str(parts.get(found[1], PARTS[found[1]])), self.route)


def addresses() -> list[Address]:
    """Return every address of the pages; those of the interface for programs are in its own description."""
    return [found for found in _below(get_resolver(), "") if not found.route.startswith("api/")]


def _below(resolver: Any, before: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, route)
        else:
            yield Address(route, pattern.name or "", tuple(_PART.findall(route)))


@cache
def operations() -> list[tuple[str, str]]:
    """Return every operation of the interface for programs: method and path."""
    from foedera.api.service import api

    found = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return [(method.upper(), path) for path, methods in found.items() for method in methods]


class Page(HTMLParser):
    """A page taken apart: its elements with their attributes, and where it leads."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    @property
    def links(self) -> list[str]:
        """Where links and forms that only read lead, and what the page's scripts ask."""
        found = [a["href"] for tag, a in self.elements if tag == "a" and "href" in a]
        found += [a["action"] for tag, a in self.elements if tag == "form" and a.get("method", "get").lower() == "get" and "action" in a]
        return found + [value for _, a in self.elements for name, value in a.items() if name.startswith("data-") and value.startswith("/")]


def crawl(client: Client, start: str = "/", *, most: int = 90, each: int = 1) -> Iterator[tuple[str, Any]]:
    """Yield addresses and answers, following every link on this host: so many addresses, so many of a kind (route and names asked for)."""
    waiting, seen, kinds = [start], {start}, Counter[tuple[str, frozenset[str]]]()
    while waiting and most > 0:
        address = waiting.pop(0)
        parts = urlsplit(address)
        kind = (_route(parts.path), frozenset(name for name, _ in parse_qsl(parts.query)))
        kinds[kind] += 1
        if kinds[kind] > each:
            continue
        most -= 1
        answer = client.get(address)
        yield address, answer
        links = [answer.headers["Location"]] if "Location" in answer.headers else []
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            links += Page(answer.content.decode()).links
        for link in links:
            further = urljoin(f"http://testserver{address}", link).partition("#")[0]
            place = urlsplit(further)
            found = place.path + (f"?{place.query}" if place.query else "")
            if place.netloc == "testserver" and not found.startswith("/static/") and found not in seen:
                seen.add(found)
                waiting.append(found)


def _route(path: str) -> str:
    try:
        return resolve(path).route
    except Resolver404:
        return path


def text_of(answer: Any) -> str:
    """Return all that an answer says: its headers, its cookies, its body, and of a packed body what is in it."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return "\n".join((*(f"{name}: {value}" for name, value in answer.headers.items()), answer.cookies.output(), unpacked(content)))


def unpacked(content: bytes) -> str:
    """Return the text of a file: of an archive of all its parts, of a table its cells, of a PDF its pages."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(f"{part}\n{unpacked(archive.read(part))}" for part in archive.namelist())
    if content.startswith(b"PAR1"):
        import polars as pl

        return pl.read_parquet(io.BytesIO(content)).write_csv()
    if content.startswith(b"%PDF"):
        made = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True, timeout=60)
        return made.stdout.decode()
    return content.decode("utf-8", "replace")
