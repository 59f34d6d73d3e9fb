"""The routes, a module each; those of one address share a router."""

from foedera.api.routes import agreements, asking, recording

ROUTERS = (("", agreements.router), ("", asking.router))

__all__ = ["ROUTERS", "recording"]
