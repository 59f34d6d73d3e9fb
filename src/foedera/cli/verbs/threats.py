"""`foedera threats`: threats, their kinds, and rounds of assessment, from files; the register is not asked."""

from __future__ import annotations

from pathlib import Path

import click

from foedera.cli import options, tables
from foedera.cli.verbs import sealed, threats_law, threats_rounds, threats_stix
from foedera.cli.verbs.threats_files import file_option, find, near, with_files
from foedera.library.answers import public_answers
from foedera.library.threats import taxonomy
from foedera.model.errors import UsageError
from foedera.model.plain import plain
from foedera.threats.alignment import wider


@click.group(epilog="Example: foedera threats picture illustrative-2026/second")
def command() -> None:
    """Threats, and what nations say of them in rounds: ranking, agreement, coalitions, what the law answers.

    Works on files: the register of public threats and the invented rounds that ship, and files and folders of your own
    (docs/reference/threat-files.md). ROUND is a folder with round.toml and ballots, or the id of a round that ships. Whoever can read the
    ballots of a folder sees every score in it, here too; what may be published of a round is another matter.
    """


command.add_command(threats_rounds.rank)
command.add_command(threats_rounds.picture)
command.add_command(threats_rounds.coalitions)
command.add_command(threats_law.align)
command.add_command(threats_law.brief)
command.add_command(threats_stix.stix_export)
command.add_command(threats_stix.stix_import)
command.add_command(sealed.command, "sealed")


@command.command("list", epilog="Example: foedera threats list --kind cyber")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--kind", metavar="KIND", help="Only those of a kind, or of one within it.")
@file_option
@options.json_option
def list_(words: tuple[str, ...], kind: str | None, files: tuple[Path, ...], as_json: bool) -> None:
    """The threats on file; every WORD must occur in id, title, description, actors or regions."""
    kinds = taxonomy()
    if kind is not None and kinds.find(kind) is None:
        raise UsageError(near(kind, [found.id for found in kinds.kinds], "there is no kind of threat"))
    found = [threat for threat in with_files(files).threats.values() if kind is None or kind in wider(kinds, threat.kind)]
    for word in words:
        found = [
            threat
            for threat in found
            if word.casefold() in " ".join((threat.id, threat.title, threat.description, *threat.actors, *threat.regions)).casefold()
        ]
    if as_json:
        options.print_json(plain(threat) for threat in found)
        return
    rows = [
        (threat.id, threat.kind, threat.confidence or None, threat.title + (" [illustrative]" if threat.illustrative else "")) for threat in found
    ]
    tables.table(("threat", "kind", "confidence", "title"), rows)
    click.echo(f"{len(found)} threat{'' if len(found) == 1 else 's'}")


@command.command("show", epilog="Example: foedera threats show cable-sabotage")
@click.argument("threat")
@file_option
@options.json_option
def show_(threat: str, files: tuple[Path, ...], as_json: bool) -> None:
    """A threat as its file states it, and which agreements have something on record against its kind."""
    held = with_files(files)
    found = find(threat, held.threats)
    kinds = taxonomy()
    kind = kinds.find(found.kind)
    answers = [answer for answer in (*public_answers(), *held.answers) if not wider(kinds, found.kind).isdisjoint(answer.kinds)]
    if as_json:
        answered = [{"agreement": answer.agreement, "place": answer.place, "why": answer.why} for answer in answers]
        options.print_json([{**plain(found), "answers": answered}])
        return
    tables.heading(found.title + (" [illustrative]" if found.illustrative else ""))
    tables.pairs(
        [
            ("id", found.id),
            ("kind", f"{kind.name} ({kind.id})" if kind is not None else found.kind),
            ("what", found.description),
            ("actors named", ", ".join(found.actors)),
            ("regions", ", ".join(found.regions)),
            ("confidence", found.confidence or "not said"),
            ("since", found.since),
            ("until", found.until),
            ("reference", found.reference),
        ]
    )
    if found.sources:
        tables.heading("Sources")
        tables.bullets(" · ".join(filter(None, (s.title, s.url, f"seen {s.seen}" if s.seen else ""))) for s in found.sources)
    tables.heading("What agreements have on record against it")
    tables.bullets([f"{answer.agreement}, {answer.place}: {answer.why}" for answer in answers] or ["nothing"])


@command.command("kinds", epilog="Example: foedera threats kinds --json")
@options.json_option
def kinds_(as_json: bool) -> None:
    """The published kinds of threat: what each takes in, and what it leaves to others."""
    kinds = taxonomy()
    if as_json:
        options.print_json({**plain(kind), "taxonomy": kinds.version} for kind in kinds.kinds)
        return
    rows = [
        (("  " if kind.within else "") + kind.id, kind.stix or None, " ".join(filter(None, (f"{kind.name}: {kind.meaning}", kind.elsewhere))))
        for kind in kinds.kinds
    ]
    tables.table(("kind", "STIX", "meaning"), rows)
    click.echo(f"version {kinds.version}, {len(rows)} kinds; a kind set in lies within the one above it")
