"""`foedera threats rank | picture | coalitions`: what the ballots of a round make together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from foedera.cli import options, tables
from foedera.cli.verbs.threats_files import INVENTED, file_option, revised, the_round
from foedera.cli.verbs.threats_law import law_of
from foedera.model.phrases import signed
from foedera.threats.scales import LEVELS, level, level_names

if TYPE_CHECKING:
    from foedera.library.rounds import Gathered
    from foedera.threats.picture import Figures, Picture

F = TypeVar("F", bound=Callable[..., Any])


def drawing_options(function: F) -> F:
    """Add `--seed` and `--simulations`: the draws by which the firmness of ranks is seen."""
    seeded = click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The same seed gives the same figures.")
    drawn = click.option("--simulations", type=click.IntRange(1, 1_000_000), default=10_000, show_default=True, help="How many rounds are drawn.")
    return seeded(drawn(function))


def level_option(function: F) -> F:
    """Add `--level`: from which level of risk a nation is said to share a threat."""
    return click.option(
        "--level", "at", type=click.Choice(LEVELS), default="high", show_default=True, help="From which risk on a nation shares a threat."
    )(function)


def computed(gathered: Gathered, seed: int, simulations: int, at: str = "high") -> Picture:
    """Return the common picture of a round in files."""
    from foedera.threats.picture import common_picture

    return common_picture(gathered.asked, gathered.ballots, simulations=simulations, seed=seed, level=level(at))


@click.command("rank", epilog="Example: foedera threats rank illustrative-2026/second")
@click.argument("round_", metavar="ROUND")
@drawing_options
@options.json_option
def rank(round_: str, seed: int, simulations: int, as_json: bool) -> None:
    """The joint ranking of a round: Kemeny's order, with Borda and Copeland beside it and how firm each place is."""
    gathered = the_round(round_)
    found = computed(gathered, seed, simulations)
    if as_json:
        keys = ("threat", "scored", "borda", "copeland", "place", "places", "elsewhere", "first", "middle", "last", "top", "above_next")
        options.print_json(
            {"round": found.round.id, "illustrative": found.round.illustrative, **{key: getattr(figures, key) for key in keys}}
            for figures in found.figures
        )
        return
    _head(found)
    _ranking(found, gathered.titles)


@click.command("picture", epilog="Example: foedera threats picture illustrative-2026/second --json")
@click.argument("round_", metavar="ROUND")
@click.option("--before", metavar="ROUND", help="The round it revises (default: the folder beside it that has its id).")
@click.option("--why", is_flag=True, help="Under each threat how its figures came about.")
@level_option
@drawing_options
@options.json_option
def picture(round_: str, before: str | None, why: bool, at: str, seed: int, simulations: int, as_json: bool) -> None:
    """The common picture of a round: ranking, agreement, who stands apart, and what changed since the round it revises.

    It shows every nation's part, and is for those who may read the ballots. A round of the register is asked on its page or by a program with
    a person's token (`GET /rounds/{name}/open-picture`): this command line acts for no nation, so no nation's answer is open to it.
    """
    from foedera.interchange import pictures
    from foedera.threats.change import change

    gathered = the_round(round_)
    found = computed(gathered, seed, simulations, at)
    former = revised(round_, gathered, before)
    changed = change(computed(former, seed, simulations, at), found) if former is not None else None
    if as_json:
        options.print_json([pictures.as_json(found, changed)])
        return
    titles = gathered.titles
    _head(found)
    _ranking(found, titles, why=why)
    tables.heading("The whole")
    tables.bullets(found.why)
    if found.silent:
        tables.bullets([f"called and in no count, because they gave no answer or withdrew: {', '.join(found.silent)}"])
    tables.heading("Who stands apart")
    rows = [(o.nation, LEVELS[o.level], LEVELS[o.others], titles[o.threat]) for o in found.outliers]
    if rows:
        tables.table(("nation", "its level", "the others", "threat"), rows)
    else:
        tables.bullets(["nobody: two levels from the others' middle, and outside its own range"])
    if changed is not None and former is not None:
        tables.heading(f"Since {former.asked.title}")
        tables.bullets(changed.said)
        moved = [(m.place_before, m.place_now, _signed(m.moved), titles.get(m.threat, m.threat)) for m in changed.rows if m.moved != 0]
        if moved:
            tables.table(("place then", "now", "moved", "threat"), moved)


@click.command("coalitions", epilog="Example: foedera threats coalitions illustrative-2026/second --on 2026-06-01")
@click.argument("round_", metavar="ROUND")
@level_option
@options.on_option
@file_option
@options.collection_option
@options.json_option
def coalitions(round_: str, at: str, on: dt.date | None, files: tuple[Path, ...], folders: tuple[Path, ...], as_json: bool) -> None:
    """Which nations share which threats, and the fewest agreements that bind them together to what answers these."""
    from foedera.interchange import pictures
    from foedera.threats.coalitions import carried

    gathered = the_round(round_)
    law = law_of(gathered.threats, {}, options.day_or_today(on), files=files, folders=folders)
    found = computed(gathered, 1, 1, at)
    titles = gathered.titles
    cover = carried(found.shared, law.alignment.replies)
    if as_json:
        shared = [{"threat": figures.threat, "scored": figures.scored, "nations": list(figures.holds)} for figures in found.figures]
        whole = {"agreements": list(cover.agreements), "proven": cover.proven, "uncovered": {k: list(v) for k, v in cover.uncovered.items()}}
        head = {"round": found.round.id, "illustrative": found.round.illustrative, "level": at}
        options.print_json([{**head, "coalitions": shared, "pairs": pictures.pairs(found), "fewest_agreements": whole}])
        return
    _head(found)
    tables.heading(f"Nations that hold the risk to be {at.replace('-', ' ')} or above")
    held = sorted((figures for figures in found.figures if figures.holds), key=lambda figures: -len(figures.holds))
    tables.table(("nations", "of", "threat", "who"), [(len(f.holds), f.scored, titles[f.threat], ", ".join(f.holds)) for f in held])
    tables.heading("The pairs of nations that see most alike")
    pairs = sorted(pictures.pairs(found), key=lambda pair: (-pair["both_hold"], pair["nations"]))[:10]
    tables.table(("both hold", "of", "pair"), [(pair["both_hold"], pair["both_scored"], " – ".join(pair["nations"])) for pair in pairs])
    tables.heading("The fewest agreements that carry the coalitions")
    tables.bullets([*cover.agreements] or ["none of those looked at does"])
    tables.bullets(["proven: fewer cannot do" if cover.proven else "not proven: fewer might do"], "=")
    if cover.uncovered:
        tables.heading("Not carried: no agreement looked at binds them, with another that holds the threat, to what answers it")
        tables.table(("threat", "who"), [(titles[name], ", ".join(nations)) for name, nations in cover.uncovered.items()])


def _head(found: Picture) -> None:
    tables.heading(found.round.title + (" [illustrative]" if found.round.illustrative else ""))
    if found.round.illustrative:
        click.echo(INVENTED)


def _ranking(found: Picture, titles: Mapping[str, str], *, why: bool = False) -> None:
    columns = ("place", "borda", "copeland", "middle", "scored", "rank 9 in 10", f"top {min(3, len(found.figures))}", "threat")
    tables.table(columns, [_row(figures, titles) for figures in found.figures])
    click.echo(
        ("proven the best order" if found.ranking.proven else "the best order found, not proven") + "; ~ another order as good puts it elsewhere"
    )
    for figures in found.figures if why else ():
        tables.heading(titles[figures.threat])
        tables.bullets(figures.why)


def _row(figures: Figures, titles: Mapping[str, str]) -> tuple[object, ...]:
    return (
        None if figures.place is None else f"{figures.place}{'~' if figures.elsewhere else ''}",
        None if figures.borda is None else f"{figures.borda:.2f}",
        _signed(figures.copeland),
        None if figures.median is None else " – ".join(dict.fromkeys(level_names(figures.median) or ())),
        figures.scored,
        None if figures.first is None else f"{figures.first}–{figures.last}",
        None if figures.top is None else f"{figures.top:.0%}",
        titles[figures.threat],
    )


def _signed(number: int | None) -> str | None:
    return None if number is None else signed(number)
