"""The sections of docs/benchmarks.md about the register kept by an office: text, and tables of what the benchmarks print."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from queries import WHOLE

FAULTS = Path(__file__).resolve().parents[1] / "docs" / "reference" / "faults.md"

IMPORT = """## Taking in a table of {rows:,} treaties

`python benchmarks/imports.py`: {source}, {megabytes} MB as JSON Lines, into an empty register on SQLite, in one process.

| step | CPU | on the wall |
|---|---|---|
{steps}

Peak memory {peak_mb} MB. The register then takes {database_mb} MB on disk, the table itself and the index for search included.

Of {rows:,} rows {new:,} became agreements with {acts:,} acts ({remarked} with a remark); {left_out} ({share} %) are left for a person, each with
its reason and remedy, because the register does not guess; they come down to {names} open names and the rows whose own dates contradict one
another. The second import of the same table found {known_again:,} agreements known and recorded {recorded_again} acts.

| rows left for a person | why |
|---|---|
{why}

A row with two reasons is counted under both.
"""

LISTS = """## Lists and search, beside Datasette serving the same table

`python benchmarks/lists.py`: one client, one request at a time, the two servers in turn so that both suffer the same noise; {rounds} rounds
after 3 to warm up, pages that take long in every second or sixth. Foedera ({agreements:,} agreements: the table's and the bundled collection;
`foedera serve --workers 1`) computes the status on the day, the parties then bound and six facets for each page of 50. Datasette {version} (the
{rows:,} rows of the table; SQLite with full text search and an index on the title; settings as they come) shows nine columns; where facets are
named, six as well. Medians and 99th percentiles of whole answers in milliseconds; CPU of all processes of the server.

| page | asked | Foedera median | p99 | CPU | Datasette median | p99 | CPU | Datasette / Foedera, median |
|---|---|---|---|---|---|---|---|---|
{beside}

Of fewer than a hundred answers the 99th percentile is the slowest. Bar: not slower than Datasette at the same page size. {verdict} Datasette as
it comes looks for columns to suggest as facets on each first page; the lines "told not to" leave that out. Its search finds whole words;
Foedera's finds their beginnings, best first.

Pages Datasette has no counterpart of, over the same register:

| page | median | p99 | CPU | size |
|---|---|---|---|---|
{alone}

Memory after these requests, pages shared between processes counted once: Foedera {foedera_mb} MB in {processes} processes (the one that answers
{largest_mb} MB; the others keep it alive and work in the background), Datasette {datasette_mb} MB.
"""

QUERIES = """## What a page asks of the database

`python benchmarks/queries.py`: SQL queries of one page for a visitor without an account, the register in memory already.

| page | {small:,} agreements | {large:,} agreements |
|---|---|---|
{queries}

Bar: no page asks more of a larger register. {verdict}
"""

LARGER = """## A register of {agreements:,} agreements

`python benchmarks/larger.py {agreements} 300000`: generated, illustrative; {acts:,} acts. The record is put into the database, then every view
is computed from it anew (`foedera` does this after a restore): {rebuild_cpu} s of CPU, {rebuild_ms} ms an agreement, {rebuild_peak_mb:,} MB at
the peak; the database takes {database_mb:,} MB. Pages asked within the process, so without the server's own part. The very first page after a
start reads the register's table of contents: {first_page_cpu_ms:,} ms of CPU.

| page | CPU, median | on the wall, median | slowest |
|---|---|---|---|
{pages}
"""

PICTURE = """## The common picture of a round

`python benchmarks/picture.py`: {nations} nations, generated and illustrative, one score in ten missing. A whole picture: every ranking, agreement,
the simulation, coalitions, with all reasons; the search for Kemeny's order within it is given 3 seconds, those of it that go to the places of the
first three threats included.

| threats | simulated rounds | CPU | peak memory | Kemeny's order |
|---|---|---|---|---|
{pictures}

Bar: 200 threats with 10,000 simulated rounds within 10 s of CPU. {verdict}

Kemeny's order alone, given {seconds} s. "Together" is the largest group of threats that no strict majority sets apart, which is what makes it hard.

| threats | what nations make of them | together | CPU | Kemeny's order |
|---|---|---|---|---|
{rankings}

Bar: 30 threats within seconds and proven, also where nations agree on nothing. {ranking_verdict}
"""

_STEPS = {
    "making": "making the register's tables",
    "examining": "examining the table: its columns, its names, what it would bring; nothing recorded",
    "computing": "importing: every timeline and view computed",
    "writing": "importing: written, in one transaction",
    "again": "the same import again: examined, nothing recorded",
}


def sections(taken: dict[str, Any], lists: dict[str, Any], queries: list[dict[str, Any]], larger: dict[str, Any]) -> str:
    """Return the sections from what the benchmarks print."""
    return "\n".join((_import(taken), _lists(lists), _queries(*queries), _larger(larger)))


def picture(found: dict[str, Any]) -> str:
    """Return the section on the common picture."""
    most, thirty = found["pictures"][-1], [case for case in found["rankings"] if case["threats"] == 30]
    slow = [case["mind"] for case in thirty if not case["proven"] or case["cpu_s"] > 10]
    pictures = (f"| {p['threats']} | {p['simulations']:,} | {p['cpu_s']} s | {p['peak_mb']} MB | {_proof(p)} |" for p in found["pictures"])
    rankings = (f"| {r['threats']} | {r['mind']} | {r['largest']} | {r['cpu_s']} s | {_proof(r)} |" for r in found["rankings"])
    return PICTURE.format(
        nations=found["nations"],
        seconds=found["seconds"],
        pictures="\n".join(pictures),
        verdict="Met." if most["cpu_s"] <= 10 else "Not met in this run.",
        rankings="\n".join(rankings),
        ranking_verdict=f"Not met in this run: {'; '.join(slow)}." if slow else "Met.",
    )


def _proof(found: dict[str, Any]) -> str:
    return "proven" if found["proven"] else f"not proven; a better one agrees with at most {found['gap']} % more"


def _import(taken: dict[str, Any]) -> str:
    real = "a national register as published (`../shared/data/uk-treaties.jsonl`)"
    causes = dict(re.findall(r"^\| `(F\d+)` \| (.*?) \|", FAULTS.read_text(encoding="utf-8"), re.MULTILINE))
    return IMPORT.format(
        **taken,
        source=real if taken["real"] else "generated, illustrative rows, because the table published is not at hand",
        megabytes=round(taken["bytes"] / 1e6, 1),
        share=round(taken["left_out"] / taken["rows"] * 100, 1),
        steps="\n".join(f"| {what} | {taken[step]['cpu']} s | {taken[step]['wall']} s |" for step, what in _STEPS.items()),
        why="\n".join(f"| {count} | {causes.get(code, '')} (`{code}`) |" for code, count in taken["why_left_out"].items()),
    )


def _lists(found: dict[str, Any]) -> str:
    columns = ("median_ms", "p99_ms", "cpu_ms")
    ratios = {page: theirs["median_ms"] / ours["median_ms"] for page, (ours, theirs) in found["beside"].items()}
    slower = [page for page, ratio in ratios.items() if ratio < 1]
    beside = []
    for page, (ours, theirs) in found["beside"].items():
        cells = [page, ours["asked"], *(ours[c] for c in columns), *(theirs[c] for c in columns), f"{ratios[page]:.1f}"]
        beside.append(f"| {' | '.join(map(str, cells))} |")
    memory = found["memory"]
    return LISTS.format(
        **{name: found[name] for name in ("agreements", "rows", "rounds", "version")},
        beside="\n".join(beside),
        verdict=f"Not met in this run: {'; '.join(slower)}." if slower else "Met on every line of this run.",
        alone="\n".join(f"| {page} | {t['median_ms']} | {t['p99_ms']} | {t['cpu_ms']} | {t['kb']} kB |" for page, t in found["alone"].items()),
        foedera_mb=memory["foedera"]["all_mb"],
        processes=memory["foedera"]["processes"],
        largest_mb=memory["foedera"]["largest_mb"],
        datasette_mb=memory["datasette"]["all_mb"],
    )


def _queries(small: dict[str, Any], large: dict[str, Any]) -> str:
    rows = "\n".join(f"| {page} | {count} | {large['queries'][page]} |" for page, count in small["queries"].items())
    more = [page for page, count in small["queries"].items() if large["queries"][page] > count and page != WHOLE]
    return QUERIES.format(
        small=small["agreements"],
        large=large["agreements"],
        queries=rows,
        verdict=f"Not met: {'; '.join(more)}." if more else f"Met; “{WHOLE}” is no page but all lines, read some hundred at a time.",
    )


def _larger(found: dict[str, Any]) -> str:
    cpu = found["rebuilding"]["cpu"]
    rows = (f"| {page} | {t['cpu_ms']} ms | {t['median_ms']} ms | {t['slowest_ms']} ms |" for page, t in found["pages"].items())
    numbers = {"rebuild_cpu": round(cpu), "rebuild_ms": round(cpu / found["agreements"] * 1000, 2)}
    return LARGER.format(**found | numbers | {"pages": "\n".join(rows)})
