"""What the pages of allauth's are told beside their own: words of ours that stand on them, and whether passkeys work at this address."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from foedera.web.accounts.middleware import lacks_second_factor
from foedera.web.asking import actor


def passkeys_possible(request: HttpRequest) -> bool:
    """Return whether browsers offer passkeys here: under a name, not a number, and by a way nobody overhears."""
    host = request.get_host().rpartition(":")[0] if not request.get_host().endswith("]") and ":" in request.get_host() else request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost" or host.endswith(".localhost")
    return False


def account_words(request: HttpRequest) -> dict[str, Any]:
    """Return the words of ours on allauth's pages."""
    who = actor(request)
    waiting = who.user is not None and lacks_second_factor(request, who)
    return {
        "passkeys": passkeys_possible(request),
        "why_enrol": gettext(
            "What you may do here asks for a second factor. Set up an authenticator app or a passkey; until then the other pages wait."
        )
        if waiting
        else "",
        "no_passkeys": gettext(
            "Browsers offer passkeys only under a name and over TLS: open the register as https://… or, on this machine, as http://localhost."
        ),
        "passkey_hint": gettext("A passkey signs you in without a password: your device asks for your finger, your face or its PIN."),
        "last_seen": gettext("Last seen"),
        "this_session": gettext("This one"),
        "end_all": gettext("Sign out everywhere, here too"),
        "actions": gettext("Actions"),
    }
