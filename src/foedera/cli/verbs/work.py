"""`foedera work`: do what waits in the background."""

from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import threading
from typing import Any

import click

from foedera.cli import options

#: How long a worker whose server is gone may take to leave its job in order; what is not whole is undone by the database.
GRACE = 10


@click.command(epilog="Example: foedera work")
@click.option("--until-empty", is_flag=True, help="End when nothing waits any more.")
@click.option("--below", is_flag=True, hidden=True, help="End when standard input ends: the server that started this is gone.")
def command(until_empty: bool, below: bool) -> None:
    """Do what waits in the background: imports, exports, rebuilding. `foedera serve` starts one worker; more can be started by hand.

    Ctrl-C ends it: the job it is at goes back to the queue and is begun again by the next worker.
    """
    from foedera.deeds.opening import open_register

    options.ignore_broken_pipes()
    stopping = threading.Event()

    def stop(*_: Any) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if below:
        threading.Thread(target=_watch, args=(stopping,), name="the server above", daemon=True).start()
    place = open_register()
    from foedera.deeds.work import work

    if not below:
        click.echo(f"Working for {place}  (stop with Ctrl-C)")
    worker = f"{socket.gethostname()[:40]}/{os.getpid()}"
    count = work(worker, lambda: dt.datetime.now(tz=dt.UTC), stopping, until_empty=until_empty)
    if not below:
        click.echo(f"{count} job{'' if count == 1 else 's'} begun")


def _watch(stopping: threading.Event) -> None:
    """Ask the worker to stop when the server's end of standard input closes, and end it where it does not."""
    while os.read(0, 1024):
        pass
    stopping.set()
    threading.Event().wait(GRACE)
    os._exit(0)
