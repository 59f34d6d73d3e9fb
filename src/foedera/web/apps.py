"""The pages as an application of the framework: it brings their translations."""

from __future__ import annotations

from django.apps import AppConfig


class Web(AppConfig):
    """The pages."""

    name = "foedera.web"
    label = "web"
