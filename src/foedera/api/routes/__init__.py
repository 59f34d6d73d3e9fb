"""The routes, a module each; those of one address share a router."""

from foedera.api.routes import (
    agreements,
    asking,
    copies,
    desk,
    forecasts,
    imports,
    people,
    pictures,
    ratifications,
    recording,
    rounds,
    sealed,
    threats,
)

ROUTERS = tuple(
    ("", module.router) for module in (agreements, ratifications, forecasts, asking, desk, copies, imports, people, threats, rounds, pictures, sealed)
)

__all__ = ["ROUTERS", "recording"]
