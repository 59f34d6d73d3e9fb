"""Foedera: multinational defence cooperation agreements, computed. Who is bound to whom, since when, until when, and why.

    import foedera as fo
    fo.load("nato/north-atlantic-treaty").status(on="1949-08-24")

Names are loaded when first used, so that the command line starts fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedera.library.collection import Collection
    from foedera.library.vocabularies import parties
    from foedera.model.errors import FaultyFile, FoederaError, UnknownAgreement, UnknownParty, UsageError
    from foedera.notebook import Rows, Treaty, check, load, load_all

_HOMES = {
    "Collection": "foedera.library.collection",
    "parties": "foedera.library.vocabularies",
    "FoederaError": "foedera.model.errors",
    "FaultyFile": "foedera.model.errors",
    "UnknownAgreement": "foedera.model.errors",
    "UnknownParty": "foedera.model.errors",
    "UsageError": "foedera.model.errors",
    "Rows": "foedera.notebook",
    "Treaty": "foedera.notebook",
    "check": "foedera.notebook",
    "load": "foedera.notebook",
    "load_all": "foedera.notebook",
}

__all__ = [
    "Collection",
    "FaultyFile",
    "FoederaError",
    "Rows",
    "Treaty",
    "UnknownAgreement",
    "UnknownParty",
    "UsageError",
    "check",
    "load",
    "load_all",
    "parties",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("foedera")
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    message = f"module 'foedera' has no attribute '{name}'"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
