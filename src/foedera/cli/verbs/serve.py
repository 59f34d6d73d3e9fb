"""`foedera serve`: the register's pages and interface for programs, with a worker for what is done in the background."""

from __future__ import annotations

import datetime as dt
import errno
import importlib
import ipaddress
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import IO, Any

import click

from foedera.cli import options
from foedera.model.errors import UsageError

#: What answers, by its name, as the processes that answer load it.
PAGES = "foedera.web.urls"
#: How long each process may take to end what it is at before it is killed.
GRACE = 10


@click.command(epilog="Example: foedera serve --port 8321 --open")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; others than this machine's own need FOEDERA_HOSTS.")
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True, help="The port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="How many processes answer; each holds the register.")
@click.option("--empty", is_flag=True, help="Leave a new register empty instead of putting the bundled collection on record.")
@click.option("--open", "browse", is_flag=True, help="Open the first page in the browser.")
def command(host: str, port: int, workers: int, empty: bool, browse: bool) -> None:
    """Serve the register until stopped: its pages, its interface for programs, and what is to be done in the background.

    The register is the one of FOEDERA_HOME (one file) or of DATABASE_URL (PostgreSQL); a new one is made, with the bundled collection on record.
    """
    _may_listen(host, port)
    try:
        from granian import Granian
        from granian.constants import Interfaces
        from granian.log import LogLevels
    except ImportError as error:
        message = "the web face is not installed; add the extra: pip install 'foedera[web]'"
        raise UsageError(message) from error
    address = _address(host, port)
    options.ignore_broken_pipes()
    told = _prepare(address, empty=empty)
    # Processes that share no memory with this one: a connection or a lock inherited half-way is a fault that shows months later.
    multiprocessing.set_start_method("spawn", force=True)
    os.environ["FOEDERA_SERVED_BY"] = str(os.getpid())  # noqa: TID251 - see foedera.web.served
    server = Granian(
        "foedera.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        log_level=LogLevels.error,  # what no page and no log of Django could say
        websockets=False,
    )
    server.on_startup(lambda: click.echo(told))
    if browse:
        server.on_startup(threading.Thread(target=_open, args=(host, port, address), daemon=True).start)
    with _Background():
        server.serve()
    click.echo("Foedera has stopped.")


def _prepare(address: str, *, empty: bool) -> str:
    """Open or make the register, fill it where it is new; return what its operator is told: where everything is."""
    from foedera.deeds.opening import close_register, note_served, open_register

    place = open_register()
    _load()
    from foedera.deeds.adopt import adopt_bundled, is_empty
    from foedera.deeds.enrol import first_administrator

    told = []
    if not empty and is_empty():
        agreements, acts = adopt_bundled(options.day_or_today(None))
        told.append(f"The bundled collection is on record: {agreements} agreements, {acts:,} acts")
    told += [f"Foedera is at {address}/  (stop with Ctrl-C)", f"The register is kept in {place}"]
    link = first_administrator(dt.datetime.now(tz=dt.UTC))
    if link is not None:
        told.append(f"Nobody administers it yet. Within the hour, become its first administrator:\n  {address}{link.path}")
    note_served(address)
    close_register()
    return "\n".join(told)


def _load() -> None:
    """Load what is to answer; UsageError where that cannot be, before anybody is told that it does."""
    try:
        importlib.import_module(PAGES)
    except Exception as error:
        message = f"the program cannot be loaded, so it would answer nothing: {type(error).__name__}: {error}; after an upgrade broken off, repeat it"
        raise UsageError(message) from error


def _may_listen(host: str, port: int) -> None:
    """Raise UsageError where the address is taken or none of this machine, or is open to others without names to answer to."""
    if not _loopback(host) and not os.environ.get("FOEDERA_HOSTS"):  # noqa: TID251 - what this process serves is its environment's to say
        message = (
            f"{host} can be reached from other machines, and FOEDERA_HOSTS is not set; set it to the names the register answers to "
            "(for instance FOEDERA_HOSTS=treaties.example.org), and put a proxy with TLS before it: docs/howto/run-it-for-an-office.md"
        )
        raise UsageError(message)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            another = f"something else listens there; stop it, or choose another port, for instance --port {port + 1 if port < 65535 else 8321}"
            advice = another if error.errno == errno.EADDRINUSE else "name an address of this machine with --host, and a port above 1023"
            message = f"cannot listen on {host} port {port}: {error.strerror or error}; {advice}"
            raise UsageError(message) from error


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _address(host: str, port: int) -> str:
    """Return where the pages are opened: under the first name the register answers to, of this machine `localhost`.

    A name and no number, since browsers make passkeys under a name only.
    """
    env = os.environ  # noqa: TID251 - what this process serves is its environment's to say
    names = [name for name in env.get("FOEDERA_HOSTS", "localhost").split(",") if name[:1] not in ("", "*", ".")]
    if names and "localhost" not in names:
        return f"https://{names[0]}" if env.get("FOEDERA_TLS") == "1" else f"http://{names[0]}:{port}"
    shown = "localhost" if _loopback(host) else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"


def _open(host: str, port: int, address: str) -> None:
    """Open the first page as soon as the server answers."""
    import webbrowser

    for _ in range(100):
        try:
            socket.create_connection((host, port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            webbrowser.open(f"{address}/")
            return


class _Background:
    """The worker beside the server: a process of its own, started anew where it dies, ended with the server however that ends.

    Its standard input is a pipe that nobody writes to; when this process is gone, even by a kill, the pipe ends and so does the worker.
    """

    def __init__(self) -> None:
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, name="keeper of the worker", daemon=True)

    def __enter__(self) -> None:
        self._keeper.start()

    def __exit__(self, *_: Any) -> None:
        with self._lock:
            self._over.set()
            process = self._process
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _keep(self) -> None:
        while True:
            with self._lock:
                if self._over.is_set():
                    return
                words = [sys.executable, "-m", "foedera.cli.main", "work", "--below"]
                process = self._process = subprocess.Popen(words, stdin=subprocess.PIPE)  # noqa: S603 - this program itself
            end: IO[bytes] | None = process.stdin
            code = process.wait()
            if end is not None:
                end.close()
            if not self._over.wait(1):
                click.echo(f"foedera: the worker ended with status {code}; starting it anew", err=True)
