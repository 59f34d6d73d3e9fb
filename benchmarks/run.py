"""All benchmarks, each in a process of its own, side by side in one run; writes docs/benchmarks.md (`make bench`)."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sections import picture, sections

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "benchmarks.md"

TEXT = """# Measurements

Written by `make bench`; figures of one run, side by side. Read ratios, not absolute times: the machine is shared and noisy.
Machine: {machine}. Agreements are generated and illustrative (`benchmarks/register.py`, seed 1) unless it is said where they come from.

## Folding a register the size of the United Nations Treaty Series

`python benchmarks/fold.py 75000 300000`: every form of condition, withdrawals, reservations, suspensions, terms, tacit
renewals; complete timelines with reasons.

| agreements | acts | CPU of the fold | CPU an act | peak memory | of it the register |
|---|---|---|---|---|---|
{folds}

Linear in the acts: the CPU an act of the largest is {ratio} times that of the smallest. Bars: 10 µs an act, 1.5 GB.

## A later question on a date, read off a timeline

| median | 99th percentile | slowest of 5,000 |
|---|---|---|
| {question_median_us} µs | {question_p99_us} µs | {question_max_us} µs |

Bar: under a millisecond an agreement. An answer holds all participants and every reason.

## Beside it: what a query can say

`python benchmarks/sql.py 75000 300000`: DuckDB, one thread, finds only the date of the n-th deposit plus a fixed delay, over the same deposits.

| | CPU | what it gives |
|---|---|---|
| DuckDB | {sql_cpu} s | one date for {sql_dates} agreements; no conditions but a count, no parties' own dates, no exits, no reasons |
| Foedera | {fold_cpu} s | the complete timeline of {agreements} agreements, with reasons |

Ratio: {sql_ratio} times the CPU of the query.

## Starting

CPU of a whole process, median of 15 in turn. Bar for `status` on one file: three times the interpreter plus 100 ms, here {bar} ms.

| command | CPU ms |
|---|---|
{starts}

{register}
{picture}"""


def measure(script: str, *arguments: object) -> Any:
    """Run one benchmark and return the object it prints."""
    words = [sys.executable, str(HERE / script), *map(str, arguments)]
    return json.loads(subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout)


def main() -> None:
    """Measure everything and write the page."""
    folds = [measure("fold.py", n, n * 4) for n in (9_375, 18_750, 37_500, 75_000)]
    sql = measure("sql.py", 75_000, 300_000)
    starts = measure("start.py")
    with TemporaryDirectory(prefix="foedera-bench-") as home:  # the register the import makes is the one the lists are of
        register = sections(
            measure("imports.py", home), measure("lists.py", home), measure("queries.py", home), measure("larger.py", 75_000, 300_000)
        )
    last = folds[-1]
    row = "| {agreements:,} | {acts:,} | {fold_cpu_s} s | {us_per_act} µs | {peak_mb:,} MB | {register_mb:,} MB |"
    page = TEXT.format(
        machine=f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        folds="\n".join(row.format(**fold) for fold in folds),
        ratio=round(last["us_per_act"] / folds[0]["us_per_act"], 2),
        question_median_us=last["question_median_us"],
        question_p99_us=last["question_p99_us"],
        question_max_us=last["question_max_us"],
        sql_cpu=sql["query_cpu_s"],
        sql_dates=f"{sql['agreements_with_date']:,}",
        fold_cpu=last["fold_cpu_s"],
        agreements=f"{last['agreements']:,}",
        sql_ratio=round(last["fold_cpu_s"] / sql["query_cpu_s"]),
        bar=round(3 * starts["python3 -c pass"] + 100),
        starts="\n".join(f"| `{name}` | {ms} |" for name, ms in starts.items()),
        register=register,
        picture=picture(measure("picture.py")),
    )
    PAGE.write_text(f"{page.rstrip()}\n\n{by_hand()}", encoding="utf-8")
    print(page)


def by_hand() -> str:
    """Return the sections of the page that are not measured here: those of `make backtest`, put in by hand."""
    _, heading, rest = PAGE.read_text(encoding="utf-8").partition("## Forecasts of entry into force\n")
    return heading + rest


if __name__ == "__main__":
    main()
