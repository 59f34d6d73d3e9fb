"""`foedera threats align | brief`: threats against agreements as they stand on a day, and the briefing of a round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from foedera.cli import options, tables
from foedera.cli.verbs.threats_files import INVENTED, file_option, revised, the_round, with_files
from foedera.library.answers import public_answers
from foedera.library.threats import taxonomy
from foedera.model.clauses import article
from foedera.model.errors import UsageError
from foedera.model.plain import plain
from foedera.threats.policy import Aligned, aligned, looked_at
from foedera.threats.register import Threat
from foedera.threats.scales import LEVELS, level

#: How a file of each form ends, and what writes it, is in `interchange.briefings`.
FORMS = ("pdf", "docx")


def law_of(
    threats: Iterable[Threat], named: Mapping[str, Collection[str]], on: dt.date, *, files: Iterable[Path] = (), folders: Iterable[Path] = ()
) -> Aligned:
    """Return the alignment of threats with what answers them, what ships and what files add, on the law of a day."""
    held = with_files(files)
    answers = (*public_answers(), *held.answers)
    collection = options.open_collection(folders)
    names = looked_at(answers, held.items)
    if missing := [name for name in names if name not in collection]:
        message = f"no agreement has the id '{missing[0]}'; --collection adds the folder it is in"
        raise UsageError(message)
    return aligned(collection.docket, names, threats, taxonomy(), answers, held.items, on, named)


@click.command("align", epilog="Example: foedera threats align illustrative-2026/second --nation NOR --on 2026-06-01")
@click.argument("round_", metavar="[ROUND]", required=False)
@click.option("--nation", default="", metavar="CODE", help="How this nation's threats are answered, and where clauses touch its limits.")
@click.option("--level", "at", type=click.Choice(LEVELS), default="high", show_default=True, help="From which risk on a nation holds a threat.")
@click.option("--trace", "traced", is_flag=True, help="The whole trace instead: threat, aim, clause, exercise, evaluation.")
@options.on_option
@file_option
@options.collection_option
@options.json_option
def align(
    round_: str | None,
    nation: str,
    at: str,
    traced: bool,
    on: dt.date | None,
    files: tuple[Path, ...],
    folders: tuple[Path, ...],
    as_json: bool,
) -> None:
    """What agreements answer which threats on a day, what nothing answers, which duties answer nothing, and where a clause touches a limit.

    With ROUND of the threats it asks about, each nation's own those it holds at --level; without, of all threats on file, and a nation named is
    held to each. Answers are a judgement of those who wrote the files of answers, each with its reason.
    """
    day = options.day_or_today(on)
    code = options.open_collection(folders).code(nation) if nation else ""
    if round_ is not None:
        gathered = the_round(round_)
        threats = gathered.threats
        named = {ballot.nation: [s.threat for s in ballot.scores if s.risk >= level(at)] for ballot in gathered.ballots}
        if code and code not in named:
            message = f"{code} has no ballot that counts in '{gathered.asked.id}'; those that have: {', '.join(named)}"
            raise UsageError(message)
        invented = gathered.asked.illustrative
    else:
        threats = tuple(with_files(files).threats.values())
        named = {code: [threat.id for threat in threats]} if code else {}
        invented = False
    found = law_of(threats, named, day, files=files, folders=folders)
    if as_json:
        head = {"on": day.isoformat(), "illustrative": invented}
        options.print_json({**head, **row} for row in (_trace_rows(found) if traced else [_as_json(found, code)]))
        return
    if invented:
        click.echo(INVENTED)
    if traced:
        rows = [{**row, "holds": "yes" if row["holds"] else "no"} for row in _trace_rows(found)]
        columns = ("threat", "agreement", "article", "obligation", "holds", "exercise", "evaluation", "aim")
        tables.table(columns, [tuple(row[column] for column in columns) for row in rows])
        return
    _show(found, code, day)


def _show(found: Aligned, nation: str, day: dt.date) -> None:
    titles = {threat.id: threat.title for threat in found.alignment.threats}
    tables.heading(f"What answers what on {day}")
    tables.table(("threat", "agreement", "bound", "where"), list(_cells(found)))
    tables.heading("Threats no obligation answers")
    tables.bullets([titles[name] for name in found.alignment.unanswered] or ["none"])
    if nation:
        tables.heading(f"The threats of {nation}")
        tables.bullets([f"{titles[cover.threat]}: {cover.why}" for cover in found.alignment.of(nation)] or ["none"])
        tables.heading(f"Where a clause touches a limit of {nation}")
        limits = [friction for friction in found.frictions if friction.item.nation == nation]
        tables.bullets(
            [
                f"{friction.item.topic}: {friction.agreement}{f', {article(friction.article)}' if friction.article else ''}"
                f" ({'bound' if friction.bound else 'not bound'}): {friction.why}"
                for friction in limits
            ]
            or ["nowhere in what is on record"]
        )
    tables.heading("Duties that answer none of these threats")
    tables.bullets(list(_idle(found)) or ["none"])
    if found.alignment.unread:
        tables.heading("Agreements for which nobody has put down what they answer: unknown, not idle")
        tables.bullets([", ".join(found.alignment.unread)])


def _cells(found: Aligned) -> Iterator[tuple[object, ...]]:
    """Yield a row for each threat and agreement: how many it obliges on the day (a dash: nobody), and where; what obliges nobody in brackets."""
    for threat in found.alignment.threats:
        for bond in found.alignment.bonds:
            if replies := found.alignment.cell(threat.id, bond.agreement.id):
                obliged = len({nation for reply in replies if reply.holds for nation in reply.bound})
                where = "; ".join(reply.answer.place if reply.holds else f"({reply.answer.place})" for reply in replies)
                yield threat.id, bond.agreement.id, obliged or None, where


def _idle(found: Aligned) -> Iterator[str]:
    """Yield a line for each agreement and reason with the duties, each as article and id."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for idle in found.alignment.idle:
        place = f"{idle.article} {idle.obligation.id}" if idle.article else idle.obligation.id
        grouped.setdefault((idle.agreement, idle.why), []).append(place)
    for (agreement, why), duties in grouped.items():
        yield f"{agreement} ({why}): {', '.join(duties)}"


def _as_json(found: Aligned, nation: str) -> dict[str, Any]:
    alignment = found.alignment
    covers = alignment.of(nation) if nation else alignment.covers
    limits = [friction for friction in found.frictions if not nation or friction.item.nation == nation]
    return {
        "replies": [
            {
                "threat": reply.threat,
                "agreement": reply.answer.agreement,
                "place": reply.answer.place,
                "kinds": list(reply.answer.kinds),
                "duties": [duty.id for duty in reply.duties],
                "holds": reply.holds,
                "binding": reply.binding,
                "bound": sorted(reply.bound),
                "why": reply.answer.why,
            }
            for reply in alignment.replies
        ],
        "covers": [{"nation": c.nation, "threat": c.threat, "answered": c.answered, "why": c.why} for c in covers],
        "unanswered": list(alignment.unanswered),
        "idle": [{"agreement": i.agreement, "article": i.article, "obligation": i.obligation.id, "why": i.why} for i in alignment.idle],
        "unread": list(alignment.unread),
        "limits": [{"item": plain(f.item), "agreement": f.agreement, "article": f.article or None, "bound": f.bound, "why": f.why} for f in limits],
    }


def _trace_rows(found: Aligned) -> list[dict[str, Any]]:
    return [
        {
            "threat": link.threat,
            "agreement": link.agreement,
            "article": link.article,
            "obligation": link.obligation,
            "holds": link.holds,
            "exercise": link.exercise.on.isoformat() if link.exercise is not None else None,
            "evaluation": link.evaluation.on.isoformat() if link.evaluation is not None else None,
            "aim": link.aim,
            "why": link.why or None,
        }
        for link in found.trace
    ]


@click.command("brief", epilog="Example: foedera threats brief illustrative-2026/second --nation NOR --on 2026-06-01 --out briefing.pdf")
@click.argument("round_", metavar="ROUND")
@click.option("--format", "form", type=click.Choice(FORMS), help="What to write (default: as --out ends, else pdf).")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write (default: named after the round, here).")
@click.option("--nation", default="", metavar="CODE", help="The reader's nation: its limits are shown.")
@click.option("--before", metavar="ROUND", help="The round it revises (default: the folder beside it that has its id).")
@click.option("--office", default="Foedera", show_default=True, metavar="NAME", help="Who makes it.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The same seed gives the same figures.")
@click.option("--simulations", type=click.IntRange(1, 1_000_000), default=10_000, show_default=True, help="How many rounds are drawn.")
@options.on_option
@file_option
@options.collection_option
def brief(round_: str, form: str | None, out: Path | None, nation: str, before: str | None, on: dt.date | None, **asked: Any) -> None:
    """Write the briefing of a round as PDF or DOCX: ranking, firmness, agreement, coalitions, gaps, limits, sources. It names no nation's score."""
    from foedera.deeds.brief_threats import brief_on
    from foedera.interchange.briefings import Setting, as_docx, as_pdf
    from foedera.threats.change import change
    from foedera.threats.picture import common_picture

    day = options.day_or_today(on)
    gathered = the_round(round_)
    former = revised(round_, gathered, before)
    drawn = {"seed": asked["seed"], "simulations": asked["simulations"]}
    found = common_picture(gathered.asked, gathered.ballots, **drawn)
    earlier = common_picture(former.asked, former.ballots, **drawn) if former is not None else None
    written = brief_on(
        found,
        {threat.id: threat for threat in gathered.threats},
        changed=change(earlier, found) if earlier is not None else None,
        law=law_of(gathered.threats, {}, day, files=asked["files"], folders=asked["folders"]),
        nation=options.open_collection(asked["folders"]).code(nation) if nation else "",
    )
    form = form or (out.suffix[1:].lower() if out is not None and out.suffix[1:].lower() in FORMS else FORMS[0])
    target = out if out is not None else Path(f"{gathered.asked.id.replace('/', '-')}-{day}.{form}")
    setting = Setting(on=day, stamp=dt.datetime.now(tz=dt.UTC), office=asked["office"])
    content = (as_docx if form == "docx" else as_pdf)(written, setting)
    target.write_bytes(content)
    click.echo(f"{target}: {len(content):,} bytes")
