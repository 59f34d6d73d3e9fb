"""Accounts as an application of the framework: it listens to what happens to them."""

from __future__ import annotations

from django.apps import AppConfig


class AccountPages(AppConfig):
    """The pages of accounts."""

    name = "foedera.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen."""
        from foedera.web.accounts import notices

        notices.listen()
