"""`foedera threats stix-export | stix-import`: threats to and from bundles of STIX 2.1."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click
from attrs import evolve

from foedera.cli import options
from foedera.cli.verbs.threats_files import file_option, find, with_files
from foedera.library.threats import read_threats, taxonomy
from foedera.model.errors import UsageError
from foedera.model.plain import plain
from foedera.threats.register import Source, Threat

#: As in `interchange.stix`, which is read only when something is exported; a test holds the two together.
TLP = ("white", "green", "amber", "red")


class Moment(click.ParamType[dt.datetime]):
    """A moment as ISO 8601 has it, with its time zone."""

    name = "MOMENT"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """Return the moment, or fail with what is expected."""
        if isinstance(value, dt.datetime):
            return value
        try:
            found = dt.datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"'{value}' is not a moment; write it like 2026-11-25T09:00:00Z", param, ctx)
        if found.tzinfo is None:
            self.fail(f"'{value}' has no time zone; write it like 2026-11-25T09:00:00Z", param, ctx)
        return found


@click.command("stix-export", epilog="Example: foedera threats stix-export cable-sabotage --producer 'Secretariat' --tlp green --out cables.json")
@click.argument("names", nargs=-1, metavar="[THREAT]...")
@click.option("--producer", required=True, metavar="NAME", help="Who hands them out.")
@click.option("--tlp", type=click.Choice(TLP), default=None, help="A marking of the Traffic Light Protocol.")
@click.option("--at", type=Moment(), help="When the objects are said to be made (default: now); the same moment gives the same bundle.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write (default: standard output).")
@file_option
def stix_export(names: tuple[str, ...], producer: str, tlp: str | None, at: dt.datetime | None, out: Path | None, files: tuple[Path, ...]) -> None:
    """Write threats as a bundle of STIX 2.1; without THREAT all on file. What other tools do not see of them is in docs/reference/threat-files.md."""
    from foedera.interchange.stix import bundle

    threats = with_files(files).threats
    chosen = [find(name, threats) for name in dict.fromkeys(names)] or list(threats.values())
    text = bundle(chosen, taxonomy(), at=at or dt.datetime.now(tz=dt.UTC), producer=producer, tlp=tlp or "")
    if out is None:
        click.echo(text, nl=False)
        return
    out.write_text(text, encoding="utf-8")
    click.echo(f"{out}: {len(chosen)} threat{'' if len(chosen) == 1 else 's'}")


@click.command("stix-import", epilog="Example: foedera threats stix-import bundle.json --kind cyber --out theirs.toml")
@click.argument("bundle", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", default="", metavar="KIND", help="The kind of threat of objects that do not say one, because they come from elsewhere.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file of threats to write; it must not be there yet.")
@options.json_option
def stix_import(bundle: Path, kind: str, out: Path | None, as_json: bool) -> None:
    """Read a bundle of STIX 2.1 whole, or not at all, as a file of threats; what has no place in one is said on standard error.

    A threat without a source cites the bundle.
    """
    from foedera.interchange.stix_reading import read_bundle
    from foedera.interchange.threat_files import write

    kinds = taxonomy()
    taken = read_bundle(bundle.read_bytes(), bundle.name, kinds, kind)
    for fault in taken.faults:
        click.echo(str(fault), err=True)
    threats = [_cited(threat, bundle.name) for threat in taken.threats]
    if not threats:
        message = f"{bundle.name} holds no threat"
        raise UsageError(message)
    text = write(threats)
    read_threats(text.encode(), str(out or "the threats of the bundle"), kinds).sound()
    if out is not None:
        try:
            with out.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError as error:
            message = f"{out} is there already and is not written over; name another"
            raise UsageError(message) from error
    if as_json:
        options.print_json(plain(threat) for threat in threats)
    elif out is not None:
        click.echo(f"{out}: {len(threats)} threat{'' if len(threats) == 1 else 's'}")
    else:
        click.echo(text, nl=False)


def _cited(threat: Threat, name: str) -> Threat:
    """Return a threat with the bundle as its source where it names none and is not invented."""
    if threat.sources or threat.illustrative:
        return threat
    return evolve(threat, sources=(Source(title=f"{threat.reference or threat.id} in {name}"),))
