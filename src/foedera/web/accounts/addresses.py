"""From where a request comes: the address the connection has, or the one our own proxies name; nothing a stranger writes is believed."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

#: Stands for an address nobody told us (a socket of the machine itself has none).
UNSPECIFIED = "0.0.0.0"  # noqa: S104 - nothing is bound to it


def address_of(request: HttpRequest) -> str:
    """Return the address of who asks.

    Each proxy writes the address it was asked from at the end of `X-Forwarded-For`; of `FOEDERA_PROXIES` of our own, the outermost
    wrote the entry that many places from the end. A shorter list did not come through all of them, and is not believed.
    """
    count: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    named = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    given = named[-count] if count and len(named) >= count else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(given.partition("%")[0].strip("[]")))
    except ValueError:
        return UNSPECIFIED
