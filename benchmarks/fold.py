"""Fold a generated register in a process of its own and print what it took, as one JSON object: `fold.py AGREEMENTS ACTS`."""

from __future__ import annotations

import datetime as dt
import gc
import json
import random
import resource
import statistics
import sys
import time

from foedera.law.docket import Docket
from register import agreements, states


def main(count: int, acts: int) -> None:
    """Generate, fold, ask; print CPU seconds, peak memory, and the times of questions."""
    register = {a.id: a for a in agreements(count, acts)}
    total = sum(len(a.acts) for a in register.values())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    docket = Docket(register.get, states())
    gc.collect()
    started = time.process_time()
    docket.fold_all(register)
    folded = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rng = random.Random(2)
    names = rng.sample(sorted(register), min(count, 5000))
    asked = []
    for name in names:
        day = dt.date(1950, 1, 1) + dt.timedelta(days=rng.randrange(27_000))
        timeline = docket.timeline(name)
        start = time.perf_counter()
        timeline.standing(day)
        asked.append(time.perf_counter() - start)
    asked.sort()
    print(
        json.dumps(
            {
                "agreements": count,
                "acts": total,
                "fold_cpu_s": round(folded, 3),
                "us_per_act": round(folded / total * 1e6, 2),
                "register_mb": round(before / 1024),
                "peak_mb": round(peak / 1024),
                "question_median_us": round(statistics.median(asked) * 1e6, 1),
                "question_p99_us": round(asked[int(len(asked) * 0.99)] * 1e6, 1),
                "question_max_us": round(asked[-1] * 1e6, 1),
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
