"""A server with a register of its own for tests in a browser: on a free port of the loopback, its people made by the command line."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]


class Stage:
    """A server with a register of its own, and its operator's command line."""

    def __init__(self, home: Path, **env: str) -> None:
        """Choose a port; `env` is what the environment of the server holds beside."""
        self.home = home
        keep = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "FOEDERA_HOSTS", "DJANGO_SETTINGS_MODULE")}
        self.env = {**keep, "FOEDERA_HOME": str(home), **env}
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"

    def user(self, *words: str) -> list[dict[str, str]]:
        """Run `foedera user …` and return what it printed."""
        done = subprocess.run([sys.executable, "-m", "foedera.cli.main", "user", *words], env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def invited(self, email: str, role: str) -> str:
        """Make an account; return the path of its invitation."""
        (told,) = self.user("add", email, "--role", role, "--name", "Ada Example", "--json")
        return urlsplit(told["link"]).path

    def log(self) -> str:
        """What the log says, a line each."""
        setup = "import django; django.setup(); from foedera.store.models import LogEntry"
        words = f"{setup}; [print(*line) for line in LogEntry.objects.order_by('id').values_list('who', 'deed', 'allowed', 'why')]"
        env = {**self.env, "DJANGO_SETTINGS_MODULE": "foedera.web.settings"}
        return subprocess.run([sys.executable, "-c", words], env=env, capture_output=True, text=True, check=True).stdout

    @contextmanager
    def serving(self) -> Iterator[Stage]:
        """Serve until the end."""
        self.user("list", "--json")
        granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        env = {**self.env, "DJANGO_SETTINGS_MODULE": "foedera.web.settings"}
        told = self.home / "server.log"
        with told.open("w") as log:
            server = subprocess.Popen(
                [*granian, "--blocking-threads", "4", "foedera.web.wsgi:application"], env=env, stdout=log, stderr=subprocess.STDOUT
            )
            try:
                until_it_answers(f"http://127.0.0.1:{self.port}/account/login/", told)
                yield self
            finally:
                server.terminate()
                server.wait(20)


def until_it_answers(address: str, told: Path) -> None:
    """Wait for a server; fail with what it said where it does not come."""
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the server did not answer within 40 seconds: {told.read_text()[-2000:]}")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found
