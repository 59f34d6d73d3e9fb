"""The store as an application of the framework."""

from __future__ import annotations

from django.apps import AppConfig


class Store(AppConfig):
    """The register's tables."""

    name = "foedera.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
