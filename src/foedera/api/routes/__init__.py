"""The routes, a module each; those of one address share a router."""

from foedera.api.routes import (
    agreements,
    asking,
    copies,
    desk,
    forecasts,
    imports,
    instruments,
    people,
    pictures,
    procedures,
    ratifications,
    recording,
    rounds,
    sealed,
    threats,
)

_MODULES = (agreements, ratifications, procedures, forecasts, instruments, asking, desk, copies, imports, people, threats, rounds, pictures, sealed)
ROUTERS = tuple(("", module.router) for module in _MODULES)

__all__ = ["ROUTERS", "recording"]
