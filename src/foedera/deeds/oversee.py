"""Oversee the register: where it is kept, how large it is, when it was backed up last; for those who run or audit it."""

from __future__ import annotations

import datetime as dt
from importlib.metadata import version

from attrs import frozen

from foedera.deeds.powers import Actor, require
from foedera.store import logs, measuring
from foedera.store.measuring import State

__all__ = ["Overseen", "State", "oversee"]


@frozen
class Overseen:
    """The register as it stands, by which version, and when and by whom it was backed up last (None: never)."""

    state: State
    version: str
    backed_up: dt.datetime | None
    backed_up_as: str


def oversee(actor: Actor) -> Overseen:
    """Return how the register stands. NotAllowed without the power to administer or to audit it."""
    if not actor.may("audit"):
        require(actor, "administer", "oversee")
    last = logs.latest("backup")
    return Overseen(measuring.state(), version("foedera"), last.at if last else None, last.subject if last else "")
