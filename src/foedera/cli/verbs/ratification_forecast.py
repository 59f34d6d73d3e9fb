"""`foedera ratification forecast | change | history`: when an agreement may enter into force, what a change does, how long states took before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from foedera.cli import options, tables
from foedera.library.collection import Collection
from foedera.model.errors import UsageError

if TYPE_CHECKING:
    from foedera.ratification.forecast import Influence, Spread
    from foedera.ratification.foretelling import Foretold
    from foedera.ratification.survival import Curve

F = TypeVar("F", bound=Callable[..., Any])

#: What makes an event, in the words of `library.foretelling.FORM`, which is not read before it is needed.
_EVENT = "A political event supposed, repeat for more: CODE KIND DATE [UNTIL] [times=NUMBER] [chance=NUMBER]."


def _drawn(function: F) -> F:
    """Add how a forecast is drawn and what it is learned from."""
    seeded = click.option("--seed", type=click.IntRange(0, 2**31), default=1, show_default=True, help="The same seed gives the same forecast.")
    counted = click.option("--simulations", type=click.IntRange(100, 1_000_000), default=10_000, show_default=True, help="How many lives are drawn.")
    likened = click.option("--like", multiple=True, metavar="REF", help="Learn from these agreements and no others; repeat for more.")
    return seeded(counted(likened(function)))


@click.command("forecast", epilog="Example: foedera ratification forecast nato/accession-finland-2022 --on 2022-10-01 --known 2022-10-01")
@click.argument("ref", metavar="REF", shell_complete=options.complete_refs)
@options.on_option
@options.known_option
@click.option("--event", "events", multiple=True, metavar="EVENT", help=_EVENT)
@_drawn
@options.collection_option
@options.json_option
def forecast(
    ref: str, on: dt.date | None, known: dt.date | None, events: tuple[str, ...], folders: tuple[Path, ...], as_json: bool, **drawn: Any
) -> None:
    """When an agreement may enter into force, under its own rule, from how states took before: days with intervals, never a single one.

    Kinds of event: dissolution and election (DATE and UNTIL), change-of-government (times=0.5: half as quick from then on), referendum-lost and
    refuses (chance=0.3: three in ten), consents, delays. An event is an assumption of whoever asks.
    """
    from foedera.library.forecasts import as_json as told
    from foedera.library.foretelling import foretold, read_event

    collection = options.open_collection(folders)
    name = _one(collection, ref)
    drawn["like"] = tuple(options.agreement_ids(collection, drawn["like"])) if drawn["like"] else ()
    supposed = tuple(read_event(text, collection.code) for text in events)
    found = foretold(collection, name, options.day_or_today(on), known, events=supposed, **drawn)
    if as_json:
        options.print_json([told(found)])
        return
    _say(collection, found)


def _one(collection: Collection, ref: str) -> str:
    name, *more = options.agreement_ids(collection, (ref,))
    if more:
        message = f"'{ref}' means several agreements; name one of: {', '.join((name, *more))}"
        raise UsageError(message)
    return name


def _say(collection: Collection, found: Foretold) -> None:
    told, agreement = found.forecast, collection[found.forecast.agreement]
    tables.heading(f"{agreement.short_title or agreement.title}, as of {told.on}" + (" [illustrative]" if agreement.illustrative else ""))
    click.echo(f"  eight in ten: {between(told.entry)}; never within sight: {told.entry.never:.0%}")
    if found.missing:
        click.echo(f"  not through at home: {', '.join(found.missing)}")
    if found.happened is not None and found.happened.entry is not None:
        came = found.happened.entry
        where = (
            f"inside the interval that holds {came.within * 100:.0f} in 100"
            if came.within is not None
            else "outside the interval that holds 90 in 100"
        )
        click.echo(f"  what happened: in force on {came.day}, {where}")
    tables.heading("In force by")
    rows = [(f"{chance} in 100", told.entry.day(chance / 100)) for chance in (5, 10, 25, 50, 75, 90, 95)]
    tables.table(("chance", "day"), rows)
    tables.table(("end of", "in force"), [(year, f"{share:.0%}") for year, share in told.years])
    if told.states:
        tables.heading("States whose consent is awaited")
        tables.table(
            ("state", "tempo", "completes it", "through at home", "its consent, eight in ten"),
            [(s.party, f"{s.tempo:.2f}", f"{s.completes:.0%}", found.home.get(s.party), between(s.consent)) for s in told.states],
        )
    if told.influences:
        tables.heading("Which states matter: the middle day moves by")
        tables.table(("state", "if at once", "if never"), [(one.party, _moved(one.at_once), _without(one)) for one in told.influences[:10]])
    tables.heading("Because")
    tables.bullets([*told.why, *found.learned, *told.open_questions])


def between(spread: Spread) -> str:
    """Return the interval that holds eight in ten, in words."""
    first, last = spread.interval
    if first is None:
        return "not within sight"
    return f"{first} to {last}" if last is not None else f"from {first} on; its end is out of sight"


def _moved(days: float | None) -> str | None:
    return None if days is None else f"{days:+.0f} days"


def _without(one: Influence) -> str:
    if one.never is not None:
        return f"{one.never:+.0f} days"
    return "it never enters into force" if not one.share_without else f"it enters into force in {one.share_without:.0%}"


@click.command("change", epilog="Example: foedera ratification change nato/accession-finland-2022 HUN --refuses --on 2022-10-01")
@click.argument("ref", metavar="REF", shell_complete=options.complete_refs)
@click.argument("party", metavar="CODE", shell_complete=options.complete_parties)
@click.option("--refuses", "turn", flag_value="refuses", help="It declares that it will not become a party.")
@click.option("--withdraws", "turn", flag_value="withdraws", help="It takes its signature or consent back, or gives notice.")
@click.option("--reserves", "turn", flag_value="reserves", help="It consents with a reservation; a party makes a late one.")
@click.option("--delays-until", "until", type=options.Day(), help="It sends the agreement to parliament no earlier than that day.")
@click.option("--article", "articles", multiple=True, metavar="ARTICLE", help="An article it reserves; repeat for more.")
@options.on_option
@options.known_option
@_drawn
@options.collection_option
@options.json_option
def change(
    ref: str,
    party: str,
    turn: str | None,
    until: dt.date | None,
    on: dt.date | None,
    known: dt.date | None,
    folders: tuple[Path, ...],
    as_json: bool,
    **more: Any,
) -> None:
    """What follows if a state refuses, delays, withdraws or reserves: in law, for other agreements, and for the forecast. Nothing is recorded.

    Of a past day it is answered from what was on record that day, unless --known says otherwise.
    """
    from foedera.library.forecasts import weighed_json
    from foedera.library.foretelling import foretold
    from foedera.library.weighing import Turn, weigh

    if (turn is None) == (until is None):
        message = "say one thing the state does: --refuses, --withdraws, --reserves or --delays-until DATE"
        raise UsageError(message)
    collection = options.open_collection(folders)
    name, today = _one(collection, ref), options.day_or_today(None)
    more["like"] = tuple(options.agreement_ids(collection, more["like"])) if more["like"] else ()
    day = on or today
    asked = Turn(party=collection.code(party, collection[name].participants), kind=turn or "delays", until=until, articles=more.pop("articles"))
    found = weigh(
        collection,
        name,
        asked,
        day,
        lambda docket, events: foretold(collection, name, day, docket=docket, events=events, influences=False, **more),
        known if known is not None or day >= today else day,
    )
    if as_json:
        options.print_json([weighed_json(found)])
        return
    tables.heading(f"Supposed, not recorded: {asked.describe()}, {day}")
    tables.bullets(found.notes)
    tables.heading("In law")
    rows = [
        (
            d.change.on,
            "comes" if d.added else "falls away",
            d.change.agreement,
            d.change.party or "agreement",
            d.change.change,
            "; ".join(d.change.because),
        )
        for d in found.changes
    ]
    if rows:
        tables.table(("on", "effect", "agreement", "who", "change", "because"), rows)
    else:
        tables.bullets(["no status changes"])
    if found.looking:
        tables.heading("Other agreements whose rules look at this one")
        tables.table(("agreement", "what"), [(one.agreement.id, one.what) for one in found.looking])
    tables.heading("The forecast")
    for told, label in ((found.without, "without it"), (found.with_it, "with it")):
        if told is not None:
            click.echo(f"  {label}: eight in ten {between(told.forecast.entry)}; never within sight: {told.forecast.entry.never:.0%}")
    tables.bullets(found.no_forecast)


@click.command("history", epilog="Example: foedera ratification history --party USA --party FRA,DEU")
@click.argument("refs", metavar="[REF]...", nargs=-1, shell_complete=options.complete_refs)
@click.option("--party", "groups", multiple=True, metavar="CODE[,CODE]", help="Only these signatories; of two groups how they compare is told too.")
@options.on_option
@options.known_option
@options.collection_option
@options.json_option
def history(
    refs: tuple[str, ...], groups: tuple[str, ...], on: dt.date | None, known: dt.date | None, folders: tuple[Path, ...], as_json: bool
) -> None:
    """How long signatories took until they were through: survival curves with their bounds, medians, and how two states or groups compare.

    Without REF all binding agreements are taken. Agreements that repeat another (protocols opened on one day, accepted together) count once.
    """
    from foedera.library.forecasts import comparison_json, curve_json
    from foedera.library.foretelling import bundled_log
    from foedera.library.procedures import procedures
    from foedera.library.sittings import sittings
    from foedera.ratification.calendars import Calendars
    from foedera.ratification.history import distinct, history_of, spells
    from foedera.ratification.survival import compare, curve
    from foedera.ratification.through import approvals

    collection, day = options.open_collection(folders), options.day_or_today(on)
    names = options.agreement_ids(collection, refs) if refs else [agreement.id for agreement in collection if agreement.binding]
    home = approvals(collection.known(known), procedures(), bundled_log(), day, Calendars(sittings()))
    histories = distinct(found for name in names if (found := history_of(collection[name], day, known, home.get(name))) is not None)
    wanted = [tuple(collection.code(code) for code in group.split(",")) for group in groups] or [()]
    times = [_together(spells(histories, code) for code in group or (None,)) for group in wanted]
    curves = [curve(*found) for found in times]
    compared = compare(times[0], times[1]) if len(times) == 2 else None
    if as_json:
        rows = zip(wanted, curves, strict=True)
        options.print_json(
            {"agreements": len(histories), "parties": list(group), **(curve_json(found) or {"watched": 0, "came": 0})} for group, found in rows
        )
        if compared is not None:
            options.print_json([{"compared": [list(group) for group in wanted], **(comparison_json(compared) or {})}])
        return
    tables.heading(f"Months from signature until through, {len(histories)} agreements, as of {day}")
    tables.table(("who", "watched", "came", "median", "95 in 100"), [_row(group, found) for group, found in zip(wanted, curves, strict=True)])
    if left_out := sum(len(found.unclear) for found in histories):
        tables.bullets([f"left out: {left_out} consents of which only a latest day is on record"])
    if compared is not None:
        one, other = (", ".join(group) for group in wanted)
        text = f"{one} consents {compared.ratio:.2f} times as readily as {other} (95 in 100: {compared.lowest:.2f} to {compared.highest:.2f})"
        tables.bullets([f"{text}; log-rank test: chi-square {compared.chi_square:.2f}, p = {compared.p:.3f}"])
    elif len(times) == 2:
        tables.bullets(["one of the two has no consent on record: they cannot be compared"])
    if len(curves) == 1 and curves[0] is not None:
        tables.table(
            ("months", "still without", "95 in 100"),
            [(f"{step.months:.1f}", f"{step.share:.0%}", f"{step.lowest:.0%} – {step.highest:.0%}") for step in curves[0].thinned()],
        )


def _together(parts: Iterable[tuple[list[float], list[bool]]]) -> tuple[list[float], list[bool]]:
    times, ended = [], []
    for more, came in parts:
        times += more
        ended += came
    return times, ended


def _row(group: tuple[str, ...], found: Curve | None) -> tuple[object, ...]:
    who = ", ".join(group) or "all signatories"
    if found is None:
        return who, 0, 0, None, None
    low, high = (None if bound is None else f"{bound:.1f}" for bound in found.bounds)
    return who, found.watched, found.came, None if found.median is None else f"{found.median:.1f}", f"{low or '–'} – {high or '–'}"
