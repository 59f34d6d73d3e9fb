"""Take the table of 8,133 rows into an empty register, then again: what each step costs, what rows become; one JSON object: `imports.py [FOLDER]`."""

from __future__ import annotations

import json
import resource
from collections import Counter
from pathlib import Path

import office
from foedera.deeds.opening import close_register, open_register
from foedera.library.intake_values import Line


def main(folder: Path) -> None:
    """Measure and print."""
    content = office.table()
    watch = office.Watch()
    open_register()
    making = watch.step()
    from foedera.deeds import take_in
    from foedera.deeds.powers import OPERATOR

    wish = office.wish()
    watch.step()
    look = take_in.look(OPERATOR, office.NAME, content, wish)
    examining = watch.step()
    counts = look.counts
    why = Counter(code for line in look.left_out for code in _codes(line))
    steps = []

    def progress(done: int, total: int) -> None:
        if done == total:  # all is computed; what comes then is one transaction, for which others wait
            steps.append(watch.step())

    taken, _ = take_in.record(OPERATOR, office.NAME, content, wish, office.TODAY, progress, looked=look)
    computing, writing = *steps, watch.step()
    del look
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    close_register()
    size = (folder / "foedera.sqlite3").stat().st_size
    watch.step()
    again, _ = take_in.record(OPERATOR, office.NAME, content, wish, office.TODAY)
    repeated = watch.step()
    assert taken.revision is not None, "the register was empty"
    print(
        json.dumps(
            {
                "real": office.is_real(),
                "bytes": len(content),
                **counts,
                "why_left_out": dict(why.most_common()),
                "making": making,
                "examining": examining,
                "computing": computing,
                "writing": writing,
                "peak_mb": round(peak / 1024),
                "database_mb": round(size / 1e6),
                "again": repeated,
                "recorded_again": 0 if again.revision is None else again.counts["acts"],
                "known_again": again.counts["known"],
            }
        )
    )


def _codes(line: Line) -> set[str]:
    return {fault.code for fault in line.faults if fault.severity == "error"}


if __name__ == "__main__":
    with office.home(office.given()) as own:
        main(own)
