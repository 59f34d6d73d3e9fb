"""A process that answers for `foedera serve` ends with it, even where that was killed and could tell nobody."""

from __future__ import annotations

import os
import threading

#: Names the process that started the server, in the environment of those that answer for it.
SERVED_BY = "FOEDERA_SERVED_BY"


def end_with(parent: int) -> None:
    """End this process as soon as its parent is no longer the one named: then nobody would end it, and it would keep the port."""

    def watch() -> None:
        while os.getppid() == parent:
            threading.Event().wait(1)
        os._exit(1)

    threading.Thread(target=watch, name="the server above", daemon=True).start()
