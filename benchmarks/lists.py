"""Pages of lists and of search, in turn from Foedera and from Datasette serving the same table; one JSON object: `lists.py [FOLDER]`."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

from attrs import define, field, frozen

import office
from serving import FACETS, Answer, Server, datasette, foedera

#: Rounds go through all pages, on each server in turn; how many at most, and for how many seconds.
ROUNDS, SECONDS, WARM = 300, 80, 3
WORDS = ("taxation", "defence", "air services", "extradition", "netherlands", "visas", "fisheries convention", "exchange of notes")
TABLE, NATO = "/treaties/treaties", "/agreements/nato/north-atlantic-treaty/"


@frozen
class Page:
    """A kind of page: what it is called, and its addresses on either server, gone through in turn (Datasette's empty where it has no such page).

    It is asked for in one of `every` rounds: what takes Datasette long would else leave time for few rounds.
    """

    name: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...] = ()
    every: int = 1


@define
class Taken:
    """What a server took for a kind of page."""

    walls: list[float] = field(factory=list)
    cpus: list[float] = field(factory=list)
    kilobytes: float = 0

    def add(self, answer: Answer) -> None:
        """Note an answer."""
        self.walls.append(answer.wall)
        self.cpus.append(answer.cpu)
        self.kilobytes = len(answer.body) / 1000

    def summary(self) -> dict[str, float]:
        """Return its median and 99th percentile in milliseconds, its median CPU, and how large the last answer was."""
        walls = sorted(self.walls)
        return {
            "median_ms": round(statistics.median(walls), 1),
            "p99_ms": round(walls[min(len(walls) - 1, int(len(walls) * 0.99))], 1),
            "cpu_ms": round(statistics.median(self.cpus), 1),
            "kb": round(self.kilobytes),
            "asked": len(walls),
        }


def pages(server: Server) -> tuple[Page, ...]:
    """Return the kinds of pages measured; `server` is Datasette, asked where its further pages begin."""
    listed, found = f"{TABLE}?_size=50&_sort=title", f"{TABLE}?_size=50&_search="
    american = "countries__arraycontains=" + quote("UNITED STATES OF AMERICA")
    words = [quote(text) for text in WORDS]
    search = tuple(f"/agreements/?q={text}" for text in words)
    years = range(1950, 2025)
    return (
        Page("first page, both with facets", ("/agreements/",), (f"{listed}&{FACETS}",), 6),
        Page("first page, Datasette as it comes: without facets", ("/agreements/",), (listed,), 2),
        Page("first page, Datasette told not to suggest facets either", ("/agreements/",), (f"{listed}&_nosuggest=1",)),
        Page(
            "later pages, both with facets", tuple(f"/agreements/?page={n}" for n in range(20, 148, 18)), tuple(_later(server, f"{listed}&{FACETS}"))
        ),
        Page("later pages, Datasette without facets", tuple(f"/agreements/?page={n}" for n in range(20, 148, 18)), tuple(_later(server, listed))),
        Page("search, both with facets", search, tuple(f"{found}{text}&{FACETS}" for text in words), 6),
        Page("search, Datasette as it comes: without facets", search, tuple(found + text for text in words), 2),
        Page("search, Datasette told not to suggest facets either", search, tuple(f"{found}{text}&_nosuggest=1" for text in words)),
        Page(
            "search narrowed by a participant, Datasette without facets",
            tuple(f"/agreements/?party=USA&q={text}" for text in words),
            tuple(f"{found}{text}&{american}" for text in words),
            6,
        ),
        Page("JSON, 50 a page", ("/api/v1/agreements?size=50",), (f"{TABLE}.json?_shape=objects&_size=50&_sort=title",), 2),
        Page("JSON, 100 a page", ("/api/v1/agreements?size=100",), (f"{TABLE}.json?_shape=objects&_size=100&_sort=title",), 2),
        Page(
            "JSON, search",
            tuple(f"/api/v1/agreements?q={text}" for text in words),
            tuple(f"{TABLE}.json?_shape=objects&_size=50&_search={text}" for text in words),
            2,
        ),
        Page("the list on another day each time", tuple(f"/agreements/?on={year}-07-01" for year in range(1850, 2025))),
        Page("the North Atlantic Treaty on another day each time", tuple(f"{NATO}?on={year}-07-01" for year in years)),
        Page("a step of its slider", tuple(f"{NATO}day/?on={year}-07-01" for year in years)),
        Page("between the United Kingdom and the United States", tuple(f"/between/?a=GBR&b=USA&page={n}" for n in (1, 2, 3))),
        Page("a party: the United Kingdom", ("/parties/GBR/",)),
    )


def _later(server: Server, path: str) -> Iterator[str]:
    """Yield the addresses of Datasette's pages a thousand rows apart: it goes on from a row, not from a number."""
    place = ""
    while True:
        onwards = f"&_next={quote(place)}" if place else ""
        following = json.loads(server.get(f"{TABLE}.json?_size=1000&_sort=title&_nosuggest=1{onwards}").body)["next"]
        if not following:
            return
        place = str(following)
        yield f"{path}&_next={quote(place)}"


def measure(ours: Server, theirs: Server) -> tuple[int, dict[str, tuple[Taken, Taken]]]:
    """Go through all pages in rounds, one request at a time, on either server in turn; return how many rounds counted, and what each page took."""
    found = {page: (Taken(), Taken()) for page in pages(theirs)}
    addresses = {page: (cycle(page.ours), cycle(page.theirs)) for page in found}
    until = 0.0
    rounds = 0
    for number in range(WARM + ROUNDS):
        if number == WARM:
            until = time.monotonic() + SECONDS
        if number > WARM and time.monotonic() > until:
            break
        for page, both in found.items():
            if number >= WARM and (number - WARM) % page.every:
                continue
            for server, taken, paths in zip((ours, theirs), both, addresses[page], strict=True):
                path = next(paths, "")
                answer = server.get(path) if path else None
                if answer is not None and number >= WARM:
                    taken.add(answer)
        rounds += number >= WARM
    return rounds, {page.name: taken for page, taken in found.items()}


def main(folder: Path) -> None:
    """Measure and print."""
    subprocess.run([sys.executable, "-c", "import office; office.fill(with_table=True)"], cwd=Path(__file__).parent, check=True)
    with foedera() as ours, datasette(folder) as theirs:
        total = json.loads(ours.get("/api/v1/agreements?size=1").body)["total"]
        rounds, found = measure(ours, theirs)
        beside = {name: (own.summary(), other.summary()) for name, (own, other) in found.items() if other.walls}
        alone = {name: own.summary() for name, (own, other) in found.items() if not other.walls}
        memory = {"foedera": ours.memory(), "datasette": theirs.memory()}
    counts = {"agreements": total, "rows": len(office.rows()), "rounds": rounds, "version": version("datasette")}
    print(json.dumps({**counts, "beside": beside, "alone": alone, "memory": memory}))


if __name__ == "__main__":
    with office.home(office.given()) as own:
        main(own)
