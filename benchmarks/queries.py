"""How many queries each page asks of the database: on the bundled collection alone, and beside the table; JSON: `queries.py [FOLDER]`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import office

#: What reads every line there is, so that its queries grow with the register.
WHOLE = "the whole list as a CSV file"
PAGES = {
    "home": "/",
    "list": "/agreements/",
    "list, a later page in another order": "/agreements/?order=latest&page=2",
    "list, all facets chosen": "/agreements/?status=in-force&kind=treaty&binding=yes&party=GBR",
    "search": "/agreements/?q=treaty",
    "suggestions while one types": "/agreements/suggest?q=north",
    WHOLE: "/agreements/take.csv",
    "agreement": "/agreements/nato/north-atlantic-treaty/",
    "agreement, a step of the slider": "/agreements/nato/north-atlantic-treaty/day/?on=1990-01-01",
    "parties": "/parties/",
    "party": "/parties/GBR/",
    "what a party did": "/parties/GBR/acts/",
    "between two": "/between/?a=GBR&b=USA",
    "calendar": "/calendar/",
    "JSON: list": "/api/v1/agreements?size=100",
    "JSON: agreement": "/api/v1/agreements/nato/north-atlantic-treaty",
}


def main(folder: str) -> None:
    """Count in a process each, for each has its own register; print both."""
    with office.home() as small, office.home(folder) as large:
        found = [_counted(small, "collection"), _counted(large, "table")]
    print(json.dumps(found))


def _counted(folder: Path, what: str) -> dict[str, object]:
    words = [sys.executable, __file__, str(folder), what]
    return dict(json.loads(subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout))


def count(*, with_table: bool) -> None:
    """Print the number of agreements, and the queries of each page, asked for the second time by a visitor without an account."""
    office.fill(with_table=with_table)
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    visitor = Client()
    found = {}
    for name, path in PAGES.items():
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                reply = visitor.get(path)
            assert reply.status_code == 200, f"{path} answers {reply.status_code}"
        found[name] = len(asked)
    total = visitor.get("/api/v1/agreements?size=1").json()["total"]
    print(json.dumps({"agreements": total, "queries": found}))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        with office.home(office.given()):
            count(with_table=sys.argv[2] == "table")
    else:
        main(office.given())
