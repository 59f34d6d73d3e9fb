"""The pages as an application of the framework: it brings their translations, also to what is handed out."""

from __future__ import annotations

from django.apps import AppConfig


class Web(AppConfig):
    """The pages."""

    name = "foedera.web"
    label = "web"

    def ready(self) -> None:
        """Let exports speak French."""
        from foedera.deeds.hand_out import VOICES
        from foedera.web.voices import french

        VOICES["fr"] = french()
