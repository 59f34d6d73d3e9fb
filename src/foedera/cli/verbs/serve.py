"""`foedera serve`: the pages, on this machine."""

from __future__ import annotations

import os

import click

from foedera.model.errors import UsageError


@click.command(epilog="Example: foedera serve --port 8321")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True, help="The port to listen on.")
def command(host: str, port: int) -> None:
    """Serve the pages over the bundled collection until stopped: agreements, parties, and what binds two of them, on any day."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foedera.web.settings")  # noqa: TID251
    try:
        from granian import Granian
        from granian.constants import Interfaces
    except ImportError as error:
        message = "the web face is not installed; add the extra: pip install 'foedera[web]'"
        raise UsageError(message) from error
    click.echo(f"Foedera is at http://{host}:{port}/  (stop with Ctrl-C)")
    server = Granian(
        "foedera.web.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=1, blocking_threads=4, log_enabled=False
    )
    server.serve()
