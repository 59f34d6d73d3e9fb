"""Opening the register's database: the framework set up, the tables brought up to date."""

from __future__ import annotations

import django
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_SERVED = "served-at"


def open_database() -> None:
    """Set the framework up (its settings are named by the face that calls)."""
    if not apps.ready:
        django.setup()


def bring_up_to_date() -> int:
    """Make or alter the tables where this version needs it; return how many steps were taken."""
    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps:
        call_command("migrate", verbosity=0, interactive=False)
    return steps


def place() -> str:
    """Return where the register is kept, without any secret: for people to read."""
    settings = connection.settings_dict
    if connection.vendor == "postgresql":
        return f"PostgreSQL, database {settings['NAME']} at {settings['HOST'] or 'the local socket'}"
    return str(settings["NAME"])


def note_served(address: str) -> None:
    """Note where the register is served, for links made beside the server; in no backup, since the next machine has another."""
    cache.set(_SERVED, address, None)


def served_at() -> str:
    """Return where the register was served last; empty where that is not known."""
    return str(cache.get(_SERVED, ""))


def hang_up() -> None:
    """Close the connection of this thread; the next question opens a new one."""
    connection.close()
