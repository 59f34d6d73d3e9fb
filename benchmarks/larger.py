"""Lists over a generated register many times as large: its views rebuilt, its pages asked; one JSON object: `larger.py AGREEMENTS ACTS`."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from attrs import evolve

import office
from foedera.deeds.opening import open_register
from foedera.interchange.files import law_text
from foedera.library.vocabularies import parties
from foedera.model.agreements import Agreement
from register import agreements

#: Pages asked of a client within the process: what the server's own part takes. A page not asked before is asked once, and told apart.
PAGES = {
    "list": ("/agreements/",),
    "list, later pages in other orders": tuple(f"/agreements/?order={order}&page={n}" for order in ("", "latest", "oldest") for n in (7, 70, 700)),
    "list narrowed to a party and a status": tuple(f"/agreements/?status=in-force&party={code}" for code in ("FRA", "JPN", "BRA", "KEN")),
    "search, few found": tuple(f"/agreements/?q=agreement+{n}" for n in (4242, 31337, 17017)),
    "search, all found": ("/agreements/?q=illustrative",),
    "list on another day each time": tuple(f"/agreements/?on={year}-07-01" for year in range(1960, 1976)),
    "a party": ("/parties/FRA/", "/parties/JPN/"),
    "between two": ("/between/?a=FRA&b=JPN", "/between/?a=BRA&b=KEN"),
    "an agreement": tuple(f"/agreements/g/{n:06}/" for n in range(0, 3000, 200)),
}
TIMES, SECONDS = 16, 20
BATCH = 5_000


def main(count: int, acts: int, folder: Path) -> None:
    """Fill, rebuild, ask; print."""
    open_register()
    watch = office.Watch()
    total = _fill(count, acts)
    filling = watch.step()
    from foedera.deeds.powers import OPERATOR
    from foedera.deeds.rebuild import rebuild

    rebuild(OPERATOR, office.TODAY)
    rebuilding = watch.step()
    rebuilt = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    size = sum(file.stat().st_size for file in folder.glob("foedera.sqlite3*"))
    first, pages = _ask()
    print(
        json.dumps(
            {
                "agreements": count,
                "acts": total,
                "filling": filling,
                "rebuilding": rebuilding,
                "rebuild_peak_mb": round(rebuilt / 1024),
                "database_mb": round(size / 1e6),
                "first_page_cpu_ms": first,
                "pages": pages,
            }
        )
    )


def _fill(count: int, acts: int) -> int:
    """Put the record of a generated register into the database, without its views; return how many acts that is."""
    from django.db import transaction

    from foedera.store.models import RecordedAct, Recording, Text
    from foedera.store.register import ACT_FIELDS, row_of
    from foedera.store.rows import column, insert, ready

    laws = [column(Text, name) for name in ("agreement", "law", "number", "recording")]
    deeds = [column(RecordedAct, name) for name in ("agreement", *ACT_FIELDS, "number", "recording")]
    total = 0
    with transaction.atomic():
        recording = Recording.objects.create(deed="import", note="illustrative").pk
        for batch in _batches(_agreements(count, acts)):
            insert(Text, [ready(laws, (a.id, law_text(evolve(a, acts=())), 1, recording)) for a in batch], laws)
            rows = [ready(deeds, (a.id, *row_of(act).values(), number, recording)) for a in batch for number, act in enumerate(a.acts, 1)]
            insert(RecordedAct, rows, deeds)
            total += len(rows)
    return total


def _agreements(count: int, acts: int) -> Iterable[Agreement]:
    """Yield generated agreements among the states of today, so that the register knows the parties."""
    codes = [party.code for party in parties() if party.kind == "state" and party.until is None]
    for made in agreements(count, acts, codes=codes):
        yield evolve(made, depositary=("UN",) if made.depositary else (), illustrative=True)


def _batches(found: Iterable[Agreement]) -> Iterable[list[Agreement]]:
    waiting: list[Agreement] = []
    for agreement in found:
        waiting.append(agreement)
        if len(waiting) == BATCH:
            yield waiting
            waiting = []
    yield waiting


def _ask() -> tuple[float, dict[str, dict[str, float]]]:
    """Return the CPU of the very first page, when nothing of the register is read yet, and what each kind of page takes then."""
    from django.test import Client

    from foedera.store.register import forget

    forget()
    visitor = Client()

    def ask(path: str) -> tuple[float, float]:
        started, cpu = time.perf_counter(), time.process_time()
        reply = visitor.get(path)
        assert reply.status_code == 200, f"{path} answers {reply.status_code}"
        return (time.perf_counter() - started) * 1000, (time.process_time() - cpu) * 1000

    first = round(ask("/agreements/")[1])
    found = {}
    for name, paths in PAGES.items():
        until = time.monotonic() + SECONDS / len(PAGES)
        taken: list[tuple[float, float]] = []
        for turn in range(TIMES):
            if taken and time.monotonic() > until:
                break
            taken.append(ask(paths[turn % len(paths)]))
        walls, cpus = zip(*taken, strict=True)
        found[name] = {"cpu_ms": round(statistics.median(cpus)), "median_ms": round(statistics.median(walls)), "slowest_ms": round(max(walls))}
    return first, found


if __name__ == "__main__":
    with office.home() as own:
        main(int(sys.argv[1]), int(sys.argv[2]), own)
