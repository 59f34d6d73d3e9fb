"""`foedera threats sealed`: a sealed round from the side of those who answer and of the committee; nothing here speaks to the register."""

from __future__ import annotations

import json
import logging
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

import click

from foedera.interchange.sealed_files import Kind, as_text, read
from foedera.model.errors import Unfit
from foedera.model.phrases import say
from foedera.threats.sealed import NAMED, Plan, Receipt, Share, misfits, split
from foedera.threats.sealed_outcomes import Key, Outcome, Signed, disagreements

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(epilog="The way of a round, and its limits: docs/howto/seal-a-round.md")
def command() -> None:
    """A round in which nobody, not even the register, learns who named what.

    \b
    foedera threats sealed key NOR -o NOR-key.json
    foedera threats sealed plan --round r1 --threat cyber … --nation FIN … --committee NOR=3d40… … -o plan.json
    foedera threats sealed split plan.json FIN --names cyber -o handed-over/
    foedera threats sealed check plan.json NOR collected/*.json
    foedera threats sealed compute plan.json NOR-key.json collected/*.json --peers 127.0.0.1:11365 … -o outcome-NOR.json
    foedera threats sealed verify plan.json outcome-*.json
    """


@command.command("key")
@click.argument("member")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), required=True)
def key_(member: str, output: Path) -> None:
    """Make the key a member of the committee signs with. What is printed goes into the plan; the file stays with the member."""
    key = Key(member=member, secret=secrets.token_hex(32))
    _write(output, as_text(key), secret=True)
    click.echo(f"{member}={key.public}")


@command.command("plan")
@click.option("--round", "name", required=True, help="What the round is called.")
@click.option("--threat", "threats", multiple=True, required=True, help="A threat it asks about; once for each.")
@click.option("--nation", "nations", multiple=True, required=True, help="A nation that answers; once for each, five at least.")
@click.option(
    "--committee",
    "committee",
    multiple=True,
    required=True,
    metavar="NATION=KEY",
    help="A nation that computes and what `key` printed for it; once for each, three to five.",
)
@click.option("--minimum", default=NAMED, show_default=True, help="How many nations must name a threat for it to be told.")
@click.option("--illustrative", is_flag=True, help="Mark the round as an invented example.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), required=True)
def plan_(
    name: str,
    threats: tuple[str, ...],
    nations: tuple[str, ...],
    committee: tuple[str, ...],
    minimum: int,
    illustrative: bool,
    output: Path,
) -> None:
    """Write the plan of a round, which all who take part hold alike; compare its digest by telephone."""
    pairs = [member.partition("=")[::2] for member in committee]
    plan = Plan(
        round=name,
        threats=threats,
        nations=nations,
        committee=tuple(member for member, _ in pairs),
        keys={member: key for member, key in pairs if key},
        minimum=minimum,
        illustrative=illustrative,
    )
    plan.check()
    _write(output, as_text(plan))
    click.echo(plan.digest)


@command.command("split")
@click.argument("plan", type=_FILE)
@click.argument("nation")
@click.option("--names", "named", multiple=True, help="A threat your nation names; once for each, leave out to name none.")
@click.option("--output", "-o", type=_FOLDER, required=True, help="The folder for the files; they are written once and never over others.")
def split_(plan: Path, nation: str, named: tuple[str, ...], output: Path) -> None:
    """Split what a nation names into one file for each member of the committee, and a receipt that says nothing of what it named."""
    asked = _read(Plan, plan)
    shares, receipt = split(asked, nation, named, secrets.randbelow, secrets.token_hex)
    output.mkdir(parents=True, exist_ok=True)
    for share in shares:
        _write(output / f"{nation}-to-{share.member}.json", as_text(share), secret=True)
    _write(output / f"{nation}-receipt.json", as_text(receipt))
    click.echo(
        say("one file for each of {those}: give each to that member alone; together they tell what you named", those=", ".join(asked.committee))
    )


@command.command("check")
@click.argument("plan", type=_FILE)
@click.argument("member")
@click.argument("files", type=_FILE, nargs=-1, required=True)
@click.option("--receipt", "receipts", type=_FILE, multiple=True, help="A receipt a nation gave; with one, each file needs its own.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per fault.")
def check_(plan: Path, member: str, files: tuple[Path, ...], receipts: tuple[Path, ...], as_json: bool) -> int:
    """Check the files a member of the committee has collected; exit status 1 where they cannot be computed on."""
    found = list(misfits(_read(Plan, plan), member, _all(Share, files), _all(Receipt, receipts)))
    return _told(found, as_json, say("{n} files, all as they should be", n=len(files)))


@command.command("compute")
@click.argument("plan", type=_FILE)
@click.argument("key", type=_FILE)
@click.argument("files", type=_FILE, nargs=-1, required=True)
@click.option("--peers", multiple=True, required=True, metavar="HOST:PORT", help="Where each member listens, in the order of the committee.")
@click.option("--receipt", "receipts", type=_FILE, multiple=True, help="A receipt a nation gave; with one, each file needs its own.")
@click.option("--tls", is_flag=True, help="Mutual TLS with the keys in .config; needed between machines.")
@click.option("--patience", type=click.FloatRange(min=1), default=120.0, show_default=True, help="Seconds to wait for the others.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), required=True)
def compute_(
    plan: Path,
    key: Path,
    files: tuple[Path, ...],
    peers: tuple[str, ...],
    receipts: tuple[Path, ...],
    tls: bool,
    patience: float,
    output: Path,
) -> None:
    """Compute the round together with the other members, who run this at the same time, and sign what came out with KEY."""
    from foedera.deeds.unseal import unseal

    # MPyC speaks of its connections on stderr; who stands where is told by our own errors.
    logging.disable(logging.WARNING)
    asked, own = _read(Plan, plan), _read(Key, key)
    found = unseal(asked, own, _all(Share, files), peers, _all(Receipt, receipts), encrypted=tls, patience=patience)
    _write(output, as_text(found))
    _show(found.outcome)


@command.command("verify")
@click.argument("plan", type=_FILE)
@click.argument("outcomes", type=_FILE, nargs=-1, required=True)
@click.option("--receipt", "receipts", type=_FILE, multiple=True, help="A receipt a nation gave: its answer must have gone in.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per fault.")
def verify_(plan: Path, outcomes: tuple[Path, ...], receipts: tuple[Path, ...], as_json: bool) -> int:
    """Check that all members came to the same outcome and signed it with the keys of the plan."""
    found = _all(Signed, outcomes)
    faults = list(disagreements(_read(Plan, plan), found, _all(Receipt, receipts)))
    status = _told(faults, as_json, say("all {n} members came to the same outcome, each signed it", n=len(found)))
    if not status and not as_json:
        _show(found[0].outcome)
    return status


def _read(kind: type[Kind], path: Path) -> Kind:
    return read(kind, path.read_bytes(), str(path))


def _all(kind: type[Kind], paths: Iterable[Path]) -> list[Kind]:
    return [_read(kind, path) for path in paths]


def _write(path: Path, text: str, *, secret: bool = False) -> None:
    """Write a new file; one whose content is for one reader alone can be read by its owner only."""
    opener = (lambda name, flags: os.open(name, flags, 0o600)) if secret else None
    try:
        with open(path, "x", encoding="utf-8", opener=opener) as file:
            file.write(text)
    except FileExistsError as error:
        raise Unfit(((str(path), say("it is there already and is not written over; name another, or put it away")),)) from error


def _show(found: Outcome) -> None:
    if found.illustrative:
        click.echo(say("Illustrative: an invented example."))
    click.echo(say("{n} nations answered; threats that at least {least} of them named:", n=len(found.splits), least=found.minimum))
    for told in found.told:
        click.echo(f"  {told.threat}  {told.lowest}–{told.highest}")
    if not found.told:
        click.echo(say("  none"))
    click.echo(say("digest {digest}", digest=found.digest))


def _told(faults: list[tuple[str, str]], as_json: bool, fine: str) -> int:
    for who, what in faults:
        click.echo(json.dumps({"of": who, "message": what}, ensure_ascii=False) if as_json else f"{who}: {what}" if who else what)
    if not faults and not as_json:
        click.echo(fine)
    return 1 if faults else 0
