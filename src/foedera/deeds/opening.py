"""Open the register from outside a server: the database named by the environment, its tables made or brought up to date."""

from __future__ import annotations

import os

from foedera.model.errors import UsageError


def open_register() -> str:
    """Open the register of `FOEDERA_HOME` or `DATABASE_URL`, made where it is not there yet; return where it is kept, without secrets."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foedera.web.settings")  # noqa: TID251 - names the settings, as a server's entry does
    try:
        from foedera.store import opening
    except ImportError as error:
        message = "the register is not installed; add the extra: pip install 'foedera[web]'"
        raise UsageError(message) from error
    opening.open_database()
    opening.bring_up_to_date()
    return opening.place()


def note_served(address: str) -> None:
    """Note where the register, which is open, is served from now on."""
    from foedera.store import opening

    opening.note_served(address)


def served_at() -> str:
    """Return where the register, which is open, was served last; empty where that is not known."""
    from foedera.store import opening

    return opening.served_at()


def close_register() -> None:
    """Hang up: a process that only waits holds no connection."""
    from foedera.store import opening

    opening.hang_up()
