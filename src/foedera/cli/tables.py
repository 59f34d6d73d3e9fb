"""Tables a person likes to read: aligned columns, long text wrapped to the terminal, colour only where there is one."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Sequence
from unicodedata import combining, east_asian_width

import click

#: Colour beside the word, never instead of it.
STATUS_COLOURS = {
    "in-force": "green",
    "party": "green",
    "suspended": "yellow",
    "withdrawing": "yellow",
    "provisional": "cyan",
    "contracting": "cyan",
    "open": "cyan",
    "withdrawn": "red",
    "terminated": "red",
    "error": "red",
    "warning": "yellow",
}


def width() -> int:
    """Return the width to write to: the terminal's, within reason."""
    return max(60, min(shutil.get_terminal_size((110, 24)).columns, 140))


def heading(text: str) -> None:
    """Print a heading."""
    click.echo(click.style(text, bold=True))


def status(word: str) -> str:
    """Return a status in its colour."""
    return click.style(word, fg=STATUS_COLOURS.get(word))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their columns; unknown (None) shows as a dash, the last column takes what room is left."""
    cells = [["–" if value is None else str(value) for value in row] for row in rows]
    widths = [max([_breadth(name), *(_breadth(row[i]) for row in cells)]) for i, name in enumerate(columns)]
    click.echo(click.style("  ".join(_pad(name, w) for name, w in zip(columns, widths, strict=True)).rstrip(), underline=True))
    room = max(24, width() - sum(widths[:-1]) - 2 * (len(widths) - 1))
    for row in cells:
        first, *rest = textwrap.wrap(row[-1], room) or [""]
        lead = "  ".join(_pad(cell, w) for cell, w in zip(row[:-1], widths[:-1], strict=True))
        shown = [
            status(cell) + " " * (w - _breadth(cell)) if cell in STATUS_COLOURS else _pad(cell, w)
            for cell, w in zip(row[:-1], widths[:-1], strict=True)
        ]
        last = status(first) if first in STATUS_COLOURS else first
        click.echo("  ".join([*shown, last]).rstrip())
        for line in rest:
            click.echo(" " * (_breadth(lead) + 2) + line)


def bullets(lines: Iterable[str], mark: str = "·") -> None:
    """Print lines as a list, wrapped."""
    for line in lines:
        click.echo(textwrap.fill(line, width(), initial_indent=f"  {mark} ", subsequent_indent="    "))


def pairs(items: Iterable[tuple[str, object]]) -> None:
    """Print labels and values, those without a value left out."""
    shown = [(label, str(value)) for label, value in items if value not in (None, "", ())]
    broad = max((len(label) for label, _ in shown), default=0)
    for label, value in shown:
        lead = f"  {label.ljust(broad)}  "
        click.echo(textwrap.fill(value, width(), initial_indent=lead, subsequent_indent=" " * len(lead)))


def _breadth(text: str) -> int:
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, breadth: int) -> str:
    return text + " " * (breadth - _breadth(text))
