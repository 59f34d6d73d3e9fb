"""What SQL can say of the same register: the date of the n-th deposit plus a delay, by DuckDB; one JSON object."""

from __future__ import annotations

import json
import sys
import time

import duckdb
import pandas as pd

from foedera.model.acts import CONSENT_KINDS
from register import agreements

QUERY = """
select agreement, max(day)::date + delay::integer as entry from (
    select agreement, day, need, delay, row_number() over (partition by agreement order by day) as nth
    from deposits
) where nth = need group by agreement, delay
"""


def main(count: int, acts: int) -> None:
    """Load the deposits as a table, then time the query alone (CPU of all its threads)."""
    rows = []
    for a in agreements(count, acts):
        need = max(2, len({c for act in a.acts for c in act.by}) // 2)
        rows += [(a.id, act.on, need, 90) for act in a.acts if act.kind in CONSENT_KINDS for _ in act.by]
    frame = pd.DataFrame(rows, columns=["agreement", "day", "need", "delay"])
    database = duckdb.connect()
    database.execute("set threads to 1")
    database.execute("create table deposits as select * from frame")
    del frame
    started = time.process_time()
    found = database.execute(QUERY).fetchall()
    print(json.dumps({"deposits": len(rows), "agreements_with_date": len(found), "query_cpu_s": round(time.process_time() - started, 3)}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
