"""`foedera export`: agreements in another format, from files or from the register."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from foedera.cli import options

#: As in `foedera.interchange.formats`, which is read only when something is exported; a test holds the two together.
FORMATS = ("files", "csv", "xlsx", "parquet", "akoma-ntoso", "pdf", "ics", "atom")


@click.command(epilog="Example: foedera export nato --format xlsx --on 1990-01-01 --out nato.xlsx")
@click.argument("refs", nargs=-1, metavar="[REF]...", shell_complete=options.complete_refs)
@click.option("--format", "form", type=click.Choice(FORMATS), default="files", show_default=True, help="What to write.")
@options.on_option
@options.known_option
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write (default: named after what it holds, here).")
@click.option("--register", is_flag=True, help="From the register of FOEDERA_HOME or DATABASE_URL instead of files.")
@click.option("--address", default="http://127.0.0.1:8321", show_default=True, metavar="URL", help="Where the pages are, for links in feeds.")
@options.collection_option
def command(refs: tuple[str, ...], out: Path | None, register: bool, folders: tuple[Path, ...], **asked: Any) -> None:
    """Write agreements in another format: as files again, as tables, as Akoma Ntoso, as a report, a calendar or a feed.

    Without REF all of them. csv, parquet and akoma-ntoso are zips of several files; what a format leaves out is in docs/reference/interchange.md.
    """
    name, content, count = (_from_register if register else _from_files)(refs, folders, **asked)
    target = out if out is not None else Path(name)
    target.write_bytes(content)
    click.echo(f"{target}: {count} agreement{'' if count == 1 else 's'}, {len(content):,} bytes")


def _from_files(
    refs: tuple[str, ...], folders: tuple[Path, ...], form: str, on: dt.date | None, known: dt.date | None, address: str
) -> tuple[str, bytes, int]:
    from foedera.interchange import formats
    from foedera.interchange.tables import Asked

    collection = options.open_collection(folders)
    names = options.agreement_ids(collection, refs) if refs else sorted(collection.ids())
    day = options.day_or_today(on)
    only = collection[names[0]] if len(names) == 1 else None
    export = formats.Export(
        asked=Asked(tuple(collection[name] for name in names), collection.known(known), day),
        source="agreement files" if folders else "the bundled collection",
        stamp=dt.datetime.now(tz=dt.UTC),
        title=only.short_title or only.title if only else f"Foedera: {', '.join(refs) or 'the collection'}",
        base=address,
    )
    stem = only.id.replace("/", "-") if only else "foedera"
    return f"{stem}-{day}.{formats.FORMATS[form].ending}", formats.write(form, export), len(names)


def _from_register(
    refs: tuple[str, ...], folders: tuple[Path, ...], form: str, on: dt.date | None, known: dt.date | None, address: str
) -> tuple[str, bytes, int]:
    from foedera.deeds.opening import open_register
    from foedera.model.errors import UsageError

    if folders:
        message = "--collection adds files, and --register asks the register alone; give one of the two"
        raise UsageError(message)
    open_register()
    from foedera.deeds.hand_out import export
    from foedera.deeds.powers import OPERATOR

    made = export(OPERATOR, form, options.day_or_today(on), dt.datetime.now(tz=dt.UTC), agreements=refs, known=known, base=address)
    return made.name, made.content, made.agreements
