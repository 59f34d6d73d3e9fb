"""How forecasts of the collection's own agreements did: each asked some months after its opening, from what had happened by then.

Run `python benchmarks/defence.py`. Of every binding agreement not sure to enter into force by then, and of which enough was on record to learn from,
the day of entry into force is held against the forecast; what has not come by the day of the collection counts as later than that.
"""

from __future__ import annotations

import datetime as dt
import sys
import time

from foedera.law.periods import add_months
from foedera.law.prospects import prospect
from foedera.library.collection import Collection
from foedera.library.foretelling import foretold
from foedera.model.errors import Unfit
from foedera.ratification.forecast import Forecast
from foedera.ratification.foretelling import INTERVALS
from foedera.ratification.history import DEPOSITS

TODAY = dt.date(2026, 11, 26)


def held(told: Forecast, entry: dt.date | None, low: float, high: float) -> bool:
    """Return whether an interval holds the day; a day that has not come by today is held where the interval reaches beyond today."""
    first, last = told.entry.day(low), told.entry.day(high)
    if entry is None:
        return last is None or last > TODAY
    return first is not None and first <= entry and (last is None or entry <= last)


def asked(collection: Collection, months: int) -> list[tuple[str, Forecast, dt.date | None, bool]]:
    """Return agreements with their forecasts so many months after opening, entry into force, and whether deposits are on record by day."""
    everything, found = list(collection), []
    for agreement in everything:
        opened = prospect(collection.known(None), agreement.id, TODAY).opened if agreement.binding and agreement.acts else None
        on = add_months(opened, months) if opened is not None else TODAY
        if on >= TODAY or prospect(collection.known(None), agreement.id, on).entry is not None:
            continue
        entry = collection.docket.own(agreement.id).entry_as_seen(TODAY)
        exact = all(act.precision == "day" for act in agreement.acts if act.kind in DEPOSITS and (entry is None or act.on <= entry))
        try:
            told = foretold(collection, agreement.id, on, candidates=everything, simulations=4000, influences=False).forecast
        except Unfit:
            continue
        found.append((agreement.id, told, entry, exact))
    return found


def main() -> None:
    """Print the coverage: of all, of those whose deposits are on record by day, and of the protocols on accession to NATO."""
    start, collection = time.process_time(), Collection()
    print("| months after opening | agreements | | 50/80/90 % hold |\n|---|---|---|---|")
    for months in (1, 3, 6):
        rows = asked(collection, months)
        if "-v" in sys.argv:
            for name, told, entry, _ in rows:
                print(f"{name:48} {told.on} {told.entry.interval[0]} {told.entry.interval[1]} {entry}")
        chosen = {
            "all": rows,
            "deposits on record by day": [row for row in rows if row[3]],
            "accessions to NATO": [row for row in rows if row[0].startswith("nato/accession")],
        }
        for label, those in chosen.items():
            shares = "/".join(f"{sum(held(told, entry, low, high) for _, told, entry, _ in those) / len(those):.2f}" for _, low, high in INTERVALS)
            print(f"| {months} | {label} | {len(those)} | {shares.replace('0.', '.')} |")
    print(f"\n{time.process_time() - start:.0f} s of CPU")


if __name__ == "__main__":
    main()
